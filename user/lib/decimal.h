/* Binary fractions in decimal digits, exactly: each one has finitely many. A number is kept in
 * words of nine digits each, the point between two of them:
 *
 *     | first ... | point ... | end
 *       integer     fraction
 *
 * [Steele, White: How to print floating-point numbers accurately, 1990, for the problem] */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum {
    DECIMAL_DIGITS = 9,                   /* a word */
    DECIMAL_BASE = 1000000000,            /* and one more than its largest value */
    DECIMAL_POINT = 552,                  /* 16384 bits before it, a long double's */
    DECIMAL_WORDS = DECIMAL_POINT + 1836, /* and 16445 places of them behind it */
};

struct decimal {
    int first, end; /* words that count */
    uint32_t words[DECIMAL_WORDS];
};

/* MANTISSA times 2 to the EXPONENT. */
void decimal_set(struct decimal *decimal, uint64_t mantissa, int exponent);
/* The digit that counts 10 to the PLACE, and the place of the first one that is not 0, or 0 if
 * all are. */
unsigned decimal_digit(const struct decimal *decimal, int place);
int decimal_top(const struct decimal *decimal);
/* To the nearest number without digits below PLACE; if two are as near, to the even one. */
void decimal_round(struct decimal *decimal, int place);
