/* Floating-point numbers taken apart, whatever their type. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum real_kind { REAL_NUMBER, REAL_INFINITE, REAL_NAN };

struct real {
    enum real_kind kind;
    bool negative;
    uint64_t mantissa; /* times 2 to the exponent; 0: zero */
    int exponent;
};

struct real real_of(long double number);

/* A format: how many bits a mantissa has, and the exponents of its lowest bit. */
struct real_format {
    int bits, least_exponent, most_exponent;
};

extern const struct real_format real_float, real_double, real_long_double;

/* The number at the beginning of TEXT, behind blanks, as strtod reads it, rounded for FORMAT.
 * *END is behind it; TEXT if there is none. True: it was too large or too small, and is what
 * strtod returns then. */
bool real_parse(const char *text, const char **end, const struct real_format *format,
                struct real *real);

/* REAL, which real_parse has rounded for it. */
long double real_value(const struct real *real);
