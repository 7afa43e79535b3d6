/* Decimal text to the nearest binary number: the quotient of two large integers, bit by bit.
 * [Clinger: How to read floating point numbers accurately, 1990, for the problem] */
#include "user/lib/real.h"

#include <ctype.h>
#include <limits.h>
#include <string.h>
#include <strings.h>

enum {
    DIGITS_MAX = 800, /* that count one by one; what follows only tips the balance */
    WORD_BITS = 32,
    WORDS_MAX = 720, /* 10 to the 5,800, and 65 bits more */
    EXPONENT_MAX = 20000,
    MANTISSA_BITS = 64,
};

/* --- What a long double consists of. [SDM 1 4.2.2] */

enum { BIAS = 16383, EXPONENT_MASK = 0x7fff, SIGN = 0x8000, EXTENDED_BYTES = 10 };

union extended {
    long double value;
    struct {
        uint64_t mantissa;
        uint16_t exponent;
    } parts;
};

const struct real_format real_float = {24, -149, 104};
const struct real_format real_double = {53, -1074, 971};
const struct real_format real_long_double = {64, -16445, 16320};

struct real real_of(long double number)
{
    const union extended extended = {number};
    int exponent = extended.parts.exponent & EXPONENT_MASK;
    struct real real = {.negative = (extended.parts.exponent & SIGN) != 0,
                        .mantissa = extended.parts.mantissa,
                        .exponent =
                            (exponent == 0 ? 1 : exponent) - BIAS - MANTISSA_BITS + 1};

    if (exponent == EXPONENT_MASK)
        real.kind = real.mantissa << 1 == 0 ? REAL_INFINITE : REAL_NAN;
    return real;
}

long double real_value(const struct real *real)
{
    union extended extended = {0};
    int exponent = real->exponent + BIAS + MANTISSA_BITS - 1;

    extended.parts.mantissa = real->mantissa;
    if (real->kind != REAL_NUMBER) {
        exponent = EXPONENT_MASK;
        extended.parts.mantissa = real->kind == REAL_NAN ? 3ull << 62 : 1ull << 63;
    } else if (real->mantissa == 0) {
        exponent = 0;
    } else {
        int shift = __builtin_clzll(real->mantissa);

        if (shift > exponent - 1)
            shift = exponent - 1;
        extended.parts.mantissa <<= shift;
        exponent = extended.parts.mantissa >> 63 ? exponent - shift : 0;
    }
    extended.parts.exponent = (uint16_t)(exponent | (real->negative ? SIGN : 0));
    return extended.value;
}

/* --- Large integers, lowest word first */

struct integer {
    int count;
    uint32_t words[WORDS_MAX];
};

static void multiply_add(struct integer *integer, uint32_t factor, uint32_t carry)
{
    for (int i = 0; i < integer->count; i++) {
        uint64_t product = (uint64_t)integer->words[i] * factor + carry;

        integer->words[i] = (uint32_t)product;
        carry = (uint32_t)(product >> WORD_BITS);
    }
    if (carry > 0)
        integer->words[integer->count++] = carry;
}

static void multiply_by_tens(struct integer *integer, int exponent)
{
    for (; exponent >= 9; exponent -= 9)
        multiply_add(integer, 1000000000, 0);
    for (; exponent > 0; exponent--)
        multiply_add(integer, 10, 0);
}

static int bit_length(const struct integer *integer)
{
    return integer->count * WORD_BITS - __builtin_clz(integer->words[integer->count - 1]);
}

static void shift_left(struct integer *integer, int bits)
{
    int words = bits / WORD_BITS;

    if (words > 0) {
        memmove(integer->words + words, integer->words,
                (size_t)integer->count * sizeof(uint32_t));
        memset(integer->words, 0, (size_t)words * sizeof(uint32_t));
        integer->count += words;
    }
    multiply_add(integer, 1u << bits % WORD_BITS, 0);
}

static bool is_at_least(const struct integer *a, const struct integer *b)
{
    if (a->count != b->count)
        return a->count > b->count;
    for (int i = a->count - 1; i >= 0; i--)
        if (a->words[i] != b->words[i])
            return a->words[i] > b->words[i];
    return true;
}

static void subtract(struct integer *from, const struct integer *what)
{
    uint64_t borrow = 0;

    for (int i = 0; i < from->count; i++) {
        uint64_t difference =
            (uint64_t)from->words[i] - borrow - (i < what->count ? what->words[i] : 0);

        from->words[i] = (uint32_t)difference;
        borrow = difference >> 63;
    }
    while (from->count > 0 && from->words[from->count - 1] == 0)
        from->count--;
}

/* The next bit of the quotient DIVIDEND / DIVISOR, which is below 2. */
static unsigned next_bit(struct integer *dividend, const struct integer *divisor)
{
    unsigned bit = is_at_least(dividend, divisor);

    if (bit)
        subtract(dividend, divisor);
    shift_left(dividend, 1);
    return bit;
}

/* --- Rounding */

/* A mantissa with its highest bit set, and what lies below its lowest: half of that bit or
 * not, and anything more. */
struct exact {
    uint64_t mantissa;
    int exponent;
    bool half, more;
};

static void drop_bit(struct exact *exact)
{
    exact->more = exact->more || exact->half;
    exact->half = exact->mantissa & 1;
    exact->mantissa >>= 1;
    exact->exponent++;
}

/* As many bits as FORMAT has for a number of this size; to the nearest, or to the even one.
 * True: it is too large, or so small that bits were lost. */
static bool round_for(struct exact *exact, const struct real_format *format,
                      struct real *real)
{
    for (int bits = MANTISSA_BITS;
         exact->mantissa != 0 &&
         (bits > format->bits || exact->exponent < format->least_exponent);
         bits--)
        drop_bit(exact);
    if (exact->exponent < format->least_exponent) { /* all of it is less than a half */
        exact->more = true;
        exact->half = false;
        exact->exponent = format->least_exponent;
    }
    bool is_inexact = exact->half || exact->more;
    bool is_tiny = exact->mantissa >> (format->bits - 1) == 0;
    uint64_t mantissa = exact->mantissa;
    if (exact->half && (exact->more || mantissa % 2 != 0))
        mantissa++;
    bool is_carried = format->bits == MANTISSA_BITS ? mantissa < exact->mantissa
                                                    : mantissa >> format->bits != 0;
    if (is_carried) {
        mantissa = 1ull << (format->bits - 1);
        exact->exponent++;
    }
    real->mantissa = mantissa;
    real->exponent = exact->exponent;
    if (exact->exponent > format->most_exponent)
        real->kind = REAL_INFINITE;
    return real->kind == REAL_INFINITE || (is_tiny && is_inexact);
}

/* --- Text */

struct digits {
    struct integer integer;
    int exponent; /* of ten, or of two */
    int count;    /* of the digits that are in the integer */
    bool any;     /* there were some */
};

static void add_digit(struct digits *digits, unsigned base, unsigned digit,
                      bool is_fraction)
{
    const int step = base == 16 ? 4 : 1;

    digits->any = true;
    if (digits->count < DIGITS_MAX) {
        multiply_add(&digits->integer, base, digit);
        digits->count += digits->integer.count > 0;
        digits->exponent -= is_fraction ? step : 0;
        return;
    }
    if (digit != 0)
        digits->integer.words[0] |= 1; /* there is more */
    digits->exponent += is_fraction ? 0 : step;
}

static unsigned digit_of(char c, unsigned base)
{
    if (isdigit(c))
        return (unsigned)(c - '0');
    return base == 16 && isxdigit(c) ? (unsigned)(tolower(c) - 'a') + 10 : UINT_MAX;
}

static const char *take_digits(const char *text, struct digits *digits, unsigned base)
{
    bool is_fraction = false;

    for (;; text++) {
        unsigned digit = digit_of(*text, base);

        if (digit != UINT_MAX)
            add_digit(digits, base, digit, is_fraction);
        else if (*text == '.' && !is_fraction &&
                 (digits->any || digit_of(text[1], base) != UINT_MAX))
            is_fraction = true;
        else
            return text;
    }
}

/* `e` or `p`, a sign and digits; nothing is taken where a digit is missing. */
static const char *take_exponent(const char *text, char letter, int *exponent)
{
    if (tolower(*text) != letter)
        return text;
    const char *at = text + 1;
    bool negative = *at == '-';
    int value = 0;
    at += *at == '-' || *at == '+';
    if (!isdigit(*at))
        return text;
    for (; isdigit(*at); at++)
        value = value < EXPONENT_MAX ? value * 10 + (*at - '0') : value;
    *exponent += negative ? -value : value;
    return at;
}

/* The quotient of 64 bits, and what it leaves. */
static struct exact divide(struct integer *dividend, struct integer *divisor)
{
    int shift = bit_length(dividend) - bit_length(divisor);
    struct exact exact = {.exponent = shift - MANTISSA_BITS + 1};

    shift_left(shift < 0 ? dividend : divisor, shift < 0 ? -shift : shift);
    if (!is_at_least(dividend, divisor)) {
        shift_left(dividend, 1);
        exact.exponent--;
    }
    for (int i = 0; i < MANTISSA_BITS; i++)
        exact.mantissa = exact.mantissa << 1 | next_bit(dividend, divisor);
    exact.half = next_bit(dividend, divisor);
    exact.more = dividend->count > 0;
    return exact;
}

static bool from_decimal(struct digits *digits, const struct real_format *format,
                         struct real *real)
{
    static const int most = 4940, least = -4970; /* a long double's, and some more */
    struct integer divisor = {1, {1}};
    int top = digits->count + digits->exponent;

    if (top > most || top < least) {
        real->kind = top > most ? REAL_INFINITE : REAL_NUMBER;
        return true;
    }
    multiply_by_tens(digits->exponent > 0 ? &digits->integer : &divisor,
                     digits->exponent > 0 ? digits->exponent : -digits->exponent);
    struct exact exact = divide(&digits->integer, &divisor);
    return round_for(&exact, format, real);
}

static bool from_hexadecimal(struct digits *digits, const struct real_format *format,
                             struct real *real)
{
    struct integer divisor = {1, {1}};
    struct exact exact = divide(&digits->integer, &divisor);

    exact.exponent += digits->exponent;
    return round_for(&exact, format, real);
}

/* Words that are no numbers; TEXT: it is none of them. */
static const char *take_word(const char *text, struct real *real)
{
    static const struct {
        const char *word;
        enum real_kind kind;
    } words[] = {{"infinity", REAL_INFINITE}, {"inf", REAL_INFINITE}, {"nan", REAL_NAN}};

    /* What may stand in parentheses behind `nan`, and means nothing. [C11 7.22.1.3] */
    static const char word_letters[] =
        "0123456789_abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    for (int i = 0; i < 3; i++) {
        size_t length = strlen(words[i].word);

        if (strncasecmp(text, words[i].word, length) == 0) {
            real->kind = words[i].kind;
            text += length;
            size_t more = *text == '(' ? strspn(text + 1, word_letters) : 0;
            bool has_more = i == 2 && *text == '(' && text[1 + more] == ')';
            return has_more ? text + more + 2 : text;
        }
    }
    return text;
}

bool real_parse(const char *text, const char **end, const struct real_format *format,
                struct real *real)
{
    struct digits digits;
    const char *at = text;

    digits.integer.count = digits.exponent = digits.count = 0;
    digits.any = false;
    *real = (struct real){0};
    *end = text;
    while (isspace(*at))
        at++;
    real->negative = *at == '-';
    at += *at == '-' || *at == '+';
    const char *behind = take_word(at, real);
    if (behind != at) {
        *end = behind;
        return false;
    }
    bool is_hex = at[0] == '0' && tolower(at[1]) == 'x' &&
                  (isxdigit(at[2]) || (at[2] == '.' && isxdigit(at[3])));
    at = take_digits(is_hex ? at + 2 : at, &digits, is_hex ? 16 : 10);
    if (!digits.any) {
        real->negative = false;
        return false;
    }
    *end = take_exponent(at, is_hex ? 'p' : 'e', &digits.exponent);
    if (digits.integer.count == 0)
        return false;
    return is_hex ? from_hexadecimal(&digits, format, real)
                  : from_decimal(&digits, format, real);
}
