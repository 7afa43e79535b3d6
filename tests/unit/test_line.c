/* kernel/terminal/line.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/terminal/line.h"

#define ERASE "\177"
#define WORD  "\027"
#define KILL  "\025"
#define END   "\004"

enum { MOST = LINE_BYTES_MAX - 1 };

static struct line line;
static struct line_output out;
static struct termios settings;

static int prepare(void **state)
{
    (void)state;
    line_begin(&line);
    settings = (struct termios){
        .c_lflag = ICANON | ECHO | ECHOE | IEXTEN,
        .c_cc = {[VERASE] = 127, [VKILL] = 21, [VEOF] = 4, [VWERASE] = 23}};
    return 0;
}

/* Types KEYS: the echo of the last is ECHO, in which "\b \b" stands for each column that is
 * wiped out, and TEXT is then the line. */
static void expect(const char *keys, const char *echo, const char *text)
{
    for (; *keys != '\0'; keys++)
        line_input(&line, &settings, *keys, &out);
    for (unsigned i = 0; i < out.wiped; i++, echo += 3)
        assert_memory_equal(echo, "\b \b", 3);
    assert_int_equal(out.length, strlen(echo));
    assert_memory_equal(out.text, echo, out.length);
    assert_int_equal(line.length, strlen(text));
    assert_memory_equal(line.text, text, line.length);
}

static void a_line_is_done_with_its_newline(void **state)
{
    (void)state;
    expect("ps", "s", "ps");
    assert_false(line.is_done);
    expect("\n", "\n", "ps\n");
    assert_true(line.is_done);
}

static void the_key_for_the_end_ends_a_line_without_a_byte(void **state)
{
    (void)state;
    expect("ab" END, "", "ab");
    assert_true(line.is_done);
    line_begin(&line);
    expect(END, "", "");
    assert_true(line.is_done);
}

static void a_whole_character_is_erased(void **state)
{
    (void)state;
    expect("aü" ERASE, "\b \b", "a");
    expect("漢" ERASE, "\b \b\b \b", "a");
    expect("\001" ERASE, "\b \b\b \b", "a");
    expect("\t", "^I", "a\t");
    expect(ERASE ERASE ERASE, "", "");
}

static void words_and_the_line_are_erased(void **state)
{
    (void)state;
    expect("one two  " WORD, "\b \b\b \b\b \b\b \b\b \b", "one ");
    expect(WORD WORD, "", "");
    expect("abc" KILL, "\b \b\b \b\b \b", "");
    expect(KILL, "", "");
}

static void without_echo_nothing_is_shown(void **state)
{
    (void)state;
    settings.c_lflag &= ~(tcflag_t)ECHO;
    expect("abc" ERASE "d", "", "abd");
    expect(KILL, "", "");
}

static void keys_can_be_changed_and_taken_away(void **state)
{
    (void)state;
    settings.c_cc[VERASE] = 8;
    settings.c_cc[VKILL] = 0;
    settings.c_lflag &= ~(tcflag_t)IEXTEN;
    expect("ab\b", "\b \b", "a");
    expect(KILL WORD, "^W", "a" KILL WORD);
}

static void a_byte_too_many_rings_the_bell_and_the_line_can_be_ended(void **state)
{
    (void)state;
    char full[LINE_BYTES_MAX + 1];
    memset(full, '\002', MOST);
    strcpy(full + MOST, "");
    expect(full, "^B", full);
    expect("b", "\a", full);
    strcpy(full + MOST, "\n");
    expect("\n", "\n", full);
    line.length--;
    line_input(&line, &settings, *KILL, &out);
    assert_int_equal(out.wiped, 2 * MOST);
    assert_int_equal(line.length, 0);
}

static void any_bytes_leave_a_line_within_its_bounds(void **state)
{
    (void)state;
    srand(1);
    for (int i = 0; i < 200000; i++) {
        line_input(&line, &settings, (char)(rand() % 3 ? rand() : 'x'), &out);
        assert_true(line.length <= LINE_BYTES_MAX && out.length <= LINE_ECHO_MAX);
        if (line.is_done)
            line_begin(&line);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_line_is_done_with_its_newline, prepare),
        cmocka_unit_test_setup(the_key_for_the_end_ends_a_line_without_a_byte, prepare),
        cmocka_unit_test_setup(a_whole_character_is_erased, prepare),
        cmocka_unit_test_setup(words_and_the_line_are_erased, prepare),
        cmocka_unit_test_setup(without_echo_nothing_is_shown, prepare),
        cmocka_unit_test_setup(keys_can_be_changed_and_taken_away, prepare),
        cmocka_unit_test_setup(a_byte_too_many_rings_the_bell_and_the_line_can_be_ended,
                               prepare),
        cmocka_unit_test_setup(any_bytes_leave_a_line_within_its_bounds, prepare),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
