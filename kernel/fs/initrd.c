#include "kernel/fs/initrd.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/fs/directory.h"
#include "kernel/fs/file.h"
#include "kernel/fs/tar.h"
#include "kernel/memory/object.h"
#include "lib/list.h"
#include "lib/string.h"

enum {
    LOOK_INSTRUCTIONS = 300, /* for kernel_worked: to compare a path */
    INITRD_DEVICE = 1,       /* in st_dev */
    ROOT_NUMBER = 1,         /* in st_ino; the others' follow */
};

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

static const struct tar_entry root = {.is_directory = true,
                                      .mode = 0755}; /* its name is empty */

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

/* Its number is how far into the archive it lies, which the root does not. */
static void initrd_describe(const struct file *file, struct stat64 *stat)
{
    const struct tar_entry *entry = file->data;
    stat->st_mode = (entry->is_directory ? S_IFDIR : S_IFREG) | entry->mode;
    stat->st_size = (int64_t)entry->size;
    stat->st_dev = INITRD_DEVICE;
    stat->st_ino = ROOT_NUMBER;
    list_for_each(&members, node) {
        stat->st_ino++;
        if (&container_of(node, struct member, link)->entry == entry)
            return;
        kernel_worked(LOOK_INSTRUCTIONS);
    }
    stat->st_ino = ROOT_NUMBER;
}

static const struct file_operations operations = {
    .read = initrd_read, .size = initrd_size, .describe = initrd_describe};

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
        int error =
            directory_put(to, name, entry->is_directory ? DT_DIR : DT_REG, number);
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

static const struct file_operations directory_operations = {
    .read = directory_read, .list = initrd_list, .describe = initrd_describe};

/* What is to be made cannot be; nor can what is missing on the way to it. */
static int refuse_new(const char *path)
{
    char directory[PROCESS_PATH_MAX];
    const struct tar_entry *entry;
    const char *slash = strrchr(path, '/');
    size_t length = slash ? (size_t)(slash - path) : 0;
    memcpy(directory, path, length);
    directory[length] = '\0';
    int error = length > 0 ? find_member(directory, &entry) : 0;
    return error ? error : -EROFS;
}

/* A directory can only be read, by its own call. */
static int initrd_open(struct file *file, const char *path, uint32_t mode)
{
    const struct tar_entry *entry;
    int error = find_member(path, &entry);
    (void)mode;
    if (error == -ENOENT && file->flags & O_CREAT && *path != '\0')
        return refuse_new(path);
    if (error)
        return error;
    if ((file->flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL))
        return -EEXIST;
    bool is_written = (file->flags & O_ACCMODE) != O_RDONLY || file->flags & O_TRUNC;
    if (is_written || (entry->is_directory && file->flags & O_CREAT))
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
    file_mount("", initrd_open, NULL);
}
