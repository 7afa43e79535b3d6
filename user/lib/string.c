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
    [E2BIG] = "arguments too long",
    [ENOEXEC] = "not a program that can run here",
    [EBADF] = "bad file descriptor",
    [ECHILD] = "no such child",
    [EAGAIN] = "try again",
    [ENOMEM] = "out of memory",
    [EACCES] = "permission denied",
    [EFAULT] = "bad address",
    [EEXIST] = "exists already",
    [ENOTDIR] = "not a directory",
    [EISDIR] = "is a directory",
    [EINVAL] = "invalid argument",
    [EMFILE] = "too many open files",
    [ENOTTY] = "not a terminal",
    [ERANGE] = "out of range",
    [ENAMETOOLONG] = "name too long",
    [ENOSYS] = "no such call",
    [ETIMEDOUT] = "timed out",
};

char *strerror(int error)
{
    const size_t count = sizeof(error_words) / sizeof(error_words[0]);

    if (error < 0 || (size_t)error >= count || error_words[error] == NULL)
        return "unknown error";
    return error_words[error];
}
