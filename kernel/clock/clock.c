#include "kernel/clock/clock.h"

#include "kernel/arch.h"
#include "lib/divide.h"
#include "lib/random.h"

enum { JITTER_SHARE = 16 }; /* at most a 16th of a tick */

tick_t clock_ticks;
static uint32_t ticks_per_second, nanoseconds_per_tick;

static struct random random;

void clock_start(uint32_t hz, uint32_t seed)
{
    clock_ticks = 0;
    random_init(&random, seed);
    ticks_per_second = hz;
    nanoseconds_per_tick = arch_timer_start(hz);
}

tick_t clock_deadline(tick_t ticks)
{
    return ticks > TICK_NEVER - clock_ticks ? TICK_NEVER : clock_ticks + ticks;
}

tick_t clock_deadline_ns(uint64_t ns)
{
    return clock_deadline(
        divide_u64(ns + nanoseconds_per_tick - 1, nanoseconds_per_tick, NULL) + 1);
}

uint32_t clock_tick_ns(void)
{
    return nanoseconds_per_tick;
}

struct time_info clock_info(uint64_t idle_ns)
{
    return (struct time_info){ticks_per_second, nanoseconds_per_tick, idle_ns};
}

void clock_jitter(void)
{
    uint32_t nanoseconds;
    (void)divide_u64(random_next(&random), nanoseconds_per_tick / JITTER_SHARE,
                     &nanoseconds);
    uint64_t begin = arch_nanoseconds(arch_cycles());
    while (arch_nanoseconds(arch_cycles()) - begin < nanoseconds)
        continue;
}
