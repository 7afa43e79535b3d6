/* Several pieces of memory, read or written in one call. [POSIX sys/uio.h] */
#pragma once

#include <sys/types.h>

#include "abi/uio.h"

struct iovec {
    void *iov_base;
    size_t iov_len;
};

/* As read and write with one piece of memory; COUNT is at most IOV_MAX: EINVAL. */
ssize_t readv(int fd, const struct iovec *pieces, int count);
ssize_t writev(int fd, const struct iovec *pieces, int count);
