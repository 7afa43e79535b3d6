/* The shell's editor: user/sh/edit.c with keys.c and history.c. What it writes goes to a
 * model of a terminal's row, where line and cursor must then be seen as they are. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/utf8.h"
#include "user/sh/edit.h"

enum { COLUMNS = 40, PROMPT_COLUMNS = 2, FIELD = COLUMNS - PROMPT_COLUMNS - 1 };

#define UP         "\033[A"
#define DOWN       "\033[B"
#define RIGHT      "\033[C"
#define LEFT       "\033[D"
#define HOME       "\033[H"
#define END        "\033[F"
#define DELETE     "\033[3~"
#define WORD_LEFT  "\033[1;5D"
#define WORD_RIGHT "\033f"

static struct editor editor;
static struct history history;

/* --- The row: cells hold characters; the second of a wide one is empty --- */

static char row[COLUMNS][5];
static size_t column;

static void clear_row(size_t from)
{
    for (size_t i = from; i < COLUMNS; i++)
        strcpy(row[i], " ");
}

static size_t show_character(const char *text, size_t left)
{
    size_t size = utf8_behind(text, left, 0), columns = utf8_columns(text, left);
    assert_true(column + columns < COLUMNS); /* the row never wraps */
    memcpy(row[column], text, size);
    row[column][size] = '\0';
    for (size_t i = 1; i < columns; i++)
        strcpy(row[column + i], "");
    column += columns;
    return size;
}

/* Writes what the editor has to say, and forgets it. */
static void write_out(void)
{
    assert_true(editor.out_length < EDIT_OUTPUT_MAX);
    for (size_t i = 0; i < editor.out_length;) {
        const char *text = editor.out + i;
        size_t size = 1, left = editor.out_length - i;
        if (*text == '\b') {
            assert_true(column > PROMPT_COLUMNS);
            column--;
        } else if (left >= 3 && memcmp(text, "\033[K", 3) == 0) {
            clear_row(column);
            size = 3;
        } else if (left >= 6 && memcmp(text, "\033[H\033[J", 6) == 0) {
            column = 0;
            clear_row(0);
            size = 6;
        } else if ((unsigned char)*text >= ' ') {
            size = show_character(text, left);
        }
        i += size;
    }
    editor.out_length = 0;
}

static size_t columns_between(size_t start, size_t end)
{
    size_t columns = 0;
    for (size_t i = start; i < end; i = utf8_behind(editor.text, editor.length, i))
        columns += utf8_columns(editor.text + i, editor.length - i);
    return columns;
}

/* The row shows prompt, text from `start` on, and marks where there is more. */
static void expect_row(void)
{
    char shown[COLUMNS * 4 + 1] = "", expected[COLUMNS * 4 + 8] = "$ ";
    size_t used = editor.start > 0;
    strcat(expected, used ? "<" : "");
    for (size_t at = editor.start; at < editor.length;) {
        size_t behind = utf8_behind(editor.text, editor.length, at);
        used += columns_between(at, behind);
        if (used >= FIELD)
            strcat(expected, ">");
        else
            strncat(expected, editor.text + at, behind - at);
        at = used >= FIELD ? editor.length : behind;
    }
    for (size_t i = 0; i < COLUMNS; i++)
        strcat(shown, row[i]);
    while (shown[strlen(shown) - 1] == ' ')
        shown[strlen(shown) - 1] = '\0';
    while (expected[strlen(expected) - 1] == ' ')
        expected[strlen(expected) - 1] = '\0';
    assert_string_equal(shown, expected);
    size_t mark = editor.start > 0;
    assert_int_equal(column, PROMPT_COLUMNS + mark +
                                 columns_between(editor.start, editor.cursor));
    assert_true(column < PROMPT_COLUMNS + FIELD);
}

static void begin(void)
{
    column = 0;
    clear_row(0);
    edit_begin(&editor, "$ ", COLUMNS, &history);
    write_out();
    expect_row();
}

static int prepare(void **state)
{
    (void)state;
    for (size_t i = 0; i < HISTORY_LINES_MAX; i++)
        free(history.lines[i]);
    history = (struct history){0};
    begin();
    return 0;
}

static enum edit_event press(const char *keys)
{
    enum edit_event event = EDIT_MORE;
    for (; *keys != '\0'; keys++) {
        event = edit_byte(&editor, *keys);
        if (event == EDIT_MORE) {
            write_out();
            expect_row();
        }
    }
    return event;
}

/* KEYS and Enter make LINE, which the history then has. */
static void expect_line(const char *keys, const char *line)
{
    press(keys);
    assert_int_equal(press("\r"), EDIT_DONE);
    assert_string_equal(editor.text, line);
    history_add(&history, editor.text);
    begin();
}

static void a_typed_line_is_echoed_as_it_is(void **state)
{
    (void)state;
    for (const char *key = "echo hi"; *key != '\0'; key++) {
        edit_byte(&editor, *key);
        assert_int_equal(editor.out_length, 1);
        assert_int_equal(editor.out[0], *key);
        editor.out_length = 0;
    }
    assert_int_equal(edit_byte(&editor, '\n'), EDIT_DONE);
    assert_int_equal(editor.out_length, 1);
    assert_string_equal(editor.text, "echo hi");
}

static void text_is_inserted_at_the_cursor(void **state)
{
    (void)state;
    expect_line("bd" LEFT "c" HOME "a" END "e", "abcde");
    expect_line("bd\033OHa\033[4~e\033[1~_\033OF_", "_abde_");
    expect_line("b\001a\005c" RIGHT "d", "abcd");
    expect_line(LEFT LEFT "a\002\002b\006c", "bac");
}

static void the_cursor_moves_by_words(void **state)
{
    (void)state;
    expect_line("one  two" WORD_LEFT "_", "one  _two");
    expect_line("one two" WORD_LEFT "\033b_", "_one two");
    expect_line("one two" HOME WORD_RIGHT "_" WORD_RIGHT "_", "one_ two_");
}

static void characters_are_removed_on_both_sides(void **state)
{
    (void)state;
    expect_line("abc\b\177", "a");
    expect_line("abc" LEFT "\b", "ac");
    expect_line("abc" HOME DELETE, "bc");
    expect_line("abc" HOME "\004", "bc");
    expect_line("abc" DELETE HOME "\b", "abc");
}

static void parts_of_the_line_are_killed(void **state)
{
    (void)state;
    expect_line("one two" LEFT LEFT "\025", "wo");
    expect_line("one two" LEFT LEFT "\013", "one t");
    expect_line("one two  \027", "one ");
    expect_line("one two" LEFT "\027", "one o");
    expect_line("one" HOME "\027\025" END "\013", "one");
}

static void a_character_of_several_bytes_is_one(void **state)
{
    (void)state;
    expect_line("ü€漢", "ü€漢");
    expect_line("ü€漢\b\b", "ü");
    expect_line("ü€漢" LEFT LEFT "x" RIGHT DELETE, "üx€");
    expect_line("漢漢" HOME DELETE, "漢");
}

static void bytes_that_are_no_utf8_are_ignored(void **state)
{
    (void)state;
    expect_line("a\xff\x80\xc3z\xe2\x82", "az");
}

static void the_history_goes_back_and_returns_to_the_unfinished_line(void **state)
{
    (void)state;
    expect_line("one", "one");
    expect_line("two", "two");
    expect_line(UP UP UP DOWN DOWN DOWN "draft", "draft");
    expect_line("\020\020\020", "one");
    expect_line(UP UP UP "\016!", "draft!");
}

static void the_history_is_searched_by_what_was_typed(void **state)
{
    (void)state;
    expect_line("ps -s", "ps -s");
    expect_line("echo one", "echo one");
    expect_line("ps", "ps");
    expect_line("echo two", "echo two");
    expect_line("ec" UP UP, "echo one");
    expect_line("ps" UP UP, "ps -s");
    expect_line("ec" UP UP UP "\033[6~\033[6~" DOWN "ho", "echo");
    expect_line("nothing" UP UP DOWN, "nothing");
    expect_line("p\033[5~\033[5~", "ps");
}

static void empty_and_repeated_lines_are_not_remembered(void **state)
{
    (void)state;
    expect_line("one", "one");
    expect_line("two", "two");
    expect_line("two", "two");
    expect_line("", "");
    expect_line(UP UP, "one");
}

static void the_history_keeps_the_last_lines(void **state)
{
    (void)state;
    char line[32];
    for (int i = 0; i < 3 * HISTORY_LINES_MAX; i++) {
        snprintf(line, sizeof line, "line %d", i);
        expect_line(line, line);
    }
    for (int i = 0; i < HISTORY_LINES_MAX + 5; i++)
        press(UP);
    snprintf(line, sizeof line, "line %d", 2 * HISTORY_LINES_MAX);
    expect_line("", line);
}

static void a_long_line_scrolls_and_is_whole(void **state)
{
    (void)state;
    char line[EDIT_BYTES_MAX] = "";
    while (strlen(line) < EDIT_BYTES_MAX - 1) {
        const char text[] = {(char)('a' + strlen(line) % 26), '\0'};
        press(text);
        strcat(line, text);
    }
    press(HOME);
    for (int i = 0; i < 100; i++)
        press(RIGHT);
    press("x"); /* a bell */
    assert_string_equal(editor.text, line);
    press(END WORD_LEFT END);
    expect_line("", line);
}

static void a_full_line_rings_the_bell_and_loses_nothing(void **state)
{
    (void)state;
    for (int i = 0; i < (EDIT_BYTES_MAX - 1) / 2; i++)
        press("ü");
    press("x");
    press(LEFT);
    edit_byte(&editor, "ü"[0]);
    edit_byte(&editor, "ü"[1]);
    assert_int_equal(editor.out_length, 1);
    assert_int_equal(editor.out[0], '\a');
    assert_int_equal(editor.length, EDIT_BYTES_MAX - 1);
}

static void control_c_drops_the_line_at_any_time(void **state)
{
    (void)state;
    assert_int_equal(press("abc\003"), EDIT_DROPPED);
    begin();
    assert_int_equal(press("abc\033[\003"), EDIT_DROPPED);
}

static void control_d_ends_the_input_where_the_line_is_empty(void **state)
{
    (void)state;
    assert_int_equal(press("\004"), EDIT_END);
    begin();
    assert_int_equal(press("abc\004"), EDIT_MORE);
}

static void the_screen_is_cleared_and_the_line_shown_again(void **state)
{
    (void)state;
    press("abc" LEFT "\014" LEFT "\014");
    expect_line("", "abc");
}

static void control_z_and_unknown_keys_do_nothing(void **state)
{
    (void)state;
    expect_line("a\032\017\033[15~b\033[Zc\033xd\033[99999999999~e\033OQf\033[1;2Pg",
                "abcdefg");
}

static void random_keys_never_confuse_what_is_shown(void **state)
{
    (void)state;
    static const char *const likely[] = {
        UP,
        DOWN,
        LEFT,
        LEFT,
        RIGHT,
        HOME,
        END,
        DELETE,
        WORD_LEFT,
        WORD_RIGHT,
        "\b",
        "\025",
        "\013",
        "\b",
        "\027",
        "ü",
        "漢",
        "a b",
        " ",
        "\033",
        "\014",
        "\r",
        "wide 漢字 text",
        "long text to fill the line with something",
    };
    srand(1);
    for (int round = 0; round < 20000; round++) {
        if (press(likely[(size_t)rand() % (sizeof likely / sizeof likely[0])]) ==
            EDIT_DONE) {
            history_add(&history, editor.text);
            begin();
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_typed_line_is_echoed_as_it_is, prepare),
        cmocka_unit_test_setup(text_is_inserted_at_the_cursor, prepare),
        cmocka_unit_test_setup(the_cursor_moves_by_words, prepare),
        cmocka_unit_test_setup(characters_are_removed_on_both_sides, prepare),
        cmocka_unit_test_setup(parts_of_the_line_are_killed, prepare),
        cmocka_unit_test_setup(a_character_of_several_bytes_is_one, prepare),
        cmocka_unit_test_setup(bytes_that_are_no_utf8_are_ignored, prepare),
        cmocka_unit_test_setup(the_history_goes_back_and_returns_to_the_unfinished_line,
                               prepare),
        cmocka_unit_test_setup(the_history_is_searched_by_what_was_typed, prepare),
        cmocka_unit_test_setup(empty_and_repeated_lines_are_not_remembered, prepare),
        cmocka_unit_test_setup(the_history_keeps_the_last_lines, prepare),
        cmocka_unit_test_setup(a_long_line_scrolls_and_is_whole, prepare),
        cmocka_unit_test_setup(a_full_line_rings_the_bell_and_loses_nothing, prepare),
        cmocka_unit_test_setup(control_c_drops_the_line_at_any_time, prepare),
        cmocka_unit_test_setup(control_d_ends_the_input_where_the_line_is_empty, prepare),
        cmocka_unit_test_setup(the_screen_is_cleared_and_the_line_shown_again, prepare),
        cmocka_unit_test_setup(control_z_and_unknown_keys_do_nothing, prepare),
        cmocka_unit_test_setup(random_keys_never_confuse_what_is_shown, prepare),
    };
    int failures = cmocka_run_group_tests(tests, NULL, NULL);
    prepare(NULL);
    return failures;
}
