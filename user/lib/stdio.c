/* Bytes, lines and blocks from streams and to them, and where in a file they are. */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "user/lib/stream.h"

int fgetc(FILE *file)
{
    if (!stream_begin_reading(file))
        return EOF;
    if (file->at == file->end && !stream_fill(file))
        return EOF;
    return (unsigned char)file->buffer[file->at++];
}

int getc(FILE *file)
{
    return fgetc(file);
}

int getc_unlocked(FILE *file)
{
    return fgetc(file);
}

/* Into the room before the buffer, where nothing was given out of it. */
int ungetc(int c, FILE *file)
{
    if (c == EOF || !stream_begin_reading(file))
        return EOF;
    if (file->at == 0) {
        size_t length = file->end;

        if (length == file->size)
            return EOF;
        memmove(file->buffer + 1, file->buffer, length);
        file->at++;
        file->end++;
    }
    file->buffer[--file->at] = (char)c;
    file->flags &= ~(unsigned)STREAM_END;
    return (unsigned char)c;
}

char *fgets(char *restrict text, int size, FILE *restrict file)
{
    int length = 0, c = 0;

    while (length < size - 1 && c != '\n' && (c = fgetc(file)) != EOF)
        text[length++] = (char)c;
    if (size < 1 || (c == EOF && (length == 0 || ferror(file))))
        return NULL;
    text[length] = '\0';
    return text;
}

/* Doubles the room at *LINE when LENGTH bytes do not fit. */
static bool make_room(char **line, size_t *size, size_t length)
{
    if (*line != NULL && length <= *size)
        return true;
    size_t larger = length < 60 ? 120 : 2 * length;
    char *moved = realloc(*line, larger);
    if (moved == NULL)
        return false;
    *line = moved;
    *size = larger;
    return true;
}

ssize_t getdelim(char **restrict line, size_t *restrict size, int end,
                 FILE *restrict file)
{
    size_t length = 0;
    int c = EOF;

    if (line == NULL || size == NULL) {
        errno = EINVAL;
        return -1;
    }
    do {
        if (!make_room(line, size, length + 2))
            return -1;
        c = fgetc(file);
        if (c != EOF)
            (*line)[length++] = (char)c;
    } while (c != EOF && c != end);
    (*line)[length] = '\0';
    return length == 0 ? -1 : (ssize_t)length;
}

ssize_t getline(char **restrict line, size_t *restrict size, FILE *restrict file)
{
    return getdelim(line, size, '\n', file);
}

/* What is buffered first; then, where much is wanted, straight from the file. */
size_t fread(void *restrict things, size_t size, size_t count, FILE *restrict file)
{
    char *to = things;
    size_t left = size * count;

    while (left > 0 && stream_begin_reading(file)) {
        size_t buffered = file->end - file->at;
        size_t taken = buffered < left ? buffered : left;

        if (taken == 0 && !stream_fill(file))
            break;
        memcpy(to, file->buffer + file->at, taken);
        file->at += taken;
        to += taken;
        left -= taken;
    }
    return size == 0 ? 0 : (size * count - left) / size;
}

size_t fwrite(const void *restrict things, size_t size, size_t count, FILE *restrict file)
{
    if (size == 0 || count == 0)
        return 0;
    return stream_write(file, things, size * count) ? count : 0;
}

int fputs(const char *restrict text, FILE *restrict file)
{
    return stream_write(file, text, strlen(text)) ? 1 : EOF;
}

int puts(const char *text)
{
    return fputs(text, stdout) < 0 || putchar('\n') < 0 ? EOF : (int)strlen(text) + 1;
}

int fputc(int c, FILE *file)
{
    char byte = (char)c;

    return stream_write(file, &byte, 1) ? (unsigned char)byte : EOF;
}

int putc(int c, FILE *file)
{
    return fputc(c, file);
}

int putchar(int c)
{
    return fputc(c, stdout);
}

int putc_unlocked(int c, FILE *file)
{
    return fputc(c, file);
}

int putchar_unlocked(int c)
{
    return fputc(c, stdout);
}

/* Where the reader or writer is: the descriptor is ahead of the one and behind the other. */
off_t ftello(FILE *file)
{
    off_t offset = stream_seek(file, 0, SEEK_CUR);

    if (offset < 0)
        return -1;
    if (file->flags & STREAM_READING)
        return offset - (off_t)(file->end - file->at);
    return file->flags & STREAM_WRITING ? offset + (off_t)file->at : offset;
}

int fseeko(FILE *file, off_t offset, int whence)
{
    if (!stream_flush(file))
        return -1;
    if (whence == SEEK_CUR && (file->flags & STREAM_READING))
        offset -= (off_t)(file->end - file->at);
    if (stream_seek(file, offset, whence) < 0)
        return -1;
    file->flags &= ~(unsigned)(STREAM_READING | STREAM_END);
    return 0;
}

long ftell(FILE *file)
{
    return ftello(file);
}

int fseek(FILE *file, long offset, int whence)
{
    return fseeko(file, offset, whence);
}

void rewind(FILE *file)
{
    fseeko(file, 0, SEEK_SET);
    clearerr(file);
}

int fgetpos(FILE *restrict file, fpos_t *restrict position)
{
    *position = ftello(file);
    return *position < 0 ? -1 : 0;
}

int fsetpos(FILE *file, const fpos_t *position)
{
    return fseeko(file, *position, SEEK_SET);
}

int feof(FILE *file)
{
    return (file->flags & STREAM_END) != 0;
}

int ferror(FILE *file)
{
    return (file->flags & STREAM_ERROR) != 0;
}

void clearerr(FILE *file)
{
    file->flags &= ~(unsigned)(STREAM_END | STREAM_ERROR);
}

int fileno(FILE *file)
{
    if (file->fd < 0)
        errno = EBADF;
    return file->fd;
}

/* A buffer of the caller's gives up some bytes for ungetc. */
int setvbuf(FILE *restrict file, char *restrict buffer, int mode, size_t size)
{
    static const unsigned flags[] = {
        [_IOFBF] = 0, [_IOLBF] = STREAM_LINES, [_IONBF] = STREAM_AT_ONCE};
    const unsigned all = STREAM_UNDECIDED | STREAM_LINES | STREAM_AT_ONCE;

    if (mode < _IOFBF || mode > _IONBF)
        return -1;
    stream_flush(file);
    file->flags = (file->flags & ~all) | flags[mode];
    if (buffer != NULL && size > 2 * UNGET_BYTES) {
        file->buffer = buffer + UNGET_BYTES;
        file->size = size - UNGET_BYTES;
    }
    return 0;
}

void setbuf(FILE *restrict file, char *restrict buffer)
{
    setvbuf(file, buffer, buffer == NULL ? _IONBF : _IOFBF, BUFSIZ);
}

void setbuffer(FILE *restrict file, char *restrict buffer, size_t size)
{
    setvbuf(file, buffer, buffer == NULL ? _IONBF : _IOFBF, size);
}

void setlinebuf(FILE *file)
{
    setvbuf(file, NULL, _IOLBF, 0);
}
