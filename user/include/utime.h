/* When a file was changed, by the second. [POSIX utime.h] */
#pragma once

#include <sys/types.h>

struct utimbuf {
    time_t actime, modtime; /* reads keep no time: the first says nothing */
};

/* As utimensat of <sys/stat.h>; TIMES may be NULL: now. */
int utime(const char *path, const struct utimbuf *times);
