/* Entries come several at a time. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "call.h"

enum { BUFFER_BYTES = 1024 };

struct directory {
    int fd;
    int32_t at, end; /* of the buffer: what is not given out yet */
    long count;      /* entries given out */
    _Alignas(8) char buffer[BUFFER_BYTES];
};

/* At least one entry, or 0, or -errno. */
static int32_t fill(DIR *directory)
{
    directory->at = 0;
    directory->end = call_3(SYS_GETDENTS64, (uint32_t)directory->fd,
                            word(directory->buffer), BUFFER_BYTES);
    return directory->end;
}

DIR *fdopendir(int fd)
{
    DIR *directory = malloc(sizeof(*directory));

    if (directory == NULL)
        return NULL;
    directory->fd = fd;
    directory->count = 0;
    int32_t error = fill(directory);
    if (error >= 0)
        return directory;
    free(directory);
    errno = -error;
    return NULL;
}

DIR *opendir(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *directory = fd < 0 ? NULL : fdopendir(fd);
    int error = errno;

    if (directory == NULL && fd >= 0)
        close(fd);
    errno = error;
    return directory;
}

struct dirent *readdir(DIR *directory)
{
    if (directory->at >= directory->end && fill(directory) <= 0) {
        if (directory->end < 0)
            errno = -directory->end;
        return NULL;
    }
    struct dirent *entry = (struct dirent *)(void *)(directory->buffer + directory->at);
    directory->at += entry->d_reclen;
    directory->count++;
    return entry;
}

void rewinddir(DIR *directory)
{
    lseek(directory->fd, 0, SEEK_SET);
    directory->at = directory->end = 0;
    directory->count = 0;
}

/* A place is how many come before it. */
long telldir(DIR *directory)
{
    return directory->count;
}

void seekdir(DIR *directory, long place)
{
    rewinddir(directory);
    while (directory->count < place && readdir(directory) != NULL)
        continue;
}

int readdir_r(DIR *directory, struct dirent *entry, struct dirent **result)
{
    int before = errno;

    errno = 0;
    const struct dirent *next = readdir(directory);
    int error = errno;
    errno = before;
    *result = next == NULL ? NULL : memcpy(entry, next, next->d_reclen);
    return error;
}

int dirfd(DIR *directory)
{
    return directory->fd;
}

int closedir(DIR *directory)
{
    int result = close(directory->fd);

    free(directory);
    return result;
}
