/* kernel/process/elf.c: one good file, and each way of spoiling it. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/process/elf.h"
#include "tests/unit/harness/memory_file.h"

#define USER_START 0x00400000u
#define USER_END   0xc0000000u

enum { PAGE = 4096, SEGMENTS = 3, FILE_BYTES = 0x400 };

/* The fields by their offsets [ELF 1-3, 2-2]: in the file, and in a segment header. */
enum {
    TYPE = 16,
    MACHINE = 18,
    VERSION = 20,
    ENTRY = 24,
    TABLE = 28,
    HEADER_BYTES = 42,
    COUNT = 44
};
enum {
    S_TYPE,
    S_OFFSET = 4,
    S_START = 8,
    S_FILE_BYTES = 16,
    S_MEMORY_BYTES = 20,
    S_FLAGS = 24
};
enum { LOAD = 1, DYNAMIC = 2, INTERPRETER = 3, NOTE = 4 };
enum { TABLE_AT = 52, SEGMENT_HEADER = 32 };

static uint8_t file[FILE_BYTES];

static void set16(size_t at, unsigned value)
{
    file[at] = (uint8_t)value;
    file[at + 1] = (uint8_t)(value >> 8);
}

static void set32(size_t at, uint32_t value)
{
    set16(at, value & 0xffff);
    set16(at + 2, value >> 16);
}

/* Where FIELD of segment header INDEX is. */
static size_t of(size_t index, size_t field)
{
    return TABLE_AT + index * SEGMENT_HEADER + field;
}

static void set_segment(size_t index, uint32_t type, uint32_t offset, uint32_t start,
                        uint32_t file_bytes, uint32_t memory_bytes, uint32_t flags)
{
    set32(of(index, S_TYPE), type);
    set32(of(index, S_OFFSET), offset);
    set32(of(index, S_START), start);
    set32(of(index, S_FILE_BYTES), file_bytes);
    set32(of(index, S_MEMORY_BYTES), memory_bytes);
    set32(of(index, S_FLAGS), flags);
}

/* Code, a segment of no size, and data. */
static int prepare(void **state)
{
    (void)state;
    static const uint8_t ident[] = {0x7f, 'E', 'L', 'F', 1, 1, 1};
    memset(file, 0, sizeof file);
    memcpy(file, ident, sizeof ident);
    set16(TYPE, 2);
    set16(MACHINE, 3);
    set32(VERSION, 1);
    set32(ENTRY, 0x08048100);
    set32(TABLE, TABLE_AT);
    set16(HEADER_BYTES, SEGMENT_HEADER);
    set16(COUNT, SEGMENTS);
    set_segment(0, LOAD, 0, 0x08048000, 0x200, 0x200, 5);
    set_segment(1, LOAD, 0x7fffffff, 5, 0, 0, 6);
    set_segment(2, LOAD, 0x200, 0x08049200, 0x100, 0x3000, 6);
    return 0;
}

/* Parses a copy of just SIZE bytes, at an odd address. */
static int parse(size_t size, struct elf_program *program)
{
    uint8_t *exact = malloc(size + 1);
    memcpy(exact + 1, file, size);
    struct memory_file source = memory_file_of(exact + 1, size);
    int result = elf_parse(&source.elf, USER_START, USER_END, program);
    free(exact);
    return result;
}

static void expect_refused(void)
{
    struct elf_program program, untouched;
    memset(&untouched, 0x5a, sizeof untouched);
    program = untouched;
    assert_int_equal(parse(sizeof file, &program), -ENOEXEC);
    assert_memory_equal(&program, &untouched, sizeof program);
    prepare(NULL);
}

static void expect_accepted(void)
{
    struct elf_program program;
    assert_int_equal(parse(sizeof file, &program), 0);
    prepare(NULL);
}

static void a_good_file_becomes_a_list_of_segments(void **state)
{
    (void)state;
    struct elf_program program;
    assert_int_equal(parse(sizeof file, &program), 0);
    assert_int_equal(program.entry, 0x08048100);
    assert_int_equal(program.segment_count, 2);
    assert_int_equal(program.segments[0].start, 0x08048000);
    assert_true(program.segments[0].executable);
    assert_false(program.segments[0].writable);
    assert_int_equal(program.segments[1].start, 0x08049200);
    assert_int_equal(program.segments[1].file_offset, 0x200);
    assert_int_equal(program.segments[1].file_bytes, 0x100);
    assert_int_equal(program.segments[1].memory_bytes, 0x3000);
    assert_false(program.segments[1].executable);
    assert_true(program.segments[1].writable);
}

static void another_kind_of_file_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < 7; i++) {
        file[i] ^= 3;
        expect_refused();
    }
    set16(TYPE, 3);
    expect_refused();
    set16(MACHINE, 62);
    expect_refused();
    set32(VERSION, 0);
    expect_refused();
    set16(HEADER_BYTES, 56);
    expect_refused();
}

static void a_file_that_is_cut_off_is_refused(void **state)
{
    (void)state;
    struct elf_program program;
    for (size_t size = 0; size < 0x300; size++)
        assert_int_equal(parse(size, &program), -ENOEXEC);
    assert_int_equal(parse(0x300, &program), 0);
}

static void a_table_outside_of_the_file_is_refused(void **state)
{
    (void)state;
    set32(TABLE, FILE_BYTES - SEGMENTS * SEGMENT_HEADER + 1);
    expect_refused();
    set32(TABLE, 0xffffffff);
    expect_refused();
    set32(TABLE, 0u - SEGMENTS * SEGMENT_HEADER);
    expect_refused();
    set16(COUNT, 0xffff);
    expect_refused();
}

static void a_file_without_segments_is_refused(void **state)
{
    (void)state;
    set16(COUNT, 0);
    expect_refused();
    for (size_t i = 0; i < SEGMENTS; i++)
        set32(of(i, S_TYPE), NOTE);
    expect_refused();
}

static void a_file_that_needs_a_dynamic_linker_is_refused(void **state)
{
    (void)state;
    set32(of(1, S_TYPE), DYNAMIC);
    expect_refused();
    set32(of(1, S_TYPE), INTERPRETER);
    expect_refused();
    set32(of(1, S_TYPE), NOTE);
    expect_accepted();
}

static void segments_outside_of_the_file_are_refused(void **state)
{
    (void)state;
    set_segment(2, LOAD, 0x200, 0x08049200, 0x201, 0x3000, 6);
    expect_refused();
    set_segment(2, LOAD, 0xfffff200, 0x08049200, 0xe00, 0x3000, 6);
    expect_refused();
    set_segment(2, LOAD, 0x200, 0x08049200, 0xffffffff, 0xffffffff, 6);
    expect_refused();
}

static void segments_smaller_than_their_data_are_refused(void **state)
{
    (void)state;
    set32(of(2, S_MEMORY_BYTES), 0xff);
    expect_refused();
    set32(of(2, S_MEMORY_BYTES), 0);
    expect_refused();
}

static void segments_outside_of_user_memory_are_refused(void **state)
{
    (void)state;
    set32(of(2, S_START), 0xbffff200);
    set32(of(2, S_MEMORY_BYTES), 0xe00);
    expect_accepted();
    set32(of(2, S_START), 0xbffff200);
    set32(of(2, S_MEMORY_BYTES), 0xe01);
    expect_refused();
    set32(of(2, S_START), 0xfffff200);
    expect_refused();
    set32(of(2, S_START), 0xc0000200);
    expect_refused();
    set32(of(2, S_MEMORY_BYTES), 0xffffffff);
    expect_refused();
    set32(of(0, S_START), USER_START - PAGE);
    expect_refused();
}

static void segments_must_fit_the_pages_of_the_file(void **state)
{
    (void)state;
    set32(of(2, S_START), 0x08049201);
    expect_refused();
    set32(of(2, S_OFFSET), 0x1ff);
    expect_refused();
}

static void segments_must_ascend_and_share_no_page(void **state)
{
    (void)state;
    set32(of(2, S_START), 0x08047200);
    expect_refused();
    set32(of(2, S_START), 0x08048200);
    expect_refused();
    set32(of(0, S_MEMORY_BYTES), PAGE);
    expect_accepted();
    set32(of(0, S_MEMORY_BYTES), PAGE + 1);
    expect_refused();
}

static void more_segments_than_there_is_room_for_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < ELF_SEGMENTS_MAX; i++)
        set_segment(i, LOAD, 0, 0x08048000 + (uint32_t)i * PAGE, 0x200, 0x200, 5);
    set16(COUNT, ELF_SEGMENTS_MAX);
    expect_accepted();
    for (size_t i = 0; i <= ELF_SEGMENTS_MAX; i++)
        set_segment(i, LOAD, 0, 0x08048000 + (uint32_t)i * PAGE, 0x200, 0x200, 5);
    set16(COUNT, ELF_SEGMENTS_MAX + 1);
    expect_refused();
}

static void the_entry_must_be_code(void **state)
{
    (void)state;
    static const uint32_t wrong[] = {0, 0x08047fff, 0x08048200, 0x08049200, 0xffffffff};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        set32(ENTRY, wrong[i]);
        expect_refused();
    }
    set32(ENTRY, 0x080481ff);
    expect_accepted();
    set32(ENTRY, 0x08049200);
    set32(of(2, S_FLAGS), 7);
    expect_accepted();
}

/* What elf.h promises of a program that was accepted. */
static void expect_sound(const struct elf_program *program, size_t size)
{
    uint64_t free_page = USER_START / PAGE;
    assert_in_range(program->segment_count, 1, ELF_SEGMENTS_MAX);
    for (size_t i = 0; i < program->segment_count; i++) {
        const struct elf_segment *segment = &program->segments[i];
        uint64_t end = (uint64_t)segment->start + segment->memory_bytes;
        assert_true(segment->memory_bytes > 0 &&
                    segment->file_bytes <= segment->memory_bytes);
        assert_true((uint64_t)segment->file_offset + segment->file_bytes <= size);
        assert_true(segment->start / PAGE >= free_page && end <= USER_END);
        assert_int_equal(segment->start % PAGE, segment->file_offset % PAGE);
        free_page = (end + PAGE - 1) / PAGE;
    }
}

static void whatever_the_bytes_are_the_result_is_sound(void **state)
{
    (void)state;
    static const uint32_t odd[] = {0,          1,          PAGE,       0x200,
                                   0x7fffffff, 0x80000000, 0xfffff000, ~0u};
    int accepted = 0;
    for (int round = 0; round < 100000; round++) {
        struct elf_program program;
        size_t size = rand() % 4 ? sizeof file : (size_t)rand() % sizeof file;
        prepare(NULL);
        for (int change = rand() % 4; change > 0; change--) {
            size_t at = (size_t)rand() % (TABLE_AT + SEGMENTS * SEGMENT_HEADER);
            if (rand() % 2 == 0)
                file[at] = (uint8_t)rand();
            else
                set32(at / 4 * 4, odd[rand() % 8]);
        }
        if (parse(size, &program) == 0) {
            expect_sound(&program, size);
            accepted++;
        }
    }
    assert_true(accepted > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_good_file_becomes_a_list_of_segments, prepare),
        cmocka_unit_test_setup(another_kind_of_file_is_refused, prepare),
        cmocka_unit_test_setup(a_file_that_is_cut_off_is_refused, prepare),
        cmocka_unit_test_setup(a_table_outside_of_the_file_is_refused, prepare),
        cmocka_unit_test_setup(a_file_without_segments_is_refused, prepare),
        cmocka_unit_test_setup(a_file_that_needs_a_dynamic_linker_is_refused, prepare),
        cmocka_unit_test_setup(segments_outside_of_the_file_are_refused, prepare),
        cmocka_unit_test_setup(segments_smaller_than_their_data_are_refused, prepare),
        cmocka_unit_test_setup(segments_outside_of_user_memory_are_refused, prepare),
        cmocka_unit_test_setup(segments_must_fit_the_pages_of_the_file, prepare),
        cmocka_unit_test_setup(segments_must_ascend_and_share_no_page, prepare),
        cmocka_unit_test_setup(more_segments_than_there_is_room_for_are_refused, prepare),
        cmocka_unit_test_setup(the_entry_must_be_code, prepare),
        cmocka_unit_test_setup(whatever_the_bytes_are_the_result_is_sound, prepare),
    };
    srand(1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
