/* What is left of <stdlib.h>. */
#include <errno.h>
#include <limits.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- Digits of 64, the lowest first --- */

static const char digits[] =
    "./0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

enum { DIGIT_BITS = 6, DIGITS_MAX = 6 };

long a64l(const char *text)
{
    uint32_t number = 0;

    for (unsigned i = 0; i < DIGITS_MAX && text[i] != '\0'; i++) {
        const char *digit = strchr(digits, text[i]);
        if (digit == NULL)
            break;
        number |= (uint32_t)(digit - digits) << DIGIT_BITS * i;
    }
    return (int32_t)number;
}

char *l64a(long number)
{
    static char text[DIGITS_MAX + 1];
    char *end = text;

    for (uint32_t rest = (uint32_t)number; rest != 0; rest >>= DIGIT_BITS)
        *end++ = digits[rest % (1 << DIGIT_BITS)];
    *end = '\0';
    return text;
}

/* --- Words between commas --- */

int getsubopt(char **options, char *const *names, char **value)
{
    char *option = *options, *end = option + strcspn(option, ",");
    char *equals = memchr(option, '=', (size_t)(end - option));
    size_t length = (size_t)((equals != NULL ? equals : end) - option);

    *options = *end == ',' ? end + 1 : end;
    *end = '\0';
    *value = equals != NULL ? equals + 1 : NULL;
    for (int i = 0; names[i] != NULL; i++)
        if (strlen(names[i]) == length && memcmp(names[i], option, length) == 0)
            return i;
    *value = option;
    return -1;
}

/* --- And the rest --- */

char *secure_getenv(const char *name)
{
    return getenv(name);
}

void *valloc(size_t size)
{
    return aligned_alloc((size_t)getpagesize(), size);
}

void *memalign(size_t alignment, size_t size)
{
    return aligned_alloc(alignment, size);
}
