/* Giving up the CPU. [POSIX sched_yield] */
#pragma once

/* Goes to the tail of those that are ready. What was used of the slice stays used.
 * Returns 0. */
int sched_yield(void);
