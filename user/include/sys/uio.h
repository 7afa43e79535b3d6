/* Several pieces of memory, read or written in one call. [POSIX sys/uio.h] */
#pragma once

#include <sys/types.h>

#include "abi/uio.h"

#define UIO_MAXIOV IOV_MAX

struct iovec {
    void *iov_base;
    size_t iov_len;
};

/* As read and write with one piece of memory; COUNT is at most IOV_MAX: EINVAL. */
ssize_t readv(int fd, const struct iovec *pieces, int count);
ssize_t writev(int fd, const struct iovec *pieces, int count);
/* The same as pread and pwrite do it. */
ssize_t preadv(int fd, const struct iovec *pieces, int count, off_t offset);
ssize_t pwritev(int fd, const struct iovec *pieces, int count, off_t offset);
