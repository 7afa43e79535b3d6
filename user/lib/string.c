/* What <string.h> has beyond lib/string.c: the errors in words. */
#include <errno.h>
#include <string.h>

static char *const error_words[] = {
    [0] = "no error",
    [EPERM] = "operation not permitted",
    [ENOENT] = "no such file",
    [ESRCH] = "no such process",
    [EINTR] = "interrupted",
    [EIO] = "input/output error",
    [ENXIO] = "no such device or address",
    [E2BIG] = "arguments too long",
    [ENOEXEC] = "not a program that can run here",
    [EBADF] = "bad file descriptor",
    [ECHILD] = "no such child",
    [EAGAIN] = "try again",
    [ENOMEM] = "out of memory",
    [EACCES] = "permission denied",
    [EFAULT] = "bad address",
    [EBUSY] = "busy",
    [EEXIST] = "exists already",
    [EXDEV] = "on another file system",
    [ENODEV] = "no such device",
    [ENOTDIR] = "not a directory",
    [EISDIR] = "is a directory",
    [EINVAL] = "invalid argument",
    [ENFILE] = "too many open files in all",
    [EMFILE] = "too many open files",
    [ENOTTY] = "not a terminal",
    [ETXTBSY] = "program is running",
    [EFBIG] = "file too large",
    [ENOSPC] = "no space left",
    [ESPIPE] = "illegal seek",
    [EROFS] = "read-only file system",
    [EMLINK] = "too many links",
    [EPIPE] = "broken pipe",
    [EDOM] = "not defined for this",
    [ERANGE] = "out of range",
    [EDEADLK] = "would wait for ever",
    [ENAMETOOLONG] = "name too long",
    [ENOSYS] = "no such call",
    [ENOTEMPTY] = "directory not empty",
    [ELOOP] = "too many symbolic links",
    [EOVERFLOW] = "value too large",
    [EILSEQ] = "not a character",
    [ENOTSUP] = "not supported",
    [ETIMEDOUT] = "timed out",
};

char *strerror(int error)
{
    const size_t count = sizeof(error_words) / sizeof(error_words[0]);

    if (error < 0 || (size_t)error >= count || error_words[error] == NULL)
        return "unknown error";
    return error_words[error];
}
