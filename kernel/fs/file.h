/* Open files: what a descriptor of a process stands for. A file may be open in several
 * processes; it is closed when the last of them gives it up. What can be done with it
 * depends on its kind: the console, or a file of the initial archive. */
#pragma once

#include "kernel/memory/transfer.h"

enum {
    FILE_READ = 0,
    FILE_WRITE = 1,
    FILE_READ_WRITE = 2,
    FILE_ACCESS = 3
}; /* as open(2)'s flags */

struct file;

struct file_operations {
    /* Moves at most transfer->left bytes. Returns how many, 0 at the end of the file, or
     * -errno. May block. NULL: cannot be done (-EBADF is returned for it). */
    int (*read)(struct file *file, struct transfer *to);
    int (*write)(struct file *file, struct transfer *from);
};

struct file {
    const struct file_operations *operations;
    uint32_t references;
    uint32_t flags; /* FILE_READ, FILE_WRITE or FILE_READ_WRITE */
    uint64_t offset;
    const void *data; /* of an archive's file */
    size_t size;
    char path[PROCESS_PATH_MAX];
};

/* Opens PATH with open(2)'s FLAGS. 0, or -ENOENT, -EISDIR, -EACCES (the archive is
 * read-only), -EINVAL (flags), -ENOMEM. "/dev/console" is the console. */
MUST_CHECK int file_open(const char *path, uint32_t flags, struct file **file);
/* One more user of FILE; one less. */
struct file *file_share(struct file *file);
void file_close(struct file *file);

/* Both return a count or -errno; -EBADF if it was not opened for that. May block. */
MUST_CHECK int file_read(struct file *file, struct transfer *to);
MUST_CHECK int file_write(struct file *file, struct transfer *from);
