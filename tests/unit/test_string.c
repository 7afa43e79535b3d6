/* lib/string.c, under other names, against the C library's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void *(*const host_memcpy)(void *, const void *, size_t) = memcpy;
static void *(*const host_memmove)(void *, const void *, size_t) = memmove;
static void *(*const host_memset)(void *, int, size_t) = memset;
static int (*const host_memcmp)(const void *, const void *, size_t) = memcmp;
static int (*const host_strncmp)(const char *, const char *, size_t) = strncmp;

#define memcpy  robin_memcpy
#define memmove robin_memmove
#define memset  robin_memset
#define memcmp  robin_memcmp
#define strlen  robin_strlen
#define strnlen robin_strnlen
#define strcmp  robin_strcmp
#define strncmp robin_strncmp
#define strchr  robin_strchr
#define strrchr robin_strrchr
#include "lib/string.c"

enum { BYTES = 64, ROUNDS = 20000 };

static void fill(unsigned char *bytes)
{
    for (size_t i = 0; i < BYTES; i++)
        bytes[i] = (unsigned char)(rand() % 4);
}

static int sign(int number)
{
    return (number > 0) - (number < 0);
}

static void
memory_functions_agree_with_the_library_at_any_alignment_and_overlap(void **state)
{
    (void)state;
    _Alignas(8) unsigned char ours[BYTES], theirs[BYTES], other[BYTES];
    for (int round = 0; round < ROUNDS; round++) {
        fill(ours);
        fill(other);
        host_memcpy(theirs, ours, BYTES);
        size_t to = (size_t)rand() % BYTES, from = (size_t)rand() % BYTES;
        size_t size = (size_t)rand() % (BYTES - (to > from ? to : from) + 1);

        assert_ptr_equal(memmove(ours + to, ours + from, size), ours + to);
        host_memmove(theirs + to, theirs + from, size);
        assert_memory_equal(ours, theirs, BYTES);

        assert_ptr_equal(memcpy(ours + to, other + from, size), ours + to);
        host_memcpy(theirs + to, other + from, size);
        assert_memory_equal(ours, theirs, BYTES);

        assert_int_equal(sign(memcmp(ours + to, other + from, size)),
                         sign(host_memcmp(ours + to, other + from, size)));

        assert_ptr_equal(memset(ours + to, 0x1f0, size), ours + to);
        host_memset(theirs + to, 0x1f0, size);
        assert_memory_equal(ours, theirs, BYTES);
    }
}

static void strings_compare_as_in_the_library(void **state)
{
    (void)state;
    unsigned char a[BYTES], b[BYTES];
    for (int round = 0; round < ROUNDS; round++) {
        fill(a);
        fill(b);
        a[rand() % 8] = b[rand() % 8] = 0;
        size_t size = (size_t)rand() % 10;
        int expected = host_strncmp((char *)a, (char *)b, size);
        assert_int_equal(sign(strncmp((char *)a, (char *)b, size)), sign(expected));
    }
    assert_true(strcmp("a", "b") < 0);
    assert_true(strcmp("ab", "a") > 0);
    assert_true(strcmp("\x80", "a") > 0);
    assert_int_equal(strcmp("", ""), 0);
}

static void lengths_end_at_the_first_nul_or_at_the_limit(void **state)
{
    (void)state;
    assert_int_equal(strlen(""), 0);
    assert_int_equal(strlen("four"), 4);
    char *exact = malloc(3);
    host_memcpy(exact, "abc", 3);
    assert_int_equal(strnlen(exact, 3), 3);
    assert_int_equal(strnlen("ab", 3), 2);
    free(exact);
}

static void characters_are_found_from_both_ends_and_nul_too(void **state)
{
    (void)state;
    const char *text = "a=b=c";
    assert_ptr_equal(strchr(text, '='), text + 1);
    assert_ptr_equal(strrchr(text, '='), text + 3);
    assert_ptr_equal(strchr(text, '\0'), text + 5);
    assert_ptr_equal(strrchr(text, '\0'), text + 5);
    assert_null(strchr(text, 'x'));
    assert_null(strrchr(text, 'x'));
}

static void string_copy_always_terminates_and_says_whether_all_fitted(void **state)
{
    (void)state;
    char buffer[4] = "zzz";
    assert_false(string_copy(buffer, "abcdef", 0));
    assert_string_equal(buffer, "zzz");
    assert_false(string_copy(buffer, "abcd", sizeof buffer));
    assert_string_equal(buffer, "abc");
    assert_true(string_copy(buffer, "xyz", sizeof buffer));
    assert_string_equal(buffer, "xyz");
    assert_true(string_copy(buffer, "", 1));
    assert_string_equal(buffer, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            memory_functions_agree_with_the_library_at_any_alignment_and_overlap),
        cmocka_unit_test(strings_compare_as_in_the_library),
        cmocka_unit_test(lengths_end_at_the_first_nul_or_at_the_limit),
        cmocka_unit_test(characters_are_found_from_both_ends_and_nul_too),
        cmocka_unit_test(string_copy_always_terminates_and_says_whether_all_fitted),
    };
    srand(1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
