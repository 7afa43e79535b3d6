/* kernel/process/arguments.c: the stack as a program will see it. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/process/arguments.h"

#define USER_TOP 0xbffff000u

static _Alignas(16) char stack[ARGUMENTS_BYTES_MAX];
static char *const top = stack + sizeof stack;

/* Where we see what the program sees at ADDRESS. */
static const void *at(uint32_t address)
{
    assert_in_range(address, USER_TOP - sizeof stack, USER_TOP - 1);
    return top - (USER_TOP - address);
}

static uint32_t word_at(uint32_t address)
{
    uint32_t word;
    memcpy(&word, at(address), sizeof word);
    return word;
}

/* Builds the stack and expects COUNT strings that EXPECTED makes. */
static void expect_stack(const struct arguments *arguments, uint32_t count,
                         const char *const *expected)
{
    memset(stack, 0x5a, sizeof stack);
    uint32_t user_stack = arguments_build(arguments, top, USER_TOP);
    assert_int_equal(user_stack % 16, 0);
    assert_int_equal(word_at(user_stack), count);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t string = word_at(user_stack + 4 + 4 * i);
        assert_true(string > user_stack + 4 * (count + 2));
        assert_string_equal(at(string), expected[i]);
    }
    assert_int_equal(word_at(user_stack + 4 + 4 * count), 0);
    assert_int_equal(word_at(user_stack + 8 + 4 * count), 0);
    for (const char *below = stack; below < (const char *)at(user_stack); below++)
        assert_int_equal(*below, 0x5a);
}

static void no_arguments_make_an_empty_list(void **state)
{
    (void)state;
    struct arguments arguments = {.count = 0};
    expect_stack(&arguments, 0, NULL);
}

static void a_program_finds_its_arguments_in_order(void **state)
{
    (void)state;
    static const char *const strings[] = {"echo", "", "hello world", "x"};
    struct arguments arguments = {.count = 0};
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(arguments_add(&arguments, strings[i]), 0);
    expect_stack(&arguments, 4, strings);
}

static void one_string_may_fill_the_room_and_not_more(void **state)
{
    (void)state;
    char text[ARGUMENTS_BYTES_MAX * 2];
    const char *const expected[] = {text};
    uint32_t room = ARGUMENTS_BYTES_MAX - 4 * 4 - 1; /* four words, and a NUL */
    struct arguments arguments = {.count = 0};
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    assert_int_equal(arguments_add(&arguments, text), -E2BIG);
    text[room + 1] = '\0';
    assert_int_equal(arguments_add(&arguments, text), -E2BIG);
    assert_int_equal(arguments.count, 0);
    assert_int_equal(arguments.bytes, 0);
    text[room] = '\0';
    assert_int_equal(arguments_add(&arguments, text), 0);
    assert_int_equal(arguments_add(&arguments, ""), -E2BIG);
    expect_stack(&arguments, 1, expected);
}

static void many_empty_strings_fill_the_room_with_pointers(void **state)
{
    (void)state;
    struct arguments arguments = {.count = 0};
    static const char *expected[ARGUMENTS_BYTES_MAX];
    uint32_t count = 0;
    while (arguments_add(&arguments, "") == 0)
        expected[count++] = "";
    assert_int_equal(count, (ARGUMENTS_BYTES_MAX - 3 * 4) / 5);
    expect_stack(&arguments, count, expected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_arguments_make_an_empty_list),
        cmocka_unit_test(a_program_finds_its_arguments_in_order),
        cmocka_unit_test(one_string_may_fill_the_room_and_not_more),
        cmocka_unit_test(many_empty_strings_fill_the_room_with_pointers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
