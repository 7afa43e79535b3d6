/* Open files: what a descriptor of a process stands for. A file may be open in several
 * processes; it is closed when the last of them gives it up.
 *
 * What can be done with one depends on its kind. Most stand for an inode (path.h), with the
 * offset at which it is read and written; devices have operations of their own, and pipes
 * have no inode at all. */
#pragma once

#include "abi/errno.h"
#include "abi/fcntl.h"
#include "abi/stat.h"
#include "kernel/fs/path.h"

struct file;

/* What a kind of files can do. A NULL means that there is nothing to do, or for `read`
 * and `write` that it cannot be done: -EBADF is returned for it. */
struct file_operations {
    /* Moves at most transfer->left bytes. Returns how many, 0 at the end of the file, or
     * -errno. May block, unless O_NONBLOCK is in file->flags: then -EAGAIN. */
    int (*read)(struct file *file, struct transfer *to);
    int (*write)(struct file *file, struct transfer *from);
    /* Which of POLLIN, POLLOUT, POLLERR and POLLHUP hold, and in *POLLERS the list of those
     * who are woken when that changes (poll.h). NULL: to read or write never waits. */
    uint32_t (*poll)(struct file *file, struct list **pollers);
    /* Writes into STAT what it is, of what has no inode: its type and permissions, and what
     * else is not 0. */
    void (*describe)(const struct file *file, struct stat64 *stat);
    /* The last user has given FILE up: what its kind keeps in file->data goes too. */
    void (*close)(struct file *file);
    bool is_stream; /* bytes come and go: there is no offset to set */
};

struct file {
    const struct file_operations *operations;
    uint32_t references;
    uint32_t flags; /* open(2)'s, of which those stay that mean something later */
    uint64_t offset;
    struct inode *inode;         /* with a reference; NULL: it has none */
    void *data;                  /* the kind's own */
    struct account *account;     /* of who has opened it; NULL: the kernel */
    char path[PROCESS_PATH_MAX]; /* as it was opened, or the end of that */
};

/* Opens PATH with open(2)'s FLAGS for WALKER; with O_CREAT it is made with MODE. ACCOUNT is
 * charged (NULL: the kernel opens it). 0, or -EINVAL (flags), -ENOMEM, -ENFILE (the user has
 * too many), -ENOTDIR (O_DIRECTORY), -EISDIR (a directory is not written), -EEXIST, -EACCES,
 * -EROFS, -ETXTBSY (it is being executed), -ENXIO, or what path.h says. May block. */
MUST_CHECK int file_open(const struct walker *walker, const char *path, uint32_t flags,
                         uint32_t mode, struct account *account, struct file **file);

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

/* Entries of the directory that FILE stands for, from its offset on: bytes, 0 at the end, or
 * -errno; -ENOTDIR, -EINVAL: there is no room for one. May block. */
MUST_CHECK int file_list(struct file *file, struct transfer *to);
/* Makes FILE SIZE bytes long. 0 or -errno; -EINVAL: it was not opened for writing, or is no
 * regular file. */
MUST_CHECK int file_truncate(struct file *file, uint64_t size);
