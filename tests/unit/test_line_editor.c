/* kernel/terminal/line_editor.c. What it echoes goes to a model of a screen of one long row,
 * where the line and the cursor must then be seen as the editor has them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arch/x86/screen.h"
#include "kernel/terminal/line_editor.h"

enum { COLUMNS = 2 * LINE_BYTES_MAX, MOST = LINE_BYTES_MAX - 1 };

#define UP     "\033[A"
#define DOWN   "\033[B"
#define RIGHT  "\033[C"
#define LEFT   "\033[D"
#define HOME   "\033[H"
#define END    "\033[F"
#define DELETE "\033[3~"

static struct line_editor editor;
static struct line_output out;
static struct screen screen;
static uint16_t cells[COLUMNS];

static int prepare(void **state)
{
    (void)state;
    line_editor_init(&editor);
    screen_init(&screen, cells, COLUMNS, 1);
    return 0;
}

static void expect_screen_shows_the_line(void)
{
    for (unsigned i = 0; i < COLUMNS; i++) {
        char expected = i < editor.length ? editor.line[i] : ' ';
        assert_int_equal(cells[i] & 0xff, (unsigned char)expected);
    }
    assert_int_equal(screen.column, editor.cursor);
}

static enum line_event press(char c)
{
    enum line_event event = line_editor_input(&editor, c, &out);
    assert_true(out.length <= sizeof out.text);
    for (unsigned i = 0; i < out.length; i++)
        screen_put(&screen, out.text[i]);
    if (!editor.is_done)
        expect_screen_shows_the_line();
    return event;
}

/* Types KEYS, the last of which means EVENT and all the others nothing. */
static void type(const char *keys, enum line_event event)
{
    for (; *keys != '\0'; keys++)
        assert_int_equal(press(*keys), keys[1] == '\0' ? event : LINE_NONE);
}

static void expect_taken(const char *expected)
{
    char buffer[LINE_BYTES_MAX];
    size_t size = line_editor_take(&editor, buffer, sizeof buffer);
    assert_int_equal(size, strlen(expected));
    assert_memory_equal(buffer, expected, size);
}

/* KEYS and Enter make LINE. */
static void expect_line(const char *keys, const char *line)
{
    type(keys, LINE_NONE);
    assert_int_equal(press('\r'), LINE_DONE);
    expect_taken(line);
}

static void a_line_is_done_with_enter(void **state)
{
    (void)state;
    expect_line("echo hi", "echo hi\n");
    type("ps\n", LINE_DONE);
    expect_taken("ps\n");
    assert_int_equal(press('\r'), LINE_DONE);
    expect_taken("\n");
}

static void enter_goes_behind_the_line_before_it_ends_it(void **state)
{
    (void)state;
    type("abc" LEFT LEFT "\r", LINE_DONE);
    assert_int_equal(out.length, 3);
    assert_memory_equal(out.text, "bc\n", 3);
}

static void a_line_can_be_taken_in_parts(void **state)
{
    (void)state;
    char buffer[4];
    type("abcd", LINE_NONE);
    assert_int_equal(line_editor_take(&editor, buffer, 4), 0);
    press('\n');
    assert_int_equal(line_editor_take(&editor, buffer, 4), 4);
    assert_memory_equal(buffer, "abcd", 4);
    assert_int_equal(line_editor_take(&editor, buffer, 0), 0);
    assert_int_equal(line_editor_take(&editor, buffer, 4), 1);
    assert_int_equal(buffer[0], '\n');
    assert_int_equal(line_editor_take(&editor, buffer, 4), 0);
}

static void text_is_inserted_at_the_cursor(void **state)
{
    (void)state;
    expect_line("bd" LEFT "c" HOME "a" END "e", "abcde\n");
    expect_line("bd\033OHa\033[4~e\033[1~_\033OF_", "_abde_\n");
    expect_line("b\001a\005c" RIGHT "d", "abcd\n");
    expect_line(LEFT LEFT "a" LEFT LEFT "b", "ba\n");
}

static void characters_are_removed_on_both_sides(void **state)
{
    (void)state;
    expect_line("abc\b\177", "a\n");
    expect_line("abc" LEFT "\b", "ac\n");
    expect_line("abc" HOME DELETE, "bc\n");
    expect_line("abc" DELETE HOME "\b", "abc\n");
}

static void parts_of_the_line_are_killed(void **state)
{
    (void)state;
    expect_line("one two" LEFT LEFT "\025", "wo\n");
    expect_line("one two" LEFT LEFT "\013", "one t\n");
    expect_line("one two  \027", "one \n");
    expect_line("one two" LEFT "\027", "one o\n");
    expect_line("one" HOME "\027\025" END "\013", "one\n");
}

static void the_history_goes_back_and_returns_to_the_unfinished_line(void **state)
{
    (void)state;
    expect_line("one", "one\n");
    expect_line("two", "two\n");
    expect_line("dra" UP UP UP DOWN DOWN DOWN "ft", "draft\n");
    expect_line("\020\020\020", "one\n");
    expect_line(UP UP "!", "draft!\n");
    expect_line(UP UP UP DOWN "\016", "draft!\n");
}

static void empty_and_repeated_lines_are_not_remembered(void **state)
{
    (void)state;
    expect_line("one", "one\n");
    expect_line("two", "two\n");
    expect_line("two", "two\n");
    expect_line("", "\n");
    expect_line(UP UP, "one\n");
}

static void the_history_keeps_the_last_lines(void **state)
{
    (void)state;
    for (int i = 0; i < 3 * LINE_HISTORY_MAX; i++) {
        char line[32], expected[32];
        snprintf(line, sizeof line, "line %d", i);
        snprintf(expected, sizeof expected, "line %d\n", i);
        expect_line(line, expected);
    }
    for (int i = 0; i < LINE_HISTORY_MAX + 5; i++)
        type(UP, LINE_NONE);
    char oldest[32];
    snprintf(oldest, sizeof oldest, "line %d\n", 2 * LINE_HISTORY_MAX);
    expect_line("", oldest);
}

static void control_c_and_its_like_drop_the_line(void **state)
{
    (void)state;
    type("abc\003", LINE_INTERRUPT);
    assert_int_equal(out.length, 3);
    assert_memory_equal(out.text, "^C\n", 3);
    type("abc" LEFT "\032", LINE_SUSPEND);
    assert_memory_equal(out.text, "^Z\n", 3);
    type("abc" LEFT "\034", LINE_RESCUE);
    assert_memory_equal(out.text, "^\\\n", 3);
    expect_taken("");
    expect_line("x", "x\n");
    expect_line(UP UP, "x\n");
}

static void control_c_works_within_a_sequence(void **state)
{
    (void)state;
    type("abc\033[\003", LINE_INTERRUPT);
    expect_line("A", "A\n");
}

static void control_d_ends_the_input_or_hands_over_what_is_there(void **state)
{
    (void)state;
    type("\004", LINE_END);
    expect_taken("");
    type("abc" LEFT "\004", LINE_DONE);
    expect_taken("abc");
    assert_int_equal(editor.length, 0);
}

static void control_l_clears_the_screen_and_draws_the_line(void **state)
{
    (void)state;
    screen_put(&screen, '%');
    line_editor_input(&editor, 'a', &out);
    line_editor_input(&editor, 'b', &out);
    type("\014" LEFT "\014", LINE_NONE);
}

static void a_full_line_rings_the_bell(void **state)
{
    (void)state;
    char expected[LINE_BYTES_MAX + 1];
    for (int i = 0; i < MOST; i++)
        press('x');
    press('y');
    assert_int_equal(out.length, 1);
    assert_int_equal(out.text[0], '\a');
    memset(expected, 'x', MOST);
    memcpy(expected + MOST, "\n", 2);
    expect_line("", expected);
}

static void unknown_keys_do_nothing(void **state)
{
    (void)state;
    expect_line("a\t\002\006\017b\xc3\xa4\xff!", "ab!\n");
    expect_line("a\033[5~b\033[15~c\033[Zd\033xe\033[99999999999~f\033OQg", "abcdefg\n");
}

static void a_line_that_nobody_took_is_replaced(void **state)
{
    (void)state;
    type("lost\r", LINE_DONE);
    expect_line("kept", "kept\n");
}

static void random_keys_never_confuse_the_echo(void **state)
{
    (void)state;
    static const char *const likely[] = {
        UP,     DOWN,   LEFT,
        LEFT,   LEFT,   RIGHT,
        HOME,   END,    DELETE,
        "\b",   "\025", "\013",
        "\027", "\014", "\r",
        "\003", "a b",  "long text to fill the line with something",
        " ",    "\033",
    };
    for (int round = 0; round < 100000; round++) {
        const char *keys = likely[(size_t)rand() % (sizeof likely / sizeof likely[0])];
        for (; *keys != '\0'; keys++)
            press(*keys);
        if (rand() % 4 == 0)
            press((char)rand());
        assert_true(editor.cursor <= editor.length && editor.length <= LINE_BYTES_MAX);
        if (editor.is_done) {
            char buffer[LINE_BYTES_MAX];
            assert_in_range(line_editor_take(&editor, buffer, sizeof buffer), 1,
                            sizeof buffer);
            screen_init(&screen, cells, COLUMNS, 1); /* after Ctrl-D the text stays */
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_line_is_done_with_enter, prepare),
        cmocka_unit_test_setup(enter_goes_behind_the_line_before_it_ends_it, prepare),
        cmocka_unit_test_setup(a_line_can_be_taken_in_parts, prepare),
        cmocka_unit_test_setup(text_is_inserted_at_the_cursor, prepare),
        cmocka_unit_test_setup(characters_are_removed_on_both_sides, prepare),
        cmocka_unit_test_setup(parts_of_the_line_are_killed, prepare),
        cmocka_unit_test_setup(the_history_goes_back_and_returns_to_the_unfinished_line,
                               prepare),
        cmocka_unit_test_setup(empty_and_repeated_lines_are_not_remembered, prepare),
        cmocka_unit_test_setup(the_history_keeps_the_last_lines, prepare),
        cmocka_unit_test_setup(control_c_and_its_like_drop_the_line, prepare),
        cmocka_unit_test_setup(control_c_works_within_a_sequence, prepare),
        cmocka_unit_test_setup(control_d_ends_the_input_or_hands_over_what_is_there,
                               prepare),
        cmocka_unit_test_setup(control_l_clears_the_screen_and_draws_the_line, prepare),
        cmocka_unit_test_setup(a_full_line_rings_the_bell, prepare),
        cmocka_unit_test_setup(unknown_keys_do_nothing, prepare),
        cmocka_unit_test_setup(a_line_that_nobody_took_is_replaced, prepare),
        cmocka_unit_test_setup(random_keys_never_confuse_the_echo, prepare),
    };
    srand(1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
