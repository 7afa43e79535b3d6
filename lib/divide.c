/* Long division as on paper, with digits of 16 bits, which a 32-bit machine can guess
 * from one division of its own. [Knuth, TAOCP 2, 4.3.1, algorithm D] */
#include "lib/divide.h"

#include <stddef.h>

enum { DIGIT_BITS = 16, DIGIT_MASK = 0xffff };

/* The next digit of the quotient, from *REST (what is left of the dividend so far, less
 * than DIVISOR) with NEXT brought down behind it; *REST becomes the new rest. The guess
 * from the upper half of DIVISOR is never too small and, its top bit being set, at most 2
 * too large. */
static uint32_t next_digit(uint32_t *rest, uint32_t next, uint32_t divisor)
{
    uint64_t value = (uint64_t)*rest << DIGIT_BITS | next;
    uint32_t digit = *rest / (divisor >> DIGIT_BITS);
    while ((uint64_t)digit * divisor > value)
        digit--;
    *rest = (uint32_t)(value - (uint64_t)digit * divisor);
    return digit;
}

uint64_t divide_u64(uint64_t dividend, uint32_t divisor, uint32_t *remainder)
{
    uint32_t high = (uint32_t)(dividend >> 32);
    if (high == 0) { /* the usual one */
        if (remainder != NULL)
            *remainder = (uint32_t)dividend % divisor;
        return (uint32_t)dividend / divisor;
    }
    uint64_t quotient = (uint64_t)(high / divisor) << 32;

    /* What is left has a quotient of two digits, the same when both sides are
     * multiplied. */
    unsigned shift = (unsigned)__builtin_clz(divisor);
    uint64_t scaled = ((uint64_t)(high % divisor) << 32 | (uint32_t)dividend) << shift;
    uint32_t rest = (uint32_t)(scaled >> 32);
    uint32_t low = (uint32_t)scaled;
    quotient += next_digit(&rest, low >> DIGIT_BITS, divisor << shift) << DIGIT_BITS;
    quotient += next_digit(&rest, low & DIGIT_MASK, divisor << shift);
    if (remainder != NULL)
        *remainder = rest >> shift;
    return quotient;
}
