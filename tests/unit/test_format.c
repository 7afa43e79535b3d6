/* lib/format.c: by tables, and against the C library's printf. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/format.h"

static char result[512];

static int print_into(char *buffer, size_t size, const char *text, ...)
{
    va_list arguments;
    va_start(arguments, text);
    int length = format_to_buffer(buffer, size, text, arguments);
    va_end(arguments);
    return length;
}

#define expect(expected, ...)                                                            \
    do {                                                                                 \
        int length_ = print_into(result, sizeof result, __VA_ARGS__);                    \
        assert_string_equal(result, expected);                                           \
        assert_int_equal(length_, strlen(expected));                                     \
    } while (0)

static void integers_print_in_all_bases(void **state)
{
    (void)state;
    expect("0 1 -1", "%d %i %d", 0, 1, -1);
    expect("4294967295 ff FF 377", "%u %x %X %o", UINT_MAX, 255, 255, 255);
    expect("0xff 0XFF 0377 0 0", "%#x %#X %#o %#x %#o", 255, 255, 255, 0, 0);
    expect("-2147483648", "%d", INT_MIN);
    expect("-9223372036854775808", "%lld", LLONG_MIN);
    expect("18446744073709551615", "%llu", ULLONG_MAX);
    expect("1777777777777777777777", "%llo", ULLONG_MAX);
    expect("[]", "[%.0d]", 0);
}

static void lengths_cut_and_extend(void **state)
{
    (void)state;
    expect("1 -1 44 255", "%hhd %hhd %hhu %hhu", 257, 255, 300, -1);
    expect("1 -1 65535", "%hd %hd %hu", 65537, 65535, -1);
    expect("-1 -2 3", "%ld %jd %zu", -1l, (intmax_t)-2, (size_t)3);
    expect("-5 -6", "%td %zd", (ptrdiff_t)-5, (ptrdiff_t)-6);
    expect("ffffffffffffffff", "%jx", UINTMAX_MAX);
}

static void fields_align_and_fill(void **state)
{
    (void)state;
    expect("[   42][42   ][00042]", "[%5d][%-5d][%05d]", 42, 42, 42);
    expect("[  -42][-0042][  042]", "[%5d][%05d][%5.3d]", -42, -42, 42);
    expect("[+1][ 1][-1][0x00ff]", "[%+d][% d][%+d][%#06x]", 1, 1, -1, 255);
    expect("[  abc][abc  ][ab]", "[%5s][%-5s][%.2s]", "abc", "abc", "abc");
    expect("[    7][7    ][007]", "[%*d][%*d][%.*d]", 5, 7, -5, 7, 3, 7);
    expect("[x][  x]", "[%c][%3c]", 'x', 'x');
    expect("[7]", "[%.*d]", -1, 7);
}

static void strings_may_be_missing_or_lack_their_end(void **state)
{
    (void)state;
    expect("(null)", "%s", (char *)NULL);
    char *unterminated = malloc(3);
    memcpy(unterminated, "abc", 3);
    expect("abc", "%.3s", unterminated);
    free(unterminated);
}

static void pointers_are_hexadecimal_or_nil(void **state)
{
    (void)state;
    expect("0xc0de", "%p", (void *)0xc0de);
    expect("   0xc0de|(nil)", "%9p|%p", (void *)0xc0de, NULL);
}

static void unknown_conversions_stand_as_they_are(void **state)
{
    (void)state;
    expect("100%", "100%%");
    expect("%q %5.2f %Le", "%q %5.2f %Le");
    expect("%", "%");
    expect("%-08.3ll", "%-08.3ll");
}

static void the_count_so_far_is_stored(void **state)
{
    (void)state;
    int count = 0;
    signed char small = 0;
    expect("abc 7", "abc%n %d%hhn", &count, 7, &small);
    assert_int_equal(count, 3);
    assert_int_equal(small, 5);
}

static void huge_fields_are_limited(void **state)
{
    (void)state;
    assert_int_equal(print_into(result, sizeof result, "%99999999999d", 1),
                     FORMAT_FIELD_MAX);
    assert_int_equal(print_into(result, sizeof result, "%*d", INT_MAX, 1),
                     FORMAT_FIELD_MAX);
    assert_int_equal(print_into(result, sizeof result, "%*d", INT_MIN, 1),
                     FORMAT_FIELD_MAX);
    assert_int_equal(print_into(result, sizeof result, "%.*d", INT_MAX, 1),
                     FORMAT_FIELD_MAX);
}

static void a_buffer_is_never_overrun_and_always_ended(void **state)
{
    (void)state;
    for (size_t size = 0; size < 9; size++) {
        char *exact = malloc(size + 1);
        exact[size] = 'x';
        assert_int_equal(print_into(exact, size, "%s %d", "abc", 42), 6);
        assert_int_equal(exact[size], 'x');
        if (size > 0) {
            assert_int_equal(strlen(exact), size < 7 ? size - 1 : 6);
            assert_memory_equal(exact, "abc 42", strlen(exact));
        }
        free(exact);
    }
}

/* Random conversions of long long, built so that the C library accepts them. */
static void random_conversions_agree_with_the_library(void **state)
{
    (void)state;
    for (int round = 0; round < 50000; round++) {
        char text[32] = "%", expected[256];
        for (const char *flag = "-0+ #"; *flag != '\0'; flag++)
            if (rand() % 3 == 0)
                strncat(text, flag, 1);
        size_t length = strlen(text);
        int width = rand() % 30, precision = rand() % 30;
        if (width > 0)
            length += (size_t)sprintf(text + length, "%d", width);
        if (rand() % 2 == 0)
            length += (size_t)sprintf(text + length, ".%d", precision);
        sprintf(text + length, "ll%c", "diuxXo"[rand() % 6]);
        long long value =
            (long long)((uint64_t)rand() << 32 | (uint64_t)rand()) >> rand() % 63;
        value = rand() % 2 ? value : -value;
        snprintf(expected, sizeof expected, text, value);
        expect(expected, text, value);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_print_in_all_bases),
        cmocka_unit_test(lengths_cut_and_extend),
        cmocka_unit_test(fields_align_and_fill),
        cmocka_unit_test(strings_may_be_missing_or_lack_their_end),
        cmocka_unit_test(pointers_are_hexadecimal_or_nil),
        cmocka_unit_test(unknown_conversions_stand_as_they_are),
        cmocka_unit_test(the_count_so_far_is_stored),
        cmocka_unit_test(huge_fields_are_limited),
        cmocka_unit_test(a_buffer_is_never_overrun_and_always_ended),
        cmocka_unit_test(random_conversions_agree_with_the_library),
    };
    srand(1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
