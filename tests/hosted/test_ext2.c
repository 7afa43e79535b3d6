/* What is done to files on a disk finds too little of something, or the disk fails. Each row is
 * done on a machine of its own: first the first allocation fails, then the second, until none
 * does; no block is left, one is, and so on; the same with inodes; and each request to the disk
 * fails in turn. Each time there is the errno, and all is as it was: a second try succeeds as if
 * there had been no first one, all memory comes back, and e2fsck finds nothing. After a disk that
 * has failed it may find lost space. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/fcntl.h"
#include "abi/syscall.h"
#include "kernel/fs/cache.h"
#include "kernel/memory/frame.h"
#include "kernel/process/table.h"
#include "tests/hosted/ext2/acts.h"

enum {
    TRIES = 4,
    TIMES_MAX = 400,
    TRANSFERS_MAX = 1000000,
    EXCLUSIVE = O_CREAT | O_EXCL,
    NAME_BYTES = 200
};

/* --- Too little --- */

/* The image, and what becomes of it when no block or no inode is left. */
static struct image *image, *full[RESOURCES];

static uint32_t filler_size;

static void fill_blocks(void)
{
    int32_t count, fd = volume_path(SYS_OPEN, "/disk/filler", EXCLUSIVE | O_WRONLY, 0644);
    do {
        count = volume_call(SYS_WRITE, (uint32_t)fd, VOLUME_TEXT, VOLUME_TEXT_BYTES);
        filler_size += count > 0 ? (uint32_t)count : 0;
    } while (count > 0);
    assert_int_equal(count, -ENOSPC);
    assert_int_equal(volume_call(SYS_CLOSE, (uint32_t)fd, 0, 0), 0);
}

static const char *filler_path(uint32_t n)
{
    static char path[NAME_BYTES];
    snprintf(path, sizeof path, "/disk/other/filler%u", n);
    return path;
}

static void fill_inodes(void)
{
    uint32_t count = 0;
    int32_t error;
    while (!(error = make(filler_path(count))))
        count++;
    assert_int_equal(error, -ENOSPC);
}

/* So many blocks or inodes become free, and no more are. */
static void leave(enum resource resource, uint32_t count)
{
    if (resource == BLOCKS)
        assert_int_equal(cut_to("/disk/filler", filler_size - count * 1024), 0);
    for (uint32_t i = 0; resource == INODES && i < count; i++)
        assert_int_equal(volume_path(SYS_UNLINK, filler_path(i), 0, 0), 0);
    struct volume_space space = volume_space();
    assert_int_equal(resource == BLOCKS ? space.blocks : space.inodes, count);
}

static phys_t frames[MACHINE_BYTES / PAGE_SIZE];
static uint32_t frames_taken, waits_left;

/* While the disk is waited for, others take all that can be had, after so many waits: init does,
 * for which the last frames are kept. */
static void take_frames(void)
{
    phys_t frame;
    struct thread *running = this_cpu()->running;
    if (waits_left > 0) {
        waits_left--;
        return;
    }
    this_cpu()->running = &init_process->thread;
    while ((frame = frame_allocate()))
        frames[frames_taken++] = frame;
    this_cpu()->running = running;
}

static void leave_waits(uint32_t count)
{
    waits_left = count;
    volume_meanwhile = take_frames;
}

static void give_frames_back(void)
{
    volume_meanwhile = NULL;
    while (frames_taken > 0)
        frame_free(frames[--frames_taken]);
}

/* From now on RESOURCE lacks after COUNT more. */
static void begin_lack(enum resource resource, uint32_t count)
{
    machine_do(cache_empty);
    assert_int_equal(volume_call(SYS_SYNC, 0, 0, 0), 0); /* it has what it keeps */
    if (resource == FRAMES)
        frame_fail_at(count + 1);
    if (resource == ALL_FRAMES)
        leave_waits(count);
    if (resource >= REQUESTS)
        machine_disk_fail_later(count, resource == REQUESTS ? TRIES : TRANSFERS_MAX);
}

/* Whether anything has lacked. */
static bool end_lack(enum resource resource, int32_t result)
{
    bool has_lacked = resource == FRAMES       ? frame_fail_countdown == 0
                      : resource == ALL_FRAMES ? frames_taken > 0
                      : resource == REQUESTS   ? machine_disk_failures_left() < TRIES
                      : resource == ALL_REQUESTS
                          ? machine_disk_failures_left() < TRANSFERS_MAX
                          : result < 0;
    frame_fail_at(0);
    give_frames_back();
    machine_disk_fail(0);
    return has_lacked;
}

/* Whether what lacks does so until the row has ended. */
static bool is_for_all(enum resource resource)
{
    return resource == ALL_FRAMES || resource == ALL_REQUESTS;
}

static bool is_read_only(void)
{
    return strstr(machine_console(), "read-only from now on");
}

/* It has failed: nothing has changed, and it can be done. */
static void try_again(const struct row *row, enum resource resource,
                      struct volume_space before)
{
    struct volume_space after = volume_space();
    assert_int_equal(after.blocks, before.blocks);
    assert_int_equal(after.inodes, before.inodes);
    if (resource == BLOCKS)
        assert_int_equal(cut_to("/disk/filler", 0), 0);
    if (resource == INODES)
        assert_int_equal(volume_path(SYS_UNLINK, filler_path(2), 0, 0), 0);
    assert_int_equal(row->act(), 0);
}

/* Nothing is written any more, and fsync tells it. */
static void expect_no_sync(void)
{
    int32_t fd = volume_path(SYS_OPEN, "/disk/full", O_RDONLY, 0);
    assert_true(fd >= 0);
    assert_int_equal(volume_call(SYS_FSYNC, (uint32_t)fd, 0, 0), -EIO);
    assert_int_equal(volume_call(SYS_CLOSE, (uint32_t)fd, 0, 0), 0);
}

/* Whether ROW lacked something with COUNT of RESOURCE. */
static bool lacks(const struct row *row, enum resource resource, uint32_t count)
{
    static const int32_t errors[] = {-ENOMEM, -ENOMEM, -ENOSPC, -ENOSPC, -EIO, -EIO};
    struct image *disk = volume_boot(full[resource]);
    if (resource == BLOCKS || resource == INODES)
        leave(resource, count);
    struct volume_space before = volume_space();
    begin_lack(resource, count);
    int32_t result = row->act();
    bool has_lacked = end_lack(resource, result);
    bool is_known =
        result == 0 || result == errors[resource] ||
        (result == -EROFS && is_read_only()); /* it failed in what was before */
    if (!is_known)
        fail_msg("%s with %u: error %d", row->name, count, -result);
    if (is_read_only() && resource < REQUESTS)
        fail_msg("%s with %u: read-only", row->name, count);
    if (result && !is_read_only() && !is_for_all(resource)) /* else it cannot undo all */
        try_again(row, resource, before);
    if (is_read_only())
        expect_no_sync();
    volume_end(disk, is_read_only());
    return has_lacked;
}

static void try_row(const struct row *row, enum resource resource)
{
    uint32_t count = 0;
    while (lacks(row, resource, count))
        assert_true(++count < TIMES_MAX);
    assert_in_range(count, row->least[resource], TIMES_MAX);
}

static struct image *fill(void (*act)(void))
{
    struct image *disk = volume_boot(image);
    act();
    assert_int_equal(volume_call(SYS_SYNC, 0, 0, 0), 0);
    struct image *filled = image_copy(disk);
    volume_end(disk, false);
    return filled;
}

static void copy_program(void)
{
    int32_t from = volume_path(SYS_OPEN, "/bin/program", O_RDONLY, 0);
    int32_t to = volume_path(SYS_OPEN, "/disk/program", EXCLUSIVE | O_WRONLY, 0755);
    int32_t count = volume_call(SYS_READ, (uint32_t)from, VOLUME_TEXT, VOLUME_TEXT_BYTES);
    assert_int_equal(volume_call(SYS_WRITE, (uint32_t)to, VOLUME_TEXT, (uint32_t)count),
                     count);
    assert_int_equal(volume_call(SYS_CLOSE, (uint32_t)from, 0, 0), 0);
    assert_int_equal(volume_call(SYS_CLOSE, (uint32_t)to, 0, 0), 0);
}

static int make_images(void **state)
{
    (void)state;
    struct image *files = volume_image();
    image = files;
    image = fill(copy_program);
    image_free(files);
    full[FRAMES] = full[ALL_FRAMES] = full[REQUESTS] = full[ALL_REQUESTS] = image;
    full[BLOCKS] = fill(fill_blocks);
    full[INODES] = fill(fill_inodes);
    return 0;
}

static int forget_images(void **state)
{
    (void)state;
    image_free(full[BLOCKS]);
    image_free(full[INODES]);
    image_free(image);
    volume_forget();
    return 0;
}

#define TEST_OF(resource, name)                                                          \
    static void name(void **state)                                                       \
    {                                                                                    \
        (void)state;                                                                     \
        for (uint32_t i = 0; i < row_count; i++)                                         \
            if (resource == ALL_FRAMES || rows[i].least[resource])                       \
                try_row(&rows[i], resource);                                             \
    }

TEST_OF(FRAMES, each_allocation_may_fail)
TEST_OF(ALL_FRAMES, memory_may_be_used_up)
TEST_OF(BLOCKS, the_disk_may_be_full)
TEST_OF(INODES, inodes_may_be_used_up)
TEST_OF(REQUESTS, each_request_may_fail)
TEST_OF(ALL_REQUESTS, a_disk_may_die)

static void give_most_links(struct image *disk, const char *path)
{
    struct ext2_node node;
    assert_int_equal(image_open(disk), 0);
    assert_int_equal(image_find(disk, path, &node), 0);
    node.inode.links = EXT2_LINKS_MAX;
    assert_int_equal(ext2_node_write(&disk->volume, &node), 0);
}

static void names_and_their_number_have_limits(void **state)
{
    char name[400] = "/disk/";
    struct image *most = image_copy(image);
    (void)state;
    give_most_links(most, "small");
    give_most_links(most, "other");
    struct image *disk = volume_boot(most);
    assert_int_equal(volume_paths(SYS_LINK, "/disk/small", "/disk/new"), -EMLINK);
    assert_int_equal(volume_path(SYS_MKDIR, "/disk/other/new", 0755, 0), -EMLINK);
    assert_int_equal(volume_paths(SYS_RENAME, "/disk/dir", "/disk/other/dir"), -EMLINK);
    memset(name + strlen(name), 'n', 256);
    assert_int_equal(make(name), -ENAMETOOLONG);
    name[strlen(name) - 1] = '\0';
    assert_int_equal(volume_path(SYS_UNLINK, name, 0, 0), -ENOENT);
    memcpy(disk->bytes, image->bytes, image->size); /* e2fsck would count them */
    volume_end(disk, false);
    image_free(most);
}

static void what_is_mounted_is_not_written_from_behind(void **state)
{
    (void)state;
    struct image *disk = volume_boot(image);
    assert_int_equal(volume_path(SYS_OPEN, "/dev/hda", O_RDWR, 0), -EBUSY);
    assert_int_equal(volume_path(SYS_OPEN, "/dev/hda", O_WRONLY | O_TRUNC, 0), -EBUSY);
    int32_t fd = volume_path(SYS_OPEN, "/dev/hda", O_RDONLY, 0);
    assert_int_equal(volume_call(SYS_LSEEK, (uint32_t)fd, 1024 + 56, 0), 1024 + 56);
    assert_int_equal(volume_call(SYS_READ, (uint32_t)fd, VOLUME_TEXT, 2), 2);
    uint16_t magic;
    user_get(VOLUME_TEXT, &magic, sizeof magic);
    assert_int_equal(magic, 0xef53);
    volume_end(disk, false);
}

/* About 400 instructions are counted a block; a tick may come each 30,000. */
static void ticks_come_while_many_blocks_are_given_back(void **state)
{
    (void)state;
    struct image *disk = volume_boot(image);
    assert_int_equal(volume_path(SYS_UNLINK, "/disk/big", 0, 0), 0);
    machine_tick_in_pauses(true);
    uint32_t before = machine_pauses();
    assert_int_equal(volume_call(SYS_SYNC, 0, 0, 0), 0); /* and so are its blocks */
    assert_true(machine_pauses() - before >= 290 * 400 / 30000);
    machine_tick_in_pauses(false);
    volume_end(disk, false);
}

/* What files have is written by the idle loop, which is no process: the last frames are for it as
 * well. Others have the rest, as a large cache may, until the disk is waited for. */
static void the_power_goes_off_in_order_also_with_the_last_frames(void **state)
{
    (void)state;
    struct image *disk = volume_boot(image);
    machine_do(cache_empty);
    take_frames();
    assert_int_equal(user_call(SYS_PROCESS_POWER_OFF, 0, 0, 0), AWAY);
    give_frames_back();
    while (!machine_is_off())
        machine_disk_end();
    assert_non_null(strstr(machine_console(), "every page came back"));
    image_free(disk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_allocation_may_fail),
        cmocka_unit_test(memory_may_be_used_up),
        cmocka_unit_test(the_disk_may_be_full),
        cmocka_unit_test(inodes_may_be_used_up),
        cmocka_unit_test(each_request_may_fail),
        cmocka_unit_test(a_disk_may_die),
        cmocka_unit_test(names_and_their_number_have_limits),
        cmocka_unit_test(what_is_mounted_is_not_written_from_behind),
        cmocka_unit_test(ticks_come_while_many_blocks_are_given_back),
        cmocka_unit_test(the_power_goes_off_in_order_also_with_the_last_frames),
    };
    return cmocka_run_group_tests(tests, make_images, forget_images);
}
