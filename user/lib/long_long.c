/* What the compiler calls for `/` and `%` on 64 bits, and to count bits: its own library is not
 * linked here, as not every compiler brings one. The names and contracts are GCC's. [GCC internals 4.1] */
#include <stdint.h>

uint64_t __udivmoddi4(uint64_t dividend, uint64_t divisor, uint64_t *remainder);
int64_t __divmoddi4(int64_t dividend, int64_t divisor, int64_t *remainder);
uint64_t __udivdi3(uint64_t dividend, uint64_t divisor);
uint64_t __umoddi3(uint64_t dividend, uint64_t divisor);
int64_t __divdi3(int64_t dividend, int64_t divisor);
int64_t __moddi3(int64_t dividend, int64_t divisor);
int __popcountsi2(uint32_t word);
int __popcountdi2(uint64_t words);

enum { WORD_BITS = 32 };

/* HIGH, which is below DIVISOR, and LOW make the dividend. DIVISOR 0 faults, as it should. */
static uint32_t divide_words(uint32_t high, uint32_t low, uint32_t divisor,
                             uint32_t *rest)
{
    uint32_t quotient;

    __asm__("divl %4"
            : "=a"(quotient), "=d"(*rest)
            : "a"(low), "d"(high), "r"(divisor)
            : "cc");
    return quotient;
}

/* By a divisor of one word: as on paper, a word at a time. */
static uint64_t divide_by_word(uint64_t dividend, uint32_t divisor, uint64_t *remainder)
{
    uint32_t rest;
    uint32_t high = divide_words(0, (uint32_t)(dividend >> WORD_BITS), divisor, &rest);
    uint32_t low = divide_words(rest, (uint32_t)dividend, divisor, &rest);

    *remainder = rest;
    return (uint64_t)high << WORD_BITS | low;
}

/* By more than a word, so that the quotient is one word. Both are shifted until the divisor's
 * upper word is full; its quotient is then right or too large by one or two. [Knuth 4.3.1] */
static uint64_t divide_by_long(uint64_t dividend, uint64_t divisor, uint64_t *remainder)
{
    int shift = __builtin_clz((uint32_t)(divisor >> WORD_BITS));
    uint32_t top = (uint32_t)((divisor << shift) >> WORD_BITS), rest;
    uint64_t half = dividend >> 1; /* so that its upper word is below TOP */
    uint32_t guess =
        divide_words((uint32_t)(half >> WORD_BITS), (uint32_t)half, top, &rest);
    uint64_t quotient = guess >> (WORD_BITS - 1 - shift);

    if (quotient > 0)
        quotient--; /* now right, or too small by one */
    *remainder = dividend - quotient * divisor;
    if (*remainder >= divisor) {
        *remainder -= divisor;
        quotient++;
    }
    return quotient;
}

uint64_t __udivmoddi4(uint64_t dividend, uint64_t divisor, uint64_t *remainder)
{
    uint64_t rest, quotient = divisor <= UINT32_MAX
                                  ? divide_by_word(dividend, (uint32_t)divisor, &rest)
                                  : divide_by_long(dividend, divisor, &rest);

    if (remainder)
        *remainder = rest;
    return quotient;
}

uint64_t __udivdi3(uint64_t dividend, uint64_t divisor)
{
    return __udivmoddi4(dividend, divisor, 0);
}

uint64_t __umoddi3(uint64_t dividend, uint64_t divisor)
{
    uint64_t rest;

    __udivmoddi4(dividend, divisor, &rest);
    return rest;
}

static uint64_t magnitude(int64_t number)
{
    return number < 0 ? -(uint64_t)number : (uint64_t)number;
}

static int64_t with_sign(uint64_t number, int64_t sign)
{
    return (int64_t)(sign < 0 ? -number : number);
}

/* Towards 0; what is left has the sign of the dividend. */
int64_t __divmoddi4(int64_t dividend, int64_t divisor, int64_t *remainder)
{
    uint64_t rest;
    uint64_t quotient = __udivmoddi4(magnitude(dividend), magnitude(divisor), &rest);

    *remainder = with_sign(rest, dividend);
    return with_sign(quotient, dividend ^ divisor);
}

int64_t __divdi3(int64_t dividend, int64_t divisor)
{
    int64_t rest;

    return __divmoddi4(dividend, divisor, &rest);
}

int64_t __moddi3(int64_t dividend, int64_t divisor)
{
    int64_t rest;

    __divmoddi4(dividend, divisor, &rest);
    return rest;
}

/* Each step clears the lowest bit that is set. */
int __popcountsi2(uint32_t word)
{
    int count = 0;

    for (; word != 0; word &= word - 1)
        count++;
    return count;
}

int __popcountdi2(uint64_t words)
{
    return __popcountsi2((uint32_t)words) + __popcountsi2((uint32_t)(words >> WORD_BITS));
}
