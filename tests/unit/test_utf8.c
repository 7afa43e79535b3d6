/* lib/utf8.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/utf8.h"

static void characters_of_one_to_four_bytes_are_walked_both_ways(void **state)
{
    (void)state;
    static const char text[] = "aü€\xf0\x9f\x98\x80z";
    static const size_t borders[] = {0, 1, 3, 6, 10, 11};
    for (size_t i = 0; i + 1 < sizeof(borders) / sizeof(*borders); i++) {
        assert_int_equal(utf8_behind(text, 11, borders[i]), borders[i + 1]);
        assert_int_equal(utf8_before(text, borders[i + 1]), borders[i]);
    }
}

static void bytes_that_are_no_utf8_are_characters_of_their_own(void **state)
{
    (void)state;
    static const char text[] = "\xff\xc3z\x80\x80\xe2\x82";
    for (size_t at = 0; at < 7; at++) {
        assert_int_equal(utf8_behind(text, 7, at), at + 1);
        assert_int_equal(utf8_before(text, at + 1), at);
    }
}

static void east_asian_characters_are_wide(void **state)
{
    (void)state;
    assert_int_equal(utf8_columns("a", 1), 1);
    assert_int_equal(utf8_columns("ü", 2), 1);
    assert_int_equal(utf8_columns("€", 3), 1);
    assert_int_equal(utf8_columns("漢", 3), 2);
    assert_int_equal(utf8_columns("\xf0\x9f\x98\x80", 4), 2);
    assert_int_equal(utf8_columns("\xcc\x88", 2), 0); /* U+0308 combines */
    assert_int_equal(utf8_columns("\xe6\xbc", 2), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(characters_of_one_to_four_bytes_are_walked_both_ways),
        cmocka_unit_test(bytes_that_are_no_utf8_are_characters_of_their_own),
        cmocka_unit_test(east_asian_characters_are_wide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
