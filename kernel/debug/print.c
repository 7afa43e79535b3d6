#include "kernel/debug/print.h"

#include "kernel/arch.h"
#include "lib/format.h"

enum { CHUNK = 64 };

struct chunk { /* characters on their way: the console is quicker with several at once */
    char text[CHUNK];
    size_t length;
};

static void flush_chunk(struct chunk *chunk)
{
    arch_console_write(chunk->text, chunk->length);
    chunk->length = 0;
}

static void put_char(void *context, char c)
{
    struct chunk *chunk = context;
    chunk->text[chunk->length++] = c;
    if (chunk->length == CHUNK)
        flush_chunk(chunk);
}

void print_list(const char *text, va_list arguments)
{
    struct chunk chunk;
    chunk.length = 0;
    format(put_char, &chunk, text, arguments);
    flush_chunk(&chunk);
}

void print(const char *text, ...)
{
    va_list arguments;
    va_start(arguments, text);
    print_list(text, arguments);
    va_end(arguments);
}
