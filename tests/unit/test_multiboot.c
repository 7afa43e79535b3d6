/* boot/multiboot.c: a loader's tables in a small physical memory, whole and spoilt. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "boot/multiboot.h"

/* Where the tables are, in the memory and in themselves [Multiboot 3.3]. */
enum { INFO = 0x101, MODULES = 0x200, LINE = 0x300, MAP = 0x1000, MEMORY_BYTES = 0x2000 };
enum {
    COMMAND_LINE = 16,
    MODULE_COUNT = 20,
    MODULE_TABLE = 24,
    MAP_BYTES = 44,
    MAP_TABLE = 48
};
enum { HAS_COMMAND_LINE = 4, HAS_MODULES = 8, HAS_MAP = 64 };
enum { USABLE = 1, RESERVED = 2, ACPI = 3 };
enum { MAGIC = 0x2badb002, MIB = 1 << 20 };
enum { MODULE = 2 * MIB, MODULES_END = 3 * MIB }; /* what of them can be reached */

static uint8_t *memory;
static uint32_t map_bytes;
static struct bootinfo boot;
static const char *problem;

static const void *at(uint32_t physical, uint32_t bytes)
{
    if (physical >= MODULE && physical < MODULES_END)
        return bytes > MODULES_END - physical ? NULL : memory; /* nobody reads it here */
    return (uint64_t)physical + bytes > MEMORY_BYTES ? NULL : memory + physical;
}

static void set32(uint32_t address, uint32_t value)
{
    memcpy(memory + address, &value, sizeof value);
}

/* Appends an entry whose size field says ENTRY_BYTES. */
static void add_entry(uint32_t entry_bytes, uint64_t start, uint64_t length,
                      uint32_t type)
{
    uint32_t entry = MAP + map_bytes;
    set32(entry, entry_bytes);
    memcpy(memory + entry + 4, &start, 8);
    memcpy(memory + entry + 12, &length, 8);
    set32(entry + 20, type);
    map_bytes += 4 + entry_bytes;
    set32(INFO + MAP_BYTES, map_bytes);
}

static void add(uint64_t start, uint64_t end, uint32_t type)
{
    add_entry(20, start, end - start, type);
}

/* Tables without a map yet. */
static int prepare(void **state)
{
    (void)state;
    memset(memory, 0, MEMORY_BYTES);
    map_bytes = 0;
    problem = NULL;
    set32(INFO, HAS_COMMAND_LINE | HAS_MODULES | HAS_MAP);
    set32(INFO + COMMAND_LINE, LINE);
    set32(INFO + MODULE_COUNT, 1);
    set32(INFO + MODULE_TABLE, MODULES);
    set32(INFO + MAP_TABLE, MAP);
    set32(MODULES, MODULE);
    set32(MODULES + 4, 0x210000);
    return 0;
}

static int prepare_with_map(void **state)
{
    prepare(state);
    add(MIB, 64 * MIB, USABLE);
    return 0;
}

static int make_memory(void **state)
{
    (void)state;
    memory = malloc(MEMORY_BYTES);
    return memory == NULL ? -1 : 0;
}

static int free_memory(void **state)
{
    (void)state;
    free(memory);
    return 0;
}

static int parse(void)
{
    return multiboot_parse(MAGIC, INFO, at, &boot, &problem);
}

static void expect_problem(int error, const char *expected)
{
    assert_int_equal(parse(), error);
    assert_non_null(strstr(problem, expected));
}

static void expect_ranges(uint32_t count, const struct memory_range *expected)
{
    assert_int_equal(parse(), 0);
    assert_int_equal(boot.usable_count, count);
    for (uint32_t i = 0; i < count; i++) {
        assert_int_equal(boot.usable[i].start, expected[i].start);
        assert_int_equal(boot.usable[i].end, expected[i].end);
    }
}

#define expect(...)                                                                      \
    expect_ranges(sizeof((struct memory_range[]){__VA_ARGS__}) /                         \
                      sizeof(struct memory_range),                                       \
                  (struct memory_range[]){__VA_ARGS__})

static void the_map_of_a_pc_is_understood(void **state)
{
    (void)state;
    add(0, 0x9fc00, USABLE);
    add(0x9fc00, 0xa0000, RESERVED);
    add(0xf0000, 0x100000, RESERVED);
    add(0x100000, 0x3fe0000, USABLE);
    add(0x3fe0000, 0x4000000, RESERVED);
    add(0x100000000, 0x140000000, USABLE);
    expect({0, 0x9fc00}, {0x100000, 0x3fe0000}, {0x100000000, 0x140000000});
    assert_int_equal(boot.module.start, 0x200000);
    assert_int_equal(boot.module.end, 0x210000);
    assert_null(problem);
}

static void ranges_are_sorted_and_merged(void **state)
{
    (void)state;
    add(0x5000, 0x6000, USABLE);
    add(0x1000, 0x2000, USABLE);
    add(0x9000, 0x9000, USABLE);
    add(0x2000, 0x3000, USABLE);
    add(0x5800, 0x7000, USABLE);
    expect({0x1000, 0x3000}, {0x5000, 0x7000});
    add(0x3000, 0x5000, USABLE);
    expect({0x1000, 0x7000});
}

static void what_is_reserved_wins_over_what_is_usable(void **state)
{
    (void)state;
    add(0x2000, 0x3000, RESERVED);
    add(0x1000, 0x9000, USABLE);
    add(0x8000, 0xa000, ACPI);
    add(0x5000, 0x5000, RESERVED);
    expect({0x1000, 0x2000}, {0x3000, 0x8000});
    add(0x0000, 0x4000, RESERVED);
    expect({0x4000, 0x8000});
    add(0x4000, 0x8000, 0);
    expect_problem(-EINVAL, "no usable memory");
}

static void a_range_that_wraps_is_clipped(void **state)
{
    (void)state;
    add(0x1000, 0x2000, USABLE);
    add_entry(20, 0xfffffffffffff000, 0x5000, USABLE);
    expect({0x1000, 0x2000}, {0xfffffffffffff000, UINT64_MAX});
    add_entry(20, 0x1800, UINT64_MAX, RESERVED);
    expect({0x1000, 0x1800});
}

static void entries_may_have_different_sizes(void **state)
{
    (void)state;
    add_entry(24, 0x1000, 0x1000, USABLE);
    add_entry(20, 0x3000, 0x1000, USABLE);
    add_entry(37, 0x5000, 0x1000, USABLE);
    add_entry(20, 0x7000, 0x1000, USABLE);
    expect({0x1000, 0x2000}, {0x3000, 0x4000}, {0x5000, 0x6000}, {0x7000, 0x8000});
}

static void damaged_maps_are_named(void **state)
{
    (void)state;
    set32(MAP, 21);
    expect_problem(-EINVAL, "damaged");
    set32(MAP, 0xffffffff);
    expect_problem(-EINVAL, "damaged");
    set32(MAP, 19);
    set32(INFO + MAP_BYTES, 23);
    expect_problem(-EINVAL, "damaged");
    set32(MAP, 0u - MAP - 4); /* the next entry begins at 4 GiB */
    set32(INFO + MAP_BYTES, 0xffffffff);
    expect_problem(-EFAULT, "reach");
    set32(INFO + MAP_TABLE, 0xfffffff0);
    expect_problem(-EFAULT, "reach");
    set32(INFO + MAP_TABLE, MEMORY_BYTES - 20);
    expect_problem(-EFAULT, "reach");
}

static void more_ranges_than_there_is_room_for_are_named(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < BOOT_RANGES_MAX; i++)
        add(i * 0x2000, i * 0x2000 + 0x1000, USABLE);
    assert_int_equal(parse(), 0);
    assert_int_equal(boot.usable_count, BOOT_RANGES_MAX);
    add(0x800, 0x900, RESERVED);
    expect_problem(-EINVAL, "more usable ranges");
    prepare(NULL);
    for (uint64_t i = 0; i <= BOOT_RANGES_MAX; i++)
        add(i * 0x2000, i * 0x2000 + 0x1000, USABLE);
    expect_problem(-EINVAL, "more usable ranges");
}

static void another_loader_is_named(void **state)
{
    (void)state;
    assert_int_equal(multiboot_parse(0x36d76289, INFO, at, &boot, &problem), -EINVAL);
    assert_string_equal(problem, "not started by a multiboot 1 loader");
}

static void tables_out_of_reach_are_named(void **state)
{
    (void)state;
    assert_int_equal(multiboot_parse(MAGIC, MEMORY_BYTES - 51, at, &boot, &problem),
                     -EFAULT);
    assert_int_equal(multiboot_parse(MAGIC, 0xffffffff, at, &boot, &problem), -EFAULT);
    set32(INFO + MODULE_TABLE, MEMORY_BYTES - 15);
    expect_problem(-EFAULT, "reach");
    set32(INFO + MODULE_TABLE, MODULES);
    set32(INFO + COMMAND_LINE, MEMORY_BYTES - 1);
    assert_int_equal(parse(), 0);
    memory[MEMORY_BYTES - 1] = 'x';
    expect_problem(-EFAULT, "reach");
}

static void a_missing_map_is_named(void **state)
{
    (void)state;
    set32(INFO, HAS_COMMAND_LINE | HAS_MODULES);
    expect_problem(-EINVAL, "passed no memory map");
    prepare(NULL);
    expect_problem(-EINVAL, "passed no memory map");
}

static void an_empty_module_is_named(void **state)
{
    (void)state;
    set32(MODULES + 4, 0x200000);
    expect_problem(-EINVAL, "module is empty");
}

static void there_need_not_be_a_module(void **state)
{
    (void)state;
    set32(INFO + MODULE_COUNT, 0);
    assert_int_equal(parse(), 0);
    assert_int_equal(boot.module.end, boot.module.start);
    set32(INFO + MODULE_COUNT, 1);
    set32(INFO, HAS_MAP);
    assert_int_equal(parse(), 0);
    assert_int_equal(boot.module.end, boot.module.start);
}

static void a_module_that_cannot_be_reached_is_named(void **state)
{
    (void)state;
    set32(MODULES + 4, MODULES_END);
    assert_int_equal(parse(), 0);
    set32(MODULES + 4, MODULES_END + 1);
    expect_problem(-EINVAL, "module lies out of the kernel's reach");
}

static void only_the_first_module_counts(void **state)
{
    (void)state;
    set32(INFO + MODULE_COUNT, 2);
    set32(MODULES + 16, 0xffffffff);
    assert_int_equal(parse(), 0);
    assert_int_equal(boot.module.start, 0x200000);
}

static void expect_line(const char *given, const char *expected)
{
    strcpy((char *)memory + LINE, given);
    assert_int_equal(parse(), 0);
    assert_string_equal(boot.command_line, expected);
    assert_false(boot.command_line_truncated);
}

static void the_command_lines_of_grub_and_qemu_agree(void **state)
{
    (void)state;
    expect_line("", "");
    expect_line("build/robin.elf", "");
    expect_line("build/robin.elf hz=100 check=1", "hz=100 check=1");
    expect_line("hz=100 check=1", "hz=100 check=1");
    expect_line("\"run=echo \\\"a b\\\"; ps\" x", "\"run=echo \\\"a b\\\"; ps\" x");
    expect_line("\"two words\" run='a b'", "run='a b'");
    expect_line("'open", "'open");
}

static void a_missing_command_line_is_empty(void **state)
{
    (void)state;
    strcpy((char *)memory + LINE, "hz=100");
    set32(INFO, HAS_MODULES | HAS_MAP);
    assert_int_equal(parse(), 0);
    assert_string_equal(boot.command_line, "");
    set32(INFO, HAS_COMMAND_LINE | HAS_MODULES | HAS_MAP);
    set32(INFO + COMMAND_LINE, 0);
    assert_int_equal(parse(), 0);
    assert_string_equal(boot.command_line, "");
}

static void a_long_command_line_is_cut_and_marked(void **state)
{
    (void)state;
    memcpy(memory + LINE, "a=", 2);
    memset(memory + LINE + 2, 'x', BOOT_COMMAND_LINE_MAX - 3);
    assert_int_equal(parse(), 0);
    assert_false(boot.command_line_truncated);
    assert_int_equal(strlen(boot.command_line), BOOT_COMMAND_LINE_MAX - 1);
    memory[LINE + BOOT_COMMAND_LINE_MAX - 1] = 'x';
    assert_int_equal(parse(), 0);
    assert_true(boot.command_line_truncated);
    assert_int_equal(strlen(boot.command_line), BOOT_COMMAND_LINE_MAX - 1);
}

static void whatever_the_tables_hold_the_result_is_sound(void **state)
{
    (void)state;
    int accepted = 0;
    for (int round = 0; round < 20000; round++) {
        prepare(NULL);
        for (int i = rand() % 8; i > 0; i--) {
            uint64_t start = (uint64_t)rand() % 100, length = (uint64_t)rand() % 50;
            add_entry(20, start, length, 1 + (uint32_t)rand() % 2);
        }
        for (int change = rand() % 3; change > 0; change--) {
            memory[INFO + (uint32_t)rand() % 52] = (uint8_t)rand();
            memory[MAP + (uint32_t)rand() % 100] = (uint8_t)rand();
        }
        if (parse() != 0) {
            assert_non_null(problem);
            continue;
        }
        accepted++;
        assert_in_range(boot.usable_count, 1, BOOT_RANGES_MAX);
        for (uint32_t i = 0; i < boot.usable_count; i++) {
            assert_true(boot.usable[i].start < boot.usable[i].end);
            assert_true(i == 0 || boot.usable[i - 1].end < boot.usable[i].start);
        }
    }
    assert_true(accepted > 1000);
}

/* Against a bit for each of 200 bytes. */
static void random_maps_agree_with_a_map_of_bits(void **state)
{
    (void)state;
    for (int round = 0; round < 5000; round++) {
        bool usable[200] = {false}, reserved[200] = {false};
        prepare(NULL);
        add(199, 200, USABLE);
        usable[199] = true;
        for (int i = rand() % 12; i > 0; i--) {
            uint32_t start = (uint32_t)rand() % 150, length = (uint32_t)rand() % 40;
            uint32_t type = 1 + (uint32_t)rand() % 2;
            add_entry(20, start, length, type);
            memset((type == USABLE ? usable : reserved) + start, true, length);
        }
        assert_int_equal(parse(), 0);
        for (uint32_t i = 0; i < boot.usable_count; i++) {
            for (uint64_t byte = boot.usable[i].start; byte < boot.usable[i].end;
                 byte++) {
                assert_true(usable[byte] && !reserved[byte]);
                usable[byte] = false;
            }
        }
        for (size_t byte = 0; byte < 200; byte++)
            assert_true(!usable[byte] || reserved[byte]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(the_map_of_a_pc_is_understood, prepare),
        cmocka_unit_test_setup(ranges_are_sorted_and_merged, prepare),
        cmocka_unit_test_setup(what_is_reserved_wins_over_what_is_usable, prepare),
        cmocka_unit_test_setup(a_range_that_wraps_is_clipped, prepare),
        cmocka_unit_test_setup(entries_may_have_different_sizes, prepare),
        cmocka_unit_test_setup(damaged_maps_are_named, prepare_with_map),
        cmocka_unit_test_setup(more_ranges_than_there_is_room_for_are_named, prepare),
        cmocka_unit_test_setup(another_loader_is_named, prepare_with_map),
        cmocka_unit_test_setup(tables_out_of_reach_are_named, prepare_with_map),
        cmocka_unit_test_setup(a_missing_map_is_named, prepare_with_map),
        cmocka_unit_test_setup(an_empty_module_is_named, prepare_with_map),
        cmocka_unit_test_setup(there_need_not_be_a_module, prepare_with_map),
        cmocka_unit_test_setup(a_module_that_cannot_be_reached_is_named,
                               prepare_with_map),
        cmocka_unit_test_setup(only_the_first_module_counts, prepare_with_map),
        cmocka_unit_test_setup(the_command_lines_of_grub_and_qemu_agree,
                               prepare_with_map),
        cmocka_unit_test_setup(a_missing_command_line_is_empty, prepare_with_map),
        cmocka_unit_test_setup(a_long_command_line_is_cut_and_marked, prepare_with_map),
        cmocka_unit_test_setup(whatever_the_tables_hold_the_result_is_sound, prepare),
        cmocka_unit_test_setup(random_maps_agree_with_a_map_of_bits, prepare),
    };
    srand(1);
    return cmocka_run_group_tests(tests, make_memory, free_memory);
}
