/* Linux's numbers, so that a program gets the same ones there: each is the sum of those 3 and
 * 31 before it, without its lowest bit; in a smaller or larger state of initstate's of others
 * before it, or, in the smallest, as rand was once. [Knuth 3.2.2; Linux's C library,
 * random(3)] */
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

enum { WARM_UP = 10, MULTIPLIER = 16807, MODULUS = 0x7fffffff, KINDS = 5, DEFAULT = 3 };
enum { OLD_MULTIPLIER = 1103515245, OLD_ADDEND = 12345 };

/* How many words there are, and how far apart those are that are added; and what the smallest
 * state has in bytes, with the word in front that keeps where it was left. */
static const struct {
    unsigned lag, short_lag, bytes;
} kinds[KINDS] = {{1, 0, 8}, {7, 3, 32}, {15, 1, 64}, {31, 3, 128}, {63, 1, 256}};

static uint32_t first_state[1 + 31]; /* 31 words, the DEFAULT's */
static uint32_t *words = first_state + 1;
static unsigned kind = DEFAULT, next; /* the oldest word is at `next` */

static long step(void)
{
    unsigned lag = kinds[kind].lag;

    if (kind == 0)
        return (long)(words[0] = (words[0] * OLD_MULTIPLIER + OLD_ADDEND) & MODULUS);
    words[next] += words[(next + lag - kinds[kind].short_lag) % lag];
    uint32_t number = words[next] >> 1;
    next = (next + 1) % lag;
    return (long)number;
}

/* The first ones come from each other by another rule; what follows them at once is dropped. */
void srandom(unsigned seed)
{
    int32_t word = seed == 0 ? 1 : (int32_t)seed;

    for (next = 0; next < kinds[kind].lag; next++) {
        words[next] = (uint32_t)word;
        word = (int32_t)((int64_t)word * MULTIPLIER % MODULUS);
        word += word < 0 ? MODULUS : 0;
    }
    next = kinds[kind].short_lag;
    for (unsigned i = 0; kind != 0 && i < WARM_UP * kinds[kind].lag; i++)
        step();
}

/* Without a seed it is 1, after which no state is all zeros. */
long random(void)
{
    if (words == first_state + 1 && first_state[1] == 0 && first_state[2] == 0 &&
        first_state[3] == 0)
        srandom(1);
    return step();
}

int rand(void)
{
    return (int)random();
}

void srand(unsigned seed)
{
    srandom(seed);
}

/* The state that is left, with its kind and place in front. */
static char *leave(void)
{
    words[-1] = kind + KINDS * next;
    return (char *)(words - 1);
}

static void enter(char *state)
{
    words = (uint32_t *)(void *)state + 1;
    kind = words[-1] % KINDS;
    next = words[-1] / KINDS;
}

char *initstate(unsigned seed, char *state, size_t size)
{
    unsigned largest = KINDS;

    while (largest > 0 && size < kinds[largest - 1].bytes)
        largest--;
    if (largest == 0) {
        errno = EINVAL;
        return NULL;
    }
    char *before = leave();
    *(uint32_t *)(void *)state = largest - 1;
    enter(state);
    srandom(seed);
    leave();
    return before;
}

char *setstate(char *state)
{
    char *before = leave();

    enter(state);
    return before;
}

/* Three steps for the bits of one number. [Linux's C library] */
int rand_r(unsigned *seed)
{
    static const unsigned bits[] = {11, 10, 10};
    unsigned number = 0;

    for (int i = 0; i < 3; i++) {
        *seed = *seed * OLD_MULTIPLIER + OLD_ADDEND;
        number = number << bits[i] ^ (*seed >> 16 & ((1u << bits[i]) - 1));
    }
    return (int)number;
}
