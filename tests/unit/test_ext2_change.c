/* Writing ext2: kernel/fs/ext2_space.c, ext2_tree.c, ext2_change.c. e2fsck says
 * whether a volume is right after what was done to it. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/harness/ext2_files.h"

static struct image *new_image(uint32_t block_bytes, uint32_t count, const char *options)
{
    struct image *image = image_make(block_bytes, count, options, NULL);
    assert_int_equal(image_open(image), 0);
    return image;
}

/* e2fsck has nothing to say of the volume, which was put away clean. */
static void expect_clean(struct image *image)
{
    char text[4096];
    assert_int_equal(files_end(image, true), 0);
    assert_int_equal(image->held_count, 0);
    int status = image_check(image, "-fn", text, sizeof text);
    if (status || strstr(text, "Fix"))
        fprintf(stderr, "%s\n", text);
    assert_int_equal(status, 0);
    assert_null(strstr(text, "Fix"));
    assert_null(strstr(text, "not cleanly"));
}

static int no_files(void **state)
{
    (void)state;
    image_clean();
    return 0;
}

static void files_are_made_grow_and_shrink(void **state)
{
    static const uint32_t sizes[] = {1024, 2048, 4096};
    static const uint64_t ends[] = {
        0,          1,          12 * 1024,      13 * 1024, 300 * 1024, 290 * 1024,
        269 * 1024, 268 * 1024, 267 * 1024 + 1, 100,       0};
    (void)state;
    for (int i = 0; i < 3; i++) {
        struct image *image = new_image(sizes[i], 2048 * 1024 / sizes[i], "");
        assert_int_equal(files_make(image, "file", S_IFREG | 0644), 0);
        for (size_t n = 0; n < sizeof ends / sizeof *ends; n++) {
            assert_int_equal(files_resize(image, "file", ends[n]), 0);
            assert_int_equal(files_expect(image, "file", ends[n]), 0);
            if (i == 0)
                expect_clean(image);
        }
        expect_clean(image);
        image_free(image);
    }
}

static void far_blocks_are_given_back_table_by_table(void **state)
{
    static const uint32_t far[] = {0,   11,    12,    267,   268,   523,
                                   524, 65803, 65804, 66060, 131340};
    enum { COUNT = sizeof far / sizeof *far };
    struct image *image = new_image(1024, 512, "-O none,filetype,large_file");
    struct ext2_group before = image->volume.groups[0];
    (void)state;
    assert_int_equal(files_make(image, "file", S_IFREG | 0644), 0);
    for (int i = 0; i < COUNT; i++)
        assert_int_equal(files_write(image, "file", (uint64_t)far[i] << 10, 1024), 0);
    expect_clean(image);
    for (int i = COUNT - 1; i >= 0; i--) {
        assert_int_equal(files_cut(image, "file", ((uint64_t)far[i] << 10) + 1), 0);
        expect_clean(image);
        assert_int_equal(files_cut(image, "file", (uint64_t)far[i] << 10), 0);
        expect_clean(image);
    }
    assert_int_equal(image->volume.groups[0].free[EXT2_BLOCKS], before.free[EXT2_BLOCKS]);
    image_free(image);
}

static void names_come_and_go(void **state)
{
    struct image *image = new_image(1024, 512, "");
    (void)state;
    assert_int_equal(files_make(image, "d", S_IFDIR | 0755), 0);
    assert_int_equal(files_make(image, "d/e", S_IFDIR | 0755), 0);
    assert_int_equal(files_make(image, "d/e", S_IFREG | 0644), -EEXIST);
    assert_int_equal(files_make(image, "d/f", S_IFREG | 0644), 0);
    assert_int_equal(files_link(image, "d/f", "d/e/g"), 0);
    assert_int_equal(files_link(image, "d/f", "d/e/g"), -EEXIST);
    expect_clean(image);
    assert_int_equal(files_unlink(image, "d/e"), -ENOTEMPTY);
    assert_int_equal(files_unlink(image, "d/f"), 0);
    assert_int_equal(files_unlink(image, "d/f"), -ENOENT);
    expect_clean(image);
    assert_int_equal(files_unlink(image, "d/e/g"), 0);
    assert_int_equal(files_unlink(image, "d/e"), 0);
    assert_int_equal(files_unlink(image, "d"), 0);
    expect_clean(image);
    image_free(image);
}

static void names_are_changed(void **state)
{
    struct image *image = new_image(1024, 512, "");
    (void)state;
    assert_int_equal(files_make(image, "a", S_IFDIR | 0755), 0);
    assert_int_equal(files_make(image, "b", S_IFDIR | 0755), 0);
    assert_int_equal(files_make(image, "a/x", S_IFREG | 0644), 0);
    assert_int_equal(files_make(image, "b/y", S_IFREG | 0644), 0);
    assert_int_equal(files_make(image, "a/d", S_IFDIR | 0755), 0);
    assert_int_equal(files_make(image, "a/d/in", S_IFREG | 0644), 0);
    assert_int_equal(files_rename(image, "a/x", "a/a name that is longer"), 0);
    assert_int_equal(files_rename(image, "a/a name that is longer", "b/y"), 0);
    expect_clean(image);
    assert_int_equal(files_rename(image, "a/d", "b/moved"), 0);
    assert_int_equal(files_expect(image, "b/moved/in", 0), 0);
    expect_clean(image);
    assert_int_equal(files_rename(image, "b", "b/moved/b"), -EINVAL);
    assert_int_equal(files_rename(image, "b", "b/b"), -EINVAL);
    assert_int_equal(files_make(image, "a/new", S_IFDIR | 0755), 0);
    assert_int_equal(files_rename(image, "a/new", "b/moved"), -ENOTEMPTY);
    assert_int_equal(files_rename(image, "b/moved", "a/new"), 0);
    assert_int_equal(files_expect(image, "a/new/in", 0), 0);
    expect_clean(image);
    image_free(image);
}

static void a_directory_grows_through_all_its_blocks(void **state)
{
    enum { NAMES = 1200 };
    char name[300];
    struct image *image = new_image(1024, 2048, "-N 2048 -O none,filetype");
    (void)state;
    assert_int_equal(files_make(image, "d", S_IFDIR | 0755), 0);
    assert_int_equal(files_make(image, "file", S_IFREG | 0644), 0);
    for (int i = 0; i < NAMES; i++) {
        snprintf(name, sizeof name, "d/%0*d", 1 + i % 250, i);
        assert_int_equal(files_link(image, "file", name), 0);
    }
    expect_clean(image);
    for (int i = 0; i < NAMES; i++) {
        snprintf(name, sizeof name, "d/%0*d", 1 + i * 7 % NAMES % 250, i * 7 % NAMES);
        assert_int_equal(files_unlink(image, name), 0);
    }
    expect_clean(image);
    assert_int_equal(files_unlink(image, "d"), 0);
    expect_clean(image);
    image_free(image);
}

static void an_indexed_directory_loses_its_index(void **state)
{
    char text[64], name[64];
    (void)state;
    image_command(text, sizeof text,
                  "mkdir -p %s; cd %s; seq -f 'name-%%03.0f' 300 | xargs touch",
                  image_path("many"), image_path("many"));
    struct image *image =
        image_make(1024, 1024, "-O dir_index -N 512", image_path("many"));
    char checked[4096];
    image_check(image, "-fyD", checked, sizeof checked);
    assert_int_equal(image_open(image), 0);
    for (int i = 1; i <= 300; i++) {
        snprintf(name, sizeof name, "name-%03d", i);
        assert_int_equal(files_expect(image, name, 0), 0);
    }
    assert_int_equal(files_make(image, "new", S_IFREG | 0644), 0);
    assert_int_equal(files_unlink(image, "name-100"), 0);
    expect_clean(image);
    image_free(image);
}

static void a_full_volume_is_enospc_and_nothing_leaks(void **state)
{
    static const uint32_t sizes[] = {1024, 4096};
    (void)state;
    for (int i = 0; i < 2; i++) {
        struct image *image =
            new_image(sizes[i], 400 * 1024 / sizes[i], "-O none,filetype");
        struct ext2_group before = image->volume.groups[0];
        int error = files_make(image, "file", S_IFREG | 0644);
        uint64_t size = 0;
        for (; !error; size += !error ? 1024 : 0)
            error = files_write(image, "file", size, 1024);
        assert_int_equal(error, -ENOSPC);
        assert_int_equal(files_expect(image, "file", size), 0);
        expect_clean(image);
        assert_int_equal(files_make(image, "d", S_IFDIR | 0755), -ENOSPC);
        expect_clean(image);
        assert_int_equal(files_unlink(image, "file"), 0);
        expect_clean(image);
        assert_memory_equal(&image->volume.groups[0], &before, sizeof before);
        image_free(image);
    }
}

/* As many blocks are free as a change would need, and each number fewer. */
static void a_change_that_runs_out_on_its_way_changes_nothing(void **state)
{
    (void)state;
    for (uint64_t filled = 0; filled < 6; filled++) {
        struct image *image = new_image(1024, 400, "-O none,filetype");
        assert_int_equal(files_make(image, "filler", S_IFREG | 0644), 0);
        assert_int_equal(files_make(image, "file", S_IFREG | 0644), 0);
        uint64_t size = 0;
        while (files_write(image, "filler", size, 1024) == 0)
            size += 1024;
        assert_int_equal(files_cut(image, "filler", size - filled * 1024), 0);
        uint32_t free = image->volume.groups[0].free[EXT2_BLOCKS];
        assert_int_equal(free, filled);
        int error = files_write(image, "file", 70000ULL << 10, 1024);
        assert_int_equal(error, free >= 4 ? 0 : -ENOSPC);
        assert_int_equal(image->volume.groups[0].free[EXT2_BLOCKS],
                         error ? free : free - 4);
        expect_clean(image);
        image_free(image);
    }
}

static void no_inode_is_left(void **state)
{
    struct image *image = new_image(1024, 400, "-N 16 -O none,filetype");
    char name[32];
    int error = 0;
    (void)state;
    for (int i = 0; !error; i++) {
        snprintf(name, sizeof name, "%d", i);
        error = files_make(image, name, i % 2 ? S_IFREG | 0644 : S_IFDIR | 0755);
    }
    assert_int_equal(error, -ENOSPC);
    expect_clean(image);
    image_free(image);
}

static void a_directory_gets_no_block_for_a_name(void **state)
{
    struct image *image = new_image(1024, 400, "-O none,filetype");
    char name[300];
    uint64_t size = 0;
    int error = 0;
    (void)state;
    assert_int_equal(files_make(image, "d", S_IFDIR | 0755), 0);
    assert_int_equal(files_make(image, "d/filler", S_IFREG | 0644), 0);
    for (; !error; size += 1024)
        error = files_write(image, "d/filler", size, 1024);
    error = 0;
    for (int i = 0; !error; i++) {
        snprintf(name, sizeof name, "d/%0200d", i);
        error = i % 2 ? files_link(image, "d/filler", name)
                      : files_make(image, name, S_IFREG | 0644);
    }
    assert_int_equal(error, -ENOSPC);
    assert_int_equal(files_rename(image, "d/filler", name), -ENOSPC);
    expect_clean(image);
    image_free(image);
}

static void a_block_that_two_files_have_is_given_back_once(void **state)
{
    struct image *image = new_image(1024, 400, "-O none,filetype");
    struct ext2_node node, other;
    (void)state;
    assert_int_equal(files_make(image, "a", S_IFREG | 0644), 0);
    assert_int_equal(files_make(image, "b", S_IFREG | 0644), 0);
    assert_int_equal(files_write(image, "a", 0, 1024), 0);
    assert_int_equal(files_write(image, "b", 0, 1024), 0);
    assert_int_equal(files_end(image, true), 0);
    assert_int_equal(image_find(image, "a", &node), 0);
    assert_int_equal(image_find(image, "b", &other), 0);
    node.inode.blocks[0] = other.inode.blocks[0];
    assert_int_equal(ext2_node_write(&image->volume, &node), 0);
    assert_int_equal(files_unlink(image, "a"), 0);
    assert_int_equal(files_unlink(image, "b"), -EUCLEAN);
    assert_int_equal(files_end(image, true), 0);
    assert_false(((struct ext2_superblock *)(void *)(image->bytes + 1024))->state &
                 EXT2_STATE_CLEAN);
    image_free(image);
}

/* Each reading and each writing of a block fails in turn: an error, and nothing
 * is held. After one of writing, nothing is changed any more; after one of reading, the volume
 * is as sound as before, or damaged. */
static void a_disk_that_fails_is_an_error(void **state)
{
    struct image *base = new_image(1024, 400, "-O none,filetype");
    (void)state;
    assert_int_equal(files_make(base, "d", S_IFDIR | 0755), 0);
    assert_int_equal(files_make(base, "d/f", S_IFREG | 0644), 0);
    assert_int_equal(files_resize(base, "d/f", 20000), 0);
    assert_int_equal(files_end(base, true), 0);
    for (uint32_t i = 1; i < 300; i++) {
        struct image *image = image_copy(base);
        assert_int_equal(image_open(image), 0);
        *(i % 2 ? &image->fail_get : &image->fail_write) = (i + 1) / 2;
        int error = files_make(image, "d/e", S_IFDIR | 0755);
        error = error ? error : files_resize(image, "d/f", 30000);
        error = error ? error : files_rename(image, "d/f", "d/e/a name");
        error = error ? error : files_cut(image, "d/e/a name", 13000);
        error = error ? error : files_unlink(image, "d/e/a name");
        error = error ? error : files_unlink(image, "d/e");
        if (image->has_failed)
            assert_int_equal(error, -EIO);
        if (image->has_failed && image->fail_write)
            assert_int_equal(files_make(image, "new", S_IFREG | 0644), -EROFS);
        bool is_whole =
            image->has_failed && !image->fail_write && !image->volume.is_damaged;
        if (is_whole)
            expect_clean(image);
        files_forget(image);
        image->fail_write = 0;
        assert_true(image->held_count <= 1); /* a bitmap */
        image_free(image);
    }
    image_free(base);
}

static void what_is_not_clean_is_not_written(void **state)
{
    struct image *image = new_image(1024, 400, "");
    (void)state;
    assert_int_equal(files_make(image, "a", S_IFREG | 0644), 0);
    assert_int_equal(files_end(image, false), 0);
    assert_int_equal(image_open(image), 0);
    assert_int_equal(files_make(image, "b", S_IFREG | 0644), -EROFS);
    assert_int_equal(files_unlink(image, "a"), -EROFS);
    assert_int_equal(files_link(image, "a", "b"), -EROFS);
    assert_int_equal(files_rename(image, "a", "b"), -EROFS);
    files_forget(image);
    image_free(image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_are_made_grow_and_shrink),
        cmocka_unit_test(far_blocks_are_given_back_table_by_table),
        cmocka_unit_test(names_come_and_go),
        cmocka_unit_test(names_are_changed),
        cmocka_unit_test(a_directory_grows_through_all_its_blocks),
        cmocka_unit_test(an_indexed_directory_loses_its_index),
        cmocka_unit_test(a_full_volume_is_enospc_and_nothing_leaks),
        cmocka_unit_test(a_change_that_runs_out_on_its_way_changes_nothing),
        cmocka_unit_test(no_inode_is_left),
        cmocka_unit_test(a_directory_gets_no_block_for_a_name),
        cmocka_unit_test(a_block_that_two_files_have_is_given_back_once),
        cmocka_unit_test(a_disk_that_fails_is_an_error),
        cmocka_unit_test(what_is_not_clean_is_not_written),
    };
    return cmocka_run_group_tests(tests, NULL, no_files);
}
