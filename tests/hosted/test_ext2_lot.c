/* Three processes do things to a dozen names on a disk, drawn by lot, while allocations of memory
 * fail now and then. In the end what the kernel says of the files is what the disk has, and
 * e2fsck finds nothing. In other runs a request to the disk fails: then it may find lost space. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/fcntl.h"
#include "abi/stat.h"
#include "abi/syscall.h"
#include "kernel/fs/cache.h"
#include "kernel/memory/frame.h"
#include "lib/random.h"
#include "tests/hosted/ext2/volume.h"

enum {
    RUNS = 30, /* or as many as EXT2_RUNS says, from EXT2_SEED on */
    STEPS = 600,
    PROCESSES = 3,
    FIRST_FD = 3, /* 0 to 2 are the console */
    FDS = 4,      /* so many are used at the same time */
    FILE_MAX = 40000,
    TRIES = 4,
    PATH = USER_DATA,
    OTHER = USER_DATA + 0x400,
};

static const char *const names[] = {"small",   "page",  "dir",   "dir/file",
                                    "dir/sub", "dir/x", "empty", "empty/sub",
                                    "other/y", "other", "x",     "dir/sub/z"};
enum { NAMES = sizeof(names) / sizeof(names[0]) };

static struct random lot;

static uint32_t draw(uint32_t count)
{
    return (random_next(&lot) >> 8) % count;
}

/* --- Steps --- */

static virt_t put_name(virt_t at)
{
    char path[64];
    snprintf(path, sizeof path, "/disk/%s", names[draw(NAMES)]);
    return user_put(at, path, strlen(path) + 1);
}

static void write_somewhere(uint32_t fd)
{
    uint32_t length = 1 + draw(draw(4) ? 2000 : VOLUME_TEXT_BYTES);
    (void)user_call(draw(2) ? SYS_WRITE : SYS_READ, fd, VOLUME_TEXT, length);
}

/* Whoever has the CPU calls something. It may not be back then. */
static void call_something(void)
{
    uint32_t fd = FIRST_FD + draw(FDS);
    uint32_t fails_at = frame_fail_countdown;
    frame_fail_at(0); /* in the call, and not here */
    virt_t path = put_name(PATH), other = put_name(OTHER);
    volume_text(draw(1000), VOLUME_TEXT_BYTES);
    frame_fail_at(fails_at);
    switch (draw(16)) {
    case 0:
    case 1:
        (void)user_call(SYS_OPEN, path,
                        O_RDWR | (draw(2) ? O_CREAT : 0) | (draw(4) ? 0 : O_TRUNC), 0644);
        break;
    case 2:
    case 3:
    case 4:
        write_somewhere(fd);
        break;
    case 5:
        (void)user_call(SYS_LSEEK, fd, draw(draw(2) ? FILE_MAX : 300000), 0);
        break;
    case 6:
        (void)user_call(SYS_FTRUNCATE, fd, draw(draw(2) ? FILE_MAX : 300000), 0);
        break;
    case 7:
    case 8:
        (void)user_call(SYS_CLOSE, fd, 0, 0);
        break;
    case 9:
        (void)user_call(SYS_MKDIR, path, 0755, 0);
        break;
    case 10:
        (void)user_call(SYS_RMDIR, path, 0, 0);
        break;
    case 11:
        (void)user_call(SYS_UNLINK, path, 0, 0);
        break;
    case 12:
        (void)user_call(SYS_LINK, path, other, 0);
        break;
    case 13:
    case 14:
        (void)user_call(SYS_RENAME, path, other, 0);
        break;
    default:
        (void)user_call(draw(4) ? SYS_FSYNC : SYS_SYNC, fd, 0, 0);
        break;
    }
}

static void step(bool may_fail)
{
    if (machine_disk_is_busy() && (machine_is_idle() || draw(2)))
        machine_disk_end();
    else if (draw(8) == 0)
        user_yield();
    else
        call_something();
    if (draw(40) == 0)
        frame_fail_at(1 + draw(20));
    if (draw(60) == 0)
        (void)cache_reclaim();
    if (may_fail && draw(300) == 0)
        machine_disk_fail_later(draw(10), TRIES);
}

static pid_t pids[PROCESSES];

static bool has_blocked(void)
{
    for (int i = 0; i < PROCESSES; i++)
        if (user_process(pids[i])->thread.state == STATE_BLOCKED)
            return true;
    return false;
}

/* All are back from what they have called. */
static void come_to_rest(void)
{
    frame_fail_at(0);
    machine_disk_fail(0);
    for (int quiet = 0; quiet < 2 * PROCESSES; quiet++) {
        if (has_blocked())
            quiet = 0;
        if (machine_disk_is_busy())
            machine_disk_end();
        if (!machine_is_idle())
            user_yield();
    }
    user_let_run(pids[0]);
    for (int i = 1; i < PROCESSES; i++)
        assert_int_equal(user_destroy(pids[i]), 0);
}

/* --- What is there in the end --- */

static struct content {
    int32_t size; /* or -errno */
    char *bytes;
} contents[NAMES];

static void read_content(const char *name, struct content *content)
{
    char path[64];
    snprintf(path, sizeof path, "/disk/%s", name);
    int32_t count, fd = volume_path(SYS_OPEN, path, O_RDWR, 0);
    *content = (struct content){fd < 0 ? fd : 0, NULL};
    if (fd < 0)
        return;
    while ((count = volume_call(SYS_READ, (uint32_t)fd, VOLUME_TEXT, VOLUME_TEXT_BYTES)) >
           0) {
        content->bytes = realloc(content->bytes, (size_t)(content->size + count));
        user_get(VOLUME_TEXT, content->bytes + content->size, (size_t)count);
        content->size += count;
    }
    assert_int_equal(count, 0);
    assert_int_equal(volume_call(SYS_CLOSE, (uint32_t)fd, 0, 0), 0);
}

static void expect_content(struct image *disk, const char *name,
                           const struct content *content)
{
    struct ext2_node node;
    static char data[4096];
    int error = image_find(disk, name, &node);
    if (error == -ENOTDIR)
        error = -ENOENT;
    if (!error && S_ISDIR(node.inode.mode))
        error = -EISDIR;
    int32_t expected = error ? error : (int32_t)ext2_size(&node);
    assert_int_equal(content->size == -ENOTDIR ? -ENOENT : content->size, expected);
    for (int32_t i = 0; i < content->size; i++) {
        int32_t at = i % (int32_t)disk->block_bytes;
        if (at == 0)
            assert_int_equal(
                image_read(disk, &node, (uint32_t)i / disk->block_bytes, data), 0);
        if (data[at] != content->bytes[i])
            fail_msg("%s differs at %d of %d", name, i, content->size);
    }
}

static void run(struct image *image, uint32_t seed, bool may_fail)
{
    random_init(&lot, seed);
    struct image *disk = volume_boot(image);
    pids[0] = user_running();
    for (int i = 1; i < PROCESSES; i++)
        pids[i] = user_fork();
    for (int i = 0; i < STEPS; i++)
        step(may_fail);
    come_to_rest();
    bool has_failed = strstr(machine_console(), "read-only from now on");
    if (has_failed && !may_fail)
        fail_msg("seed %u: read-only", seed);
    for (uint32_t i = 0; i < NAMES && !has_failed; i++)
        read_content(names[i], &contents[i]);
    volume_power_off(disk, has_failed);
    if (!has_failed)
        assert_int_equal(image_open(disk), 0);
    for (uint32_t i = 0; i < NAMES && !has_failed; i++) {
        expect_content(disk, names[i], &contents[i]);
        free(contents[i].bytes);
    }
    image_free(disk);
}

static uint32_t setting(const char *name, uint32_t usual)
{
    const char *value = getenv(name);
    return value ? (uint32_t)atoi(value) : usual;
}

static void run_all(uint32_t seed, bool may_fail)
{
    struct image *image = volume_image();
    seed = setting("EXT2_SEED", seed);
    for (uint32_t i = 0; i < setting("EXT2_RUNS", RUNS); i++) {
        if (getenv("EXT2_RUNS"))
            print_message("seed %u\n", seed + i);
        run(image, seed + i, may_fail);
    }
    image_free(image);
    volume_forget();
}

static void what_is_done_by_lot_leaves_a_sound_disk(void **state)
{
    (void)state;
    run_all(1, false);
}

static void a_disk_that_fails_at_some_time_is_not_spoilt(void **state)
{
    (void)state;
    run_all(1000001, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_done_by_lot_leaves_a_sound_disk),
        cmocka_unit_test(a_disk_that_fails_at_some_time_is_not_spoilt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
