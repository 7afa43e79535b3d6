/* %f, %e, %g and %a. [C11 7.21.6.1] */
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include "lib/format.h"
#include "user/lib/decimal.h"
#include "user/lib/real.h"

format_more format_float;

enum {
    STANDARD_PRECISION = 6,
    EXPONENT_BYTES = 8,
    HEX_DIGITS = 16,
    LONG_HEX_DIGITS = 15,
    DOUBLE_HEX_DIGITS = 13,
    LEAST_EXPONENT = -1022, /* of a double */
};

/* What is printed: digits from the place `from` down to `to`, with a point behind place 0 in
 * a fixed form, or behind the first one. */
struct form {
    struct decimal decimal;
    int from, to;
    bool has_exponent, has_point;
    char prefix[4];
    char exponent[EXPONENT_BYTES];
};

static void set_prefix(char *prefix, const struct real *real,
                       const struct format_conversion *conversion)
{
    prefix[0] = real->negative      ? '-'
                : conversion->plus  ? '+'
                : conversion->space ? ' '
                                    : '\0';
    prefix[1] = '\0';
}

/* LETTER, a sign and at least LEAST digits. */
static void write_exponent(char *text, char letter, int exponent, int least)
{
    char digits[EXPONENT_BYTES];
    int count = 0;
    unsigned rest = exponent < 0 ? -(unsigned)exponent : (unsigned)exponent;

    for (; rest > 0 || count < least; rest /= 10)
        digits[count++] = (char)('0' + rest % 10);
    *text++ = letter;
    *text++ = exponent < 0 ? '-' : '+';
    while (count > 0)
        *text++ = digits[--count];
    *text = '\0';
}

static void put_digits(struct format_printer *printer, const struct form *form)
{
    int point_behind = form->has_exponent ? form->from : 0;

    for (int place = form->from; place >= form->to; place--) {
        char digit = (char)('0' + decimal_digit(&form->decimal, place));

        format_bytes(printer, &digit, 1);
        if (place == point_behind && form->has_point)
            format_bytes(printer, ".", 1);
    }
}

/* Calls PUT for what stands between the blanks, or the zeros, that fill the width. */
static void put_padded(struct format_printer *printer,
                       const struct format_conversion *conversion, const char *prefix,
                       int length,
                       void (*put)(struct format_printer *printer, const void *what),
                       const void *what)
{
    int fill = conversion->width - (int)strlen(prefix) - length;
    bool has_zeros = conversion->zero && !conversion->left;

    if (!conversion->left && !has_zeros)
        format_repeat(printer, ' ', fill);
    format_bytes(printer, prefix, strlen(prefix));
    if (has_zeros)
        format_repeat(printer, '0', fill);
    put(printer, what);
    if (conversion->left)
        format_repeat(printer, ' ', fill);
}

static void put_form(struct format_printer *printer, const void *what)
{
    const struct form *form = what;

    put_digits(printer, form);
    format_bytes(printer, form->exponent, strlen(form->exponent));
}

static void put_text(struct format_printer *printer, const void *what)
{
    format_bytes(printer, what, strlen(what));
}

static void make_fixed(struct form *form, int precision)
{
    decimal_round(&form->decimal, -precision);
    int top = decimal_top(&form->decimal);

    form->from = top > 0 ? top : 0;
    form->to = -precision;
}

static void make_scientific(struct form *form, int precision)
{
    decimal_round(&form->decimal, decimal_top(&form->decimal) - precision);
    form->from = decimal_top(&form->decimal);
    form->to = form->from - precision;
    form->has_exponent = true;
}

/* %g: as many digits as the precision says; by its exponent it takes the one form or the
 * other, and loses the zeros at its end. */
static void make_general(struct form *form, int precision, bool keeps_zeros)
{
    precision = precision == 0 ? 1 : precision;
    decimal_round(&form->decimal, decimal_top(&form->decimal) - precision + 1);
    int exponent = decimal_top(&form->decimal);

    form->has_exponent = exponent < -4 || exponent >= precision;
    form->from = form->has_exponent || exponent > 0 ? exponent : 0;
    form->to = exponent - precision + 1;
    int point_behind = form->has_exponent ? form->from : 0;
    while (!keeps_zeros && form->to < point_behind &&
           decimal_digit(&form->decimal, form->to) == 0)
        form->to++;
}

static void put_decimal(struct format_printer *printer,
                        const struct format_conversion *conversion,
                        const struct real *real, char letter)
{
    struct form form;
    int precision =
        conversion->precision < 0 ? STANDARD_PRECISION : conversion->precision;

    form.has_exponent = false;
    form.exponent[0] = '\0';
    set_prefix(form.prefix, real, conversion);
    decimal_set(&form.decimal, real->mantissa, real->exponent);
    if (letter == 'f')
        make_fixed(&form, precision);
    else if (letter == 'e')
        make_scientific(&form, precision);
    else
        make_general(&form, precision, conversion->alternate);
    int point_behind = form.has_exponent ? form.from : 0;
    form.has_point = form.to < point_behind || conversion->alternate;
    if (form.has_exponent)
        write_exponent(form.exponent, (char)(letter == 'g' ? 'e' : letter), form.from, 2);
    put_padded(printer, conversion, form.prefix,
               form.from - form.to + 1 + form.has_point + (int)strlen(form.exponent),
               put_form, &form);
}

/* %a: 0x1. and the rest of the mantissa in hexadecimal; of a long double, whose mantissa has 64
 * bits, four of them are before the point. */
static void put_hexadecimal(struct format_printer *printer,
                            const struct format_conversion *conversion,
                            const struct real *real)
{
    char prefix[4], text[HEX_DIGITS + EXPONENT_BYTES + 4], *end = text;
    uint64_t mantissa = real->mantissa;
    bool is_long = conversion->length == LENGTH_LONG_DOUBLE;
    int lead = is_long ? 4 : 1, most = is_long ? LONG_HEX_DIGITS : DOUBLE_HEX_DIGITS;
    int exponent = mantissa == 0 ? 0 : real->exponent + 64 - lead;
    int digits = conversion->precision < 0 ? most : conversion->precision;
    int zeros = digits > most ? digits - most : 0;

    digits -= zeros;
    if (!is_long && exponent < LEAST_EXPONENT) {
        mantissa >>= LEAST_EXPONENT - exponent; /* a double has nothing so low */
        exponent = LEAST_EXPONENT;
    }
    uint64_t lost = mantissa << lead << (4 * digits), half = 1ull << 63;
    mantissa >>= 64 - lead - 4 * digits;
    if (lost > half || (lost == half && mantissa % 2 != 0))
        mantissa++;
    if (is_long && mantissa >> 4 * digits == 16) {
        mantissa >>= 4;
        exponent += 4;
    }
    *end++ = "0123456789abcdef"[mantissa >> 4 * digits & 15];
    if (conversion->precision < 0)
        for (; digits > 0 && mantissa % 16 == 0; digits--)
            mantissa >>= 4;
    if (digits > 0 || conversion->alternate)
        *end++ = '.';
    while (digits > 0)
        *end++ = "0123456789abcdef"[mantissa >> 4 * --digits & 15];
    while (zeros-- > 0 && end < text + sizeof(text) - EXPONENT_BYTES)
        *end++ = '0';
    write_exponent(end, 'p', exponent, 1);
    set_prefix(prefix, real, conversion);
    strcpy(prefix + strlen(prefix), "0x");
    put_padded(printer, conversion, prefix, (int)strlen(text), put_text, text);
}

static void put_word(struct format_printer *printer,
                     const struct format_conversion *conversion, const struct real *real)
{
    struct format_conversion blanks = *conversion;
    char prefix[4];

    blanks.zero = false;
    set_prefix(prefix, real, conversion);
    put_padded(printer, &blanks, prefix, 3, put_text,
               real->kind == REAL_NAN ? "nan" : "inf");
}

/* What a printer in capitals hands on. */
static void put_capital(void *context, char c)
{
    struct format_printer *printer = context;

    c = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    printer->put(printer->context, c);
}

static bool put_real(struct format_printer *printer,
                     const struct format_conversion *conversion, const struct real *real,
                     char letter)
{
    if (letter < 'a') {
        struct format_printer capitals = {.put = put_capital, .context = printer};

        put_real(&capitals, conversion, real, (char)(letter - 'A' + 'a'));
        printer->count += capitals.count;
    } else if (real->kind != REAL_NUMBER) {
        put_word(printer, conversion, real);
    } else if (letter == 'a') {
        put_hexadecimal(printer, conversion, real);
    } else {
        put_decimal(printer, conversion, real, letter);
    }
    return true;
}

bool format_float(struct format_printer *printer,
                  const struct format_conversion *conversion, char letter)
{
    if (letter == '\0' || strchr("aefgAEFG", letter) == NULL)
        return false;
    struct real real = real_of(conversion->length == LENGTH_LONG_DOUBLE
                                   ? va_arg(printer->arguments, long double)
                                   : va_arg(printer->arguments, double));
    return put_real(printer, conversion, &real, letter);
}
