/* What is seldom asked of the library, each once. */
#define _GNU_SOURCE /* qsort_r, strverscmp */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void chance(void)
{
    static const size_t sizes[] = {8, 31, 32, 64, 128, 256};
    static char state[256], other[64];
    unsigned short words[] = {1, 2, 3}, all[] = {1, 2, 3, 4, 5, 6, 7};
    unsigned seed = 1;

    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        char *before = initstate(7, state, sizes[i]);
        printf("%ld ", random());
        printf("%ld", random());
        setstate(before);
        printf(" %ld\n", random());
    }
    initstate(5, state, sizeof(state));
    random();
    initstate(9, other, sizeof(other));
    setstate(state);
    printf("%ld ", random());
    printf("%d\n", initstate(1, other, 7) == NULL);
    for (int i = 0; i < 3; i++)
        printf("%d ", rand_r(&seed));
    srand48(12345); /* one call each: which comes first is the compiler's choice */
    printf("%.10f ", drand48());
    printf("%ld ", lrand48());
    printf("%ld\n", mrand48());
    printf("%.10f ", erand48(words));
    printf("%ld ", nrand48(words));
    printf("%ld\n", jrand48(words));
    printf("%u ", seed48(words)[1]);
    printf("%ld ", lrand48());
    lcong48(all);
    printf("%ld\n", lrand48());
}

static int descending(const void *a, const void *b, void *count)
{
    ++*(int *)count;
    return *(const int *)b - *(const int *)a;
}

static void words_and_numbers(void)
{
    static const char *const names[] = {"000", "00",    "01",  "09",   "0",   "1",
                                        "9",   "10",    "a9",  "a10",  "a",   "",
                                        "b1",  "1.010", "a01", "a001", "1.01"};
    char line[] = "ro,size=10,bogus,name=", *rest = line, *value;
    char *const known[] = {(char *)"ro", (char *)"size", (char *)"name", NULL};
    int numbers[] = {5, 3, 9, 1}, calls = 0;

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        for (size_t j = 0; j < sizeof(names) / sizeof(names[0]); j++) {
            int difference = strverscmp(names[i], names[j]);
            printf("%d ", (difference > 0) - (difference < 0));
        }
    printf("\n%s %d\n", strcasestr("Hello World", "WORLD"), strcasestr("a", "b") == NULL);
    while (*rest) {
        int option = getsubopt(&rest, known, &value);
        printf("%d %s, ", option, value ? value : "none");
    }
    qsort_r(numbers, 4, sizeof(int), descending, &calls);
    printf("%d %d %d\n", numbers[0], numbers[3], calls > 0);
    printf("%ld %ld %s\n", a64l("./"), a64l("zzzzzz"), l64a(123456));
    printf("%s\n", realpath("/tmp/../tmp/./", NULL));
    printf("%d\n", realpath("/tmp/nothing", NULL) == NULL && errno == ENOENT);
}

static void in_words(void)
{
    for (int i = -1; i < 136; i++)
        printf("%d: %s\n", i, strerror(i));
    for (int i = 0; i < 67; i++)
        printf("%d: %s\n", i, strsignal(i));
}

static void several_bytes(void)
{
    wchar_t wide = 0, many[8];
    char bytes[8];

    printf("%d %d %d\n", mblen("a", 1), mblen("", 1), mbtowc(&wide, "Q", 5));
    printf("%d ", (int)wide);
    printf("%d\n", wctomb(bytes, wide));
    printf("%d ", (int)mbstowcs(many, "hello", 8));
    printf("%d\n", (int)wcstombs(bytes, many, 8));
    printf("%s %d\n", bytes, (int)mbstowcs(NULL, "hello", 0));
}

int main(void)
{
    chance();
    words_and_numbers();
    in_words();
    several_bytes();
    return 0;
}
