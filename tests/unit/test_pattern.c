/* user/grep/pattern.c, beside the host's own regular expressions. */
#include <regex.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "user/grep/pattern.h"

static bool matches(struct pattern pattern, const char *line)
{
    assert_null(pattern_error(&pattern));
    return pattern_matches(&pattern, line, strlen(line));
}

static void a_fixed_pattern_stands_for_itself(void **state)
{
    (void)state;
    struct pattern pattern = {.text = "a.b*[$", .is_fixed = true};
    assert_true(matches(pattern, "xa.b*[$y"));
    assert_false(matches(pattern, "xaxb*[$y"));
    pattern.text = "^";
    assert_false(matches(pattern, "a"));
    pattern.text = "";
    assert_true(matches(pattern, ""));
}

static void large_and_small_letters_may_be_the_same(void **state)
{
    (void)state;
    assert_true(
        matches((struct pattern){.text = "a[b-d]E", .ignores_case = true}, "ACe"));
    assert_false(matches((struct pattern){.text = "a[b-d]E"}, "ACe"));
}

static void a_line_may_have_any_bytes(void **state)
{
    (void)state;
    struct pattern pattern = {.text = "a.b$"};
    assert_true(pattern_matches(&pattern, "xa\0b", 4));
    assert_true(pattern_matches(&pattern, "a\377b", 3));
    assert_false(pattern_matches(&pattern, "a\0bc", 4));
}

static void what_cannot_be_a_pattern_is_told(void **state)
{
    (void)state;
    static const char *const wrong[] = {"[", "a[bc", "[]", "[^]", "[^", "a\\"};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        assert_non_null(pattern_error(&(struct pattern){.text = wrong[i]}));
    assert_null(pattern_error(&(struct pattern){.text = "a\\[[]]"}));
}

static void what_is_not_there_is_told(void **state)
{
    (void)state;
    static const char *const simple[] = {"\\(a\\)", "a\\{2\\}", "a\\|b", "\\w",
                                         "[a[:digit:]]"};
    static const char *const extended[] = {"(a)", "a{2}", "a|b", "\\1", "[[.a.]]"};
    for (size_t i = 0; i < sizeof(simple) / sizeof(simple[0]); i++) {
        assert_non_null(pattern_error(&(struct pattern){.text = simple[i]}));
        assert_non_null(
            pattern_error(&(struct pattern){.text = extended[i], .is_extended = true}));
        assert_null(
            pattern_error(&(struct pattern){.text = simple[i], .is_fixed = true}));
    }
    assert_true(matches((struct pattern){.text = "(a|b){}"}, "x(a|b){}"));
    assert_true(matches((struct pattern){.text = "\\(a\\|", .is_extended = true}, "(a|"));
    assert_true(matches((struct pattern){.text = "[a[][:.]"}, "[:"));
}

/* Where POSIX says what a pattern means: not behind a second `*`, nor for a `^` in the middle. */
static bool is_defined(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if (strchr("*+?^", at[0]) != NULL && strchr("*+?", at[1]) != NULL &&
            at[1] != '\0')
            return false;
        if (at[1] == '^' && at[0] != '[')
            return false;
    }
    return strchr("*+?", text[0]) == NULL || text[0] == '\0';
}

static void fill_any(char *text, size_t most, const char *alphabet)
{
    size_t length = (size_t)rand() % most;
    for (size_t i = 0; i < length; i++)
        text[i] = alphabet[(size_t)rand() % strlen(alphabet)];
    text[length] = '\0';
}

static void any_pattern_matches_as_the_hosts(void **state)
{
    (void)state;
    unsigned found = 0, compared = 0;
    for (int round = 0; round < 60000; round++) {
        char text[10], line[10];
        bool is_extended = round % 2 == 0;
        regex_t expected;
        fill_any(text, sizeof(text), is_extended ? "aab.*+?[]^-b" : "aab.*[]^-bc\\");
        fill_any(line, sizeof(line), "aabbc*-]");
        struct pattern pattern = {.text = text, .is_extended = is_extended};
        bool is_right = pattern_error(&pattern) == NULL;
        if (!is_defined(text) || strstr(text, "[.") != NULL ||
            strchr(text, '\\') != NULL || strchr(text + !!*text, '^'))
            continue;
        if (regcomp(&expected, text, is_extended ? REG_EXTENDED : 0) != 0)
            continue;
        assert_true(is_right);
        bool is_found = regexec(&expected, line, 0, NULL, 0) == 0;
        regfree(&expected);
        if (is_found != matches(pattern, line))
            fail_msg("`%s` in `%s`: the host says %d", text, line, is_found);
        found += is_found;
        compared++;
    }
    assert_true(found > 1000 && compared - found > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fixed_pattern_stands_for_itself),
        cmocka_unit_test(large_and_small_letters_may_be_the_same),
        cmocka_unit_test(a_line_may_have_any_bytes),
        cmocka_unit_test(what_cannot_be_a_pattern_is_told),
        cmocka_unit_test(what_is_not_there_is_told),
        cmocka_unit_test(any_pattern_matches_as_the_hosts),
    };
    srand(1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
