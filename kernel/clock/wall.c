#include "kernel/clock/wall.h"

#include "abi/time.h"
#include "kernel/arch.h"

static uint64_t switched_on_ns; /* since 1970 */

uint64_t clock_monotonic_ns(void)
{
    return arch_nanoseconds(arch_cycles());
}

void wall_clock_init(void)
{
    uint64_t now_ns = (uint64_t)arch_wall_clock() * NANOSECONDS_A_SECOND;
    switched_on_ns = now_ns - clock_monotonic_ns();
}

uint64_t clock_wall_ns(void)
{
    return switched_on_ns + clock_monotonic_ns();
}
