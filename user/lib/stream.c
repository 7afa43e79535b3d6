/* Buffers of streams, filled and flushed. */
#include "user/lib/stream.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "user/lib/exit.h"

FILE *stream_list;

static char out_room[BUFSIZ];

static struct stream standard_out = {.fd = STDOUT_FILENO,
                                     .flags = STREAM_WRITE | STREAM_UNDECIDED,
                                     .buffer = out_room,
                                     .size = BUFSIZ};
static struct stream standard_error = {.fd = STDERR_FILENO,
                                       .flags = STREAM_WRITE | STREAM_AT_ONCE};

FILE *const stdout = &standard_out;
FILE *const stderr = &standard_error;

/* A touch gets a page of its own for where stdout is and what it holds. */
void stream_prepare(void)
{
    volatile char *first = out_room;

    *first = 0;
    *(volatile unsigned *)&standard_out.flags |= 0;
}

/* What stands in errno is not the terminal's business. */
static void decide(FILE *file)
{
    int error = errno;

    if ((file->flags & STREAM_UNDECIDED) && !file->operations && isatty(file->fd))
        file->flags |= STREAM_LINES;
    file->flags &= ~(unsigned)STREAM_UNDECIDED;
    errno = error;
}

static bool fail(FILE *file)
{
    file->flags |= STREAM_ERROR;
    return false;
}

off_t stream_seek(FILE *file, off_t offset, int whence)
{
    return file->operations ? file->operations->seek(file->context, offset, whence)
                            : lseek(file->fd, offset, whence);
}

static bool write_all(FILE *file, const char *bytes, size_t size)
{
    while (size > 0) {
        ssize_t written = file->operations
                              ? file->operations->write(file->context, bytes, size)
                              : write(file->fd, bytes, size);

        if (written < 0)
            return fail(file);
        bytes += written;
        size -= (size_t)written;
    }
    return true;
}

bool stream_flush(FILE *file)
{
    size_t length = file->flags & STREAM_WRITING ? file->at : 0;

    if (length > 0)
        file->at = 0; /* also after an error: it would come again with each try */
    file->flags &= ~(unsigned)STREAM_WRITING;
    return write_all(file, file->buffer, length);
}

void stream_enlist(FILE *file)
{
    file->flags &= ~(unsigned)STREAM_UNLISTED;
    file->next = stream_list;
    stream_list = file;
}

bool stream_begin_reading(FILE *file)
{
    if (file->flags & STREAM_READING)
        return true;
    if (!(file->flags & STREAM_READ)) {
        errno = EBADF;
        return fail(file);
    }
    decide(file);
    if (!stream_flush(file))
        return false;
    if (file->flags & STREAM_UNLISTED)
        stream_enlist(file);
    file->at = file->end = 0;
    file->flags |= STREAM_READING;
    return true;
}

/* What was read ahead is given back to the file, where it can be. */
bool stream_begin_writing(FILE *file)
{
    if (file->flags & STREAM_WRITING)
        return true;
    if (!(file->flags & STREAM_WRITE)) {
        errno = EBADF;
        return fail(file);
    }
    decide(file);
    if ((file->flags & STREAM_READING) && file->at < file->end)
        stream_seek(file, (off_t)file->at - (off_t)file->end, SEEK_CUR);
    file->flags &= ~(unsigned)STREAM_READING;
    file->flags |= STREAM_WRITING;
    file->at = 0;
    return true;
}

/* Who waits at a terminal is to see what was printed. */
static void show_prompt(const FILE *file)
{
    if ((file->flags & (STREAM_LINES | STREAM_AT_ONCE)) && (stdout->flags & STREAM_LINES))
        stream_flush(stdout);
}

bool stream_fill(FILE *file)
{
    char *into = file->buffer;
    ssize_t count = 0;

    if (!(file->flags & STREAM_END)) {
        show_prompt(file);
        size_t wanted = file->flags & STREAM_AT_ONCE ? 1 : file->size;
        count = file->operations ? file->operations->read(file->context, into, wanted)
                                 : read(file->fd, into, wanted);
    }
    file->at = 0;
    file->end = count > 0 ? (size_t)count : 0;
    if (count == 0)
        file->flags |= STREAM_END;
    return count > 0 || (count < 0 && fail(file));
}

/* As much as fits is copied; what is longer than the buffer goes out from where it lies. */
static bool buffer_bytes(FILE *file, const char *bytes, size_t size)
{
    size_t room = file->size - file->at;

    if (size > room) {
        memcpy(file->buffer + file->at, bytes, room);
        file->at = file->size;
        size_t direct = (size - room) / file->size * file->size;
        if (!stream_flush(file) || !write_all(file, bytes + room, direct))
            return false;
        bytes += room + direct;
        size -= room + direct;
        file->flags |= STREAM_WRITING;
    }
    memcpy(file->buffer + file->at, bytes, size);
    file->at += size;
    return true;
}

bool stream_write(FILE *file, const char *bytes, size_t size)
{
    if (!stream_begin_writing(file))
        return false;
    if (file->flags & STREAM_AT_ONCE)
        return write_all(file, bytes, size);
    const char *newline = file->flags & STREAM_LINES ? memrchr(bytes, '\n', size) : NULL;
    size_t lines = newline == NULL ? 0 : (size_t)(newline - bytes) + 1;

    if (lines > 0 && (!buffer_bytes(file, bytes, lines) || !stream_flush(file) ||
                      !stream_begin_writing(file)))
        return false;
    return buffer_bytes(file, bytes + lines, size - lines);
}

static bool is_pending(const FILE *file)
{
    return (file->flags & STREAM_WRITING) && file->at > 0;
}

static int flush_all(void)
{
    bool done = !is_pending(stdout) || stream_flush(stdout);

    for (FILE *file = stream_list; file != NULL; file = file->next)
        done = (!is_pending(file) || stream_flush(file)) && done;
    return done ? 0 : EOF;
}

int fflush(FILE *file)
{
    if (file == NULL)
        return flush_all();
    if ((file->flags & STREAM_READING) && file->at < file->end) {
        if (stream_seek(file, (off_t)file->at - (off_t)file->end, SEEK_CUR) >= 0)
            file->at = file->end;
        return 0;
    }
    return stream_flush(file) ? 0 : EOF;
}

/* Input that was read ahead belongs to who reads on. */
void exit_flush_streams(void)
{
    fflush(stdout);
    for (FILE *file = stream_list; file != NULL; file = file->next)
        fflush(file);
}
