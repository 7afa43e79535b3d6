/* lib/words.c. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/words.h"

static char word[64];

/* LINE has the COUNT words of EXPECTED and no more. */
static void expect_words(const char *line, size_t count, const char *const *expected)
{
    size_t offset = 0, start;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(words_next(line, &offset, word, sizeof word, &start), 1);
        assert_string_equal(word, expected[i]);
    }
    assert_int_equal(words_next(line, &offset, word, sizeof word, &start), 0);
    assert_int_equal(offset, strlen(line));
}

#define expect(line, ...)                                                                \
    expect_words(line, sizeof((const char *[]){__VA_ARGS__}) / sizeof(const char *),     \
                 (const char *[]){__VA_ARGS__})

static void blanks_separate_words(void **state)
{
    (void)state;
    expect_words("", 0, NULL);
    expect_words(" \t ", 0, NULL);
    expect("  a=1\t b=2 ", "a=1", "b=2");
}

static void words_of_grub_and_qemu_quoting_agree(void **state)
{
    (void)state;
    const char *run = "run=echo \"hi\"; ps";
    expect("hz=100 run='echo \"hi\"; ps' seed=1", "hz=100", run, "seed=1");
    expect("hz=100 \"run=echo \\\"hi\\\"; ps\" seed=1", "hz=100", run, "seed=1");
}

static void quotes_begin_and_end_anywhere(void **state)
{
    (void)state;
    expect("a'b c'd\"e f\"g", "ab cde fg");
    expect("'' \"\" x", "", "", "x");
    expect("'it is \"so\"' \"it's\"", "it is \"so\"", "it's");
}

static void a_backslash_counts_only_before_what_it_can_escape(void **state)
{
    (void)state;
    expect("a\\'b\\\"c\\\\d", "a'b\"c\\d");
    expect("a\\nb c\\ d e\\", "a\\nb", "c\\", "d", "e\\");
    expect("'a\\\\b\\' \"a\\\\b\\n\\\"\"", "a\\\\b\\", "a\\b\\n\"");
}

static void an_open_quote_is_an_error_behind_which_nothing_is_left(void **state)
{
    (void)state;
    static const char *const lines[] = {"a 'b c", "a \"b c", "a b'c d\"", "a \"b\\\""};
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
        size_t offset = 1, start = 0;
        assert_int_equal(words_next(lines[i], &offset, word, sizeof word, &start),
                         -EINVAL);
        assert_int_equal(start, 2);
        assert_int_equal(words_next(lines[i], &offset, word, sizeof word, &start), 0);
    }
}

static void a_long_word_is_an_error_and_the_next_one_is_read(void **state)
{
    (void)state;
    size_t offset = 0, start = 9;
    assert_int_equal(words_next("abcd ef", &offset, word, 4, &start), -E2BIG);
    assert_string_equal(word, "abc");
    assert_int_equal(start, 0);
    assert_int_equal(words_next("abcd ef", &offset, word, 4, &start), 1);
    assert_string_equal(word, "ef");
    assert_int_equal(start, 5);
    offset = 0;
    assert_int_equal(words_next("abc", &offset, word, 4, &start), 1);
}

static void words_split_at_the_first_equals_sign(void **state)
{
    (void)state;
    const char *key, *value;
    char pair[] = "policy=mlfq levels=3", bare[] = "check", keyless[] = "=x",
         empty[] = "run=";
    assert_true(words_split(pair, &key, &value));
    assert_string_equal(key, "policy");
    assert_string_equal(value, "mlfq levels=3");
    assert_true(words_split(empty, &key, &value));
    assert_string_equal(value, "");
    assert_false(words_split(bare, &key, &value));
    assert_string_equal(bare, "check");
    assert_false(words_split(keyless, &key, &value));
    assert_string_equal(keyless, "=x");
}

static void numbers_are_whole_and_in_range(void **state)
{
    (void)state;
    uint32_t value = 7;
    static const char *const wrong[] = {
        "",    " 1", "1 ",  "-1",         "+1",
        "0x1", "1a", "101", "4294967297", "99999999999999999999"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(words_number(wrong[i], 0, 100, &value), -EINVAL);
    assert_int_equal(words_number("18", 19, 1000, &value), -EINVAL);
    assert_int_equal(value, 7);
    assert_int_equal(words_number("0100", 19, 100, &value), 0);
    assert_int_equal(value, 100);
    assert_int_equal(words_number("4294967295", 0, UINT32_MAX, &value), 0);
    assert_true(value == UINT32_MAX);
    assert_int_equal(words_number("4294967296", 0, UINT32_MAX, &value), -EINVAL);
}

/* As a boot loader does it: quotes around, and a backslash before what would end them. */
static void quote(const char *text, char *quoted)
{
    *quoted++ = '"';
    for (; *text != '\0'; text++) {
        if (strchr("\\\"'", *text) != NULL)
            *quoted++ = '\\';
        *quoted++ = *text;
    }
    *quoted++ = '"';
    *quoted = '\0';
}

static void any_text_survives_quoting(void **state)
{
    (void)state;
    for (int round = 0; round < 20000; round++) {
        char text[20] = "", quoted[50];
        int length = rand() % 19;
        for (int i = 0; i < length; i++)
            text[i] = "ab=\\\\'\"  ;"[rand() % 10];
        quote(text, quoted);
        expect(quoted, text);
    }
}

static void any_line_is_walked_to_its_end(void **state)
{
    (void)state;
    for (int round = 0; round < 20000; round++) {
        size_t length = (size_t)rand() % 30, offset = 0, start;
        char *line = calloc(length + 1, 1);
        for (size_t i = 0; i < length; i++)
            line[i] = "ab=\\\\'\"  ;"[rand() % 10];
        size_t before = 0;
        while (words_next(line, &offset, word, 1 + (size_t)rand() % 8, &start) != 0) {
            assert_true(offset > before && offset <= length);
            assert_true(start >= before && start < offset);
            before = offset;
        }
        assert_int_equal(offset, length);
        free(line);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blanks_separate_words),
        cmocka_unit_test(words_of_grub_and_qemu_quoting_agree),
        cmocka_unit_test(quotes_begin_and_end_anywhere),
        cmocka_unit_test(a_backslash_counts_only_before_what_it_can_escape),
        cmocka_unit_test(an_open_quote_is_an_error_behind_which_nothing_is_left),
        cmocka_unit_test(a_long_word_is_an_error_and_the_next_one_is_read),
        cmocka_unit_test(words_split_at_the_first_equals_sign),
        cmocka_unit_test(numbers_are_whole_and_in_range),
        cmocka_unit_test(any_text_survives_quoting),
        cmocka_unit_test(any_line_is_walked_to_its_end),
    };
    srand(1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
