#include "kernel/fs/file.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/memory/object.h"
#include "lib/string.h"

enum { END_INSTRUCTIONS = 200 }; /* for kernel_worked: to end an open file */

enum {
    MOUNTS_MAX = 8,
    FLAGS_KEPT = O_ACCMODE | O_APPEND | O_NONBLOCK | O_LARGEFILE, /* while it is open */
    STAT_BLOCK = 512,
    FILES_A_PAGE = 2, /* how many a user may have open for two pages of its share */
    WANTED_ALL = 7,   /* of access(2): to read (4), to write (2), to execute (1) */
    WANTED_WRITE = 2,
    WANTED_EXECUTE = 1,
    FROM_OFFSET = 1, /* of lseek(2), as 0 is from the beginning */
    FROM_END = 2,
};

static struct mount {
    const char *path;
    size_t length;
    file_opener *open;
    file_unlinker *unlink;
} mounts[MOUNTS_MAX];
static uint32_t mount_count;

static struct object_cache files = OBJECT_CACHE("file", struct file);

/* --- Paths --- */

void file_mount(const char *path, file_opener *open, file_unlinker *unlink)
{
    ASSERT(mount_count < MOUNTS_MAX);
    mounts[mount_count++] = (struct mount){path, strlen(path), open, unlink};
}

static bool leads_below(const char *path, const struct mount *mount)
{
    char next = path[strnlen(path, mount->length)];
    return strncmp(path, mount->path, mount->length) == 0 &&
           (mount->length == 0 || next == '\0' || next == '/');
}

static const struct mount *find_mount(const char *path)
{
    const struct mount *found = NULL;
    for (uint32_t i = 0; i < mount_count; i++) {
        bool is_longer = !found || mounts[i].length > found->length;
        if (is_longer && leads_below(path, &mounts[i]))
            found = &mounts[i];
    }
    return found;
}

/* --- Open and close --- */

static bool has_too_many(const struct account *account)
{
    return account && account->other_count >= account->pages_max / FILES_A_PAGE;
}

/* Only its operations and data are not known yet. */
static int allocate_file(uint32_t flags, const char *path, struct account *account,
                         struct file **result)
{
    if (has_too_many(account))
        return -ENFILE;
    struct file *file = object_allocate(&files);
    if (!file)
        return -ENOMEM;
    *file = (struct file){.references = 1, .flags = flags, .account = account};
    if (!string_copy(file->path, path, sizeof(file->path))) {
        object_free(&files, file);
        return -ENAMETOOLONG;
    }
    if (account)
        account_keep(account);
    *result = file;
    return 0;
}

static void free_file(struct file *file)
{
    if (file->account)
        account_release(file->account);
    object_free(&files, file);
}

static int open_at_mount(struct file *file, uint32_t mode)
{
    const struct mount *mount = find_mount(file->path);
    int error = mount ? mount->open(file, file->path + mount->length, mode) : -ENOENT;
    if (error)
        free_file(file);
    return error;
}

int file_open(const char *path, uint32_t flags, uint32_t mode, struct account *account,
              struct file **result)
{
    struct file *file;
    if ((flags & O_ACCMODE) == O_ACCMODE)
        return -EINVAL;
    int error = allocate_file(flags, path, account, &file);
    if (!error)
        error = open_at_mount(file, mode);
    if (error)
        return error;
    file->flags &= FLAGS_KEPT;
    if (flags & O_DIRECTORY && !file->operations->list) {
        file_close(file);
        return -ENOTDIR;
    }
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

int file_unlink(const char *path, const struct account *account)
{
    const struct mount *mount = find_mount(path);
    if (!mount)
        return -ENOENT;
    return mount->unlink ? mount->unlink(path + mount->length, account) : -EROFS;
}

/* --- Read, seek --- */

int64_t file_seek(struct file *file, int64_t offset, uint32_t whence)
{
    struct stat64 stat;
    int64_t start = 0;
    if (whence > FROM_END)
        return -EINVAL;
    if (file->operations->is_stream)
        return -ESPIPE;
    if (whence == FROM_OFFSET)
        start = (int64_t)file->offset;
    if (whence == FROM_END) {
        file_describe(file, &stat);
        start = stat.st_size;
    }
    if (offset > INT64_MAX - start || offset < -start)
        return -EINVAL;
    file->offset = (uint64_t)(start + offset);
    return start + offset;
}

int file_read_at(struct file *file, uint64_t offset, void *buffer, size_t length)
{
    struct transfer to = transfer_to_kernel(buffer, length);
    file->offset = offset;
    while (to.left > 0) {
        int count = file_read(file, &to);
        if (count <= 0)
            return count < 0 ? count : -EIO;
    }
    return 0;
}

/* --- What it is --- */

void file_describe(const struct file *file, struct stat64 *stat)
{
    memset(stat, 0, sizeof(*stat));
    stat->st_nlink = 1;
    stat->st_blksize = PAGE_SIZE;
    file->operations->describe(file, stat);
    stat->st_blocks = ((uint64_t)stat->st_size + STAT_BLOCK - 1) / STAT_BLOCK;
    stat->short_ino = (uint32_t)stat->st_ino;
}

/* User 0 may do all but to execute what nobody may. */
static bool may(const struct stat64 *stat, uint32_t wanted, uint32_t uid)
{
    uint32_t mode = stat->st_mode;
    if (uid == 0)
        return !(wanted & WANTED_EXECUTE) || mode & (S_IXUSR | S_IXGRP | S_IXOTH);
    uint32_t granted = uid == stat->st_uid ? mode >> 6 : mode;
    return (wanted & ~granted) == 0;
}

int file_access(const char *path, uint32_t wanted, struct account *account)
{
    struct file *file;
    struct stat64 stat;
    if (wanted & ~(uint32_t)WANTED_ALL)
        return -EINVAL;
    int error = file_open(path, O_RDONLY, 0, NULL, &file);
    if (error)
        return error;
    file_describe(file, &stat);
    bool is_stored = S_ISREG(stat.st_mode) || S_ISDIR(stat.st_mode);
    if (wanted & WANTED_WRITE && is_stored && !find_mount(file->path)->unlink)
        error = -EROFS;
    else if (!may(&stat, wanted, account->uid))
        error = -EACCES;
    file_close(file);
    return error;
}
