#include "kernel/fs/initrd.h"

#include "abi/errno.h"
#include "kernel/memory/object.h"
#include "lib/list.h"
#include "lib/string.h"

struct file {
    struct list link;
    struct tar_entry entry;
};

/* Every file of the archive. It is read once, at boot: so a damaged archive is noticed
 * then, and looking for a file is quick. */
static struct object_cache cache = OBJECT_CACHE("archive", struct file);
static struct list files;

static int add(const struct tar_entry *entry)
{
    struct file *file = object_allocate(&cache);
    if (!file)
        return -ENOMEM;
    file->entry = *entry;
    list_push_back(&files, &file->link);
    return 0;
}

int initrd_init(const void *archive, size_t size)
{
    static struct tar_entry entry; /* too large for a kernel stack's comfort */
    size_t offset = 0;
    int result;
    list_init(&files);
    while ((result = tar_next(archive, size, &offset, &entry)) == 1) {
        int error = add(&entry);
        if (error)
            return error;
    }
    return result < 0 || list_is_empty(&files) ? -EINVAL : 0;
}

/* Whether PATH goes on below what NAME names. */
static bool is_below(const char *path, const char *name)
{
    size_t length = strlen(name);
    return strncmp(path, name, length) == 0 && path[length] == '/';
}

int initrd_find(const char *path, const struct tar_entry **entry)
{
    int error = -ENOENT;
    while (*path == '/')
        path++;
    list_for_each(&files, node) {
        const struct file *file = container_of(node, struct file, link);
        if (strcmp(file->entry.name, path) == 0) {
            *entry = &file->entry;
            return 0;
        }
        if (!file->entry.is_directory && is_below(path, file->entry.name))
            error = -ENOTDIR;
    }
    return error;
}
