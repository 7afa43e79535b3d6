/* <math.h> by the machine's own functions, in its 64 bits of mantissa, of which a double keeps
 * 53: so a result is nearly always the nearest. [SDM 1 8.3] */
#include <math.h>
#include <stdbool.h>

/* One instruction on one number, or on two. */
#define BY_1(instruction, x)                                                             \
    ({                                                                                   \
        long double result;                                                              \
        __asm__(instruction : "=t"(result) : "0"((long double)(x)));                     \
        result;                                                                          \
    })

/* ST0 is TOP and ST1 is BELOW; the instruction pops one. */
#define BY_2(instruction, top, below)                                                    \
    ({                                                                                   \
        long double result;                                                              \
        __asm__(instruction                                                              \
                : "=t"(result)                                                           \
                : "0"((long double)(top)), "u"((long double)(below))                     \
                : "st(1)");                                                              \
        result;                                                                          \
    })

double fabs(double x)
{
    return (double)BY_1("fabs", x);
}

double sqrt(double x)
{
    return (double)BY_1("fsqrt", x);
}

double rint(double x)
{
    return (double)BY_1("frndint", x);
}

/* What rint's nearest number is too much, or too little, is taken back. */
double floor(double x)
{
    double nearest = rint(x);

    return nearest > x ? nearest - 1 : nearest;
}

double ceil(double x)
{
    double nearest = rint(x);

    return nearest < x ? copysign(nearest + 1, x) : nearest;
}

double trunc(double x)
{
    return copysign(floor(fabs(x)), x);
}

/* Halves go away from 0. */
double round(double x)
{
    double whole = floor(fabs(x));

    return copysign(fabs(x) - whole >= 0.5 ? whole + 1 : whole, x);
}

long lround(double x)
{
    return (long)round(x);
}

long lrint(double x)
{
    return (long)rint(x);
}

/* The instruction takes off 63 bits at most, and says in C2 that there is more to do. */
double fmod(double x, double y)
{
    long double rest = x;
    unsigned short status = 0;

    do
        __asm__("fprem; fnstsw %1" : "+t"(rest), "=a"(status) : "u"((long double)y));
    while (status & 0x400);
    return (double)rest;
}

double remainder(double x, double y)
{
    long double rest = x;
    unsigned short status = 0;

    do
        __asm__("fprem1; fnstsw %1" : "+t"(rest), "=a"(status) : "u"((long double)y));
    while (status & 0x400);
    return (double)rest;
}

double fmin(double x, double y)
{
    return isnan(x) || y < x ? y : x;
}

double fmax(double x, double y)
{
    return isnan(x) || y > x ? y : x;
}

double copysign(double x, double y)
{
    return signbit(x) == signbit(y) ? x : -x;
}

double hypot(double x, double y)
{
    return isinf(x) || isinf(y)
               ? HUGE_VAL
               : (double)BY_1("fsqrt", (long double)x * x + (long double)y * y);
}

/* --- Powers and logarithms --- */

/* 2 to EXPONENT: the instruction wants it below 1, so the whole part is scaled apart. */
static long double power_of_2(long double exponent)
{
    long double whole = BY_1("frndint", exponent);
    long double power = BY_1("f2xm1", exponent - whole) + 1;

    __asm__("fscale" : "+t"(power) : "u"(whole));
    return power;
}

static long double log_2(long double x)
{
    return BY_2("fyl2x", x, 1.0L);
}

double exp2(double x)
{
    return isinf(x) ? (x > 0 ? x : 0) : (double)power_of_2(x);
}

/* The whole part of the exponent is found first, and what is left of X is exact for longer
 * than the product with 1 / ln 2 would be. */
double exp(double x)
{
    static const long double log2_of_e = 1.44269504088896340736L;
    static const long double ln2_high = 0.693145751953125L;
    static const long double ln2_low = 1.42860682030941723212e-6L;

    if (isinf(x) || isnan(x))
        return x > 0 || isnan(x) ? x : 0;
    if (fabs(x) > 1100)
        return x > 0 ? HUGE_VAL : 0;
    long double whole = BY_1("frndint", x * log2_of_e);
    long double rest = (x - whole * ln2_high) - whole * ln2_low;
    long double power = BY_1("f2xm1", rest * log2_of_e) + 1;
    __asm__("fscale" : "+t"(power) : "u"(whole));
    return (double)power;
}

double expm1(double x)
{
    static const long double log2_of_e = 1.44269504088896340736L;

    return fabs(x) < 0.5 ? (double)BY_1("f2xm1", x * log2_of_e) : exp(x) - 1;
}

double log(double x)
{
    return (double)BY_2("fyl2x", x, 0.69314718055994530942L);
}

double log2(double x)
{
    return (double)log_2(x);
}

double log10(double x)
{
    return (double)BY_2("fyl2x", x, 0.30102999566398119521L);
}

double log1p(double x)
{
    return fabs(x) < 0.29 ? (double)BY_2("fyl2xp1", x, 0.69314718055994530942L)
                          : (double)BY_2("fyl2x", 1.0L + x, 0.69314718055994530942L);
}

/* By squaring: exact as long as the result is. */
static long double whole_power(long double x, double y)
{
    long double power = 1;

    for (unsigned long long exponent = (unsigned long long)fabs(y); exponent != 0;
         exponent >>= 1, x *= x)
        if (exponent & 1)
            power *= x;
    return y < 0 ? 1 / power : power;
}

static double power_of_magnitude(double x, double y)
{
    if (x == 0)
        return y > 0 ? 0 : HUGE_VAL;
    if (isinf(x))
        return y > 0 ? HUGE_VAL : 0;
    if (isinf(y))
        return x == 1 ? 1 : (x > 1) == (y > 0) ? HUGE_VAL : 0;
    long double exponent = y * log_2(x);
    if (exponent > 1100 || exponent < -1100)
        return exponent > 0 ? HUGE_VAL : 0;
    return (double)power_of_2(exponent);
}

double pow(double x, double y)
{
    static const double few = 1024;

    if (y == 0 || x == 1)
        return 1;
    if (isnan(x) || isnan(y))
        return NAN;
    bool is_whole = isfinite(y) && floor(y) == y;
    bool is_odd = is_whole && fabs(fmod(y, 2)) == 1;
    if (is_whole && fabs(y) <= few && isfinite(x) && x != 0)
        return (double)whole_power(x, y);
    if (x < 0 && isfinite(x) && isfinite(y) && !is_whole)
        return NAN;
    double power = power_of_magnitude(fabs(x), y);
    return is_odd && signbit(x) ? -power : power;
}

double cbrt(double x)
{
    return x == 0 || !isfinite(x) ? x : copysign(power_of_magnitude(fabs(x), 1.0 / 3), x);
}

/* --- Angles. The instructions take any below 2 to the 63. --- */

double sin(double x)
{
    return isinf(x) ? NAN : (double)BY_1("fsin", x);
}

double cos(double x)
{
    return isinf(x) ? NAN : (double)BY_1("fcos", x);
}

double tan(double x)
{
    return isinf(x) ? NAN : (double)(BY_1("fsin", x) / BY_1("fcos", x));
}

double atan2(double y, double x)
{
    return (double)BY_2("fpatan", x, y);
}

double atan(double x)
{
    return (double)BY_2("fpatan", 1.0L, x);
}

double asin(double x)
{
    long double other = BY_1("fsqrt", (1.0L - x) * (1.0L + x));

    return (double)BY_2("fpatan", other, x);
}

double acos(double x)
{
    long double other = BY_1("fsqrt", (1.0L - x) * (1.0L + x));

    return (double)BY_2("fpatan", x, other);
}

double sinh(double x)
{
    double grown = expm1(fabs(x));

    return isinf(x) ? x : copysign((grown + grown / (grown + 1)) / 2, x);
}

double cosh(double x)
{
    double power = exp(fabs(x));

    return (power + 1 / power) / 2;
}

double tanh(double x)
{
    double grown = expm1(-2 * fabs(x));

    return copysign(-grown / (grown + 2), x);
}

/* --- Parts of numbers --- */

double modf(double x, double *whole)
{
    *whole = trunc(x);
    return isinf(x) ? copysign(0, x) : copysign(x - *whole, x);
}

double scalbn(double x, int exponent)
{
    long double scaled = x;

    __asm__("fscale" : "+t"(scaled) : "u"((long double)exponent));
    return (double)scaled;
}

double ldexp(double x, int exponent)
{
    return scalbn(x, exponent);
}

double frexp(double x, int *exponent)
{
    long double power, mantissa;

    *exponent = 0;
    if (x == 0 || !isfinite(x))
        return x;
    __asm__("fxtract" : "=t"(mantissa), "=u"(power) : "0"((long double)x));
    *exponent = (int)power + 1;
    return (double)(mantissa / 2);
}

/* --- Of other lengths --- */

float fabsf(float x)
{
    return (float)fabs(x);
}

float sqrtf(float x)
{
    return (float)sqrt(x);
}

float floorf(float x)
{
    return (float)floor(x);
}

float ceilf(float x)
{
    return (float)ceil(x);
}

float roundf(float x)
{
    return (float)round(x);
}

float fmodf(float x, float y)
{
    return (float)fmod(x, y);
}

float powf(float x, float y)
{
    return (float)pow(x, y);
}

float sinf(float x)
{
    return (float)sin(x);
}

float cosf(float x)
{
    return (float)cos(x);
}

float expf(float x)
{
    return (float)exp(x);
}

float logf(float x)
{
    return (float)log(x);
}

long double fabsl(long double x)
{
    return BY_1("fabs", x);
}

long double sqrtl(long double x)
{
    return BY_1("fsqrt", x);
}
