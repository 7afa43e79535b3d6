/* The power is cut. What has been synced must be on the disk as it was at its last flush, which is all
 * that is sure, right when fsync returns; and a file that is saved as edit does it has its old
 * content or the new one at each moment. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/fcntl.h"
#include "abi/syscall.h"
#include "tests/hosted/ext2/volume.h"

enum { E2FSCK_BYTES = 16384, SHIFT = 5, LONG = 30000 };

static struct image *image, *disk;
static struct image *safe; /* what it had at its last flush */

static int boot(void **state)
{
    (void)state;
    disk = volume_boot(image);
    safe = image_copy(image);
    machine_disk_keep_safe((char *)safe->bytes);
    return 0;
}

static int power_off(void **state)
{
    (void)state;
    volume_meanwhile = NULL;
    volume_end(disk, false);
    image_free(safe);
    return 0;
}

/* What files get is not what they had: the bytes that a file has SHIFT further on. */
static void write_shifted(int32_t fd, uint32_t offset, uint32_t length)
{
    for (uint32_t done = 0; done < length;) {
        uint32_t part = length - done;
        part = part < VOLUME_TEXT_BYTES ? part : VOLUME_TEXT_BYTES;
        volume_text(offset + done + SHIFT, part);
        assert_int_equal(volume_call(SYS_LSEEK, (uint32_t)fd, offset + done, 0),
                         offset + done);
        assert_int_equal(volume_call(SYS_WRITE, (uint32_t)fd, VOLUME_TEXT, part), part);
        done += part;
    }
}

static int32_t open_file(const char *path, uint32_t flags)
{
    int32_t fd = volume_path(SYS_OPEN, path, flags, 0644);
    assert_true(fd >= 0);
    return fd;
}

static void sync_file(int32_t fd)
{
    assert_int_equal(volume_call(SYS_FSYNC, (uint32_t)fd, 0, 0), 0);
}

/* Whether the bytes of PATH from FROM to END, its end, are those of a file, SHIFT further on. */
static bool has(struct image *cut, const char *path, uint32_t from, uint32_t end,
                uint32_t shift)
{
    struct ext2_node node;
    static char data[4096];
    if (image_find(cut, path, &node) || ext2_size(&node) != end)
        return false;
    for (uint32_t i = from; i < end; i++) {
        if (i == from || i % cut->block_bytes == 0)
            assert_int_equal(image_read(cut, &node, i / cut->block_bytes, data), 0);
        if (data[i % cut->block_bytes] != volume_byte(i + shift))
            return false;
    }
    return true;
}

/* What e2fsck makes of the bytes of FROM, in which it may find lost space only. */
static struct image *mend(const struct image *from)
{
    char text[E2FSCK_BYTES];
    struct image *cut = image_copy(from);
    assert_true(image_check(cut, "-fy", text, sizeof text) <= 1);
    const char *harm = image_harm(text);
    if (harm)
        fail_msg("e2fsck says: %s", harm);
    return cut;
}

/* The power is cut now, and PATH has what was written. */
static void expect_after_cut(const char *path, uint32_t from, uint32_t end)
{
    struct image *cut = mend(safe);
    assert_int_equal(image_open(cut), 0);
    if (!has(cut, path, from, end, SHIFT))
        fail_msg("%s is not as it was synced", path);
    image_free(cut);
}

static void a_new_file_and_its_name_are_there_when_fsync_returns(void **state)
{
    (void)state;
    int32_t fd = open_file("/disk/dir/sub/new", O_CREAT | O_EXCL | O_RDWR);
    int32_t other = open_file("/disk/other/new", O_CREAT | O_EXCL | O_RDWR);
    write_shifted(other, 0, 3000); /* which nobody syncs */
    write_shifted(fd, 0, LONG);
    sync_file(fd);
    expect_after_cut("dir/sub/new", 0, LONG);
}

static void what_is_appended_is_there_when_fsync_returns(void **state)
{
    (void)state;
    int32_t fd = open_file("/disk/page", O_RDWR);
    write_shifted(fd, 8192, LONG);
    sync_file(fd);
    expect_after_cut("page", 8192, 8192 + LONG);
}

static void what_is_overwritten_is_there_when_fsync_returns(void **state)
{
    (void)state;
    int32_t fd = open_file("/disk/page", O_RDWR);
    write_shifted(fd, 100, 8092);
    sync_file(fd);
    expect_after_cut("page", 100, 8192);
}

static void what_is_written_anew_is_there_when_fsync_returns(void **state)
{
    (void)state;
    int32_t fd = open_file("/disk/big", O_RDWR | O_TRUNC);
    write_shifted(fd, 0, 5000);
    sync_file(fd);
    expect_after_cut("big", 0, 5000);
}

static void a_name_is_there_when_fsync_of_its_folder_returns(void **state)
{
    (void)state;
    int32_t fd = open_file("/disk/new", O_CREAT | O_EXCL | O_RDWR);
    write_shifted(fd, 0, 5000);
    assert_int_equal(volume_paths(SYS_RENAME, "/disk/new", "/disk/dir/file"), 0);
    sync_file(open_file("/disk/dir", O_RDONLY | O_DIRECTORY));
    expect_after_cut("dir/file", 0, 5000);
}

/* --- Whenever it is --- */

static uint32_t moments;

static void expect_old_or_new(void)
{
    struct image *cut = image_copy(disk);
    (void)image_open(cut); /* it is not clean */
    if (!has(cut, "page", 0, 8192, 0) && !has(cut, "page", 0, LONG, SHIFT))
        fail_msg("neither the old content nor the new one is there");
    image_free(cut);
    moments++;
}

static void a_file_that_edit_saves_has_the_old_text_or_the_new_one(void **state)
{
    (void)state;
    volume_meanwhile = expect_old_or_new;
    int32_t fd = open_file("/disk/page.edit~", O_CREAT | O_EXCL | O_WRONLY);
    assert_int_equal(volume_call(SYS_FCHMOD, (uint32_t)fd, 0600, 0), 0);
    write_shifted(fd, 0, LONG);
    sync_file(fd);
    assert_int_equal(volume_paths(SYS_RENAME, "/disk/page.edit~", "/disk/page"), 0);
    assert_int_equal(volume_call(SYS_SYNC, 0, 0, 0), 0);
    assert_true(moments > 100);
    expect_after_cut("page", 0, LONG);
}

static void expect_harmless(void)
{
    image_free(mend(disk));
}

/* Its inode goes when it is closed, long after the count of the one above has changed. */
static void a_folder_that_is_removed_while_it_is_open_is_no_harm(void **state)
{
    (void)state;
    int32_t fd = open_file("/disk/dir/sub", O_RDONLY | O_DIRECTORY);
    volume_meanwhile = expect_harmless;
    assert_int_equal(volume_path(SYS_RMDIR, "/disk/dir/sub", 0, 0), 0);
    assert_int_equal(volume_call(SYS_SYNC, 0, 0, 0), 0);
    assert_int_equal(volume_call(SYS_CLOSE, (uint32_t)fd, 0, 0), 0);
    assert_int_equal(volume_call(SYS_SYNC, 0, 0, 0), 0);
}

static int make_image(void **state)
{
    (void)state;
    image = volume_image();
    return 0;
}

static int forget_image(void **state)
{
    (void)state;
    image_free(image);
    volume_forget();
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, boot, power_off)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_file_and_its_name_are_there_when_fsync_returns),
        TEST(what_is_appended_is_there_when_fsync_returns),
        TEST(what_is_overwritten_is_there_when_fsync_returns),
        TEST(what_is_written_anew_is_there_when_fsync_returns),
        TEST(a_name_is_there_when_fsync_of_its_folder_returns),
        TEST(a_file_that_edit_saves_has_the_old_text_or_the_new_one),
        TEST(a_folder_that_is_removed_while_it_is_open_is_no_harm),
    };
    return cmocka_run_group_tests(tests, make_image, forget_image);
}
