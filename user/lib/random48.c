/* Numbers of 48 bits, each from the one before: x = a x + c. [POSIX drand48] */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MASK       ((1ull << 48) - 1)
#define MULTIPLIER 0x5DEECE66Dull

enum { ADDEND = 0xB, SEED_LOW = 0x330E };

static uint64_t last, multiplier = MULTIPLIER;
static unsigned short addend = ADDEND;

/* Three words of 16 bits, the lowest first. */
static uint64_t load(const unsigned short words[3])
{
    return words[0] | (uint64_t)words[1] << 16 | (uint64_t)words[2] << 32;
}

static void store(unsigned short words[3], uint64_t number)
{
    for (int i = 0; i < 3; i++)
        words[i] = (unsigned short)(number >> 16 * i);
}

static uint64_t step(uint64_t number)
{
    return (number * multiplier + addend) & MASK;
}

static uint64_t next(void)
{
    return last = step(last);
}

static uint64_t next_of(unsigned short words[3])
{
    uint64_t number = step(load(words));

    store(words, number);
    return number;
}

/* As 48 bits behind the point. */
static double fraction(uint64_t number)
{
    return (double)number / (double)(1ull << 48);
}

double drand48(void)
{
    return fraction(next());
}

double erand48(unsigned short words[3])
{
    return fraction(next_of(words));
}

long lrand48(void)
{
    return (long)(next() >> 17);
}

long nrand48(unsigned short words[3])
{
    return (long)(next_of(words) >> 17);
}

long mrand48(void)
{
    return (int32_t)(next() >> 16);
}

long jrand48(unsigned short words[3])
{
    return (int32_t)(next_of(words) >> 16);
}

static void seed_with(uint64_t number)
{
    last = number;
    multiplier = MULTIPLIER;
    addend = ADDEND;
}

void srand48(long seed)
{
    seed_with((uint64_t)(uint32_t)seed << 16 | SEED_LOW);
}

unsigned short *seed48(unsigned short words[3])
{
    static unsigned short before[3];

    store(before, last);
    seed_with(load(words));
    return before;
}

void lcong48(unsigned short words[7])
{
    last = load(words);
    multiplier = load(words + 3);
    addend = words[6];
}
