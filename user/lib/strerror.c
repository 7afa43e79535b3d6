/* Errors in Linux's words. */
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "user/lib/exit.h"
#include "user/lib/strerror.h"

WEAK const char *strerror_rare(int error);

static const char *const error_words[] = {
    [0] = "Success",
    [EPERM] = "Operation not permitted",
    [ENOENT] = "No such file or directory",
    [ESRCH] = "No such process",
    [EINTR] = "Interrupted system call",
    [EIO] = "Input/output error",
    [ENXIO] = "No such device or address",
    [E2BIG] = "Argument list too long",
    [ENOEXEC] = "Exec format error",
    [EBADF] = "Bad file descriptor",
    [ECHILD] = "No child processes",
    [EAGAIN] = "Resource temporarily unavailable",
    [ENOMEM] = "Cannot allocate memory",
    [EACCES] = "Permission denied",
    [EFAULT] = "Bad address",
    [EBUSY] = "Device or resource busy",
    [EEXIST] = "File exists",
    [EXDEV] = "Invalid cross-device link",
    [ENODEV] = "No such device",
    [ENOTDIR] = "Not a directory",
    [EISDIR] = "Is a directory",
    [EINVAL] = "Invalid argument",
    [ENFILE] = "Too many open files in system",
    [EMFILE] = "Too many open files",
    [ENOTTY] = "Inappropriate ioctl for device",
    [ETXTBSY] = "Text file busy",
    [EFBIG] = "File too large",
    [ENOSPC] = "No space left on device",
    [ESPIPE] = "Illegal seek",
    [EROFS] = "Read-only file system",
    [EMLINK] = "Too many links",
    [EPIPE] = "Broken pipe",
    [EDOM] = "Numerical argument out of domain",
    [ERANGE] = "Numerical result out of range",
    [EDEADLK] = "Resource deadlock avoided",
    [ENAMETOOLONG] = "File name too long",
    [ENOSYS] = "Function not implemented",
    [ENOTEMPTY] = "Directory not empty",
    [ELOOP] = "Too many levels of symbolic links",
    [EOVERFLOW] = "Value too large for defined data type",
    [EILSEQ] = "Invalid or incomplete multibyte or wide character",
    [ENOTSUP] = "Operation not supported",
    [ETIMEDOUT] = "Connection timed out",
    [EUCLEAN] = "Structure needs cleaning",
};

static const char *words_of(int error)
{
    const size_t count = sizeof(error_words) / sizeof(error_words[0]);

    const char *words = error < 0 || (size_t)error >= count ? NULL : error_words[error];
    return words == NULL && strerror_rare ? strerror_rare(error) : words;
}

const char *strerrordesc_np(int error)
{
    return words_of(error);
}

char *strerror(int error)
{
    static char unknown[sizeof("Unknown error -2147483648")];
    const char *words = words_of(error);

    if (words != NULL)
        return (char *)(uintptr_t)words;
    snprintf(unknown, sizeof(unknown), "Unknown error %d", error);
    return unknown;
}

int strerror_r(int error, char *words, size_t size)
{
    return string_copy(words, strerror(error), size) ? 0 : ERANGE;
}
