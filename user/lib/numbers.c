/* Numbers from text. */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>

/* A number as it was read: its sign apart, since each strtoX bounds it in its own way. */
struct numeral {
    bool negative, too_large;
    uint64_t magnitude;
};

enum { DECIMAL = 10, BASE_MAX = 36, WORD_BITS = 32, NOT_A_DIGIT = 255 };

static unsigned digit_value(char c)
{
    if (isdigit(c))
        return (unsigned)(c - '0');
    if (isalpha(c))
        return (unsigned)(tolower(c) - 'a') + DECIMAL;
    return NOT_A_DIGIT;
}

/* In two halves: 64-bit overflow shows as a carry out of the upper one, with no
 * division. */
static void numeral_add_digit(struct numeral *numeral, unsigned base, unsigned digit)
{
    uint64_t low = (numeral->magnitude & UINT32_MAX) * base + digit;
    uint64_t high = (numeral->magnitude >> WORD_BITS) * base + (low >> WORD_BITS);

    numeral->too_large = numeral->too_large || high > UINT32_MAX;
    numeral->magnitude = (high << WORD_BITS) | (low & UINT32_MAX);
}

/* The `0x` belongs to the number only where a hexadecimal digit follows. */
static bool has_hex_prefix(const char *text)
{
    return text[0] == '0' && tolower(text[1]) == 'x' && digit_value(text[2]) < 16;
}

static unsigned take_base(const char **text, int base)
{
    bool is_hex = (base == 0 || base == 16) && has_hex_prefix(*text);

    if (is_hex)
        *text += 2;
    if (base != 0)
        return (unsigned)base;
    return is_hex ? 16 : **text == '0' ? 8 : DECIMAL;
}

static struct numeral numeral_read(const char *text, char **end, int base)
{
    struct numeral numeral = {false, false, 0};
    const char *behind = text; /* the last digit; nothing is taken where there is none */

    if (base < 0 || base == 1 || base > BASE_MAX) {
        errno = EINVAL;
        base = 1; /* whose digits are none */
    }
    while (isspace(*text))
        text++;
    numeral.negative = *text == '-';
    if (*text == '-' || *text == '+')
        text++;
    unsigned radix = take_base(&text, base);
    for (unsigned digit; radix > 1 && (digit = digit_value(*text)) < radix;
         behind = ++text)
        numeral_add_digit(&numeral, radix, digit);
    if (end != NULL)
        *end = (char *)(uintptr_t)behind;
    return numeral;
}

static bool numeral_fits(struct numeral numeral, uint64_t most)
{
    return !numeral.too_large && numeral.magnitude <= most;
}

static uint64_t numeral_magnitude(struct numeral numeral, uint64_t most)
{
    if (numeral_fits(numeral, most))
        return numeral.magnitude;
    errno = ERANGE;
    return most;
}

/* A minus sign counts down from 0 and round, as C asks; but what is too large stays the
 * most. */
static uint64_t numeral_unsigned(struct numeral numeral, uint64_t most)
{
    uint64_t magnitude = numeral_magnitude(numeral, most);

    return numeral.negative && numeral_fits(numeral, most) ? -magnitude : magnitude;
}

/* Signed numbers reach one further below 0 than above. */
static int64_t numeral_signed(struct numeral numeral, uint64_t most)
{
    uint64_t magnitude = numeral_magnitude(numeral, most + numeral.negative);

    return (int64_t)(numeral.negative ? -magnitude : magnitude);
}

int atoi(const char *text)
{
    return (int)strtol(text, NULL, DECIMAL);
}

long atol(const char *text)
{
    return strtol(text, NULL, DECIMAL);
}

long long atoll(const char *text)
{
    return strtoll(text, NULL, DECIMAL);
}

long strtol(const char *text, char **end, int base)
{
    return (long)numeral_signed(numeral_read(text, end, base), LONG_MAX);
}

long long strtoll(const char *text, char **end, int base)
{
    return numeral_signed(numeral_read(text, end, base), INT64_MAX);
}

intmax_t strtoimax(const char *text, char **end, int base)
{
    return strtoll(text, end, base);
}

unsigned long strtoul(const char *text, char **end, int base)
{
    return (unsigned long)numeral_unsigned(numeral_read(text, end, base), ULONG_MAX);
}

unsigned long long strtoull(const char *text, char **end, int base)
{
    return numeral_unsigned(numeral_read(text, end, base), UINT64_MAX);
}

uintmax_t strtoumax(const char *text, char **end, int base)
{
    return strtoull(text, end, base);
}
