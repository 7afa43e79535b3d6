#include "kernel/fs/file.h"

#include "abi/errno.h"
#include "kernel/debug/panic.h"
#include "kernel/fs/console.h"
#include "kernel/fs/initrd.h"
#include "kernel/memory/object.h"
#include "lib/string.h"

static struct object_cache files = OBJECT_CACHE("file", struct file);

static int initrd_read(struct file *file, struct transfer *to)
{
    size_t left = file->offset < file->size ? file->size - (size_t)file->offset : 0;
    size_t length = to->left < left ? to->left : left;
    if (length > INT32_MAX)
        length = INT32_MAX;
    int error = transfer_out(to, (const char *)file->data + file->offset, length);
    if (error)
        return error;
    file->offset += length;
    return (int)length;
}

static const struct file_operations initrd_operations = {.read = initrd_read};

static int open_initrd(struct file *file)
{
    const struct tar_entry *entry;
    int error = initrd_find(file->path, &entry);
    if (error)
        return error;
    if (entry->is_directory)
        return -EISDIR;
    if (file->flags != FILE_READ)
        return -EACCES;
    file->operations = &initrd_operations;
    file->data = entry->data;
    file->size = entry->size;
    return 0;
}

int file_open(const char *path, uint32_t flags, struct file **result)
{
    if (flags & ~(uint32_t)FILE_ACCESS || flags == FILE_ACCESS)
        return -EINVAL;
    struct file *file = object_allocate(&files);
    if (!file)
        return -ENOMEM;
    file->references = 1;
    file->flags = flags;
    int error = string_copy(file->path, path, sizeof(file->path)) ? 0 : -ENAMETOOLONG;
    if (!error && strcmp(path, CONSOLE_PATH) == 0)
        file->operations = &console_operations;
    else if (!error)
        error = open_initrd(file);
    if (error)
        object_free(&files, file);
    else
        *result = file;
    return error;
}

struct file *file_share(struct file *file)
{
    file->references++;
    return file;
}

void file_close(struct file *file)
{
    ASSERT(file->references > 0);
    if (--file->references == 0)
        object_free(&files, file);
}

int file_read(struct file *file, struct transfer *to)
{
    if (file->flags == FILE_WRITE || !file->operations->read)
        return -EBADF;
    return file->operations->read(file, to);
}

int file_write(struct file *file, struct transfer *from)
{
    if (file->flags == FILE_READ || !file->operations->write)
        return -EBADF;
    return file->operations->write(file, from);
}
