/* Calls on what a file or directory is: type, permissions, owner, size, times. */
#include "abi/errno.h"
#include "abi/fcntl.h"
#include "abi/time.h"
#include "kernel/clock/wall.h"
#include "kernel/syscall/handlers.h"
#include "kernel/syscall/path.h"
#include "lib/string.h"

enum {
    HERE = AT_FDCWD,
    STAT_FLAGS = AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT,
    SIZE_MAX_31 = INT32_MAX,
    TIME_NOW = 0x3fffffff, /* UTIME_NOW, UTIME_OMIT [utimensat(2)] */
    TIME_OMIT = 0x3ffffffe,
    NANOSECONDS = 1000000000,
};

/* --- What it is --- */

static int describe_path(const struct walker *walker, const char *path, void *data)
{
    struct inode *inode;
    int error = path_find(walker, path, &inode);
    if (error)
        return error;
    inode_describe(inode, data);
    inode_put(inode);
    return 0;
}

static int describe_fd(uint32_t fd, struct stat64 *stat)
{
    const struct file *file = descriptors_find(&process_current()->descriptors, fd);
    if (!file)
        return -EBADF;
    file_describe(file, stat);
    return 0;
}

/* Of the path at ADDRESS; with AT_EMPTY_PATH and none, of FOLDER itself. */
static int describe(uint32_t folder, virt_t address, uint32_t flags, struct stat64 *stat)
{
    const struct inode *here = process_current()->directory;
    char first;
    int error = flags & AT_EMPTY_PATH ? copy_in(&first, address, 1) : 0;
    if (error)
        return error;
    if (flags & AT_EMPTY_PATH && first == '\0' && folder != (uint32_t)HERE)
        return describe_fd(folder, stat);
    if (flags & AT_EMPTY_PATH && first == '\0') {
        inode_describe(here ? here : volume_root(), stat);
        return 0;
    }
    return path_do(folder, address, describe_path, stat);
}

int32_t sys_stat64(virt_t path, virt_t address)
{
    struct stat64 stat;
    int error = describe((uint32_t)HERE, path, 0, &stat);
    return error ? error : copy_out(address, &stat, sizeof(stat));
}

int32_t sys_fstat64(uint32_t fd, virt_t address)
{
    struct stat64 stat;
    int error = describe_fd(fd, &stat);
    return error ? error : copy_out(address, &stat, sizeof(stat));
}

int32_t sys_fstatat64(const struct arch_call *call)
{
    struct stat64 stat;
    if (call->d & ~(uint32_t)STAT_FLAGS)
        return -EINVAL;
    int error = describe(call->a, call->b, call->d, &stat);
    return error ? error : copy_out(call->c, &stat, sizeof(stat));
}

static struct statx_time extended_time(uint32_t seconds, uint32_t nanoseconds)
{
    return (struct statx_time){.seconds = seconds, .nanoseconds = nanoseconds};
}

/* folder, path, flags, which fields (all are told), where to put a struct statx */
int32_t sys_statx(const struct arch_call *call)
{
    struct stat64 stat;
    if (call->c & ~(uint32_t)(STAT_FLAGS | AT_STATX_SYNC))
        return -EINVAL;
    int error = describe(call->a, call->b, call->c, &stat);
    if (error)
        return error;
    const struct statx all = {
        .stx_mask = STATX_BASIC_STATS,
        .stx_blksize = stat.st_blksize,
        .stx_nlink = stat.st_nlink,
        .stx_uid = stat.st_uid,
        .stx_gid = stat.st_gid,
        .stx_mode = (uint16_t)stat.st_mode,
        .stx_ino = stat.st_ino,
        .stx_size = (uint64_t)stat.st_size,
        .stx_blocks = stat.st_blocks,
        .stx_atime = extended_time(stat.access_seconds, stat.access_nanoseconds),
        .stx_ctime = extended_time(stat.status_seconds, stat.status_nanoseconds),
        .stx_mtime = extended_time(stat.change_seconds, stat.change_nanoseconds),
        .stx_rdev_major = (uint32_t)stat.st_rdev >> 8,
        .stx_rdev_minor = (uint32_t)stat.st_rdev & 0xff,
        .stx_dev_minor = (uint32_t)stat.st_dev,
    };
    return copy_out(call->e, &all, sizeof(all));
}

static int access_path(const struct walker *walker, const char *path, void *data)
{
    uint32_t wanted = *(const uint32_t *)data;
    struct inode *inode;
    int error = wanted & ~(uint32_t)MAY_ALL ? -EINVAL : path_find(walker, path, &inode);
    if (error)
        return error;
    error = inode_may(inode, walker->uid, wanted);
    if (!error && wanted & MAY_WRITE && inode->volume->read_only && !inode->device)
        error = -EROFS;
    inode_put(inode);
    return error;
}

int32_t sys_faccessat(uint32_t folder, virt_t path, uint32_t wanted)
{
    return path_do(folder, path, access_path, &wanted);
}

int32_t sys_access(virt_t path, uint32_t wanted)
{
    return sys_faccessat((uint32_t)HERE, path, wanted);
}

/* There are no links: what is there is none. */
static int read_link(const struct walker *walker, const char *path, void *data)
{
    struct inode *inode;
    int error = path_find(walker, path, &inode);
    (void)data;
    if (error)
        return error;
    inode_put(inode);
    return -EINVAL;
}

/* folder, path, where to put the text, bytes */
int32_t sys_readlinkat(const struct arch_call *call)
{
    return path_do(call->a, call->b, read_link, NULL);
}

int32_t sys_readlink(virt_t path)
{
    return path_do((uint32_t)HERE, path, read_link, NULL);
}

/* --- What is changed --- */

/* CHANGE, done to what a path leads to. */
struct change {
    int (*act)(struct inode *inode, const struct change *change);
    uint32_t first, second;
    uint64_t number;
};

static int change_path(const struct walker *walker, const char *path, void *data)
{
    const struct change *change = data;
    struct inode *inode;
    int error = path_find(walker, path, &inode);
    if (error)
        return error;
    error = inode->volume->read_only ? -EROFS : change->act(inode, change);
    inode_put(inode);
    return error;
}

static int32_t change_fd(uint32_t fd, const struct change *change)
{
    struct inode *inode;
    int error = path_inode_of(fd, &inode);
    if (error)
        return error;
    return inode->volume->read_only ? -EROFS : change->act(inode, change);
}

static bool is_own(const struct inode *inode)
{
    uint32_t uid = process_current()->uid;
    return uid == 0 || uid == inode->uid;
}

static int set_mode(struct inode *inode, const struct change *change)
{
    if (!is_own(inode))
        return -EPERM;
    inode->mode = (inode->mode & S_IFMT) | (change->first & 07777);
    path_names_version++;
    inode_change(inode);
    return 0;
}

int32_t sys_fchmodat(uint32_t folder, virt_t path, uint32_t mode)
{
    return path_do(folder, path, change_path, &(struct change){set_mode, mode, 0, 0});
}

int32_t sys_chmod(virt_t path, uint32_t mode)
{
    return sys_fchmodat((uint32_t)HERE, path, mode);
}

int32_t sys_fchmod(uint32_t fd, uint32_t mode)
{
    return change_fd(fd, &(struct change){set_mode, mode, 0, 0});
}

/* Only user 0 gives files away; who changes nothing may do that. There are no groups: all
 * that has one has 0. */
static int set_owner(struct inode *inode, const struct change *change)
{
    bool stays = (change->first == UINT32_MAX || change->first == inode->uid) &&
                 (change->second == UINT32_MAX || change->second == 0);
    if (process_current()->uid != 0 && !(stays && is_own(inode)))
        return -EPERM;
    if (change->first != UINT32_MAX)
        inode->uid = change->first;
    path_names_version++;
    inode_change(inode);
    return 0;
}

/* folder, path, uid, gid, flags */
int32_t sys_fchownat(const struct arch_call *call)
{
    if (call->e & ~(uint32_t)AT_SYMLINK_NOFOLLOW)
        return -EINVAL;
    return path_do(call->a, call->b, change_path,
                   &(struct change){set_owner, call->c, call->d, 0});
}

int32_t sys_chown32(virt_t path, uint32_t uid, uint32_t gid)
{
    return path_do((uint32_t)HERE, path, change_path,
                   &(struct change){set_owner, uid, gid, 0});
}

int32_t sys_fchown32(uint32_t fd, uint32_t uid, uint32_t gid)
{
    return change_fd(fd, &(struct change){set_owner, uid, gid, 0});
}

/* `first`: it is now; else it is `number`, or with `second` what it was. Who may write, and
 * is not the owner, may say that both times are now. */
static int set_times(struct inode *inode, const struct change *change)
{
    uint32_t uid = process_current()->uid;
    bool may = is_own(inode) || (change->first && !inode_may(inode, uid, MAY_WRITE));
    if (!may)
        return change->first ? -EACCES : -EPERM;
    if (!change->second)
        inode->modified_ns = change->first ? clock_wall_ns() : change->number;
    inode_change(inode);
    return 0;
}

static bool is_time(uint32_t nanoseconds)
{
    return nanoseconds < NANOSECONDS || nanoseconds == TIME_NOW ||
           nanoseconds == TIME_OMIT;
}

/* Reads keep no time: of the two at ADDRESS the second counts. 1: nothing is to be done. */
static int copy_times(virt_t address, struct change *change)
{
    struct time_seconds times[2];
    *change = (struct change){.act = set_times, .first = address == 0};
    int error = address ? copy_in(times, address, sizeof(times)) : 0;
    if (error || !address)
        return error;
    uint32_t used = (uint32_t)times[0].nanoseconds,
             nanoseconds = (uint32_t)times[1].nanoseconds;
    if (!is_time(used) || !is_time(nanoseconds))
        return -EINVAL;
    change->first = nanoseconds == TIME_NOW;
    change->second = nanoseconds == TIME_OMIT;
    change->number = (uint64_t)(uint32_t)times[1].seconds * NANOSECONDS + nanoseconds;
    return used == TIME_OMIT && change->second;
}

/* folder, path (NULL: the folder itself), two times, flags */
int32_t sys_utimensat(const struct arch_call *call)
{
    struct change change;
    if (call->d & ~(uint32_t)AT_SYMLINK_NOFOLLOW)
        return -EINVAL;
    int error = copy_times(call->c, &change);
    if (error)
        return error < 0 ? error : 0;
    if (!call->b)
        return change_fd(call->a, &change);
    return path_do(call->a, call->b, change_path, &change);
}

/* --- Size --- */

static int set_size(struct inode *inode, const struct change *change)
{
    int error = S_ISDIR(inode->mode) ? -EISDIR
                : S_ISREG(inode->mode)
                    ? inode_may(inode, process_current()->uid, MAY_WRITE)
                    : -EINVAL;
    if (!error && inode->executions > 0)
        error = -ETXTBSY;
    return error
               ? error
               : inode_truncate(inode, change->number, process_current()->space.account);
}

static int32_t truncate_path(virt_t path, uint64_t size)
{
    if ((int64_t)size < 0)
        return -EINVAL;
    return path_do((uint32_t)HERE, path, change_path,
                   &(struct change){set_size, 0, 0, size});
}

int32_t sys_truncate(virt_t path, uint32_t size)
{
    return truncate_path(path, (uint64_t)(int32_t)size);
}

/* path, low and high word of the size */
int32_t sys_truncate64(virt_t path, uint32_t low, uint32_t high)
{
    return truncate_path(path, (uint64_t)high << 32 | low);
}

static int32_t truncate_fd(uint32_t fd, uint64_t size)
{
    struct file *file = descriptors_find(&process_current()->descriptors, fd);
    if (!file)
        return -EBADF;
    return (int64_t)size < 0 ? -EINVAL : file_truncate(file, size);
}

int32_t sys_ftruncate(uint32_t fd, uint32_t size)
{
    return truncate_fd(fd, (uint64_t)(int32_t)size);
}

int32_t sys_ftruncate64(uint32_t fd, uint32_t low, uint32_t high)
{
    return truncate_fd(fd, (uint64_t)high << 32 | low);
}

/* --- Volumes --- */

static void describe_volume(const struct volume *volume, struct statfs64 *space)
{
    *space = (struct statfs64){.f_bsize = PAGE_SIZE,
                               .f_frsize = PAGE_SIZE,
                               .f_namelen = NAME_MAX,
                               .f_fsid = {volume->number, 0},
                               .f_flags = volume->read_only};
    if (volume->describe)
        volume->describe(volume, space);
}

static int describe_space(const struct walker *walker, const char *path, void *data)
{
    struct inode *inode;
    int error = path_find(walker, path, &inode);
    if (error)
        return error;
    describe_volume(inode->volume, data);
    inode_put(inode);
    return 0;
}

/* path, bytes of the struct, where to put it */
int32_t sys_statfs64(virt_t path, uint32_t size, virt_t address)
{
    struct statfs64 space;
    if (size != sizeof(space))
        return -EINVAL;
    int error = path_do((uint32_t)HERE, path, describe_space, &space);
    return error ? error : copy_out(address, &space, sizeof(space));
}

int32_t sys_fstatfs64(uint32_t fd, uint32_t size, virt_t address)
{
    struct statfs64 space;
    struct inode *inode;
    if (size != sizeof(space))
        return -EINVAL;
    int error = path_inode_of(fd, &inode);
    if (error)
        return error == -EINVAL ? -ENOSYS : error;
    describe_volume(inode->volume, &space);
    return copy_out(address, &space, sizeof(space));
}

int32_t sys_sync(void)
{
    volume_sync_all(); /* an error is fsync's to tell */
    return 0;
}

int32_t sys_fsync(uint32_t fd)
{
    struct inode *inode;
    int error = path_inode_of(fd, &inode);
    if (error)
        return error;
    if (S_ISCHR(inode->mode))
        return -EINVAL;
    return inode->operations->sync ? inode->operations->sync(inode) : 0;
}
