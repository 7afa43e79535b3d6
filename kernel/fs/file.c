#include "kernel/fs/file.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/memory/object.h"
#include "lib/string.h"

enum { END_INSTRUCTIONS = 200 }; /* for kernel_worked: to end an open file */

enum {
    FLAGS_KEPT =
        O_ACCMODE | O_APPEND | O_NONBLOCK | O_LARGEFILE | O_DIRECT, /* while it is open */
    MODE_ALL = 07777,
    FROM_OFFSET = 1, /* of lseek(2), as 0 is from the beginning */
    FROM_END = 2,
};

static struct object_cache files = OBJECT_CACHE("file", struct file);

/* --- What stands for an inode --- */

static int read_inode(struct file *file, struct transfer *to)
{
    struct inode *inode = file->inode;
    int count = inode->operations->read(inode, file->offset, to);
    if (count > 0)
        file->offset += (uint32_t)count;
    return count;
}

static int write_inode(struct file *file, struct transfer *from)
{
    struct inode *inode = file->inode;
    if (from->left == 0)
        return 0;
    if (file->flags & O_APPEND)
        file->offset = inode->size;
    int count = inode->operations->write(inode, file->offset, from, file->account);
    if (count > 0) {
        file->offset += (uint32_t)count;
        inode_touch(inode);
    }
    return count;
}

static int read_directory(struct file *file, struct transfer *to)
{
    (void)file, (void)to;
    return -EISDIR;
}

static const struct file_operations inode_operations = {.read = read_inode,
                                                        .write = write_inode};
static const struct file_operations directory_operations = {.read = read_directory};

/* --- Open and close --- */

/* The end of PATH, if all is too long. */
static void keep_path(struct file *file, const char *path)
{
    size_t length = strlen(path), most = sizeof(file->path) - 1;
    memcpy(file->path, length > most ? path + length - most : path,
           (length > most ? most : length) + 1);
}

/* Only its operations, inode and data are not known yet. */
static int allocate_file(uint32_t flags, const char *path, struct account *account,
                         struct file **result)
{
    if (account && !account_may_keep(account))
        return -ENFILE;
    struct file *file = object_allocate(&files);
    if (!file)
        return -ENOMEM;
    *file = (struct file){.references = 1, .flags = flags, .account = account};
    keep_path(file, path);
    if (account)
        account_keep(account);
    *result = file;
    return 0;
}

static bool is_written(uint32_t flags)
{
    return (flags & O_ACCMODE) != O_RDONLY;
}

static void free_file(struct file *file)
{
    if (file->inode && is_written(file->flags))
        file->inode->writers--;
    if (file->inode)
        inode_put(file->inode);
    if (file->account)
        account_release(file->account);
    object_free(&files, file);
}

/* Whether WALKER may open INODE so. */
static int check_access(const struct inode *inode, uint32_t flags,
                        const struct walker *walker)
{
    bool writes = is_written(flags) || flags & O_TRUNC, is_stored = !inode->device;
    uint32_t wanted =
        ((flags & O_ACCMODE) != O_WRONLY ? MAY_READ : 0u) | (writes ? MAY_WRITE : 0u);
    if (S_ISDIR(inode->mode) && (writes || flags & O_CREAT))
        return -EISDIR;
    if (!S_ISDIR(inode->mode) && flags & O_DIRECTORY)
        return -ENOTDIR;
    int error = inode_may(inode, walker->uid, wanted);
    if (!error && writes && is_stored && inode->volume->read_only)
        error = -EROFS;
    return !error && writes && inode->executions > 0 ? -ETXTBSY : error;
}

/* The inode of PATH, which may be made. */
static int find_inode(struct file *file, const struct walker *walker, const char *path,
                      uint32_t mode, bool *is_new)
{
    const struct inode_new what = {.mode = S_IFREG | (mode & MODE_ALL),
                                   .uid = walker->uid,
                                   .account = file->account};
    *is_new = false;
    if (!(file->flags & O_CREAT))
        return path_find(walker, path, &file->inode);
    return path_find_or_make(walker, path, &what, file->flags & O_EXCL, &file->inode,
                             is_new);
}

/* FILE, whose flags are all there, stands for what PATH leads to. */
static int open_inode(struct file *file, const struct walker *walker, const char *path,
                      uint32_t mode)
{
    bool is_new;
    int error = find_inode(file, walker, path, mode, &is_new);
    if (error)
        return error;
    struct inode *inode = file->inode;
    if (is_written(file->flags))
        inode->writers++; /* free_file's to take back */
    error = is_new ? 0 : check_access(inode, file->flags, walker);
    file->operations = S_ISDIR(inode->mode) ? &directory_operations : &inode_operations;
    if (!error && inode->operations->open)
        error = inode->operations->open(inode, file);
    else if (!error && !S_ISDIR(inode->mode) && !inode->operations->read)
        error = -ENXIO; /* a pipe, socket or device on a disk: nothing is behind it */
    if (!error && file->flags & O_TRUNC && !is_new && S_ISREG(inode->mode))
        error = inode_truncate(inode, 0, file->account);
    return error;
}

int file_open(const struct walker *walker, const char *path, uint32_t flags,
              uint32_t mode, struct account *account, struct file **result)
{
    struct file *file;
    const uint32_t new_directory = O_CREAT | O_DIRECTORY; /* mkdir's affair */
    if ((flags & O_ACCMODE) == O_ACCMODE || (flags & new_directory) == new_directory)
        return -EINVAL;
    int error = allocate_file(flags, path, account, &file);
    if (error)
        return error;
    error = open_inode(file, walker, path, mode);
    if (error) {
        free_file(file);
        return error;
    }
    file->flags &= FLAGS_KEPT;
    *result = file;
    return 0;
}

int file_create(const struct file_operations *operations, uint32_t flags, void *data,
                const char *path, struct account *account, struct file **result)
{
    int error = allocate_file(flags & FLAGS_KEPT, path, account, result);
    if (error)
        return error;
    (*result)->operations = operations;
    (*result)->data = data;
    return 0;
}

/* The account is given up last: what the kind has charged to it goes before. */
void file_end(struct file *file)
{
    ASSERT(file->references == 0);
    kernel_worked(END_INSTRUCTIONS);
    if (file->operations->close)
        file->operations->close(file);
    free_file(file);
}

/* --- What is done with one --- */

int64_t file_seek(struct file *file, int64_t offset, uint32_t whence)
{
    int64_t start = 0;
    if (whence > FROM_END)
        return -EINVAL;
    if (file->operations->is_stream)
        return -ESPIPE;
    if (file->inode && S_ISCHR(file->inode->mode))
        return 0; /* /dev/null and /dev/zero have no places */
    if (whence == FROM_OFFSET)
        start = (int64_t)file->offset;
    if (whence == FROM_END && file->inode)
        start = (int64_t)file->inode->size;
    if (offset > INT64_MAX - start || offset < -start)
        return -EINVAL;
    file->offset = (uint64_t)(start + offset);
    return start + offset;
}

int file_list(struct file *file, struct transfer *to)
{
    struct inode *inode = file->inode;
    if (!inode || !S_ISDIR(inode->mode))
        return -ENOTDIR;
    if (inode->links == 0)
        return -ENOENT;
    return inode->operations->list(inode, &file->offset, to);
}

int file_truncate(struct file *file, uint64_t size)
{
    if (!is_written(file->flags) || !file->inode || !S_ISREG(file->inode->mode))
        return -EINVAL;
    return inode_truncate(file->inode, size, file->account);
}

void file_describe(const struct file *file, struct stat64 *stat)
{
    if (file->inode) {
        inode_describe(file->inode, stat);
        return;
    }
    memset(stat, 0, sizeof(*stat));
    stat->st_nlink = 1;
    stat->st_blksize = PAGE_SIZE;
    file->operations->describe(file, stat);
    stat->short_ino = (uint32_t)stat->st_ino;
}
