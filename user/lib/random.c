/* Linux's numbers, so that a program gets the same ones there: each is the sum of those 3 and
 * 31 before it, without its lowest bit. [Knuth 3.2.2; Linux's C library, random(3)] */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>

enum { LAG = 31, SHORT_LAG = 3, WARM_UP = 310, MULTIPLIER = 16807, MODULUS = 0x7fffffff };

static uint32_t ring[LAG]; /* the last 31; the oldest one is at `next` */
static unsigned next;
static bool is_seeded;

long random(void)
{
    if (!is_seeded)
        srandom(1);
    ring[next] += ring[(next + LAG - SHORT_LAG) % LAG];
    uint32_t number = ring[next] >> 1;
    next = (next + 1) % LAG;
    return (long)number;
}

/* The first 31 come from each other by another rule; what follows them at once is dropped. */
void srandom(unsigned seed)
{
    int32_t word = seed == 0 ? 1 : (int32_t)seed;

    is_seeded = true;
    for (next = 0; next < LAG; next++) {
        ring[next] = (uint32_t)word;
        word = (int32_t)((int64_t)word * MULTIPLIER % MODULUS);
        word += word < 0 ? MODULUS : 0;
    }
    next = SHORT_LAG;
    for (int i = 0; i < WARM_UP; i++)
        random();
}

int rand(void)
{
    return (int)random();
}

void srand(unsigned seed)
{
    srandom(seed);
}

int rand_r(unsigned *seed)
{
    *seed = *seed * 1103515245 + 12345;
    return (int)(*seed >> 1);
}
