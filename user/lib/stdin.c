/* Standard input and what reads from it alone, apart: who does not name it has no buffer for it. */
#include <unistd.h>

#include "user/lib/stream.h"

static char room[UNGET_BYTES + BUFSIZ];

static struct stream standard_in = {.fd = STDIN_FILENO,
                                    .flags =
                                        STREAM_READ | STREAM_UNDECIDED | STREAM_UNLISTED,
                                    .buffer = room + UNGET_BYTES,
                                    .size = BUFSIZ};

FILE *const stdin = &standard_in;

int getchar(void)
{
    return fgetc(stdin);
}

int getchar_unlocked(void)
{
    return fgetc(stdin);
}

int vscanf(const char *restrict text, va_list arguments)
{
    return vfscanf(stdin, text, arguments);
}

int scanf(const char *restrict text, ...)
{
    va_list arguments;

    va_start(arguments, text);
    int stored = vscanf(text, arguments);
    va_end(arguments);
    return stored;
}
