/* What the kernel knows of the machine when it starts, whichever loader brought it: boot/
 * fills it in from the loader's tables. All addresses are physical. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { BOOT_RANGES_MAX = 32, BOOT_COMMAND_LINE_MAX = 1024 };

struct memory_range {
    uint64_t start, end; /* bytes [start, end) */
};

struct bootinfo {
    /* Ascending, with gaps between them, none empty; at least one. */
    struct memory_range usable[BOOT_RANGES_MAX];
    uint32_t usable_count;
    uint64_t cycles;     /* what the cycle counter was at the first instruction */
    uint32_t kernel_end; /* where the kernel's image ends */
    struct memory_range
        module; /* the tar archive with the programs; empty: there is none */
    char command_line[BOOT_COMMAND_LINE_MAX]; /* its words, without the kernel's name */
    bool command_line_truncated;              /* there was more */
};

/* Of usable memory, the kernel's own included. */
static inline uint64_t bootinfo_bytes(const struct bootinfo *boot)
{
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < boot->usable_count; i++)
        bytes += boot->usable[i].end - boot->usable[i].start;
    return bytes;
}
