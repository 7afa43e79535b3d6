#include "kernel/fs/archive.h"

#include "abi/errno.h"
#include "abi/time.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/fs/memory.h"
#include "kernel/fs/path.h"
#include "kernel/fs/tar.h"
#include "lib/string.h"

enum {
    FILE_INSTRUCTIONS = 1000,
    DIRECTORY_MODE = S_IFDIR | 0755
}; /* for kernel_worked */

static void add(struct inode *directory, const char *name, uint32_t mode,
                const struct tar_entry *entry, struct inode **inode)
{
    if (memory_add(directory, name, mode, entry->data, entry->size, inode))
        boot_fail("too little memory for the list of the archive's files");
    if (entry->modified)
        (*inode)->modified_ns = entry->modified * NANOSECONDS_A_SECOND;
}

/* The directory NAME in DIRECTORY, made if need be; the reference moves there. */
static struct inode *enter(struct inode *directory, const char *name)
{
    struct inode *inode;
    if (directory->operations->find(directory, name, &inode))
        add(directory, name, DIRECTORY_MODE, &(struct tar_entry){0}, &inode);
    inode_put(directory);
    return inode;
}

/* Such a part of a path leads nowhere else. */
static bool stays(const char *name)
{
    return *name == '\0' || strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* ENTRY's file or directory, with the directories on the way to it. One that is there
 * already stays as it is. */
static void add_entry(struct tar_entry *entry)
{
    struct inode *directory = inode_hold(volume_root()), *inode;
    char *name = entry->name;
    for (char *slash; S_ISDIR(directory->mode) && (slash = strchr(name, '/'));
         name = slash + 1) {
        *slash = '\0';
        if (!stays(name))
            directory = enter(directory, name);
    }
    if (!S_ISDIR(directory->mode))
        boot_fail("in the module, a tar archive, a file lies in a file");
    if (stays(name)) {
        inode_put(directory);
        return;
    }
    if (directory->operations->find(directory, name, &inode))
        add(directory, name, entry->mode | (entry->is_directory ? S_IFDIR : S_IFREG),
            entry, &inode);
    inode_put(inode);
    inode_put(directory);
    kernel_worked(FILE_INSTRUCTIONS);
}

void archive_init(const struct bootinfo *boot)
{
    const void *archive = arch_frame((phys_t)boot->module.start);
    size_t size = (size_t)(boot->module.end - boot->module.start), offset = 0;
    struct tar_entry entry;
    uint32_t count = 0;
    int result;
    if (size == 0)
        boot_fail("the loader passed no module: programs come as a tar file, "
                  "-initrd build/initrd.tar, or on a disk, root=hda");
    while ((result = tar_next(archive, size, &offset, &entry)) == 1) {
        add_entry(&entry);
        count++;
    }
    if (result < 0 && count == 0)
        boot_fail("the module is not a tar archive: programs come as build/initrd.tar");
    if (result < 0)
        boot_fail("the module, a tar archive, is damaged or cut off");
    if (count == 0)
        boot_fail("the module, a tar archive, is empty: there is no program");
}
