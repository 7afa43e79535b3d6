/* kernel/process/arguments.c: the stack as a program will see it. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "abi/auxv.h"
#include "kernel/clock/pause.h"
#include "kernel/process/arguments.h"

#define USER_TOP  0xbffff000u
#define PATH_TEXT "/bin/program"

enum { STACK_BYTES = 3 * PROCESS_ARGUMENTS_MAX, ENTRY = 0x08048123 };

/* The kernel counts what it does; here nobody asks. */
uint32_t pause_worked;

void kernel_pause(void)
{
    pause_worked = 0;
}

/* --- A stack to build in, and pages to collect in --- */

static char stack[STACK_BYTES];
static uint32_t lowest_page, pages_left;

static char *stack_page(struct arguments_stack *self, uint32_t address)
{
    (void)self;
    assert_int_equal(address % ARGUMENTS_PAGE_BYTES, 0);
    assert_in_range(address, USER_TOP - STACK_BYTES, USER_TOP - 1);
    if (pages_left == 0)
        return NULL;
    pages_left--;
    if (address < lowest_page)
        lowest_page = address;
    return stack + STACK_BYTES - (USER_TOP - address);
}

static struct arguments empty_arguments(void)
{
    static char pages[ARGUMENTS_PAGES_MAX][ARGUMENTS_PAGE_BYTES];
    struct arguments arguments = {.argument_count = 0};
    for (size_t i = 0; i < ARGUMENTS_PAGES_MAX; i++)
        arguments.pages[i] = pages[i];
    return arguments;
}

/* The arguments that have been added so far are the environment of none yet. */
static void add_environment(struct arguments *arguments, const char *string)
{
    assert_int_equal(arguments_add(arguments, string), 0);
    arguments->argument_count--;
    arguments->environment_count++;
}

static uint32_t build(const struct arguments *arguments)
{
    struct arguments_start start = {.path = PATH_TEXT,
                                    .path_bytes = sizeof PATH_TEXT,
                                    .entry = ENTRY,
                                    .uid = 7,
                                    .chance = {1, 2, 3, 4}};
    struct arguments_stack pages = {.page = stack_page};
    memset(stack, 0, sizeof stack);
    lowest_page = USER_TOP;
    return arguments_build(arguments, &start, &pages, USER_TOP);
}

/* Where we see what the program sees at ADDRESS. */
static const void *at(uint32_t address)
{
    assert_in_range(address, USER_TOP - STACK_BYTES, USER_TOP - 1);
    return stack + STACK_BYTES - (USER_TOP - address);
}

static uint32_t word_at(uint32_t address)
{
    uint32_t word;
    memcpy(&word, at(address), sizeof word);
    return word;
}

/* Expects pointers to COUNT strings at *ADDRESS, and NULL; moves behind it. */
static void expect_strings(uint32_t *address, uint32_t count, const char *const *expected)
{
    for (uint32_t i = 0; i < count; i++, *address += 4)
        assert_string_equal(at(word_at(*address)), expected[i]);
    assert_int_equal(word_at(*address), 0);
    *address += 4;
}

/* Builds the stack, expects what is given, and returns where the auxiliary vector is. */
static uint32_t expect_stack(const struct arguments *arguments,
                             const char *const *expected, const char *const *environment)
{
    pages_left = UINT32_MAX;
    uint32_t esp = build(arguments), address = esp + 4;
    assert_int_equal(esp % 16, 0);
    assert_in_range(esp, lowest_page, lowest_page + ARGUMENTS_PAGE_BYTES - 1);
    assert_int_equal(word_at(esp), arguments->argument_count);
    expect_strings(&address, arguments->argument_count, expected);
    expect_strings(&address, arguments->environment_count, environment);
    return address;
}

/* The value of TYPE in the auxiliary vector at ADDRESS. */
static uint32_t auxiliary(uint32_t address, uint32_t type)
{
    for (; word_at(address) != type; address += 8)
        assert_int_not_equal(word_at(address), AT_NULL);
    return word_at(address + 4);
}

/* --- What holds --- */

static void no_arguments_make_empty_lists(void **state)
{
    (void)state;
    struct arguments arguments = empty_arguments();
    expect_stack(&arguments, NULL, NULL);
}

static void a_program_finds_arguments_and_environment_in_order(void **state)
{
    (void)state;
    static const char *const strings[] = {"echo", "", "hello world", "x"};
    static const char *const environment[] = {"A=1", "B="};
    struct arguments arguments = empty_arguments();
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(arguments_add(&arguments, strings[i]), 0);
    add_environment(&arguments, environment[0]);
    add_environment(&arguments, environment[1]);
    expect_stack(&arguments, strings, environment);
}

static void the_auxiliary_vector_tells_of_the_program(void **state)
{
    (void)state;
    static const uint32_t chance[] = {1, 2, 3, 4};
    struct arguments arguments = empty_arguments();
    uint32_t vector = expect_stack(&arguments, NULL, NULL);
    assert_int_equal(auxiliary(vector, AT_ENTRY), ENTRY);
    assert_int_equal(auxiliary(vector, AT_UID), 7);
    assert_int_equal(auxiliary(vector, AT_PAGESZ), 4096);
    assert_string_equal(at(auxiliary(vector, AT_EXECFN)), PATH_TEXT);
    assert_string_equal(at(auxiliary(vector, AT_PLATFORM)), "i686");
    assert_memory_equal(at(auxiliary(vector, AT_RANDOM)), chance, sizeof chance);
}

static void strings_may_fill_the_room_and_not_more(void **state)
{
    (void)state;
    static char text[PROCESS_ARGUMENTS_MAX];
    const char *const expected[] = {text};
    struct arguments arguments = empty_arguments();
    memset(text, 'x', sizeof text - 1);
    assert_int_equal(arguments_add(&arguments, text), 0);
    assert_int_equal(arguments_add(&arguments, ""), -E2BIG);
    assert_int_equal(arguments.argument_count, 1);
    expect_stack(&arguments, expected, NULL);
}

static void strings_go_from_page_to_page_at_any_length(void **state)
{
    (void)state;
    static char text[700];
    static const char *expected[PROCESS_ARGUMENTS_MAX];
    struct arguments arguments = empty_arguments();
    uint32_t count = 0, length = 0;
    memset(text, 'x', sizeof text - 1);
    while (arguments_add(&arguments, text + sizeof text - 1 - length) == 0) {
        expected[count++] = text + sizeof text - 1 - length;
        length = (length + 13) % sizeof text;
    }
    assert_true(count > 300);
    /* what did not fit has left a part behind, which no pointer shows */
    expect_stack(&arguments, expected, NULL);
}

static void a_page_that_cannot_be_had_is_told_wherever_it_is(void **state)
{
    (void)state;
    static char text[3 * ARGUMENTS_PAGE_BYTES];
    struct arguments arguments = empty_arguments();
    memset(text, 'x', sizeof text - 1);
    assert_int_equal(arguments_add(&arguments, text), 0);
    for (uint32_t pages = 0; pages < 4; pages++) {
        pages_left = pages;
        assert_int_equal(build(&arguments), 0);
    }
    pages_left = 4;
    assert_int_not_equal(build(&arguments), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_arguments_make_empty_lists),
        cmocka_unit_test(a_program_finds_arguments_and_environment_in_order),
        cmocka_unit_test(the_auxiliary_vector_tells_of_the_program),
        cmocka_unit_test(strings_may_fill_the_room_and_not_more),
        cmocka_unit_test(strings_go_from_page_to_page_at_any_length),
        cmocka_unit_test(a_page_that_cannot_be_had_is_told_wherever_it_is),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
