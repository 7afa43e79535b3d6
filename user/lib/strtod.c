/* Floating-point numbers from text, and what else of the library computes with them. */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "user/lib/real.h"
#include "user/lib/scan.h"

enum { NUMERAL_BYTES = 1024 };

static long double parse(const char *text, char **end, const struct real_format *format)
{
    struct real real;
    const char *behind;

    if (real_parse(text, &behind, format, &real))
        errno = ERANGE;
    if (end != NULL)
        *end = (char *)(uintptr_t)behind;
    return real_value(&real);
}

float strtof(const char *text, char **end)
{
    return (float)parse(text, end, &real_float);
}

double strtod(const char *text, char **end)
{
    return (double)parse(text, end, &real_double);
}

long double strtold(const char *text, char **end)
{
    return parse(text, end, &real_long_double);
}

double atof(const char *text)
{
    return strtod(text, NULL);
}

double difftime(time_t later, time_t earlier)
{
    return (double)later - (double)earlier;
}

/* --- For scanf: the characters that can belong to a number --- */

struct numeral {
    char text[NUMERAL_BYTES];
    int length, left;
};

static bool take(struct scanner *scanner, struct numeral *numeral, const char *set)
{
    int c = numeral->left > 0 ? scan_next(scanner) : EOF;

    if (c == EOF || c == '\0' || strchr(set, c) == NULL) {
        if (numeral->left > 0)
            scan_back(scanner, c);
        return false;
    }
    numeral->left--;
    if (numeral->length < NUMERAL_BYTES - 1)
        numeral->text[numeral->length++] = (char)c;
    return true;
}

static void take_word(struct scanner *scanner, struct numeral *numeral, const char *lower,
                      const char *upper)
{
    for (; *lower != '\0'; lower++, upper++) {
        const char either[] = {*lower, *upper, '\0'};

        if (!take(scanner, numeral, either))
            return;
    }
}

static void take_digits(struct scanner *scanner, struct numeral *numeral)
{
    const char *digits = "0123456789", *exponent = "eE";

    if (take(scanner, numeral, "0") && take(scanner, numeral, "xX")) {
        digits = "0123456789abcdefABCDEF";
        exponent = "pP";
    }
    while (take(scanner, numeral, digits))
        continue;
    if (take(scanner, numeral, "."))
        while (take(scanner, numeral, digits))
            continue;
    if (numeral->length > 0 && take(scanner, numeral, exponent)) {
        take(scanner, numeral, "+-");
        while (take(scanner, numeral, "0123456789"))
            continue;
    }
}

static void store(void *target, size_t size, const char *text)
{
    if (size == sizeof(float))
        *(float *)target = strtof(text, NULL);
    else if (size == sizeof(double))
        *(double *)target = strtod(text, NULL);
    else
        *(long double *)target = strtold(text, NULL);
}

bool scan_float(struct scanner *scanner, int width, void *target, size_t size)
{
    struct numeral numeral;
    char *end;

    numeral.length = 0;
    numeral.left = width;
    take(scanner, &numeral, "+-");
    int c = scan_next(scanner);
    scan_back(scanner, c);
    if (tolower(c) == 'i')
        take_word(scanner, &numeral, "infinity", "INFINITY");
    else if (tolower(c) == 'n')
        take_word(scanner, &numeral, "nan", "NAN");
    else
        take_digits(scanner, &numeral);
    numeral.text[numeral.length] = '\0';
    strtod(numeral.text, &end);
    if (end == numeral.text)
        return false;
    if (target != NULL)
        store(target, size, numeral.text);
    return true;
}
