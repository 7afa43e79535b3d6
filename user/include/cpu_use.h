/* Who has used the CPU since one looked last: what top shows. */
#pragma once

#include "abi/types.h"

struct cpu_use {
    pid_t pid;
    uint64_t run_ns;  /* in its life */
    uint64_t used_ns; /* of it since the picture before; in the first one: all */
};

/* All zero: no picture has been taken yet. */
struct cpu_picture {
    tick_t tick;
    tick_t elapsed_ticks; /* since the picture before, or the boot; at least 1 */
    struct cpu_use *uses; /* by pid, ascending; the picture's own */
    int count;
};

/* Replaces *PICTURE by what is now. 0; -ENOMEM, and *PICTURE is untouched. */
int cpu_picture_take(struct cpu_picture *picture);

/* Puts the indices of the COUNT of `uses` that have used the most into BUSIEST, the most
 * first; those that are equal by pid. Returns how many there were, COUNT or fewer. */
int cpu_picture_rank(const struct cpu_picture *picture, int *busiest, int count);

/* The tenths of a percent that NANOSECONDS are of the time between the pictures. */
uint32_t cpu_picture_permille(const struct cpu_picture *picture, uint64_t nanoseconds);

/* The same for the time in which nobody ran: nobody who is still there, since the share
 * of those that have gone meanwhile is not known. */
uint32_t cpu_picture_idle(const struct cpu_picture *picture);
