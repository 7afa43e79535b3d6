/* What is pure of the programs' C library, beside this machine's: numbers from text, sorting,
 * dates. The sources are compiled in here under other names. */
#define atoi      own_atoi
#define atol      own_atol
#define atoll     own_atoll
#define strtol    own_strtol
#define strtoll   own_strtoll
#define strtoul   own_strtoul
#define strtoull  own_strtoull
#define strtoimax own_strtoimax
#define strtoumax own_strtoumax
#include "user/lib/numbers.c"
#undef strtoll
#undef strtoull
long long strtoll(const char *text, char **end, int base);
unsigned long long strtoull(const char *text, char **end, int base);

#include <string.h>
#define qsort_r own_qsort_r
#define qsort   own_qsort
#define bsearch own_bsearch
#define mempcpy memory_copy
static void *memory_copy(void *to, const void *from, size_t size)
{
    return (char *)memcpy(to, from, size) + size;
}
void own_qsort(void *things, size_t count, size_t size,
               int (*compare)(const void *, const void *));
void own_qsort_r(void *things, size_t count, size_t size,
                 int (*compare)(const void *, const void *, void *), void *context);
void *own_bsearch(const void *key, const void *things, size_t count, size_t size,
                  int (*compare)(const void *, const void *));
#include "user/lib/sort.c"
#undef qsort
#undef qsort_r
#undef bsearch

#define tzname      own_tzname
#define timezone    own_timezone
#define daylight    own_daylight
#define tzset       own_tzset
#define gmtime      own_gmtime
#define gmtime_r    own_gmtime_r
#define localtime   own_localtime
#define localtime_r own_localtime_r
#define mktime      own_mktime
#define timegm      own_timegm
#include <time.h>

#include "user/lib/calendar.c"
#undef gmtime_r
#undef timegm
struct tm *gmtime_r(const time_t *time, struct tm *date);
time_t timegm(struct tm *date);

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

enum { ROUNDS = 20000, THINGS = 300 };

static void agree_on_number(const char *text, int base)
{
    char *own_end, *end;
    errno = 0;
    long long number = own_strtoll(text, &own_end, base);
    int error = errno;
    errno = 0;
    assert_int_equal(number, strtoll(text, &end, base));
    assert_int_equal(error, errno);
    assert_ptr_equal(own_end, end);
    errno = 0;
    unsigned long long magnitude = own_strtoull(text, &own_end, base);
    error = errno;
    errno = 0;
    assert_int_equal(magnitude, strtoull(text, &end, base));
    assert_int_equal(error, errno);
    assert_ptr_equal(own_end, end);
}

static void any_text_is_the_number_that_the_library_reads(void **state)
{
    (void)state;
    static const char letters[] = "0123456789abcdefxXzZ+- \t";
    const int bases[] = {0, 2, 8, 10, 16, 36};
    for (int round = 0; round < ROUNDS; round++) {
        char text[24];
        int length = rand() % (int)(sizeof(text) - 1);
        for (int i = 0; i < length; i++)
            text[i] = letters[(unsigned)rand() % (rand() % 2 ? 10 : sizeof(letters) - 1)];
        text[length] = '\0';
        agree_on_number(text, bases[rand() % 6]);
    }
}

static void numbers_at_their_bounds_are_read(void **state)
{
    (void)state;
    const char *const texts[] = {"9223372036854775807",   "9223372036854775808",
                                 "-9223372036854775808",  "-9223372036854775809",
                                 "18446744073709551615",  "18446744073709551616",
                                 "-18446744073709551615", "-18446744073709551616",
                                 "0xffffffffffffffff",    "0x10000000000000000"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        agree_on_number(texts[i], 0);
}

struct thing {
    int key, place;
    char more[3];
};

static int compare(const void *a, const void *b)
{
    return ((const struct thing *)a)->key - ((const struct thing *)b)->key;
}

static int compare_in(const void *a, const void *b, void *context)
{
    (void)context;
    return compare(a, b);
}

static void sorting_keeps_the_order_of_equals(void **state)
{
    (void)state;
    struct thing things[THINGS];
    for (int count = 0; count < THINGS; count++) {
        for (int i = 0; i < count; i++)
            things[i] = (struct thing){rand() % (count + 1) / 3, i, {0}};
        own_qsort(things, (size_t)count, sizeof(things[0]), compare);
        for (int i = 1; i < count; i++) {
            assert_in_range(things[i - 1].key, 0, things[i].key);
            if (things[i - 1].key == things[i].key)
                assert_in_range(things[i - 1].place, 0, things[i].place - 1);
        }
    }
}

static void sorting_without_memory_gives_the_same(void **state)
{
    (void)state;
    const struct sorting sorting = {sizeof(struct thing), compare_in, NULL};
    struct thing things[THINGS], sorted[THINGS];
    for (int i = 0; i < THINGS; i++)
        things[i] = sorted[i] = (struct thing){rand() % 50, i, {0}};
    own_qsort(sorted, THINGS, sizeof(sorted[0]), compare);
    insertion_sort(&sorting, (char *)things, sizeof(things));
    assert_memory_equal(things, sorted, sizeof(things));
}

static void what_is_sorted_is_found(void **state)
{
    (void)state;
    struct thing things[THINGS];
    for (int count = 0; count < 40; count++) {
        for (int i = 0; i < count; i++)
            things[i] = (struct thing){2 * i, i, {0}};
        for (int key = -1; key <= 2 * count; key++) {
            const struct thing wanted = {.key = key};
            struct thing *found =
                own_bsearch(&wanted, things, (size_t)count, sizeof(wanted), compare);
            bool is_there = key >= 0 && key % 2 == 0 && key < 2 * count;
            assert_ptr_equal(found, is_there ? &things[key / 2] : NULL);
        }
    }
}

static void agree_on_date(time_t time)
{
    struct tm own, date;
    memset(&own, 0, sizeof(own));
    assert_ptr_equal(own_gmtime_r(&time, &own), &own);
    gmtime_r(&time, &date);
    assert_int_equal(own.tm_sec, date.tm_sec);
    assert_int_equal(own.tm_min, date.tm_min);
    assert_int_equal(own.tm_hour, date.tm_hour);
    assert_int_equal(own.tm_mday, date.tm_mday);
    assert_int_equal(own.tm_mon, date.tm_mon);
    assert_int_equal(own.tm_year, date.tm_year);
    assert_int_equal(own.tm_wday, date.tm_wday);
    assert_int_equal(own.tm_yday, date.tm_yday);
    assert_int_equal(own_timegm(&own), time);
}

static void any_time_is_the_date_that_the_library_says(void **state)
{
    (void)state;
    for (time_t day = -800000; day < 800000; day += 7)
        agree_on_date(day * DAY_SECONDS + day % DAY_SECONDS);
    for (int round = 0; round < ROUNDS; round++)
        agree_on_date((time_t)rand() * (rand() % 2 ? 1 : -1));
}

static void dates_out_of_range_are_brought_into_it(void **state)
{
    (void)state;
    for (int round = 0; round < ROUNDS; round++) {
        struct tm own = {.tm_year = rand() % 200,
                         .tm_mon = rand() % 100 - 50,
                         .tm_mday = rand() % 1000 - 500,
                         .tm_hour = rand() % 100 - 50,
                         .tm_min = rand() % 500 - 250,
                         .tm_sec = rand() % 500 - 250};
        struct tm date = own;
        assert_int_equal(own_timegm(&own), timegm(&date));
        assert_int_equal(own.tm_yday, date.tm_yday);
        assert_int_equal(own.tm_wday, date.tm_wday);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_text_is_the_number_that_the_library_reads),
        cmocka_unit_test(numbers_at_their_bounds_are_read),
        cmocka_unit_test(sorting_keeps_the_order_of_equals),
        cmocka_unit_test(sorting_without_memory_gives_the_same),
        cmocka_unit_test(what_is_sorted_is_found),
        cmocka_unit_test(any_time_is_the_date_that_the_library_says),
        cmocka_unit_test(dates_out_of_range_are_brought_into_it),
    };
    srand(1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
