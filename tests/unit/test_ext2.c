/* Reading ext2: kernel/fs/ext2_volume.c, ext2_node.c, ext2_directory.c, on images that mke2fs
 * has made. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "abi/stat.h"
#include "tests/unit/harness/ext2_image.h"

enum { SIZES = 3, ENTRIES = 400, DEEP = 12 + 256 + 65536 + 300, IMAGE_KIB = 2048 };

static const uint32_t block_sizes[SIZES] = {1024, 2048, 4096};
static struct image *images[SIZES]; /* all of the same folder */

/* --- The folder --- */

static FILE *open_source(const char *name, const char *mode)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", image_path("source"), name);
    FILE *file = fopen(path, mode);
    assert_non_null(file);
    return file;
}

/* Writes LENGTH bytes at AT, which is in no order that a program could mistake. */
static void put_bytes(const char *name, uint64_t at, size_t length)
{
    FILE *file = open_source(name, at ? "r+" : "w");
    assert_int_equal(fseek(file, (long)at, SEEK_SET), 0);
    for (uint64_t i = at; i < at + length; i++)
        fputc((int)(i * 2654435761U >> 13 & 0xff), file);
    assert_int_equal(fclose(file), 0);
}

static void make_folder(void)
{
    char text[64];
    image_command(text, sizeof text,
                  "mkdir -p %s/a/b/c %s/many; ln -s /target/of/a/link %s/link",
                  image_path("source"), image_path("source"), image_path("source"));
    put_bytes("empty", 0, 0);
    put_bytes("one", 0, 1);
    put_bytes("direct", 0, 12 * 1024);
    put_bytes("once", 0, 12 * 1024 + 1);
    put_bytes("twice", 0, 300 * 1024);
    put_bytes("holes", 0, 0);
    put_bytes("holes", 5000, 10);
    put_bytes("holes", 400 * 1024, 5);
    put_bytes("deep", 0, 3);
    put_bytes("deep", (uint64_t)DEEP * 1024, 2000);
    put_bytes("a/b/c/file", 0, 100);
    for (int i = 0; i < ENTRIES; i++) {
        char name[128];
        snprintf(name, sizeof name, "many/%0*d", 1 + i % 60, i);
        put_bytes(name, 0, 0);
    }
}

static int make_images(void **state)
{
    (void)state;
    make_folder();
    for (int i = 0; i < SIZES; i++)
        images[i] =
            image_make(block_sizes[i], IMAGE_KIB * 1024 / block_sizes[i],
                       "-O none,filetype,large_file -I 128 -N 512", image_path("source"));
    return 0;
}

static int free_images(void **state)
{
    (void)state;
    for (int i = 0; i < SIZES; i++)
        image_free(images[i]);
    image_clean();
    return 0;
}

/* --- Right answers --- */

/* The file has the same bytes as on the host, block by block; of a large one, around its ends
 * and the borders of its tables. */
static void expect_file(struct image *image, const char *name)
{
    uint8_t data[4096], expected[4096];
    struct ext2_node node;
    FILE *file = open_source(name, "r");
    assert_int_equal(image_find(image, name, &node), 0);
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    uint64_t size = (uint64_t)ftell(file);
    assert_int_equal(ext2_size(&node), size);
    uint32_t count = (uint32_t)((size + image->block_bytes - 1) / image->block_bytes);
    for (uint32_t i = 0; i < count; i++) {
        if (i > 1200 && count - i > 1200 && i % 4096 > 2)
            continue;
        memset(expected, 0, sizeof expected);
        assert_int_equal(fseek(file, (long)i * image->block_bytes, SEEK_SET), 0);
        size_t part = fread(expected, 1, image->block_bytes, file);
        assert_true(part > 0);
        assert_int_equal(image_read(image, &node, i, data), 0);
        assert_memory_equal(data, expected, part);
    }
    fclose(file);
}

static void files_are_read_through_all_tables(void **state)
{
    static const char *const names[] = {"empty", "one",   "direct", "once",
                                        "twice", "holes", "deep",   "a/b/c/file"};
    (void)state;
    for (int i = 0; i < SIZES; i++) {
        assert_int_equal(image_open(images[i]), 0);
        for (size_t n = 0; n < sizeof names / sizeof *names; n++)
            expect_file(images[i], names[n]);
        assert_int_equal(images[i]->held_count, 0);
    }
}

static void a_hole_has_no_block(void **state)
{
    struct ext2_node node;
    uint32_t block = 1;
    (void)state;
    assert_int_equal(image_open(images[0]), 0);
    assert_int_equal(image_find(images[0], "deep", &node), 0);
    assert_int_equal(ext2_map(&images[0]->volume, &node, 12, &block), 0);
    assert_int_equal(block, 0);
    assert_int_equal(ext2_map(&images[0]->volume, &node, UINT32_MAX, &block), 0);
    assert_int_equal(block, 0);
    assert_int_equal(ext2_map(&images[0]->volume, &node, DEEP, &block), 0);
    assert_true(block > 0);
}

static void blocks_are_where_debugfs_sees_them(void **state)
{
    static const uint32_t indices[] = {0, 11, 12, 13, 74, 267, 268, 299};
    (void)state;
    for (int i = 0; i < SIZES; i++) {
        char text[1024], *next = text;
        struct ext2_node node;
        assert_int_equal(image_open(images[i]), 0);
        assert_int_equal(image_find(images[i], "twice", &node), 0);
        image_save(images[i], image_path("image"));
        image_command(text, sizeof text,
                      "printf 'bmap twice %%s\\n' 0 11 12 13 74 267 268 299 |"
                      "debugfs -f - %s 2>/dev/null | grep -v debugfs",
                      image_path("image"));
        for (size_t n = 0; n < sizeof indices / sizeof *indices; n++) {
            uint32_t block;
            assert_int_equal(ext2_map(&images[i]->volume, &node, indices[n], &block), 0);
            assert_int_equal(block, strtoul(next, &next, 10));
        }
    }
}

/* From block INDEX on; how many blocks it has. */
static uint32_t expect_run(struct image *image, const struct ext2_node *node,
                           uint32_t index)
{
    enum { MOST = 20 };
    uint32_t first, count, block;
    assert_int_equal(ext2_map_run(&image->volume, node, index, MOST, &first, &count), 0);
    assert_in_range(count, 1, MOST);
    for (uint32_t i = 1; i <= count; i++) {
        assert_int_equal(ext2_map(&image->volume, node, index + i, &block), 0);
        if (i < count)
            assert_int_equal(block, first ? first + i : 0);
    }
    bool goes_on = count < MOST && block == (first ? first + count : 0);
    bool ends_table = index + count >= EXT2_DIRECT &&
                      (index + count - EXT2_DIRECT) % (image->block_bytes / 4) == 0;
    assert_true(!goes_on || ends_table || first == 0);
    return count;
}

static void a_run_has_blocks_one_behind_the_other(void **state)
{
    (void)state;
    for (int i = 0; i < SIZES; i++) {
        static const char *const names[] = {"direct", "once", "twice", "holes"};
        uint32_t longest = 0;
        assert_int_equal(image_open(images[i]), 0);
        for (size_t n = 0; n < sizeof names / sizeof *names; n++) {
            struct ext2_node node;
            assert_int_equal(image_find(images[i], names[n], &node), 0);
            for (uint32_t index = 0; index < 600; index++) {
                uint32_t count = expect_run(images[i], &node, index);
                longest = count > longest ? count : longest;
            }
        }
        assert_int_equal(longest, 20);
        assert_int_equal(images[i]->held_count, 0);
    }
}

static void every_name_is_found_and_no_other(void **state)
{
    (void)state;
    for (int i = 0; i < SIZES; i++) {
        struct ext2_node node;
        assert_int_equal(image_open(images[i]), 0);
        for (int n = 0; n < ENTRIES; n++) {
            char name[128];
            snprintf(name, sizeof name, "many/%0*d", 1 + n % 60, n);
            assert_int_equal(image_find(images[i], name, &node), 0);
            assert_true(S_ISREG(node.inode.mode));
        }
        assert_int_equal(image_find(images[i], "many/x", &node), -ENOENT);
        assert_int_equal(image_find(images[i], "man", &node), -ENOENT);
        assert_int_equal(image_find(images[i], "a/b/c/../../b/c", &node), 0);
        assert_true(S_ISDIR(node.inode.mode));
    }
}

static bool count_entry(const struct ext2_place *place, void *argument)
{
    *(uint32_t *)argument += place->entry->inode != 0;
    return false;
}

static void a_directory_lists_what_is_in_it(void **state)
{
    (void)state;
    for (int i = 0; i < SIZES; i++) {
        struct ext2_node node;
        struct ext2_place place = {.offset = 0};
        uint32_t count = 0;
        assert_int_equal(image_open(images[i]), 0);
        assert_int_equal(image_find(images[i], "many", &node), 0);
        assert_int_equal(
            ext2_scan(&images[i]->volume, &node, &place, count_entry, &count), 0);
        assert_int_equal(count, ENTRIES + 2);
        assert_int_equal(place.offset, node.inode.size);
    }
}

static bool is_first(const struct ext2_place *place, void *argument)
{
    (void)place;
    (void)argument;
    return true;
}

static void listing_goes_on_at_any_offset(void **state)
{
    struct image *image = images[0];
    struct ext2_node node;
    uint32_t last = 0;
    (void)state;
    assert_int_equal(image_open(image), 0);
    assert_int_equal(image_find(image, "many", &node), 0);
    for (uint32_t at = 0; at < 3000; at++) {
        struct ext2_place place = {.offset = at};
        assert_int_equal(ext2_scan(&image->volume, &node, &place, is_first, NULL), 1);
        assert_true(place.offset >= at && place.offset >= last);
        assert_true(place.offset - at < 268);
        last = place.offset;
        ext2_put(&image->volume, &place.block);
    }
}

static void a_link_in_the_inode_has_no_blocks(void **state)
{
    struct ext2_node node;
    (void)state;
    assert_int_equal(image_open(images[0]), 0);
    assert_int_equal(image_find(images[0], "link", &node), 0);
    assert_false(ext2_has_blocks(&node));
    assert_memory_equal(node.inode.blocks, "/target/of/a/link", 17);
}

/* --- What mke2fs can make --- */

enum { SUPERBLOCK_AT = 1024, REVISION_AT = 76 };

static int open_made(uint32_t block_bytes, uint32_t count, const char *options,
                     bool *is_read_only)
{
    uint64_t seen;
    struct image *image = image_make(block_bytes, count, options, NULL);
    if (strstr(options,
               "-I 128")) /* as of the first revision, which newer tools cannot make */
        memset((char *)image->bytes + SUPERBLOCK_AT + REVISION_AT, 0, sizeof(uint32_t));
    int error = image_open(image);
    *is_read_only = image->volume.is_read_only;
    if (!error)
        error = image_walk(image, &seen);
    assert_int_equal(image->held_count, 0);
    image_free(image);
    return error;
}

static void features_that_matter_are_refused_or_not_written(void **state)
{
    bool is_read_only;
    (void)state;
    assert_int_equal(open_made(1024, 512, "", &is_read_only), 0);
    assert_false(is_read_only);
    assert_int_equal(open_made(1024, 20000, "-O none", &is_read_only), 0);
    assert_false(is_read_only);
    assert_int_equal(open_made(4096, 512, "-I 128 -O none", &is_read_only), 0);
    assert_false(is_read_only);
    assert_int_equal(open_made(1024, 4096, "-O has_journal,dir_index", &is_read_only), 0);
    assert_false(is_read_only);
    assert_int_equal(open_made(1024, 512, "-O huge_file", &is_read_only), 0);
    assert_true(is_read_only);
    assert_int_equal(open_made(1024, 512, "-O extent", &is_read_only), -ENOTSUP);
    assert_int_equal(open_made(1024, 512, "-O flex_bg", &is_read_only), -ENOTSUP);
}

static void a_feature_is_refused_by_its_name(void **state)
{
    (void)state;
    assert_string_equal(ext2_feature_name(0), "compression");
    assert_string_equal(ext2_feature_name(2), "needs_recovery");
    assert_string_equal(ext2_feature_name(6), "extent");
    assert_string_equal(ext2_feature_name(7), "64bit");
    assert_string_equal(ext2_feature_name(9), "flex_bg");
    assert_string_equal(ext2_feature_name(5), "unknown");
    assert_string_equal(ext2_feature_name(10), "unknown");
    assert_string_equal(ext2_feature_name(31), "unknown");
    assert_string_equal(ext2_feature_name(-1), "unknown");
}

static void many_groups_are_read(void **state)
{
    bool is_read_only;
    (void)state;
    assert_int_equal(open_made(1024, 128 * 256 + 1, "-O none -g 256", &is_read_only), 0);
    assert_int_equal(open_made(1024, 512 * 9 + 100, "-g 512", &is_read_only), 0);
    assert_int_equal(open_made(1024, 129 * 256 + 1, "-O none -g 256", &is_read_only),
                     -ENOTSUP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_read_through_all_tables),
        cmocka_unit_test(a_hole_has_no_block),
        cmocka_unit_test(blocks_are_where_debugfs_sees_them),
        cmocka_unit_test(a_run_has_blocks_one_behind_the_other),
        cmocka_unit_test(every_name_is_found_and_no_other),
        cmocka_unit_test(a_directory_lists_what_is_in_it),
        cmocka_unit_test(listing_goes_on_at_any_offset),
        cmocka_unit_test(a_link_in_the_inode_has_no_blocks),
        cmocka_unit_test(features_that_matter_are_refused_or_not_written),
        cmocka_unit_test(a_feature_is_refused_by_its_name),
        cmocka_unit_test(many_groups_are_read),
    };
    return cmocka_run_group_tests(tests, make_images, free_images);
}
