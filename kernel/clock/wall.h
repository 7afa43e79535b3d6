/* What time it is for people. The machine's own clock is read once, while booting; from then
 * on the cycle counter tells how much later it is. So the two need not agree for ever, but
 * time never goes back. */
#pragma once

#include <stdint.h>

void wall_clock_init(void);

/* Nanoseconds since the machine was switched on, and since the beginning of 1970. */
uint64_t clock_monotonic_ns(void);
uint64_t clock_wall_ns(void);
