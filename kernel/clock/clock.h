/* The kernel's clock: it counts ticks and knows how long one is. The timer's interrupt
 * moves it on, by way of the scheduler. */
#pragma once

#include "abi/process.h"

/* Begins HZ ticks a second. SEED: see clock_jitter. */
void clock_start(uint32_t hz, uint32_t seed);

/* A tick has passed: returns the number of the new one. The scheduler alone calls it. */
static inline tick_t clock_advance(void)
{
    extern tick_t clock_ticks;
    return ++clock_ticks;
}

/* Ticks since clock_start. */
static inline tick_t clock_now(void)
{
    extern tick_t clock_ticks; /* clock.c's */
    return clock_ticks;
}
/* The tick that comes so many TICKS from now; TICK_NEVER if that is beyond all time. */
tick_t clock_deadline(tick_t ticks);
/* The first tick at which NS nanoseconds have passed for sure, as a part of the present one is
 * over already. */
tick_t clock_deadline_ns(uint64_t ns);
/* The exact length of a tick, and with IDLE_NS what programs are told of time. */
uint32_t clock_tick_ns(void);
struct time_info clock_info(uint64_t idle_ns);

/* Shifts the timer against the programs: a part of the tick passes in the kernel, now
 * more and now less, so that the next tick meets the programs elsewhere. The same seed
 * gives the same run. For finding what goes wrong in some orders of events. */
void clock_jitter(void);
