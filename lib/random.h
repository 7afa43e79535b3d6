/* Numbers that look like chance and are the same for the same seed: xorshift with 32 bits
 * of state. [Marsaglia, Xorshift RNGs, 2003] Good enough to draw tickets with, not for
 * secrets. */
#pragma once

#include <stdint.h>

struct random {
    uint32_t state; /* never 0 */
};

/* Begins the sequence that belongs to SEED. */
static inline void random_init(struct random *random, uint32_t seed)
{
    random->state = seed * 2654435761u + 1; /* neighbouring seeds are to differ at once */
    if (random->state == 0)
        random->state = 1;
}

static inline uint32_t random_next(struct random *random)
{
    uint32_t x = random->state;
    x ^= x << 13;
    x ^= x >> 17;
    x ^= x << 5;
    return random->state = x;
}
