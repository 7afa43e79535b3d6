/* arch/x86/screen.c: what stands on the screen after what was written to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arch/x86/screen.h"

enum { COLUMNS = 10, ROWS = 3, HISTORY_ROWS = 4, KEPT_ROWS = HISTORY_ROWS + ROWS };

static uint16_t cells[COLUMNS * ROWS];
static uint16_t kept[COLUMNS * KEPT_ROWS];
static struct screen screen;

static int prepare(void **state)
{
    (void)state;
    screen_init(&screen, cells, COLUMNS, ROWS);
    return 0;
}

static void put(const char *text)
{
    for (; *text != '\0'; text++)
        screen_put(&screen, *text);
}

/* The rows have these texts, and blanks behind them. */
static void expect(const char *first, const char *second, const char *third)
{
    const char *const rows[ROWS] = {first, second, third};
    for (size_t row = 0; row < ROWS; row++) {
        char text[COLUMNS + 1], expected[COLUMNS + 1];
        for (size_t column = 0; column < COLUMNS; column++) {
            text[column] = (char)(cells[row * COLUMNS + column] & 0xff);
            expected[column] = column < strlen(rows[row]) ? rows[row][column] : ' ';
        }
        text[COLUMNS] = expected[COLUMNS] = '\0';
        assert_string_equal(text, expected);
    }
}

static void expect_cursor(uint32_t row, uint32_t column)
{
    assert_int_equal(screen.row, row);
    assert_int_equal(screen.column, column);
}

static void text_goes_on_at_the_cursor(void **state)
{
    (void)state;
    put("ab\ncd\rx\tz\by");
    expect("ab", "xd      y", "");
    expect_cursor(1, 9);
}

static void a_full_line_and_its_end_take_one_row(void **state)
{
    (void)state;
    put("0123456789");
    expect_cursor(0, 9);
    put("\nx");
    expect("0123456789", "x", "");
    put("23456789AB");
    expect("0123456789", "x23456789A", "B");
}

static void the_screen_scrolls_at_its_end(void **state)
{
    (void)state;
    put("1\n2\n3\n4");
    expect("2", "3", "4");
    put("\033[47m\n5");
    expect("3", "4", "5");
    assert_int_equal(cells[2 * COLUMNS + 5], ' ' | 0x77 << 8);
}

static void the_cursor_moves_and_stays_on_the_screen(void **state)
{
    (void)state;
    put("\033[2;3Hx\033[A\033[Dy\033[3Bz\033[9D*\033[H#");
    expect("# y", "  x", "*  z");
    put("\033[9999999999;99999999f");
    expect_cursor(ROWS - 1, COLUMNS - 1);
    put("\033[99A\033[99D");
    expect_cursor(0, 0);
    put("\033[99C\033[C");
    expect_cursor(0, COLUMNS - 1);
    put("\033[;4H");
    expect_cursor(0, 3);
    put("\b\b\b\b\b\t\t\t");
    expect_cursor(0, COLUMNS - 1);
}

static void parts_of_the_screen_are_erased(void **state)
{
    (void)state;
    const char *full = "\033[Haaaaaaaaaabbbbbbbbbbcccccccccc\033[2;4H";
    put(full);
    put("\033[K");
    expect("aaaaaaaaaa", "bbb", "cccccccccc");
    put(full);
    put("\033[1K");
    expect("aaaaaaaaaa", "    bbbbbb", "cccccccccc");
    put(full);
    put("\033[2K");
    expect("aaaaaaaaaa", "", "cccccccccc");
    put(full);
    put("\033[J");
    expect("aaaaaaaaaa", "bbb", "");
    put(full);
    put("\033[2J");
    expect("", "", "");
    expect_cursor(1, 3);
}

/* SEQUENCE makes a character of this attribute. */
static void expect_attribute(const char *sequence, unsigned attribute)
{
    put("\033[H");
    put(sequence);
    put("x");
    assert_int_equal(cells[0], 'x' | attribute << 8);
}

static void colors_become_those_of_vga(void **state)
{
    (void)state;
    expect_attribute("", 0x07);
    expect_attribute("\033[31m", 0x04);
    expect_attribute("\033[1m", 0x0c);
    expect_attribute("\033[34;43m", 0x69);
    expect_attribute("\033[7m", 0x16);
    expect_attribute("\033[7;38;5m", 0x16);
    expect_attribute("\033[m", 0x07);
    expect_attribute("\033[93m", 0x0e);
    expect_attribute("\033[0;30;47m", 0x70);
    expect_attribute("\033[0;1;2;3;4;5;6;31;32;33m", 0x0c);
}

static void unknown_sequences_are_swallowed(void **state)
{
    (void)state;
    put("a\033[?25lb\033[?2Kc\033[5 qd\033(Be\033=f\033[1;2;3;4;5;6;7;8;9;10xg\033[3Jh");
    expect("abcdefgh", "", "");
}

static void control_characters_work_within_a_sequence(void **state)
{
    (void)state;
    put("a\033[3\n1mb\033[\033[Kc\033[\x18z");
    expect("a", "bcz", "");
    assert_int_equal(cells[COLUMNS] >> 8, 0x04);
}

static void rows_that_scrolled_off_are_shown_again(void **state)
{
    (void)state;
    screen_keep(&screen, kept, KEPT_ROWS);
    screen_look_back(&screen, 1);
    expect("", "", "");
    put("1\n2\n\033[31m3\n4\n5");
    screen_look_back(&screen, 1);
    expect("2", "3", "4");
    assert_int_equal(cells[COLUMNS] >> 8, 0x04);
    screen_look_back(&screen, 99);
    expect("1", "2", "3");
    assert_int_equal(screen.back, 2);
    screen_look_back(&screen, 0);
    expect("3", "4", "5");
    expect_cursor(2, 1);
}

static void output_goes_on_where_it_was_however_far_one_looks_back(void **state)
{
    (void)state;
    screen_keep(&screen, kept, KEPT_ROWS);
    put("1\n2\n3\n4");
    screen_look_back(&screen, 1);
    put("!");
    expect("2", "3", "4!");
    assert_int_equal(screen.back, 0);
    screen_look_back(&screen, 1);
    put("\n");
    expect("3", "4!", "");
    screen_look_back(&screen, 2);
    expect("1", "2", "3");
}

static void of_many_rows_the_latest_are_kept(void **state)
{
    (void)state;
    screen_keep(&screen, kept, KEPT_ROWS);
    for (char c = 'a'; c <= 'z'; c++) {
        const char line[] = {'\n', c, '\0'};
        screen_look_back(&screen, (uint32_t)c % (HISTORY_ROWS + 1));
        put(line);
    }
    screen_look_back(&screen, 99);
    expect("t", "u", "v");
    assert_int_equal(screen.back, HISTORY_ROWS);
    screen_look_back(&screen, 2);
    expect("v", "w", "x");
    screen_look_back(&screen, 0);
    expect("x", "y", "z");
}

static void bytes_that_are_no_character_leave_no_trace(void **state)
{
    (void)state;
    put("a\x80\xff\x7f\x01\x07z");
    expect("az", "", "");
}

static void a_character_that_is_not_ascii_takes_the_columns_of_a_terminal(void **state)
{
    (void)state;
    put("ü€");
    expect("??", "", "");
    put("\r漢\xf0\x9f\x98\x80");
    expect("????", "", "");
}

static void anything_may_be_written_to_a_screen_of_any_size(void **state)
{
    (void)state;
    static const char likely[] = "\033\033\033[[[0123456789;;ABCDHfJKmx\n\r\b\t";
    for (int round = 0; round < 200; round++) {
        uint32_t columns = 1 + (uint32_t)rand() % 5, rows = 1 + (uint32_t)rand() % 4;
        uint32_t kept_rows = rows + 1 + (uint32_t)rand() % 5;
        uint16_t *exact = malloc(columns * rows * sizeof *exact);
        uint16_t *ring = malloc(columns * kept_rows * sizeof *ring);
        screen_init(&screen, exact, columns, rows);
        screen_keep(&screen, ring, kept_rows);
        for (int i = 0; i < 2000; i++) {
            if (i % 16 == 0)
                screen_look_back(&screen, (uint32_t)rand() % 8);
            int choice = rand();
            screen_put(&screen, choice % 4 == 0
                                    ? (char)(choice >> 8)
                                    : likely[choice % (int)(sizeof likely - 1)]);
            assert_true(screen.column < columns && screen.row < rows);
        }
        free(exact);
        free(ring);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(text_goes_on_at_the_cursor, prepare),
        cmocka_unit_test_setup(a_full_line_and_its_end_take_one_row, prepare),
        cmocka_unit_test_setup(the_screen_scrolls_at_its_end, prepare),
        cmocka_unit_test_setup(the_cursor_moves_and_stays_on_the_screen, prepare),
        cmocka_unit_test_setup(parts_of_the_screen_are_erased, prepare),
        cmocka_unit_test_setup(colors_become_those_of_vga, prepare),
        cmocka_unit_test_setup(unknown_sequences_are_swallowed, prepare),
        cmocka_unit_test_setup(control_characters_work_within_a_sequence, prepare),
        cmocka_unit_test_setup(rows_that_scrolled_off_are_shown_again, prepare),
        cmocka_unit_test_setup(output_goes_on_where_it_was_however_far_one_looks_back,
                               prepare),
        cmocka_unit_test_setup(of_many_rows_the_latest_are_kept, prepare),
        cmocka_unit_test_setup(bytes_that_are_no_character_leave_no_trace, prepare),
        cmocka_unit_test_setup(
            a_character_that_is_not_ascii_takes_the_columns_of_a_terminal, prepare),
        cmocka_unit_test_setup(anything_may_be_written_to_a_screen_of_any_size, prepare),
    };
    srand(1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
