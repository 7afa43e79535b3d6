/* What few programs ask of strings. */
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

char *strcasestr(const char *text, const char *part)
{
    size_t length = strlen(part);

    for (; *text != '\0' || length == 0; text++)
        if (strncasecmp(text, part, length) == 0)
            return (char *)(uintptr_t)text;
    return NULL;
}

void *rawmemchr(const void *bytes, int c)
{
    return memchr(bytes, c, SIZE_MAX);
}

char *basename(const char *path)
{
    const char *slash = strrchr(path, '/');

    return (char *)(uintptr_t)(slash == NULL ? path : slash + 1);
}

void explicit_bzero(void *bytes, size_t size)
{
    volatile char *at = bytes;

    while (size-- > 0)
        *at++ = 0;
}

int ffsl(long number)
{
    return __builtin_ffsl(number);
}

int ffsll(long long number)
{
    return __builtin_ffsll(number);
}

/* Where numbers begin at which A and B differ, one is the larger that has more digits, unless
 * it begins with 0: then it stands behind a point, and each digit counts at once. */
int strverscmp(const char *a, const char *b)
{
    size_t at = 0, start;

    while (a[at] == b[at])
        if (a[at++] == '\0')
            return 0;
    for (start = at; start > 0 && isdigit(a[start - 1]); start--)
        continue;
    bool is_zero = a[start] == '0' || b[start] == '0';
    size_t zeros = start;
    while (zeros < at && a[zeros] == '0')
        zeros++;
    int difference = (unsigned char)a[at] - (unsigned char)b[at];
    if (is_zero && start < at) {
        bool all_zeros = zeros == at;
        if (all_zeros && isdigit(a[at]) != isdigit(b[at]))
            return isdigit(a[at]) ? -1 : 1; /* "00" < "0", "01" < "0" */
        return difference;
    }
    if (is_zero && start == at)
        return difference;
    size_t a_end = at, b_end = at;
    while (isdigit(a[a_end]))
        a_end++;
    while (isdigit(b[b_end]))
        b_end++;
    if (a_end != b_end && (start < at || (a_end > at && b_end > at)))
        return a_end < b_end ? -1 : 1;
    return difference;
}
