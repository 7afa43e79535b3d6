/* What Robin's kernel has no call for. The call is made all the same, by Linux's number, so
 * that a program does on Linux what it was written for; here it gives ENOSYS, and what can be
 * told without the kernel is told. */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "call.h"

/* [Linux arch/x86/entry/syscalls/syscall_32.tbl] */
enum {
    CALL_LINK = 9,
    CALL_CHDIR = 12,
    CALL_MKNOD = 14,
    CALL_CHMOD = 15,
    CALL_NICE = 34,
    CALL_SYNC = 36,
    CALL_MKDIR = 39,
    CALL_RMDIR = 40,
    CALL_SYMLINK = 83,
    CALL_READLINK = 85,
    CALL_FCHMOD = 94,
    CALL_GETPRIORITY = 96,
    CALL_SETPRIORITY = 97,
    CALL_FSYNC = 118,
    CALL_FCHDIR = 133,
    CALL_FDATASYNC = 148,
    CALL_LCHOWN = 198,
    CALL_SETREUID = 203,
    CALL_SETREGID = 204,
    CALL_GETGROUPS = 205,
    CALL_FCHOWN = 207,
    CALL_GETRESUID = 209,
    CALL_GETRESGID = 211,
    CALL_CHOWN = 212,
    CALL_SETGID = 214,
    CALL_MINCORE = 218,
    CALL_MKDIRAT = 296,
    CALL_FCHMODAT = 306,
    CALL_UTIMENSAT = 320,
};

/* --- Files and folders --- */

int mkdir(const char *path, mode_t mode)
{
    return posix_result(call_2(CALL_MKDIR, word(path), mode));
}

int mkdirat(int folder, const char *path, mode_t mode)
{
    return posix_result(call_3(CALL_MKDIRAT, (uint32_t)folder, word(path), mode));
}

int rmdir(const char *path)
{
    return posix_result(call_1(CALL_RMDIR, word(path)));
}

int mknod(const char *path, mode_t mode, dev_t device)
{
    return posix_result(call_3(CALL_MKNOD, word(path), mode, (uint32_t)device));
}

int mkfifo(const char *path, mode_t mode)
{
    return mknod(path, mode | S_IFIFO, 0);
}

int link(const char *path, const char *new_path)
{
    return posix_result(call_2(CALL_LINK, word(path), word(new_path)));
}

int symlink(const char *text, const char *path)
{
    return posix_result(call_2(CALL_SYMLINK, word(text), word(path)));
}

ssize_t readlink(const char *restrict path, char *restrict text, size_t size)
{
    int32_t result = call_3(CALL_READLINK, word(path), word(text), size);

    if (result == -ENOSYS)
        result = access(path, F_OK) < 0 ? -errno : -EINVAL;
    return posix_result(result);
}

int chmod(const char *path, mode_t mode)
{
    return posix_result(call_2(CALL_CHMOD, word(path), mode));
}

int fchmod(int fd, mode_t mode)
{
    return posix_result(call_2(CALL_FCHMOD, (uint32_t)fd, mode));
}

int fchmodat(int folder, const char *path, mode_t mode, int flags)
{
    return posix_result(
        call_4(CALL_FCHMODAT, (uint32_t)folder, word(path), mode, (uint32_t)flags));
}

int chown(const char *path, uid_t owner, gid_t group)
{
    return posix_result(call_3(CALL_CHOWN, word(path), owner, group));
}

int lchown(const char *path, uid_t owner, gid_t group)
{
    return posix_result(call_3(CALL_LCHOWN, word(path), owner, group));
}

int fchown(int fd, uid_t owner, gid_t group)
{
    return posix_result(call_3(CALL_FCHOWN, (uint32_t)fd, owner, group));
}

int utimensat(int folder, const char *path, const struct timespec times[2], int flags)
{
    return posix_result(call_4(CALL_UTIMENSAT, (uint32_t)folder, word(path), word(times),
                               (uint32_t)flags));
}

int futimens(int fd, const struct timespec times[2])
{
    return utimensat(fd, NULL, times, 0);
}

int utimes(const char *path, const struct timeval times[2])
{
    struct timespec exact[2];

    for (int i = 0; times != NULL && i < 2; i++)
        exact[i] = (struct timespec){times[i].tv_sec, times[i].tv_usec * 1000};
    return utimensat(AT_FDCWD, path, times == NULL ? NULL : exact, 0);
}

/* Files in memory are always written. */
static int sync_file(uint32_t number, int fd)
{
    struct stat stat;
    int32_t result = call_1(number, (uint32_t)fd);

    if (result == -ENOSYS && fstat(fd, &stat) < 0)
        result = -errno;
    else if (result == -ENOSYS)
        result = S_ISREG(stat.st_mode) || S_ISDIR(stat.st_mode) ? 0 : -EINVAL;
    return posix_result(result);
}

int fsync(int fd)
{
    return sync_file(CALL_FSYNC, fd);
}

int fdatasync(int fd)
{
    return sync_file(CALL_FDATASYNC, fd);
}

void sync(void)
{
    call_0(CALL_SYNC);
}

/* One is in the root and can only go there. RESULT is of the call, STATED of stat of the
 * folder. */
static int go_to_root(int32_t result, int stated, const struct stat *folder)
{
    struct stat root;

    if (result != -ENOSYS)
        return posix_result(result);
    if (stated < 0 || stat("/", &root) < 0)
        return -1;
    if (!S_ISDIR(folder->st_mode))
        return posix_result(-ENOTDIR);
    bool is_root = folder->st_dev == root.st_dev && folder->st_ino == root.st_ino;
    return is_root ? 0 : posix_result(-ENOSYS);
}

int chdir(const char *path)
{
    struct stat folder;
    int32_t result = call_1(CALL_CHDIR, word(path));

    return go_to_root(result, result < 0 ? stat(path, &folder) : 0, &folder);
}

int fchdir(int fd)
{
    struct stat folder;
    int32_t result = call_1(CALL_FCHDIR, (uint32_t)fd);

    return go_to_root(result, result < 0 ? fstat(fd, &folder) : 0, &folder);
}

/* --- Users and groups --- */

/* RESULT, or, where there is no such call: whether nothing would change. */
static int keep(int32_t result, bool is_same)
{
    return posix_result(result != -ENOSYS ? result : is_same ? 0 : -EPERM);
}

static bool is_own(uid_t uid)
{
    return uid == (uid_t)-1 || uid == getuid();
}

static bool is_group(gid_t gid)
{
    return gid == (gid_t)-1 || gid == getgid();
}

int setgid(gid_t gid)
{
    return keep(call_1(CALL_SETGID, gid), gid == getgid());
}

int setreuid(uid_t real, uid_t effective)
{
    return keep(call_2(CALL_SETREUID, real, effective),
                is_own(real) && is_own(effective));
}

int setregid(gid_t real, gid_t effective)
{
    return keep(call_2(CALL_SETREGID, real, effective),
                is_group(real) && is_group(effective));
}

int seteuid(uid_t uid)
{
    return setreuid((uid_t)-1, uid);
}

int setegid(gid_t gid)
{
    return setregid((gid_t)-1, gid);
}

int getresuid(uid_t *real, uid_t *effective, uid_t *saved)
{
    int32_t result = call_3(CALL_GETRESUID, word(real), word(effective), word(saved));

    if (result == -ENOSYS)
        *real = *effective = *saved = getuid();
    return keep(result, true);
}

int getresgid(gid_t *real, gid_t *effective, gid_t *saved)
{
    int32_t result = call_3(CALL_GETRESGID, word(real), word(effective), word(saved));

    if (result == -ENOSYS)
        *real = *effective = *saved = getgid();
    return keep(result, true);
}

/* There are none. */
int getgroups(int count, gid_t groups[])
{
    int32_t result = call_2(CALL_GETGROUPS, (uint32_t)count, word(groups));

    return posix_result(result != -ENOSYS ? result : count < 0 ? -EINVAL : 0);
}

/* --- Priorities --- */

/* Linux's call gives 20 to -19 as 40 to 1. */
int getpriority(int which, id_t who)
{
    int32_t result = call_2(CALL_GETPRIORITY, (uint32_t)which, who);

    return result < 0 ? posix_result(result) : 20 - result;
}

int setpriority(int which, id_t who, int priority)
{
    return posix_result(
        call_3(CALL_SETPRIORITY, (uint32_t)which, who, (uint32_t)priority));
}

int nice(int increment)
{
    int32_t result = call_1(CALL_NICE, (uint32_t)increment);

    return result < 0 ? posix_result(result) : getpriority(PRIO_PROCESS, 0);
}

/* --- Memory --- */

int mincore(void *address, size_t length, unsigned char *pages)
{
    return posix_result(call_3(CALL_MINCORE, word(address), length, word(pages)));
}
