/* user/sh/complete.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "user/sh/complete.h"

/* The word at the end of TEXT is WORD, with its last part NAME. */
static void expect_word(const char *text, const char *word, const char *name,
                        bool is_command)
{
    struct complete_word found = complete_find(text, strlen(text));
    assert_string_equal(text + found.start, word);
    assert_string_equal(text + found.name, name);
    assert_int_equal(found.is_command, is_command);
    assert_false(found.is_quoted);
}

static void the_first_word_of_each_command_is_a_command(void **state)
{
    (void)state;
    expect_word("", "", "", true);
    expect_word("  ec", "ec", "ec", true);
    expect_word("true;  ec", "ec", "ec", true);
    expect_word("spin & wa", "wa", "wa", true);
    expect_word("ps | gr", "gr", "gr", true);
    expect_word("true&&ec", "ec", "ec", true);
    expect_word("A=1 B=2 en", "en", "en", true);
    expect_word("<in gr", "gr", "gr", true);
}

static void other_words_are_files(void **state)
{
    (void)state;
    expect_word("cat ", "", "", false);
    expect_word("cat a  fi", "fi", "fi", false);
    expect_word("cat /files/le", "/files/le", "le", false);
    expect_word("/bin/e", "/bin/e", "e", false);
    expect_word("<fi", "fi", "fi", false);
    expect_word("true; > fi", "fi", "fi", false);
    expect_word("cat 2>fi", "fi", "fi", false);
    expect_word("cat 2>&1 fi", "fi", "fi", false);
}

static void words_with_quotes_are_left_alone(void **state)
{
    (void)state;
    assert_true(complete_find("cat 'a", 6).is_quoted);
    assert_true(complete_find("cat a\\", 6).is_quoted);
    assert_false(complete_find("cat 'a' b", 9).is_quoted);
}

static void what_all_names_begin_with_is_common(void **state)
{
    (void)state;
    assert_int_equal(complete_common((char *[]){"status", "stress"}, 2), 2);
    assert_int_equal(complete_common((char *[]){"sh", "sh/"}, 2), 2);
    assert_int_equal(complete_common((char *[]){"a", "b"}, 2), 0);
    assert_int_equal(complete_common((char *[]){"one"}, 1), 3);
}

static void special_characters_are_quoted_and_nothing_overflows(void **state)
{
    (void)state;
    char text[16] = "";
    complete_quote(text, sizeof text, "a b;*c", 5);
    assert_string_equal(text, "a\\ b\\;\\*");
    complete_quote(text, sizeof text, "0123456789", 10);
    assert_string_equal(text, "a\\ b\\;\\*012345");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_word_of_each_command_is_a_command),
        cmocka_unit_test(other_words_are_files),
        cmocka_unit_test(words_with_quotes_are_left_alone),
        cmocka_unit_test(what_all_names_begin_with_is_common),
        cmocka_unit_test(special_characters_are_quoted_and_nothing_overflows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
