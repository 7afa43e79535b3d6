/* Open files: what a descriptor of a process stands for. A file may be open in several
 * processes; it is closed when the last of them gives it up.
 *
 * What can be done with a file depends on its kind, and its kind on where its path leads:
 * to one of the mounts, which file.c keeps in a table. So fs/ need not know the devices
 * that stand above it. */
#pragma once

#include "abi/fcntl.h"
#include "kernel/memory/transfer.h"

struct file;

/* What a kind of files can do. A NULL means that there is nothing to do, or for `read`
 * and `write` that it cannot be done: -EBADF is returned for it. */
struct file_operations {
    /* Moves at most transfer->left bytes. Returns how many, 0 at the end of the file, or
     * -errno. May block. */
    int (*read)(struct file *file, struct transfer *to);
    int (*write)(struct file *file, struct transfer *from);
    /* Moves as many whole entries of a directory, as abi/dirent.h has them, as there is room
     * for. Returns the bytes, 0 at the end; -EINVAL: there is no room for one. NULL: FILE is
     * no directory. */
    int (*list)(struct file *file, struct transfer *to);
    /* How many bytes FILE holds. NULL: it is no regular file, and has no size. */
    uint64_t (*size)(const struct file *file);
    /* The last user has given FILE up: what its kind keeps in file->data goes too. */
    void (*close)(struct file *file);
};

struct file {
    const struct file_operations *operations;
    uint32_t references;
    uint32_t flags; /* open(2)'s, of which those stay that mean something later */
    uint64_t offset;
    void *data; /* the kind's own */
    char path[PROCESS_PATH_MAX];
};

/* Opens what lies at PATH below a mount ("" is the mount itself) for FILE, whose flags
 * are set: sets its operations and data. 0 or -errno. */
typedef int file_opener(struct file *file, const char *path);

/* From now on OPEN is asked for all paths at and below PATH, which stays in memory: "" is
 * the root. The longest that fits is asked. While booting only. */
void file_mount(const char *path, file_opener *open);

/* Opens PATH with open(2)'s FLAGS. 0, or -EINVAL (flags), -ENAMETOOLONG, -ENOMEM, and
 * what the mount says: -ENOENT, -ENOTDIR, -EISDIR, -EACCES (it is read-only). */
MUST_CHECK int file_open(const char *path, uint32_t flags, struct file **file);
/* An open file that no path leads to, of the kind that has OPERATIONS, with DATA of its
 * own; PATH is what is shown. NULL: out of memory. */
MUST_CHECK struct file *file_create(const struct file_operations *operations,
                                    uint32_t flags, void *data, const char *path);
/* One more user of FILE; one less. */
struct file *file_share(struct file *file);
void file_close(struct file *file);

/* Both return a count or -errno; -EBADF if it was not opened for that. May block. */
MUST_CHECK int file_read(struct file *file, struct transfer *to);
MUST_CHECK int file_write(struct file *file, struct transfer *from);

/* Reads exactly LENGTH bytes at OFFSET into the kernel's BUFFER, and leaves the offset
 * behind them. 0, or -errno; -EIO: the file ends before. May block. */
MUST_CHECK int file_read_at(struct file *file, uint64_t offset, void *buffer,
                            size_t length);
