/* What the programs of this folder share: a load is what they do between two markers. They
 * print lines `load N: NAME`, for the N pairs of markers since the line before. */
#pragma once

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../measure.h"

enum { PAGE = 4096, MIB = 1 << 20 };

static inline void told(const char *name, int count)
{
    printf("load %d: %s\n", count, name);
}

#define LOAD(name, statement)                                                            \
    do {                                                                                 \
        begin_marker();                                                                  \
        statement;                                                                       \
        end_marker();                                                                    \
        told(name, 1);                                                                   \
    } while (0)

static inline void fail(const char *what, int error)
{
    fprintf(stderr, "%s: %s\n", what, strerror(error));
    exit(EXIT_FAILURE);
}

static inline void touch_pages(char *at, uint32_t bytes)
{
    for (uint32_t page = 0; page < bytes; page += PAGE)
        at[page] = 1;
}

static inline char *new_memory(uint32_t bytes)
{
    char *at = sbrk((intptr_t)bytes);
    if (at == SBRK_FAILED)
        fail("sbrk", 12);
    return at;
}
