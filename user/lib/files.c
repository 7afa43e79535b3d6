/* POSIX's calls on files that are more than to read and write. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "call.h"

int fcntl(int fd, int request, ...)
{
    va_list arguments;

    va_start(arguments, request);
    uint32_t argument = va_arg(arguments, uint32_t);
    va_end(arguments);
    return posix_result(call_3(SYS_FCNTL64, (uint32_t)fd, (uint32_t)request, argument));
}

int creat(const char *path, mode_t mode)
{
    return open(path, O_CREAT | O_WRONLY | O_TRUNC, mode);
}

int ftruncate(int fd, off_t length)
{
    return posix_result(call_2(SYS_FTRUNCATE, (uint32_t)fd, (uint32_t)length));
}

ssize_t readv(int fd, const struct iovec *pieces, int count)
{
    return posix_result(call_3(SYS_READV, (uint32_t)fd, word(pieces), (uint32_t)count));
}

ssize_t writev(int fd, const struct iovec *pieces, int count)
{
    return posix_result(call_3(SYS_WRITEV, (uint32_t)fd, word(pieces), (uint32_t)count));
}

int poll(struct pollfd *fds, nfds_t count, int timeout)
{
    return posix_result(call_3(SYS_POLL, word(fds), count, (uint32_t)timeout));
}

int openat(int folder, const char *path, int flags, ...)
{
    va_list arguments;

    va_start(arguments, flags);
    uint32_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return posix_result(
        call_4(SYS_OPENAT, (uint32_t)folder, word(path), (uint32_t)flags, mode));
}

int truncate(const char *path, off_t length)
{
    return posix_result(call_2(SYS_TRUNCATE, word(path), (uint32_t)length));
}

int fsync(int fd)
{
    return posix_result(call_1(SYS_FSYNC, (uint32_t)fd));
}

int fdatasync(int fd)
{
    return posix_result(call_1(SYS_FDATASYNC, (uint32_t)fd));
}

void sync(void)
{
    call_0(SYS_SYNC);
}

int posix_fadvise(int fd, off_t offset, off_t length, int advice)
{
    int error = errno, result = 0;
    (void)offset;

    if (lseek(fd, 0, SEEK_CUR) < 0)
        result = errno;
    else if (length < 0 || advice < POSIX_FADV_NORMAL || advice > POSIX_FADV_NOREUSE)
        result = EINVAL;
    errno = error;
    return result;
}

/* All that is in the way of a file's growth is its size: pages come with what is written. */
int posix_fallocate(int fd, off_t offset, off_t length)
{
    struct stat stat;
    int error = errno, result = 0;

    if (offset < 0 || length <= 0)
        return EINVAL;
    if (offset > INT32_MAX - length)
        return EFBIG;
    if (lseek(fd, 0, SEEK_CUR) < 0 || fstat(fd, &stat) < 0)
        result = errno;
    else if (!S_ISREG(stat.st_mode))
        result = ENODEV;
    else if (stat.st_size < offset + length && ftruncate(fd, offset + length) < 0)
        result = errno == EINVAL ? EBADF : errno;
    errno = error;
    return result;
}

void swab(const void *restrict from, void *restrict to, ssize_t size)
{
    const char *bytes = from;
    char *swapped = to;

    for (ssize_t i = 0; i + 1 < size; i += 2) {
        swapped[i] = bytes[i + 1];
        swapped[i + 1] = bytes[i];
    }
}
