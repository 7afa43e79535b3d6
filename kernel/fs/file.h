/* Open files: what a descriptor of a process stands for. A file may be open in several
 * processes; it is closed when the last of them gives it up.
 *
 * What can be done with a file depends on its kind, and its kind on where its path leads:
 * to one of the mounts, which file.c keeps in a table. So fs/ need not know the devices
 * that stand above it. */
#pragma once

#include "abi/errno.h"
#include "abi/fcntl.h"
#include "abi/stat.h"
#include "kernel/memory/account.h"
#include "kernel/memory/transfer.h"

struct file;

/* What a kind of files can do. A NULL means that there is nothing to do, or for `read`
 * and `write` that it cannot be done: -EBADF is returned for it. */
struct file_operations {
    /* Moves at most transfer->left bytes. Returns how many, 0 at the end of the file, or
     * -errno. May block, unless O_NONBLOCK is in file->flags: then -EAGAIN. */
    int (*read)(struct file *file, struct transfer *to);
    int (*write)(struct file *file, struct transfer *from);
    /* Moves as many whole entries of a directory, as abi/dirent.h has them, as there is room
     * for. Returns the bytes, 0 at the end; -EINVAL: there is no room for one. NULL: FILE is
     * no directory. */
    int (*list)(struct file *file, struct transfer *to);
    /* How many bytes FILE holds, for ever: it may be a program, whose pages are read when
     * they are touched. NULL: it cannot be one. */
    uint64_t (*size)(const struct file *file);
    /* Which of POLLIN, POLLOUT, POLLERR and POLLHUP hold, and in *POLLERS the list of those
     * who are woken when that changes (poll.h). NULL: to read or write never waits. */
    uint32_t (*poll)(struct file *file, struct list **pollers);
    /* Writes into STAT what it is: its type and permissions, and what else is not 0. */
    void (*describe)(const struct file *file, struct stat64 *stat);
    /* Makes FILE, which is open for writing, LENGTH bytes long. NULL: -EINVAL. */
    int (*truncate)(struct file *file, uint64_t length);
    /* The last user has given FILE up: what its kind keeps in file->data goes too. */
    void (*close)(struct file *file);
    bool is_stream; /* bytes come and go: there is no offset to set */
};

struct file {
    const struct file_operations *operations;
    uint32_t references;
    uint32_t flags; /* open(2)'s, of which those stay that mean something later */
    uint64_t offset;
    void *data;              /* the kind's own */
    struct account *account; /* of who has opened it; NULL: the kernel */
    char path[PROCESS_PATH_MAX];
};

/* Opens what lies at PATH below a mount ("" is the mount itself) for FILE, whose flags and
 * account are set: sets its operations and data. MODE says who may do what with a file that
 * O_CREAT makes. 0 or -errno. */
typedef int file_opener(struct file *file, const char *path, uint32_t mode);
/* Takes what lies at PATH out of its directory, for ACCOUNT's user. 0 or -errno. */
typedef int file_unlinker(const char *path, const struct account *account);

/* From now on OPEN is asked for all paths at and below PATH, which stays in memory: "" is
 * the root. The longest that fits is asked. UNLINK may be NULL: its directories are
 * read-only. While booting only. */
void file_mount(const char *path, file_opener *open, file_unlinker *unlink);

/* Opens PATH with open(2)'s FLAGS and MODE for ACCOUNT's user; NULL: for the kernel. 0, or
 * -EINVAL (flags), -ENAMETOOLONG, -ENOMEM, -ENFILE (the user has too many), -ENOTDIR
 * (O_DIRECTORY), and what the mount says: -ENOENT, -ENOTDIR, -EISDIR, -EEXIST, -EACCES (it
 * is read-only; of what is to be made: -EROFS), -ENXIO. */
MUST_CHECK int file_open(const char *path, uint32_t flags, uint32_t mode,
                         struct account *account, struct file **file);
/* 0, or -EROFS, or what the mount says. */
MUST_CHECK int file_unlink(const char *path, const struct account *account);
/* Whether ACCOUNT's user may do with PATH what WANTED says: bits of access(2). 0 or -errno. */
MUST_CHECK int file_access(const char *path, uint32_t wanted, struct account *account);

/* An open file that no path leads to, of the kind that has OPERATIONS, with DATA of its
 * own; PATH is what is shown. 0, -ENOMEM or -ENFILE. */
MUST_CHECK int file_create(const struct file_operations *operations, uint32_t flags,
                           void *data, const char *path, struct account *account,
                           struct file **file);
/* One more user of FILE. */
static inline struct file *file_share(struct file *file)
{
    file->references++;
    return file;
}

/* The last user of FILE has given it up: file_close's. */
void file_end(struct file *file);

/* One user less. */
static inline void file_close(struct file *file)
{
    if ((int32_t)--file->references <= 0)
        file_end(file);
}

/* Both return a count or -errno; -EBADF if it was not opened for that. May block. */
MUST_CHECK static inline int file_read(struct file *file, struct transfer *to)
{
    if ((file->flags & O_ACCMODE) == O_WRONLY || !file->operations->read)
        return -EBADF;
    return file->operations->read(file, to);
}

MUST_CHECK static inline int file_write(struct file *file, struct transfer *from)
{
    if ((file->flags & O_ACCMODE) == O_RDONLY || !file->operations->write)
        return -EBADF;
    return file->operations->write(file, from);
}

/* Sets the offset, as lseek(2) does. The offset; -ESPIPE: FILE has none; -EINVAL. */
MUST_CHECK int64_t file_seek(struct file *file, int64_t offset, uint32_t whence);
/* What FILE is, in full. */
void file_describe(const struct file *file, struct stat64 *stat);

/* Reads exactly LENGTH bytes at OFFSET into the kernel's BUFFER, and leaves the offset
 * behind them. 0, or -errno; -EIO: the file ends before. May block. */
MUST_CHECK int file_read_at(struct file *file, uint64_t offset, void *buffer,
                            size_t length);
