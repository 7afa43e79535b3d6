#include "kernel/fs/file.h"

#include "abi/errno.h"
#include "kernel/debug/panic.h"
#include "kernel/memory/object.h"
#include "lib/string.h"

enum {
    MOUNTS_MAX = 4,
    FLAGS_KEPT = O_ACCMODE | O_APPEND | O_NONBLOCK, /* while a file is open */
};

static struct mount {
    const char *path;
    size_t length;
    file_opener *open;
} mounts[MOUNTS_MAX];
static uint32_t mount_count;

static struct object_cache files = OBJECT_CACHE("file", struct file);

void file_mount(const char *path, file_opener *open)
{
    ASSERT(mount_count < MOUNTS_MAX);
    mounts[mount_count++] = (struct mount){path, strlen(path), open};
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

static int open_at_mount(struct file *file, const char *path)
{
    if (!string_copy(file->path, path, sizeof(file->path)))
        return -ENAMETOOLONG;
    const struct mount *mount = find_mount(path);
    return mount ? mount->open(file, file->path + mount->length) : -ENOENT;
}

int file_open(const char *path, uint32_t flags, struct file **result)
{
    if ((flags & O_ACCMODE) == O_ACCMODE)
        return -EINVAL;
    struct file *file = object_allocate(&files);
    if (!file)
        return -ENOMEM;
    *file = (struct file){.references = 1, .flags = flags & FLAGS_KEPT};
    int error = open_at_mount(file, path);
    if (error)
        object_free(&files, file);
    else
        *result = file;
    return error;
}

struct file *file_create(const struct file_operations *operations, uint32_t flags,
                         void *data, const char *path)
{
    struct file *file = object_allocate(&files);
    if (!file)
        return NULL;
    *file = (struct file){.operations = operations,
                          .references = 1,
                          .flags = flags & FLAGS_KEPT,
                          .data = data};
    (void)string_copy(file->path, path, sizeof(file->path));
    return file;
}

struct file *file_share(struct file *file)
{
    ASSERT(file->references > 0);
    file->references++;
    return file;
}

void file_close(struct file *file)
{
    ASSERT(file->references > 0);
    if (--file->references > 0)
        return;
    if (file->operations->close)
        file->operations->close(file);
    object_free(&files, file);
}

int file_read(struct file *file, struct transfer *to)
{
    if ((file->flags & O_ACCMODE) == O_WRONLY || !file->operations->read)
        return -EBADF;
    return file->operations->read(file, to);
}

int file_write(struct file *file, struct transfer *from)
{
    if ((file->flags & O_ACCMODE) == O_RDONLY || !file->operations->write)
        return -EBADF;
    return file->operations->write(file, from);
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
