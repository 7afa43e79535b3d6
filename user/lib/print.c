/* printf in all its forms. What is formatted is collected on the stack first, so that it
 * reaches a stream in few pieces. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/format.h"
#include "user/lib/exit.h"
#include "user/lib/stream.h"

enum { CHUNK_BYTES = 256 };

struct chunk {
    FILE *file;
    bool failed;
    size_t length;
    char bytes[CHUNK_BYTES];
};

/* format_real.c: floating point, in programs that are linked with it. */
WEAK format_more format_float;

static bool put_more(struct format_printer *printer,
                     const struct format_conversion *conversion, char letter)
{
    if (letter == 'm') {
        const char *words = strerror(errno);

        format_bytes(printer, words, strlen(words));
        return true;
    }
    return format_float && format_float(printer, conversion, letter);
}

static void chunk_flush(struct chunk *chunk)
{
    if (!chunk->failed)
        chunk->failed = !stream_write(chunk->file, chunk->bytes, chunk->length);
    chunk->length = 0;
}

static void chunk_put(void *context, char c)
{
    struct chunk *chunk = context;

    if (chunk->length == CHUNK_BYTES)
        chunk_flush(chunk);
    chunk->bytes[chunk->length++] = c;
}

int vfprintf(FILE *restrict file, const char *restrict text, va_list arguments)
{
    struct chunk chunk;

    chunk.file = file;
    chunk.failed = false;
    chunk.length = 0;
    int length = format_with(chunk_put, &chunk, put_more, text, arguments);
    chunk_flush(&chunk);
    return chunk.failed ? EOF : length;
}

int fprintf(FILE *restrict file, const char *restrict text, ...)
{
    va_list arguments;

    va_start(arguments, text);
    int length = vfprintf(file, text, arguments);
    va_end(arguments);
    return length;
}

int vprintf(const char *restrict text, va_list arguments)
{
    return vfprintf(stdout, text, arguments);
}

int printf(const char *restrict text, ...)
{
    va_list arguments;

    va_start(arguments, text);
    int length = vfprintf(stdout, text, arguments);
    va_end(arguments);
    return length;
}

int vdprintf(int fd, const char *restrict text, va_list arguments)
{
    struct stream stream = {.fd = fd, .flags = STREAM_WRITE | STREAM_AT_ONCE};

    return vfprintf(&stream, text, arguments);
}

int dprintf(int fd, const char *restrict text, ...)
{
    va_list arguments;

    va_start(arguments, text);
    int length = vdprintf(fd, text, arguments);
    va_end(arguments);
    return length;
}

int vsnprintf(char *restrict buffer, size_t size, const char *restrict text,
              va_list arguments)
{
    return format_to_buffer_with(buffer, size, put_more, text, arguments);
}

int snprintf(char *restrict buffer, size_t size, const char *restrict text, ...)
{
    va_list arguments;

    va_start(arguments, text);
    int length = vsnprintf(buffer, size, text, arguments);
    va_end(arguments);
    return length;
}

int vsprintf(char *restrict buffer, const char *restrict text, va_list arguments)
{
    return vsnprintf(buffer, SIZE_MAX, text, arguments);
}

int sprintf(char *restrict buffer, const char *restrict text, ...)
{
    va_list arguments;

    va_start(arguments, text);
    int length = vsprintf(buffer, text, arguments);
    va_end(arguments);
    return length;
}

int vasprintf(char **buffer, const char *restrict text, va_list arguments)
{
    va_list again;

    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, text, again);
    va_end(again);
    *buffer = malloc((size_t)length + 1);
    return *buffer == NULL ? -1 : vsprintf(*buffer, text, arguments);
}

int asprintf(char **buffer, const char *restrict text, ...)
{
    va_list arguments;

    va_start(arguments, text);
    int length = vasprintf(buffer, text, arguments);
    va_end(arguments);
    return length;
}

/* In one write, whatever WHAT is. */
void perror(const char *what)
{
    const char *words = strerror(errno);

    if (what != NULL && *what != '\0')
        fprintf(stderr, "%s: %s\n", what, words);
    else
        fprintf(stderr, "%s\n", words);
}
