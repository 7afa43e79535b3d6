/* The power is cut while ext2 is written. The writes of one run are recorded,
 * and each time so many of them as the disk would have had are done to a copy
 * of the image that it began with. Then e2fsck may find lost space and wrong
 * counts, and nothing worse; and what had been synced, and not changed since,
 * is there. */
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

enum { PROMISES_MAX = 400, CUTS = 200, FILES = 24, TEXT_BYTES = 32768 };

/* What a file has is never old or another one's; and if the disk got as many writes as are
 * between FROM and UNTIL, then PATH is there, or OTHER, with SIZE bytes. */
static struct promise {
    char path[48], other[48];
    uint64_t size;
    size_t from, until;
} promises[PROMISES_MAX];
static size_t promise_count;

static struct image *image;
static uint8_t *before; /* its bytes, at first */

static struct promise *promise(const char *path, const char *other, uint64_t size)
{
    assert_true(promise_count < PROMISES_MAX);
    struct promise *made = &promises[promise_count++];
    snprintf(made->path, sizeof made->path, "%s", path);
    snprintf(made->other, sizeof made->other, "%s", other ? other : path);
    made->size = size;
    made->from = image->write_count;
    made->until = SIZE_MAX;
    return made;
}

/* What was promised of PATH holds no longer than now. Returns the size that it
 * had, or -1. */
static int64_t end_promise(const char *path)
{
    int64_t size = -1;
    for (size_t i = 0; i < promise_count; i++)
        if (promises[i].until == SIZE_MAX && !strcmp(promises[i].path, path)) {
            promises[i].until = image->write_count;
            size = (int64_t)promises[i].size;
        }
    return size;
}

/* --- A run --- */

static const char *path_of(const char *folder, int i)
{
    static char paths[4][48];
    static unsigned next;
    char *path = paths[next++ % 4];
    snprintf(path, sizeof paths[0], "%s/%d", folder, i);
    return path;
}

static void write_and_sync(const char *path, uint64_t size)
{
    end_promise(path);
    assert_int_equal(files_resize(image, path, size), 0);
    assert_int_equal(files_sync(image, path), 0);
    promise(path, NULL, size);
}

static void move(const char *path, const char *new_path)
{
    int64_t size = end_promise(path);
    end_promise(new_path);
    struct promise *either = size < 0 ? NULL : promise(path, new_path, (uint64_t)size);
    assert_int_equal(files_rename(image, path, new_path), 0);
    if (!either)
        return;
    either->until = image->write_count;
    promise(new_path, NULL, (uint64_t)size);
}

/* A directory with FILES files in it. */
static void move_all(const char *folder, const char *new_folder)
{
    int64_t sizes[FILES];
    size_t first = promise_count;
    for (int i = 0; i < FILES; i++) {
        sizes[i] = end_promise(path_of(folder, i));
        if (sizes[i] >= 0)
            promise(path_of(folder, i), path_of(new_folder, i), (uint64_t)sizes[i]);
    }
    size_t last = promise_count;
    assert_int_equal(files_rename(image, folder, new_folder), 0);
    for (size_t i = first; i < last; i++)
        promises[i].until = image->write_count;
    for (int i = 0; i < FILES; i++)
        if (sizes[i] >= 0)
            promise(path_of(new_folder, i), NULL, (uint64_t)sizes[i]);
}

static void delete (const char *path)
{
    end_promise(path);
    assert_int_equal(files_unlink(image, path), 0);
}

static void make_files(void)
{
    assert_int_equal(files_make(image, "a", S_IFDIR | 0755), 0);
    assert_int_equal(files_make(image, "b", S_IFDIR | 0755), 0);
    for (int i = 0; i < FILES - 1; i++) {
        assert_int_equal(files_make(image, path_of("a", i), S_IFREG | 0644), 0);
        if (i % 3 == 0)
            assert_int_equal(files_resize(image, path_of("a", i), (uint64_t)i * 500), 0);
        else
            write_and_sync(path_of("a", i), (uint64_t)i * 500);
    }
    /* By all tables but the last, with a hole, which is then filled. */
    const char *big = path_of("a", FILES - 1);
    assert_int_equal(files_make(image, big, S_IFREG | 0644), 0);
    assert_int_equal(files_write(image, big, 250 * 1024, 1024), 0);
    write_and_sync(big, 290 * 1024);
    end_promise(big);
    assert_int_equal(files_write(image, big, 100 * 1024, 9 * 1024), 0);
    promise(big, NULL, 290 * 1024);
}

static void change_files(void)
{
    for (int i = 0; i < FILES; i += 2)
        move(path_of("a", i), path_of("b", i));
    for (int i = 0; i < FILES; i += 4)
        move(path_of("b", i), path_of("b", i + 2)); /* which was there */
    for (int i = 3; i < FILES; i += 8)
        delete (path_of("a", i));
    write_and_sync(path_of("a", FILES - 1), 255 * 1024 + 7);
    write_and_sync(path_of("a", FILES - 1), 5 * 1024);
    write_and_sync("a/7", 20000);
    move_all("a", "b/moved");
    assert_int_equal(files_link(image, "b/moved/7", "b/linked"), 0);
    move_all("b/moved", "c");
    delete ("c/1");
    write_and_sync("c/5", 30000);
    delete ("c/9");
    assert_int_equal(files_make(image, "d", S_IFDIR | 0755), 0);
    assert_int_equal(files_unlink(image, "d"), 0);
    move("b/2", "c/2");
}

static int run_once(void **state)
{
    (void)state;
    image = image_make(1024, 1200, "-O none,filetype -g 512 -N 128", NULL);
    before = malloc(image->size);
    memcpy(before, image->bytes, image->size);
    assert_int_equal(image_open(image), 0);
    image->is_recorded = true;
    make_files();
    change_files();
    assert_int_equal(files_end(image, true), 0);
    assert_true(image->write_count > CUTS);
    return 0;
}

static int clean(void **state)
{
    (void)state;
    free(before);
    image_free(image);
    image_clean();
    return 0;
}

/* --- Cuts --- */

static void expect_promises(struct image *cut, size_t writes)
{
    for (size_t i = 0; i < promise_count; i++) {
        const struct promise *made = &promises[i];
        bool holds = writes >= made->from && writes <= made->until;
        uint64_t size = holds ? made->size : FILES_ANY_SIZE;
        int error = files_expect(cut, made->path, size);
        if (error == -ENOENT)
            error = files_expect(cut, made->other, size);
        if (holds ? error : error && error != -ENOENT)
            fail_msg("after %zu writes, %s (%s): error %d", writes, made->path,
                     made->other, error);
    }
}

static void expect_after(size_t writes)
{
    static char text[TEXT_BYTES];
    struct image *cut = image_of(before, image->size);
    cut->block_bytes = image->block_bytes;
    for (size_t i = 0; i < writes; i++)
        memcpy(cut->bytes + (size_t)image->writes[i].number * cut->block_bytes,
               image->writes[i].data, cut->block_bytes);
    assert_true(image_check(cut, "-fy", text, sizeof text) <= 1);
    const char *harm = image_harm(text);
    if (harm)
        fail_msg("e2fsck says: %s", harm);
    assert_int_equal(image_open(cut), 0);
    expect_promises(cut, writes);
    assert_int_equal(files_end(cut, true), 0);
    image_free(cut);
}

static void whenever_the_power_is_cut_nothing_is_lost(void **state)
{
    (void)state;
    size_t cuts = getenv("EXT2_ALL_CUTS") ? image->write_count : CUTS;
    for (size_t i = 0; i <= cuts; i++)
        expect_after(image->write_count * i / cuts);
}

static void the_whole_run_leaves_a_clean_disk(void **state)
{
    static char text[TEXT_BYTES];
    (void)state;
    assert_int_equal(image_check(image, "-fn", text, sizeof text), 0);
    assert_null(strstr(text, "not cleanly"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whenever_the_power_is_cut_nothing_is_lost),
        cmocka_unit_test(the_whole_run_leaves_a_clean_disk),
    };
    return cmocka_run_group_tests(tests, run_once, clean);
}
