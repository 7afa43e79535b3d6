#include "kernel/jitter.h"

#include "kernel/arch.h"
#include "kernel/options.h"
#include "lib/divide.h"
#include "lib/random.h"

enum { MOST_OF_A_TICK = 16 }; /* at most a 16th of it */

static struct random random;

void jitter_init(uint32_t seed)
{
    random_init(&random, seed);
}

void jitter_wait(void)
{
    uint32_t nanoseconds;
    (void)divide_u64(random_next(&random),
                     time_info.nanoseconds_per_tick / MOST_OF_A_TICK, &nanoseconds);
    uint64_t begin = arch_nanoseconds(arch_cycles());
    while (arch_nanoseconds(arch_cycles()) - begin < nanoseconds)
        continue;
}
