/* Printing and reading without buffers that outlive a call: printf collects a line on the
 * stack and hands it over in one write, so that the lines of several processes do not mix
 * and no page of data is touched. */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/format.h"

enum { CHUNK_BYTES = 256 };

/* What a printf has formatted and not yet written. */
struct chunk {
    int fd;
    bool failed;
    size_t length;
    char bytes[CHUNK_BYTES];
};

FILE standard_streams[3] = {{STDIN_FILENO}, {STDOUT_FILENO}, {STDERR_FILENO}};

static bool write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);

        if (written <= 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

static void chunk_flush(struct chunk *chunk)
{
    if (!chunk->failed)
        chunk->failed = !write_all(chunk->fd, chunk->bytes, chunk->length);
    chunk->length = 0;
}

static void chunk_put(void *context, char c)
{
    struct chunk *chunk = context;

    if (chunk->length == CHUNK_BYTES)
        chunk_flush(chunk);
    chunk->bytes[chunk->length++] = c;
}

int vfprintf(FILE *file, const char *text, va_list arguments)
{
    struct chunk chunk;

    chunk.fd = file->fd;
    chunk.failed = false;
    chunk.length = 0;
    int length = format(chunk_put, &chunk, text, arguments);
    chunk_flush(&chunk);
    return chunk.failed ? EOF : length;
}

int fprintf(FILE *file, const char *text, ...)
{
    va_list arguments;

    va_start(arguments, text);
    int length = vfprintf(file, text, arguments);
    va_end(arguments);
    return length;
}

int vprintf(const char *text, va_list arguments)
{
    return vfprintf(stdout, text, arguments);
}

int printf(const char *text, ...)
{
    va_list arguments;

    va_start(arguments, text);
    int length = vfprintf(stdout, text, arguments);
    va_end(arguments);
    return length;
}

int vsnprintf(char *buffer, size_t size, const char *text, va_list arguments)
{
    return format_to_buffer(buffer, size, text, arguments);
}

int snprintf(char *buffer, size_t size, const char *text, ...)
{
    va_list arguments;

    va_start(arguments, text);
    int length = format_to_buffer(buffer, size, text, arguments);
    va_end(arguments);
    return length;
}

int fputs(const char *text, FILE *file)
{
    return write_all(file->fd, text, strlen(text)) ? 0 : EOF;
}

int puts(const char *text)
{
    return printf("%s\n", text);
}

int putchar(int c)
{
    char byte = (char)c;

    return write_all(STDOUT_FILENO, &byte, 1) ? (unsigned char)byte : EOF;
}

int getchar(void)
{
    unsigned char byte;

    return read(STDIN_FILENO, &byte, 1) == 1 ? byte : EOF;
}

void perror(const char *what)
{
    fprintf(stderr, "%s: %s\n", what, strerror(errno));
}
