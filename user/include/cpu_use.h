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
    uint64_t total_ns;    /* since the picture before, or the boot */
    uint64_t idle_ns;     /* of it nobody ran; or somebody who has gone meanwhile */
    struct cpu_use *uses; /* by pid, ascending; the picture's own */
    int count;
};

/* Replaces *PICTURE by what is now. 0; -ENOMEM, and *PICTURE is untouched. */
int cpu_picture_take(struct cpu_picture *picture);

/* Puts the indices of the COUNT of `uses` that have used the most into BUSIEST, the most
 * first; those that are equal by pid. Returns how many there were, COUNT or fewer. */
int cpu_picture_rank(const struct cpu_picture *picture, int *busiest, int count);

/* How many tenths of a percent NANOSECONDS are of the picture's total. */
uint32_t cpu_picture_permille(const struct cpu_picture *picture, uint64_t nanoseconds);
