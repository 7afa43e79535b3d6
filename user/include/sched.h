/* Giving up the CPU. [POSIX sched.h] */
#pragma once

#include <sys/types.h>
#include <time.h>

/* Goes to the tail of those that are ready. What was used of the slice stays used.
 * Returns 0. */
int sched_yield(void);
