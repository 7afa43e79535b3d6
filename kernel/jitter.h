/* Shifts the timer against the programs: with a seed, a part of each tick passes in the kernel, now
 * more and now less, so that the next tick meets the programs elsewhere. The same seed gives the
 * same run. For finding what goes wrong only in some orders of events. */
#pragma once

#include <stdint.h>

void jitter_init(uint32_t seed);
/* After each tick, if there is to be jitter. */
void jitter_wait(void);
