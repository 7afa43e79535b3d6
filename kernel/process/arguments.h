/* The arguments of a program: collected from its parent, then laid out where its first
 * instruction finds them [System V ABI i386 3-27]:
 *
 *     USER_TOP ->  (padding)
 *                  the strings, each with its NUL
 *                  NULL                    the environment, which is empty
 *                  NULL                    the end of argv
 *                  argv[count - 1]
 *                  ...
 *                  argv[0]
 *     ESP ->       count                   ESP is a multiple of 16
 */
#pragma once

#include "abi/process.h"

#include "lib/compiler.h"

enum { ARGUMENTS_BYTES_MAX = PROCESS_ARGUMENTS_MAX }; /* of the whole picture above */

struct arguments { /* all zero: none yet */
    uint32_t count;
    uint32_t bytes;                 /* of text in use */
    char text[ARGUMENTS_BYTES_MAX]; /* the strings in a row, each with its NUL */
};

/* Appends STRING. 0, or -E2BIG: arguments_build would need more than ARGUMENTS_BYTES_MAX;
 * ARGUMENTS is then as before. */
MUST_CHECK int arguments_add(struct arguments *arguments, const char *string);

/* Writes the picture above. TOP is where the kernel sees the byte that the program will
 * see at USER_TOP: just above the stack. Both are multiples of 16, and the
 * ARGUMENTS_BYTES_MAX bytes below TOP can be written. Returns the program's first ESP. */
uint32_t arguments_build(const struct arguments *arguments, void *top, uint32_t user_top);
