/* Opening files. [POSIX fcntl.h] */
#pragma once

#include <sys/types.h>

#include "abi/fcntl.h"
#include "abi/stat.h" /* who may do what with a new file */

#define SEEK_SET 0
#define SEEK_CUR 1
#define SEEK_END 2

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
