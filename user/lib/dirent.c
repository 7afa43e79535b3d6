/* Entries come several at a time. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "call.h"

enum { BUFFER_BYTES = 1024 };

struct directory {
    int fd;
    int32_t at, end; /* of the buffer: what is not given out yet */
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

DIR *opendir(const char *path)
{
    int fd = open(path, O_RDONLY);
    DIR *directory = fd < 0 ? NULL : malloc(sizeof(*directory));
    int32_t count = 0;

    if (directory != NULL) {
        directory->fd = fd;
        count = fill(directory);
    }
    if (directory != NULL && count >= 0)
        return directory;
    if (count < 0)
        errno = -count;
    free(directory);
    if (fd >= 0)
        close(fd);
    return NULL;
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
    return entry;
}

void rewinddir(DIR *directory)
{
    lseek(directory->fd, 0, SEEK_SET);
    directory->at = directory->end = 0;
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
