/* arch/x86/scancode.c: keys as a keyboard sends them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "arch/x86/scancode.h"

enum {
    LEFT_CONTROL = 0x1d,
    LEFT_SHIFT = 0x2a,
    RIGHT_SHIFT = 0x36,
    ALT = 0x38,
    CAPS_LOCK = 0x3a,
    A = 0x1e,
    C = 0x2e,
    BACKSLASH = 0x2b,
    ONE = 0x02,
    PAGE_UP = 0x49,
    PAGE_DOWN = 0x51,
    EXTENDED = 0xe0,
    RELEASED = 0x80,
};

static struct scancode_state keyboard;

static int prepare(void **state)
{
    (void)state;
    keyboard = (struct scancode_state){.caps_lock = false};
    return 0;
}

/* The COUNT bytes of CODES, one after the other, give just EXPECTED. */
static void expect_codes(const char *expected, size_t count, const uint8_t *codes)
{
    char bytes[64] = "", *end = bytes;
    for (size_t i = 0; i < count; i++)
        end += scancode_translate(&keyboard, codes[i], end);
    *end = '\0';
    assert_string_equal(bytes, expected);
}

#define expect(expected, ...)                                                            \
    expect_codes(expected, sizeof((uint8_t[]){__VA_ARGS__}), (uint8_t[]){__VA_ARGS__})

/* All keys from CODE on give the characters of EXPECTED in turn. */
static void expect_row(uint8_t code, const char *expected)
{
    for (; *expected != '\0'; expected++, code++) {
        const char one[] = {*expected, '\0'};
        expect(one, code, code | RELEASED);
    }
}

static void each_key_gives_its_character(void **state)
{
    (void)state;
    expect_row(0x01, "\033"
                     "1234567890-=\177\tqwertyuiop[]\n");
    expect_row(0x1e, "asdfghjkl;'`");
    expect_row(0x2b, "\\zxcvbnm,./");
    expect_row(0x37, "*");
    expect_row(0x39, " ");
    expect_row(0x47, "789-456+1230.");
}

static void shift_gives_the_upper_character_while_it_is_down(void **state)
{
    (void)state;
    expect("", LEFT_SHIFT);
    expect_row(0x02, "!@#$%^&*()_+");
    expect_row(0x10, "QWERTYUIOP{}");
    expect_row(0x1e, "ASDFGHJKL:\"~");
    expect_row(0x2b, "|ZXCVBNM<>?");
    expect("a", LEFT_SHIFT | RELEASED, A);
    expect("A", RIGHT_SHIFT, A);
    expect("Aa", LEFT_SHIFT, LEFT_SHIFT | RELEASED, A, RIGHT_SHIFT | RELEASED, A);
}

static void caps_lock_is_for_letters_only(void **state)
{
    (void)state;
    expect("A1", CAPS_LOCK, CAPS_LOCK | RELEASED, A, ONE);
    expect("a!", LEFT_SHIFT, A, ONE);
    expect("a", LEFT_SHIFT | RELEASED, CAPS_LOCK, CAPS_LOCK | RELEASED, A);
}

static void control_makes_letters_into_control_characters(void **state)
{
    (void)state;
    expect("\034\\", LEFT_CONTROL, BACKSLASH, LEFT_CONTROL | RELEASED, BACKSLASH);
    expect("\003\001"
           "1",
           LEFT_CONTROL, C, A, ONE);
    expect("c", LEFT_CONTROL | RELEASED, C);
    expect("\003", EXTENDED, LEFT_CONTROL, C);
    expect("c", EXTENDED, LEFT_CONTROL | RELEASED, C);
}

static void extended_keys_give_the_sequences_of_a_terminal(void **state)
{
    (void)state;
    expect("\033[A\033[B", EXTENDED, 0x48, EXTENDED, 0xc8, EXTENDED, 0x50);
    expect("\033[C\033[D", EXTENDED, 0x4d, EXTENDED, 0x4b);
    expect("\033[H\033[F\033[3~", EXTENDED, 0x47, EXTENDED, 0x4f, EXTENDED, 0x53);
    expect("\n/", EXTENDED, 0x1c, EXTENDED, 0x35);
    expect("", EXTENDED, 0x49, EXTENDED, 0x5b, EXTENDED, 0x01);
}

/* What CODE makes of the screen. */
static int scroll_by(uint8_t code)
{
    char bytes[SCANCODE_BYTES_MAX];
    assert_int_equal(scancode_translate(&keyboard, EXTENDED, bytes), 0);
    assert_int_equal(scancode_translate(&keyboard, code, bytes), 0);
    return keyboard.scroll;
}

static void shift_and_a_page_key_scroll(void **state)
{
    (void)state;
    assert_int_equal(scroll_by(PAGE_UP), 0);
    expect("", LEFT_SHIFT);
    assert_int_equal(scroll_by(PAGE_UP), 1);
    assert_int_equal(scroll_by(PAGE_UP | RELEASED), 0);
    assert_int_equal(scroll_by(PAGE_DOWN), -1);
    expect("A", A);
    assert_int_equal(keyboard.scroll, 0);
    expect("", LEFT_SHIFT | RELEASED);
    assert_int_equal(scroll_by(PAGE_DOWN), 0);
    expect("", RIGHT_SHIFT, EXTENDED, LEFT_SHIFT | RELEASED); /* as with Num Lock */
    assert_int_equal(scroll_by(PAGE_UP), 1);
}

static void shifts_that_a_keyboard_makes_up_are_ignored(void **state)
{
    (void)state;
    expect("\033[Aa", EXTENDED, LEFT_SHIFT, EXTENDED, 0x48, A);
    expect("A", LEFT_SHIFT, EXTENDED, LEFT_SHIFT | RELEASED, A);
}

static void other_keys_give_nothing(void **state)
{
    (void)state;
    expect("a", ALT, 0x3b, 0x44, 0x45, 0x46, 0x54, 0x7f, 0x00, 0xff, ALT | RELEASED, A);
    expect("a", 0xe1, LEFT_CONTROL, 0x45, A); /* Pause is down */
    expect("a", 0xe1, LEFT_CONTROL | RELEASED, 0xc5, A);
}

static void any_bytes_give_few_bytes(void **state)
{
    (void)state;
    for (int round = 0; round < 100000; round++) {
        char *exact = malloc(SCANCODE_BYTES_MAX);
        assert_in_range(scancode_translate(&keyboard, (uint8_t)rand(), exact), 0, 4);
        free(exact);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(each_key_gives_its_character, prepare),
        cmocka_unit_test_setup(shift_gives_the_upper_character_while_it_is_down, prepare),
        cmocka_unit_test_setup(caps_lock_is_for_letters_only, prepare),
        cmocka_unit_test_setup(control_makes_letters_into_control_characters, prepare),
        cmocka_unit_test_setup(extended_keys_give_the_sequences_of_a_terminal, prepare),
        cmocka_unit_test_setup(shift_and_a_page_key_scroll, prepare),
        cmocka_unit_test_setup(shifts_that_a_keyboard_makes_up_are_ignored, prepare),
        cmocka_unit_test_setup(other_keys_give_nothing, prepare),
        cmocka_unit_test_setup(any_bytes_give_few_bytes, prepare),
    };
    srand(1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
