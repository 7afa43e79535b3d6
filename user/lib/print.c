/* printf in all its forms. What is formatted is collected on the stack first, so that it
 * reaches a stream in few pieces. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/format.h"
#include "user/lib/exit.h"
#include "user/lib/positional.h"
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
/* positional.c: the same. */
WEAK int format_positional(format_put *put, void *context, format_more *more,
                           const char *text, va_list arguments);

static bool put_more(struct format_printer *printer,
                     const struct format_conversion *conversion, char letter)
{
    if (letter == 'm') {
        const char *words = strerror(errno);
        int precision = conversion->precision;
        size_t length = strnlen(words, precision < 0 ? SIZE_MAX : (size_t)precision);
        int blanks = conversion->width - (int)length;

        format_repeat(printer, ' ', conversion->left ? 0 : blanks);
        format_bytes(printer, words, length);
        format_repeat(printer, ' ', conversion->left ? blanks : 0);
        return true;
    }
    return format_float && format_float(printer, conversion, letter);
}

static int format_any(format_put *put, void *context, const char *text, va_list arguments)
{
    return format_positional ? format_positional(put, context, put_more, text, arguments)
                             : format_with(put, context, put_more, text, arguments);
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
    int length = format_any(chunk_put, &chunk, text, arguments);
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

struct buffer {
    char *bytes;
    size_t size, length;
};

static void put_into_buffer(void *context, char c)
{
    struct buffer *buffer = context;

    if (buffer->length + 1 < buffer->size)
        buffer->bytes[buffer->length++] = c;
}

int vsnprintf(char *restrict buffer, size_t size, const char *restrict text,
              va_list arguments)
{
    struct buffer target = {.bytes = buffer, .size = size};
    int length = format_any(put_into_buffer, &target, text, arguments);

    if (size > 0)
        buffer[target.length] = '\0';
    return length;
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
