/* kernel/fs/tar.c, on archives that are built here, whole and damaged. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/fs/tar.h"

/* Offsets in a header [POSIX pax, "ustar Interchange Format"]. */
enum {
    BLOCK = 512,
    MODE = 100,
    MTIME = 136,
    SIZE = 124,
    CHECKSUM = 148,
    TYPE = 156,
    MAGIC = 257,
    PREFIX = 345
};

static char archive[64 * BLOCK];
static size_t archive_size;

static void sum_up(char *header)
{
    unsigned sum = 0;
    memset(header + CHECKSUM, ' ', 8);
    for (size_t i = 0; i < BLOCK; i++)
        sum += (unsigned char)header[i];
    snprintf(header + CHECKSUM, 8, "%06o", sum);
}

/* Appends an entry and returns its header. */
static char *add(const char *name, char type, const char *data)
{
    char *header = archive + archive_size;
    size_t size = strlen(data);
    memcpy(header, name, strlen(name));
    memcpy(header + MODE, "0000644", 8);
    memcpy(header + MTIME, "14524200000", 12);
    snprintf(header + SIZE, 12, "%011o", (unsigned)size);
    header[TYPE] = type;
    memcpy(header + MAGIC, "ustar\00000", 8);
    memcpy(header + BLOCK, data, size);
    sum_up(header);
    archive_size += BLOCK + (size + BLOCK - 1) / BLOCK * BLOCK;
    return header;
}

static int prepare(void **state)
{
    (void)state;
    memset(archive, 0, sizeof archive);
    archive_size = 0;
    return 0;
}

/* The archive, in memory of just its size, as tar_next sees it first. */
static int first(struct tar_entry *entry)
{
    char *exact = malloc(archive_size);
    memcpy(exact, archive, archive_size);
    size_t offset = 0;
    int result = tar_next(exact, archive_size, &offset, entry);
    free(exact);
    return result;
}

static void entries_come_in_order_with_their_data(void **state)
{
    (void)state;
    struct tar_entry entry;
    size_t offset = 0;
    add("./", '5', "");
    add("./bin/", '5', "");
    add("./bin/echo", '0', "hello");
    char *empty = add("empty", '\0', "");
    memset(empty + MODE, 0, 8);
    memset(empty + MTIME, 0, 12);
    sum_up(empty);
    archive_size += 2 * BLOCK;
    assert_int_equal(tar_next(archive, archive_size, &offset, &entry), 1);
    assert_string_equal(entry.name, "");
    assert_true(entry.is_directory);
    assert_int_equal(tar_next(archive, archive_size, &offset, &entry), 1);
    assert_string_equal(entry.name, "bin");
    assert_true(entry.is_directory);
    assert_int_equal(tar_next(archive, archive_size, &offset, &entry), 1);
    assert_string_equal(entry.name, "bin/echo");
    assert_false(entry.is_directory);
    assert_int_equal(entry.size, 5);
    assert_int_equal(entry.mode, 0644);
    assert_int_equal(entry.modified, 014524200000);
    assert_memory_equal(entry.data, "hello", 5);
    assert_int_equal(tar_next(archive, archive_size, &offset, &entry), 1);
    assert_string_equal(entry.name, "empty");
    assert_int_equal(entry.mode, 0755); /* none is told */
    assert_int_equal(entry.modified, 0);
    assert_int_equal(entry.size, 0);
    assert_int_equal(tar_next(archive, archive_size, &offset, &entry), 0);
    assert_int_equal(tar_next(archive, archive_size, &offset, &entry), 0);
}

static void links_and_extended_headers_are_skipped(void **state)
{
    (void)state;
    struct tar_entry entry;
    size_t offset = 0;
    add("pax", 'x', "30 mtime=1704067200.000000000\n");
    add("link", '2', "");
    add("file", '0', "x");
    add("device", '3', "");
    assert_int_equal(tar_next(archive, archive_size, &offset, &entry), 1);
    assert_string_equal(entry.name, "file");
    assert_int_equal(tar_next(archive, archive_size, &offset, &entry), 0);
}

static void long_names_are_joined_from_both_fields(void **state)
{
    (void)state;
    struct tar_entry entry;
    char name[101] = "", prefix[156] = "", expected[257];
    memset(name, 'n', 100);
    memset(prefix, 'p', 155);
    snprintf(expected, sizeof expected, "%s/%s", prefix, name);
    char *header = add(name, '0', "");
    memcpy(header + PREFIX, prefix, 155);
    sum_up(header);
    assert_int_equal(first(&entry), 1);
    assert_string_equal(entry.name, expected);
}

static void archives_of_gnu_tar_are_read(void **state)
{
    (void)state;
    struct tar_entry entry;
    char *header = add("file", '0', "x");
    memcpy(header + MAGIC, "ustar  ", 8);
    memcpy(header + PREFIX, "14537421234", 11); /* a time, there */
    sum_up(header);
    assert_int_equal(first(&entry), 1);
    assert_string_equal(entry.name, "file");
}

static void an_empty_archive_has_an_end(void **state)
{
    (void)state;
    struct tar_entry entry;
    assert_int_equal(first(&entry), 0);
    archive_size = BLOCK;
    assert_int_equal(first(&entry), 0);
    archive_size = 2 * BLOCK;
    assert_int_equal(first(&entry), 0);
}

static void what_is_no_archive_is_refused(void **state)
{
    (void)state;
    struct tar_entry entry;
    for (archive_size = 1; archive_size < BLOCK; archive_size++)
        assert_int_equal(first(&entry), -EINVAL);
    memset(archive, 'x', 2 * BLOCK);
    archive_size = 2 * BLOCK;
    assert_int_equal(first(&entry), -EINVAL);
    memset(archive, 0, BLOCK);
    assert_int_equal(first(&entry), -EINVAL);
}

/* BYTES at OFFSET of an otherwise good header, whose checksum is right again. */
static void expect_refused(size_t offset, const char *bytes, size_t size)
{
    struct tar_entry entry;
    prepare(NULL);
    char *header = add("file", '0', "hello");
    assert_int_equal(first(&entry), 1);
    memcpy(header + offset, bytes, size);
    sum_up(header);
    assert_int_equal(first(&entry), -EINVAL);
}

static void damaged_headers_are_refused(void **state)
{
    (void)state;
    expect_refused(MAGIC, "ustaR", 5);
    expect_refused(SIZE, "0000000000x", 12);
    expect_refused(SIZE, "            ", 12);
    expect_refused(SIZE, "\0\0\0\0\0\0\0\0\0\0\0", 12);
    expect_refused(SIZE, "00000000080", 12);
    expect_refused(SIZE, "\200\0\0\0\0\0\0\0\0\0\5", 12);
    expect_refused(SIZE, "00000001001", 12); /* one block more than there is */
    expect_refused(SIZE, "777777777777", 12);
    expect_refused(SIZE, "37777777777", 12);
}

static void a_wrong_checksum_is_refused(void **state)
{
    (void)state;
    struct tar_entry entry;
    char *header = add("file", '0', "hello");
    header[0] ^= 1;
    assert_int_equal(first(&entry), -EINVAL);
    header[0] ^= 1;
    assert_int_equal(first(&entry), 1);
    memset(header + CHECKSUM, 'x', 8);
    assert_int_equal(first(&entry), -EINVAL);
}

static void an_archive_that_is_cut_off_is_refused(void **state)
{
    (void)state;
    struct tar_entry entry;
    add("file", '0', "hello");
    for (archive_size = 2 * BLOCK - 1; archive_size > 0; archive_size--)
        assert_int_equal(first(&entry), -EINVAL);
}

static void nothing_outside_of_a_damaged_archive_is_touched(void **state)
{
    (void)state;
    for (int round = 0; round < 20000; round++) {
        prepare(NULL);
        add("a/b", '0', "some data");
        char *header = add("c", rand() % 2 ? '0' : 'x', "more");
        archive_size += (size_t)rand() % 3 * BLOCK;
        for (int change = rand() % 4; change > 0; change--) {
            header[(size_t)rand() % BLOCK] =
                (char)(rand() % 4 ? '0' + rand() % 8 : rand());
        }
        if (rand() % 4 != 0)
            sum_up(header);
        archive_size -= rand() % 3 ? 0 : (size_t)rand() % BLOCK;
        char *exact = malloc(archive_size);
        memcpy(exact, archive, archive_size);
        struct tar_entry entry;
        size_t offset = 0;
        while (tar_next(exact, archive_size, &offset, &entry) == 1) {
            const char *data = entry.data;
            assert_true(offset <= archive_size);
            assert_true(data >= exact && data + entry.size <= exact + archive_size);
            assert_true(strlen(entry.name) < sizeof entry.name);
        }
        free(exact);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(entries_come_in_order_with_their_data, prepare),
        cmocka_unit_test_setup(links_and_extended_headers_are_skipped, prepare),
        cmocka_unit_test_setup(long_names_are_joined_from_both_fields, prepare),
        cmocka_unit_test_setup(archives_of_gnu_tar_are_read, prepare),
        cmocka_unit_test_setup(an_empty_archive_has_an_end, prepare),
        cmocka_unit_test_setup(what_is_no_archive_is_refused, prepare),
        cmocka_unit_test_setup(damaged_headers_are_refused, prepare),
        cmocka_unit_test_setup(a_wrong_checksum_is_refused, prepare),
        cmocka_unit_test_setup(an_archive_that_is_cut_off_is_refused, prepare),
        cmocka_unit_test_setup(nothing_outside_of_a_damaged_archive_is_touched, prepare),
    };
    srand(1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
