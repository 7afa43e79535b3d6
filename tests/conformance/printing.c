/* printf's conversions, but for floating point. */
#define _GNU_SOURCE /* asprintf */
#include <errno.h>
#include <limits.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void integers(void)
{
    printf("[%d] [%5d] [%-5d] [%05d] [%+d] [% d]\n", 42, 42, 42, 42, 42, 42);
    printf("[%.3d] [%8.3d] [%-8.3d] [%.0d]\n", 7, 7, 7, 0);
    printf("[%u] [%o] [%x] [%X] [%#o] [%#x] [%#X] [%#x]\n", 3000000000u, 8, 255, 255, 8,
           255, 255, 0);
    printf("[%d] [%d] [%u] [%ld] [%lld] [%llu]\n", INT_MIN, INT_MAX, UINT_MAX, -1L,
           LLONG_MIN, ULLONG_MAX);
    printf("[%hhd] [%hd] [%hhu] [%zu] [%jd] [%td]\n", 300, 70000, 511, (size_t)9,
           (intmax_t)-9, (ptrdiff_t)-1);
    printf("[%*d] [%-*d] [%*d] [%.*d]\n", 6, 1, 6, 2, -6, 3, 4, 5);
}

static void texts(void)
{
    int so_far;

    printf("[%s] [%8s] [%-8s] [%.2s] [%8.2s] [%.*s]\n", "abc", "abc", "abc", "abc", "abc",
           1, "abc");
    printf("[%c] [%3c] [%-3c] [%%]\n", 'x', 'y', 'z');
    printf("[%p] [%12p] [%p]\n", (void *)0x1234, (void *)0xabcdef, (void *)0);
    printf("five%n", &so_far);
    printf(" %d\n", so_far);
    errno = ENOENT;
    printf("%m\n");
}

static void buffers(void)
{
    char text[8], *made = NULL;

    const char *volatile longer = "longer than that";

    printf("%d", snprintf(text, sizeof(text), "%s", longer));
    printf(" '%s'\n", text);
    printf("%d\n", snprintf(NULL, 0, "%d", 12345));
    printf("%d", sprintf(text, "%03d", 5));
    printf(" '%s'\n", text);
    printf("%d", asprintf(&made, "%s-%d", "made", 7));
    printf(" '%s'\n", made);
    free(made);
}

static void scanning(void)
{
    int a = -1, b = -1, count;
    unsigned hexadecimal = 0;
    char word[16] = "", letter = '?', set[16] = "";
    long long large = 0;

    count = sscanf("12 -7 rest", "%d %d %15s", &a, &b, word);
    printf("%d: %d %d %s\n", count, a, b, word);
    count = sscanf("ff:3", "%x:%d", &hexadecimal, &a);
    printf("%d: %u %d\n", count, hexadecimal, a);
    count = sscanf("abc123", "%[a-z]%d", set, &a);
    printf("%d: %s %d\n", count, set, a);
    count = sscanf("key = value", "%[^=]= %c", set, &letter);
    printf("%d: '%s' %c\n", count, set, letter);
    count = sscanf("123456789012", "%3d%*2d%lld%n", &a, &large, &b);
    printf("%d: %d %lld %d\n", count, a, large, b);
    printf("%d %d %d\n", sscanf("", "%d", &a), sscanf("x", "%d", &a),
           sscanf("5", "%d%d", &a, &b));
    count = sscanf("0x1A 010 9", "%i %i %i", &a, &b, &count);
    printf("%d: %d %d\n", count, a, b);
    printf("%d\n", sscanf("100%", "%d%%", &a));
}

int main(void)
{
    integers();
    texts();
    buffers();
    scanning();
    return 0;
}
