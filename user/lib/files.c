/* POSIX's calls on files that are more than to read and write. */
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
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

int unlink(const char *path)
{
    return posix_result(call_1(SYS_UNLINK, word(path)));
}

int access(const char *path, int wanted)
{
    return posix_result(call_2(SYS_ACCESS, word(path), (uint32_t)wanted));
}

int ftruncate(int fd, off_t length)
{
    return posix_result(call_2(SYS_FTRUNCATE, (uint32_t)fd, (uint32_t)length));
}

int fstat(int fd, struct stat *stat)
{
    return posix_result(call_2(SYS_FSTAT64, (uint32_t)fd, word(stat)));
}

int stat(const char *path, struct stat *stat)
{
    return posix_result(call_2(SYS_STAT64, word(path), word(stat)));
}

int lstat(const char *path, struct stat *stat)
{
    return posix_result(call_2(SYS_LSTAT64, word(path), word(stat)));
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

char *getcwd(char *path, size_t size)
{
    return posix_result(call_2(SYS_GETCWD, word(path), size)) < 0 ? NULL : path;
}
