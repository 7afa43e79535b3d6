#include "kernel/fs/initrd.h"

#include "abi/dirent.h"
#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/fs/file.h"
#include "kernel/fs/tar.h"
#include "kernel/memory/object.h"
#include "lib/list.h"
#include "lib/string.h"

enum { LOOK_INSTRUCTIONS = 300 }; /* for kernel_worked: to compare a path */

struct member { /* a file or directory of the archive */
    struct list link;
    struct tar_entry entry;
};

/* All of them. The archive is read once, at boot: so a damaged one is noticed then, and
 * looking for a file is quick. */
static struct object_cache cache = OBJECT_CACHE("archive", struct member);
static struct list members;

static struct member *allocate_member(void)
{
    struct member *member = object_allocate(&cache);
    if (!member)
        boot_fail("too little memory for the list of the archive's files");
    *member = (struct member){0};
    return member;
}

static const struct tar_entry root = {.is_directory = true}; /* its name is empty */

/* Whether PATH goes on below what NAME names. */
static bool is_below(const char *path, const char *name)
{
    size_t length = strlen(name);
    return strncmp(path, name, length) == 0 && path[length] == '/';
}

/* 0, -ENOENT, or -ENOTDIR: a part of PATH that should be a directory is a file. */
static int find_member(const char *path, const struct tar_entry **entry)
{
    int error = -ENOENT;
    bool is_absolute = *path == '/';
    while (*path == '/')
        path++;
    if (is_absolute && *path == '\0') {
        *entry = &root;
        return 0;
    }
    list_for_each(&members, node) {
        const struct member *member = container_of(node, struct member, link);
        if (strcmp(member->entry.name, path) == 0) {
            *entry = &member->entry;
            return 0;
        }
        if (!member->entry.is_directory && is_below(path, member->entry.name))
            error = -ENOTDIR;
        kernel_worked(LOOK_INSTRUCTIONS);
    }
    return error;
}

static int initrd_read(struct file *file, struct transfer *to)
{
    const struct tar_entry *entry = file->data;
    size_t left = file->offset < entry->size ? entry->size - (size_t)file->offset : 0;
    size_t length = to->left < left ? to->left : left;
    if (length > INT32_MAX)
        length = INT32_MAX;
    int error = transfer_out(to, (const char *)entry->data + file->offset, length);
    if (error)
        return error;
    file->offset += length;
    return (int)length;
}

static uint64_t initrd_size(const struct file *file)
{
    return ((const struct tar_entry *)file->data)->size;
}

static const struct file_operations operations = {.read = initrd_read,
                                                  .size = initrd_size};

/* --- Directories: the members in the order of the archive; file->offset is the number of
 * the next one --- */

/* The last part of NAME, if that lies right in DIRECTORY; else NULL. */
static const char *name_in(const struct tar_entry *directory, const char *name)
{
    size_t length = strlen(directory->name);
    bool is_root = length == 0;
    if (!is_root && !is_below(name, directory->name))
        return NULL;
    const char *rest = name + length + (is_root ? 0 : 1);
    return *rest == '\0' || strchr(rest, '/') ? NULL : rest;
}

static int put_entry(struct transfer *to, const struct tar_entry *entry, const char *name,
                     uint64_t number)
{
    union {
        struct dirent entry;
        uint64_t aligned;
    } out = {.entry = {.d_ino = number, .d_off = (int64_t)number}};
    size_t length = strlen(name) + 1;
    size_t size = (offsetof(struct dirent, d_name) + length + 7) & ~(size_t)7;
    out.entry.d_reclen = (uint16_t)size;
    out.entry.d_type = entry->is_directory ? DT_DIR : DT_REG;
    memcpy(out.entry.d_name, name, length);
    return to->left < size ? -EINVAL : transfer_out(to, &out, size);
}

static int initrd_list(struct file *file, struct transfer *to)
{
    size_t room = to->left, moved = 0;
    uint64_t number = 0;
    list_for_each(&members, node) {
        const struct tar_entry *entry = &container_of(node, struct member, link)->entry;
        const char *name = name_in(file->data, entry->name);
        kernel_worked(LOOK_INSTRUCTIONS);
        if (number++ < file->offset || !name)
            continue;
        int error = put_entry(to, entry, name, number);
        if (error)
            return moved > 0 ? (int)moved : error;
        file->offset = number;
        moved = room - to->left;
    }
    return (int)moved;
}

static int directory_read(struct file *file, struct transfer *to)
{
    (void)file, (void)to;
    return -EISDIR;
}

static const struct file_operations directory_operations = {.read = directory_read,
                                                            .list = initrd_list};

/* A directory can only be read, by its own call. */
static int initrd_open(struct file *file, const char *path)
{
    const struct tar_entry *entry;
    int error = find_member(path, &entry);
    if (error)
        return error;
    if ((file->flags & O_ACCMODE) != O_RDONLY)
        return entry->is_directory ? -EISDIR : -EACCES;
    file->operations = entry->is_directory ? &directory_operations : &operations;
    file->data = (void *)entry; /* only read from */
    return 0;
}

void initrd_init(const struct bootinfo *boot)
{
    const void *archive = arch_frame((phys_t)boot->module.start);
    size_t size = (size_t)(boot->module.end - boot->module.start), offset = 0;
    struct member *member = allocate_member();
    int result;
    list_init(&members);
    while ((result = tar_next(archive, size, &offset, &member->entry)) == 1) {
        list_push_back(&members, &member->link);
        member = allocate_member();
    }
    object_free(&cache, member); /* the end has no file */
    if (result < 0 && list_is_empty(&members))
        boot_fail("the module is not a tar archive: programs come as build/initrd.tar");
    if (result < 0)
        boot_fail("the module, a tar archive, is damaged or cut off");
    if (list_is_empty(&members))
        boot_fail("the module, a tar archive, is empty: there is no program");
    file_mount("", initrd_open);
}
