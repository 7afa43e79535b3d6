/* Streams come and go. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "user/lib/stream.h"

/* A stream of fopen's and its buffer are one piece of memory. */
struct opened {
    struct stream stream;
    char room[UNGET_BYTES + BUFSIZ];
};

enum { NEW_FILE_MODE = 0666 };

FILE *stream_new(int fd, unsigned flags)
{
    struct opened *opened = malloc(sizeof(*opened));

    if (opened == NULL)
        return NULL;
    opened->stream = (struct stream){.fd = fd,
                                     .flags = flags | STREAM_UNDECIDED | STREAM_ALLOCATED,
                                     .buffer = opened->room + UNGET_BYTES,
                                     .size = BUFSIZ};
    stream_enlist(&opened->stream);
    return &opened->stream;
}

unsigned stream_mode(const char *mode, int *open_flags)
{
    bool both = strchr(mode, '+') != NULL;

    *open_flags = both ? O_RDWR : *mode == 'r' ? O_RDONLY : O_WRONLY;
    if (*mode == '\0' || strchr("rwa", *mode) == NULL) {
        errno = EINVAL;
        return 0;
    }
    if (*mode != 'r')
        *open_flags |= O_CREAT | (*mode == 'w' ? O_TRUNC : O_APPEND);
    if (strchr(mode, 'x') != NULL)
        *open_flags |= O_EXCL;
    if (strchr(mode, 'e') != NULL)
        *open_flags |= O_CLOEXEC;
    return both ? STREAM_READ | STREAM_WRITE : *mode == 'r' ? STREAM_READ : STREAM_WRITE;
}

FILE *fdopen(int fd, const char *mode)
{
    int open_flags;
    unsigned flags = stream_mode(mode, &open_flags);
    int given = flags == 0 ? -1 : fcntl(fd, F_GETFL);

    if (given < 0)
        return NULL;
    if (((flags & STREAM_READ) && (given & O_ACCMODE) == O_WRONLY) ||
        ((flags & STREAM_WRITE) && (given & O_ACCMODE) == O_RDONLY)) {
        errno = EINVAL;
        return NULL;
    }
    if (*mode == 'a')
        fcntl(fd, F_SETFL, given | O_APPEND);
    return stream_new(fd, flags);
}

FILE *fopen(const char *restrict path, const char *restrict mode)
{
    int open_flags;
    unsigned flags = stream_mode(mode, &open_flags);
    int fd = flags == 0 ? -1 : open(path, open_flags, NEW_FILE_MODE);
    FILE *file = fd < 0 ? NULL : stream_new(fd, flags);

    if (file == NULL && fd >= 0)
        close(fd);
    return file;
}

static void forget(FILE *file)
{
    FILE **place = &stream_list;

    while (*place != NULL && *place != file)
        place = &(*place)->next;
    if (*place != NULL)
        *place = file->next;
}

/* A standard stream stays as one that is at its end. */
int fclose(FILE *file)
{
    bool is_allocated = (file->flags & STREAM_ALLOCATED) != 0;
    int flushed = fflush(file);
    int closed =
        file->operations ? file->operations->close(file->context) : close(file->fd);

    forget(file);
    file->flags = STREAM_END;
    if (is_allocated)
        free(file);
    return flushed == 0 && closed == 0 ? 0 : EOF;
}

FILE *freopen(const char *restrict path, const char *restrict mode, FILE *restrict file)
{
    int open_flags;
    unsigned flags = stream_mode(mode, &open_flags);

    fflush(file);
    int fd = flags == 0 || path == NULL ? -1 : open(path, open_flags, NEW_FILE_MODE);
    if (fd < 0) {
        fclose(file);
        return NULL;
    }
    if (fd != file->fd) {
        dup2(fd, file->fd);
        close(fd);
    }
    const unsigned stays = STREAM_AT_ONCE | STREAM_ALLOCATED | STREAM_UNLISTED;
    file->flags = flags | (file->flags & stays) | STREAM_UNDECIDED;
    file->at = file->end = 0;
    return file;
}
