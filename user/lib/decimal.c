#include "user/lib/decimal.h"

enum {
    DOUBLE_BITS = 29, /* a word times 2 to it, and a carry, are below 2 to the 64 */
    HALVE_BITS = 9,   /* the base can be halved so often */
};

static const uint32_t powers[DECIMAL_DIGITS] = {
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};

/* Times 2 to BITS, plus CARRY at the lowest word. */
static void multiply(struct decimal *decimal, int bits, uint64_t carry)
{
    for (int i = decimal->end - 1; i >= decimal->first || carry > 0; i--) {
        uint64_t word =
            (i >= decimal->first ? (uint64_t)decimal->words[i] << bits : 0) + carry;

        decimal->words[i] = (uint32_t)(word % DECIMAL_BASE);
        carry = word / DECIMAL_BASE;
        if (i < decimal->first)
            decimal->first = i;
    }
}

/* By 2 to BITS, which the base is divisible by: so what is left goes into the next word. */
static void divide(struct decimal *decimal, int bits)
{
    uint32_t rest = 0;

    for (int i = decimal->first; i < decimal->end; i++) {
        uint32_t word = decimal->words[i];

        decimal->words[i] = (word >> bits) + rest;
        rest = (word & ((1u << bits) - 1)) * (DECIMAL_BASE >> bits);
    }
    if (rest > 0)
        decimal->words[decimal->end++] = rest;
}

static void drop_leading_zeros(struct decimal *decimal)
{
    while (decimal->first < DECIMAL_POINT && decimal->first < decimal->end &&
           decimal->words[decimal->first] == 0)
        decimal->first++;
}

void decimal_set(struct decimal *decimal, uint64_t mantissa, int exponent)
{
    decimal->first = decimal->end = DECIMAL_POINT;
    multiply(decimal, 0, mantissa);
    for (int step; exponent > 0; exponent -= step) {
        step = exponent < DOUBLE_BITS ? exponent : DOUBLE_BITS;
        multiply(decimal, step, 0);
    }
    for (int step; exponent < 0; exponent += step) {
        step = -exponent < HALVE_BITS ? -exponent : HALVE_BITS;
        divide(decimal, step);
    }
    drop_leading_zeros(decimal);
}

/* The word of PLACE, and what the place counts in it. */
static int word_of(int place, uint32_t *power)
{
    int words = place >= 0 ? place / DECIMAL_DIGITS
                           : -((DECIMAL_DIGITS - 1 - place) / DECIMAL_DIGITS);

    *power = powers[place - words * DECIMAL_DIGITS];
    return DECIMAL_POINT - 1 - words;
}

unsigned decimal_digit(const struct decimal *decimal, int place)
{
    uint32_t power;
    int i = word_of(place, &power);

    return i < decimal->first || i >= decimal->end ? 0 : decimal->words[i] / power % 10;
}

int decimal_top(const struct decimal *decimal)
{
    int i = decimal->first;

    while (i < decimal->end && decimal->words[i] == 0)
        i++;
    if (i == decimal->end)
        return 0;
    int place = (DECIMAL_POINT - i) * DECIMAL_DIGITS - 1;
    while (decimal_digit(decimal, place) == 0)
        place--;
    return place;
}

/* Whether there is anything below PLACE. */
static bool is_more(const struct decimal *decimal, int place)
{
    uint32_t power;
    int i = word_of(place, &power);

    if (i < decimal->first)
        i = decimal->first;
    else if (i < decimal->end && decimal->words[i++] % power != 0)
        return true;
    for (; i < decimal->end; i++)
        if (decimal->words[i] != 0)
            return true;
    return false;
}

static void cut(struct decimal *decimal, int place)
{
    uint32_t power;
    int i = word_of(place, &power);

    if (i >= decimal->end)
        return;
    if (i < decimal->first) {
        decimal->first = decimal->end = DECIMAL_POINT;
        return;
    }
    decimal->words[i] -= decimal->words[i] % power;
    decimal->end = i + 1;
    while (decimal->end < DECIMAL_POINT)
        decimal->words[decimal->end++] = 0;
}

static void add(struct decimal *decimal, int place)
{
    uint32_t carry;
    int i = word_of(place, &carry);

    while (decimal->first > i)
        decimal->words[--decimal->first] = 0;
    while (decimal->end <= i)
        decimal->words[decimal->end++] = 0;
    for (; carry > 0; i--) {
        if (i < decimal->first)
            decimal->words[decimal->first = i] = 0;
        uint32_t sum = decimal->words[i] + carry;
        carry = sum >= DECIMAL_BASE;
        decimal->words[i] = carry ? sum - DECIMAL_BASE : sum;
    }
}

void decimal_round(struct decimal *decimal, int place)
{
    unsigned next = decimal_digit(decimal, place - 1);
    bool is_odd = decimal_digit(decimal, place) % 2 != 0;
    bool is_up = next > 5 || (next == 5 && (is_odd || is_more(decimal, place - 1)));

    cut(decimal, place);
    if (is_up)
        add(decimal, place);
}
