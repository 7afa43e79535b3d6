/* Streams of memory. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "user/lib/stream.h"

/* Where OFFSET leads to from the place AT, in what is LENGTH bytes long; or -1 and EINVAL. */
static off_t place(off_t offset, int whence, size_t at, size_t length)
{
    off_t start = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? (off_t)at : (off_t)length;

    if (whence >= SEEK_SET && whence <= SEEK_END && offset >= -start)
        return start + offset;
    errno = EINVAL;
    return -1;
}

/* The stream, or NULL, and then CONTEXT is closed. */
static FILE *make(unsigned flags, const struct stream_operations *operations,
                  void *context)
{
    FILE *file = stream_new(-1, flags);

    if (file == NULL) {
        operations->close(context);
        return NULL;
    }
    file->operations = operations;
    file->context = context;
    return file;
}

/* --- Of as many bytes as are given --- */

struct room {
    char *bytes;
    size_t size, length, at;
    bool appends, is_own;
};

static ssize_t room_read(void *context, char *bytes, size_t size)
{
    struct room *room = context;
    size_t left = room->at < room->length ? room->length - room->at : 0;
    size_t count = size < left ? size : left;

    memcpy(bytes, room->bytes + room->at, count);
    room->at += count;
    return (ssize_t)count;
}

/* What is longer than all that was there ends with a NUL: the last byte, if need be. */
static ssize_t room_write(void *context, const char *bytes, size_t size)
{
    struct room *room = context;

    if (room->appends)
        room->at = room->length;
    size_t left = room->at < room->size ? room->size - room->at : 0;
    size_t count = size < left ? size : left;
    if (count == 0) {
        errno = ENOSPC;
        return -1;
    }
    memcpy(room->bytes + room->at, bytes, count);
    room->at += count;
    if (room->at > room->length) {
        room->length = room->at;
        if (room->length < room->size || bytes[count - 1] != '\0')
            room->bytes[room->length < room->size ? room->length : room->size - 1] = '\0';
    }
    return (ssize_t)count;
}

static off_t room_seek(void *context, off_t offset, int whence)
{
    struct room *room = context;
    off_t at = place(offset, whence, room->at, room->length);

    if (at < 0)
        return -1;
    if ((size_t)at > room->size) {
        errno = EINVAL;
        return -1;
    }
    room->at = (size_t)at;
    return at;
}

static int room_close(void *context)
{
    struct room *room = context;

    if (room->is_own)
        free(room->bytes);
    free(room);
    return 0;
}

FILE *fmemopen(void *restrict buffer, size_t size, const char *restrict mode)
{
    static const struct stream_operations operations = {room_read, room_write, room_seek,
                                                        room_close};
    int open_flags;
    unsigned flags = stream_mode(mode, &open_flags);
    struct room *room = flags == 0 ? NULL : malloc(sizeof(*room));

    if (room == NULL)
        return NULL;
    *room = (struct room){.bytes = buffer, .size = size, .is_own = buffer == NULL};
    if (room->is_own)
        room->bytes = calloc(1, size + 1);
    if (room->bytes == NULL) {
        free(room);
        return NULL;
    }
    if (*mode == 'w' && size > 0)
        room->bytes[0] = '\0';
    if (*mode != 'w')
        room->length = *mode == 'r' && !room->is_own ? size : strnlen(room->bytes, size);
    room->appends = *mode == 'a';
    if (room->appends)
        room->at = room->length;
    return make(flags, &operations, room);
}

/* --- Of as many as are written --- */

struct growing {
    char **buffer;
    size_t *size;
    size_t room, length, at; /* what is told is the smaller of the two */
};

static void tell(struct growing *growing)
{
    *growing->size = growing->at < growing->length ? growing->at : growing->length;
}

static ssize_t growing_write(void *context, const char *bytes, size_t size)
{
    struct growing *growing = context;
    size_t end = growing->at + size;

    if (end >= growing->room) {
        size_t larger = end + 1 > 2 * growing->room ? end + 1 : 2 * growing->room;
        char *moved = realloc(*growing->buffer, larger);
        if (moved == NULL)
            return -1;
        memset(moved + growing->room, 0, larger - growing->room);
        *growing->buffer = moved;
        growing->room = larger;
    }
    memcpy(*growing->buffer + growing->at, bytes, size);
    growing->at = end;
    if (end > growing->length)
        growing->length = end;
    tell(growing);
    return (ssize_t)size;
}

static off_t growing_seek(void *context, off_t offset, int whence)
{
    struct growing *growing = context;
    off_t at = place(offset, whence, growing->at, growing->length);

    if (at < 0)
        return -1;
    growing->at = (size_t)at;
    tell(growing);
    return at;
}

static int growing_close(void *context)
{
    free(context);
    return 0;
}

static ssize_t growing_read(void *context, char *bytes, size_t size)
{
    (void)context, (void)bytes, (void)size;
    return 0;
}

FILE *open_memstream(char **buffer, size_t *size)
{
    static const struct stream_operations operations = {growing_read, growing_write,
                                                        growing_seek, growing_close};
    struct growing *growing = calloc(1, sizeof(*growing));

    if (growing == NULL)
        return NULL;
    *growing = (struct growing){.buffer = buffer, .size = size, .room = 1};
    *buffer = calloc(1, 1);
    *size = 0;
    FILE *file = *buffer == NULL ? NULL : make(STREAM_WRITE, &operations, growing);
    if (*buffer == NULL)
        free(growing);
    else if (file == NULL)
        free(*buffer);
    return file;
}
