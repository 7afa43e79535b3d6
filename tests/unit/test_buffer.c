/* user/edit/buffer.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "user/edit/buffer.h"

static struct buffer buffer;
static char shown[1024];

/* The lines, each with a `|` behind it. */
static const char *text(void)
{
    shown[0] = '\0';
    for (size_t i = 0; i < buffer.count; i++)
        snprintf(shown + strlen(shown), sizeof(shown) - strlen(shown), "%.*s|",
                 (int)buffer.lines[i].length,
                 buffer.lines[i].text ? buffer.lines[i].text : "");
    return shown;
}

static void insert(size_t row, size_t column, const char *what)
{
    struct place place = {row, column};
    assert_true(buffer_insert(&buffer, &place, what, strlen(what)));
}

static int begin(void **state)
{
    (void)state;
    insert(0, 0, "");
    return 0;
}

static int end(void **state)
{
    (void)state;
    for (size_t i = 0; i < buffer.count; i++)
        free(buffer.lines[i].text);
    free(buffer.lines);
    buffer = (struct buffer){0};
    return 0;
}

static void what_is_put_in_is_split_at_newlines(void **state)
{
    (void)state;
    assert_string_equal(text(), "|");
    assert_false(buffer.is_changed);
    insert(0, 0, "one\n\nthree\n");
    assert_string_equal(text(), "one||three||");
    insert(2, 2, "x\ny");
    assert_string_equal(text(), "one||thx|yree||");
    struct place place = {0, 3};
    assert_true(buffer_insert(&buffer, &place, "\n", 1));
    assert_true(place.row == 1 && place.column == 0);
    assert_string_equal(text(), "one|||thx|yree||");
    assert_true(buffer.is_changed);
}

static void characters_and_newlines_are_taken_out(void **state)
{
    (void)state;
    insert(0, 0, "one\ntwo\n\nfour");
    assert_true(buffer_remove(&buffer, (struct place){1, 1}, (struct place){1, 2}));
    assert_string_equal(text(), "one|to||four|");
    assert_true(buffer_remove(&buffer, (struct place){0, 3}, (struct place){1, 0}));
    assert_true(buffer_remove(&buffer, (struct place){0, 5}, (struct place){1, 0}));
    assert_true(buffer_remove(&buffer, (struct place){0, 5}, (struct place){1, 0}));
    assert_string_equal(text(), "onetofour|");
}

static void one_moves_by_characters_and_over_the_ends_of_lines(void **state)
{
    (void)state;
    insert(0, 0, "a\xc3\xbc\nb");
    struct place place = buffer_behind(&buffer, (struct place){0, 1});
    assert_true(place.row == 0 && place.column == 3);
    place = buffer_behind(&buffer, place);
    assert_true(place.row == 1 && place.column == 0);
    place = buffer_behind(&buffer, (struct place){1, 1});
    assert_true(place.row == 1 && place.column == 1);
    place = buffer_before(&buffer, (struct place){1, 0});
    assert_true(place.row == 0 && place.column == 3);
    place = buffer_before(&buffer, place);
    assert_true(place.row == 0 && place.column == 1);
    place = buffer_before(&buffer, (struct place){0, 0});
    assert_true(place.row == 0 && place.column == 0);
}

static void the_next_one_is_found_and_then_the_first(void **state)
{
    (void)state;
    insert(0, 0, "xa a\nb\na");
    struct place place = {0, 0};
    assert_true(buffer_find(&buffer, "a", &place) && place.row == 0 && place.column == 1);
    assert_true(buffer_find(&buffer, "a", &place) && place.row == 0 && place.column == 3);
    assert_true(buffer_find(&buffer, "a", &place) && place.row == 2 && place.column == 0);
    assert_true(buffer_find(&buffer, "a", &place) && place.row == 0 && place.column == 1);
    assert_true(buffer_find(&buffer, "xa", &place) && place.row == 0 &&
                place.column == 0);
    assert_true(buffer_find(&buffer, "b", &place) && place.row == 1);
    assert_true(buffer_find(&buffer, "b", &place) && place.row == 1);
    assert_false(buffer_find(&buffer, "a\nb", &place));
    assert_false(buffer_find(&buffer, "", &place));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_put_in_is_split_at_newlines, begin, end),
        cmocka_unit_test_setup_teardown(characters_and_newlines_are_taken_out, begin,
                                        end),
        cmocka_unit_test_setup_teardown(
            one_moves_by_characters_and_over_the_ends_of_lines, begin, end),
        cmocka_unit_test_setup_teardown(the_next_one_is_found_and_then_the_first, begin,
                                        end),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
