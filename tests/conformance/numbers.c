/* <stdlib.h>, <inttypes.h> and <ctype.h>: numbers from text, arithmetic, sorting, chance. */
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void show_number(const char *text, int base)
{
    char *end;

    errno = 0;
    long number = strtol(text, &end, base);
    printf("strtol '%s' %d: %s, error %d, rest '%s'\n", text, base,
           number == LONG_MAX   ? "most"
           : number == LONG_MIN ? "least"
                                : "between",
           errno, end);
    errno = 0;
    printf("  %lld %d", strtoll(text, &end, base), errno);
    errno = 0;
    printf(" %llu %d\n", strtoull(text, &end, base), errno);
}

static void numbers(void)
{
    static const char *const texts[] = {"0",    "42",
                                        "-42",  "+7 rest",
                                        "  9",  "0x1f",
                                        "0xg",  "077",
                                        "08",   "",
                                        "-",    "zz",
                                        "1e3",  "99999999999999999999",
                                        "-0",   "0x",
                                        "12z",  "abc",
                                        "--1",  "\t\n5",
                                        "-1x9", "-9223372036854775808",
                                        "010",  "9223372036854775808"};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        show_number(texts[i], 10);
        show_number(texts[i], 0);
        show_number(texts[i], 16);
        show_number(texts[i], 36);
    }
    errno = 0;
    printf("%d %d %d\n", atoi(" -12abc"), (int)strtol("5", NULL, 37) == 0, errno);
}

static void arithmetic(void)
{
    volatile long long big = -9000000000000000000LL, small = 7;
    volatile unsigned long long most = 18446744073709551615ULL,
                                half = 6148914691236517205ULL;
    lldiv_t parts = lldiv(big, small);

    printf("%lld %lld\n", big / small, big % small);
    printf("%llu %llu %llu\n", most / half, most % half, most / 10);
    printf("%llu %llu\n", most / 4294967296ULL, (most - 1) / 4294967297ULL);
    printf("%lld %lld %d %d\n", parts.quot, parts.rem, div(-7, 2).quot, div(-7, 2).rem);
    printf("%d %d\n", __builtin_popcount((unsigned)small * 37),
           __builtin_popcountll(half));
    printf("%d %ld %" PRIdMAX "\n", abs(-5), labs(-5L), imaxabs(-5));
    printf("%" PRId64 " %" PRIx32 " %" PRIu8 "\n", INT64_MIN, UINT32_MAX, UINT8_MAX);
}

struct pair {
    int key, place;
};

static int compare(const void *a, const void *b)
{
    return ((const struct pair *)a)->key - ((const struct pair *)b)->key;
}

static void sorting(void)
{
    struct pair pairs[50];
    const struct pair wanted = {7, 0};

    for (int i = 0; i < 50; i++)
        pairs[i] = (struct pair){i * 37 % 11, i};
    qsort(pairs, 50, sizeof(pairs[0]), compare);
    for (int i = 0; i < 50; i++)
        printf("%d.%d ", pairs[i].key, pairs[i].place);
    const struct pair *found = bsearch(&wanted, pairs, 50, sizeof(pairs[0]), compare);
    printf("\n%d %d\n", found->key,
           bsearch(&(struct pair){99, 0}, pairs, 50, sizeof(pairs[0]), compare) == NULL);
}

static void chance(void)
{
    srand(42);
    int first = rand(), second = rand();
    srand(42);
    printf("%d %d\n", first == rand() && second == rand(),
           first >= 0 && first <= RAND_MAX);
    srand(1);
    printf("%d %d %d\n", rand(), rand(), rand());
}

static void characters(void)
{
    for (int c = 0; c < 256; c++)
        printf("%d%d%d%d%d%d%d%d%d%d%d ", !!isalpha(c), !!isdigit(c), !!isalnum(c),
               !!isspace(c), !!isupper(c), !!islower(c), !!ispunct(c), !!iscntrl(c),
               !!isprint(c), !!isgraph(c), !!isxdigit(c));
    printf("%c%c%c\n", toupper('q'), tolower('Q'), toupper('1'));
}

int main(void)
{
    numbers();
    arithmetic();
    sorting();
    chance();
    characters();
    return 0;
}
