/* What a program is started with: the strings of its arguments and of its environment, first
 * collected in pages of the kernel's, then laid out where its first instruction finds them
 * [System V ABI i386 3-27]:
 *
 *     TOP ->       (zeros: four bytes, and up to 15 for the alignment)
 *                  "/bin/echo"             the path of the program
 *                  the strings, each with its NUL: arguments, environment
 *                  "i686", and before it 16 bytes of chance
 *                  the auxiliary vector    pairs of a type and a value, AT_NULL the last
 *                  NULL                    the end of the environment
 *                  envp[0 ...]
 *                  NULL                    the end of argv
 *                  argv[count - 1]
 *                  ...
 *                  argv[0]
 *     ESP ->       count                   ESP is a multiple of 16
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "abi/process.h"
#include "lib/compiler.h"

enum {
    ARGUMENTS_PAGE_BYTES = 4096,
    ARGUMENTS_PAGES_MAX = PROCESS_ARGUMENTS_MAX / ARGUMENTS_PAGE_BYTES,
    ARGUMENTS_COUNT_MAX = PROCESS_ARGUMENTS_MAX / 4, /* pointers, in as many bytes */
};

struct arguments {
    uint32_t argument_count, environment_count;
    uint32_t bytes; /* of strings: the arguments', then those of the environment */
    /* the pages that these are in, up to a NULL or all; whoever collects adds them, and
     * frees them */
    char *pages[ARGUMENTS_PAGES_MAX];
};

/* None yet. Not all pages are cleared: that would take longer than to create a process's
 * stack. */
static inline void arguments_init(struct arguments *arguments)
{
    arguments->argument_count = arguments->environment_count = arguments->bytes = 0;
    arguments->pages[0] = NULL;
}

/* The room that is left in the page where the next byte goes, *ROOM bytes of it. NULL: there
 * is no such page yet, *ROOM is its index; or, if that is ARGUMENTS_PAGES_MAX, may be none. */
char *arguments_room(const struct arguments *arguments, uint32_t *room);
/* Appends STRING, for which there are enough pages. 0 or -E2BIG. */
MUST_CHECK int arguments_add(struct arguments *arguments, const char *string);

/* The offset of the string behind the one at OFFSET. */
uint32_t arguments_next(const struct arguments *arguments, uint32_t offset);

/* What the auxiliary vector tells a program. */
struct arguments_start {
    const char *path;
    uint32_t path_bytes; /* with its NUL */
    uint32_t entry, headers, header_count, uid, capabilities;
    uint32_t chance[4];
};

/* The stack of a program that does not run yet: where the kernel sees the page at ADDRESS,
 * which can be written then and is zeroed at the top; NULL: it cannot be had. */
struct arguments_stack {
    char *(*page)(struct arguments_stack *stack, uint32_t address);
};

/* For who finds the picture again: bytes from the beginning of the auxiliary vector to where
 * the address of "i686" stands in it, to "i686", and to the strings. */
enum {
    ARGUMENTS_TO_ADDRESS = 132,
    ARGUMENTS_TO_PLATFORM = 160,
    ARGUMENTS_TO_STRINGS = 165,
};

/* Writes the picture above to STACK, from TOP, the end of a page, downwards. Returns the
 * program's first ESP; 0: a page could not be had. */
uint32_t arguments_build(const struct arguments *arguments,
                         const struct arguments_start *start,
                         struct arguments_stack *stack, uint32_t top);
