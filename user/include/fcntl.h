/* Opening files. [POSIX fcntl.h] */
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include "abi/fcntl.h"
#include "abi/stat.h" /* who may do what with a new file */

#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2

#define SEEK_SET 0 /* and access's, too, as in <unistd.h> */
#define SEEK_CUR 1
#define SEEK_END 2
#define F_OK     0
#define X_OK     1
#define W_OK     2
#define R_OK     4

struct flock { /* of F_GETLK and its kin: there are no locks */
    short l_type, l_whence;
    off_t l_start, l_len;
    pid_t l_pid;
};

#define POSIX_FADV_NORMAL     0
#define POSIX_FADV_RANDOM     1
#define POSIX_FADV_SEQUENTIAL 2
#define POSIX_FADV_WILLNEED   3
#define POSIX_FADV_DONTNEED   4
#define POSIX_FADV_NOREUSE    5

/* A descriptor for the file PATH, the lowest that is free; or -1 and errno. With O_CREAT a
 * third argument says who may do what with a new file. May block. */
int open(const char *path, int flags, ...);
int creat(const char *path, mode_t mode);
int openat(int folder, const char *path, int flags, ...);

/* REQUEST with its argument: F_DUPFD and F_DUPFD_CLOEXEC give a descriptor more, from the
 * argument on; F_GETFD and F_SETFD what execve does with it; F_GETFL and F_SETFL O_APPEND and
 * O_NONBLOCK of its file; F_GETPIPE_SZ what a pipe holds. -1 and errno: EBADF, EINVAL,
 * EMFILE. */
int fcntl(int fd, int request, ...);

/* What will be read, which changes nothing; and the file is at least OFFSET + LENGTH bytes
 * long then. 0 or the error: EBADF, ESPIPE, EINVAL. */
int posix_fadvise(int fd, off_t offset, off_t length, int advice);
int posix_fallocate(int fd, off_t offset, off_t length);
