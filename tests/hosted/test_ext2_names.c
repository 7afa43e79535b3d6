/* Two processes change names at the same time, while each waits for the disk. The second one begins
 * after each number of waits of the first. What both get, and what is on the disk then, must be
 * as if one had come after the other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/fcntl.h"
#include "abi/syscall.h"
#include "kernel/fs/cache.h"
#include "tests/hosted/ext2/volume.h"

enum { WAITS_MAX = 200, PATH = USER_DATA, OTHER = USER_DATA + 0x400 };

struct act {
    uint32_t number;
    const char *path, *other; /* OTHER NULL: a call with B and C */
    uint32_t b, c;
};

#define OPEN(path, flags)                                                                \
    {                                                                                    \
        SYS_OPEN, path, NULL, (flags) | O_WRONLY, 0644                                   \
    }
#define MAKE(path)     OPEN(path, O_CREAT)
#define MAKE_NEW(path) OPEN(path, O_CREAT | O_EXCL)
#define MKDIR(path)                                                                      \
    {                                                                                    \
        SYS_MKDIR, path, NULL, 0755, 0                                                   \
    }
#define RMDIR(path)                                                                      \
    {                                                                                    \
        SYS_RMDIR, path, NULL, 0, 0                                                      \
    }
#define UNLINK(path)                                                                     \
    {                                                                                    \
        SYS_UNLINK, path, NULL, 0, 0                                                     \
    }
#define LINK(path, other)                                                                \
    {                                                                                    \
        SYS_LINK, path, other, 0, 0                                                      \
    }
#define RENAME(path, other)                                                              \
    {                                                                                    \
        SYS_RENAME, path, other, 0, 0                                                    \
    }

static const struct row {
    struct act acts[2];
    int32_t
        also; /* an errno for who has found a directory that then moved or went; or 0 */
} rows[] = {
    {{MKDIR("/disk/new"), MKDIR("/disk/new")}, 0},
    {{MAKE("/disk/new"), MAKE("/disk/new")}, 0},
    {{MAKE("/disk/new"), MAKE_NEW("/disk/new")}, 0},
    {{MAKE_NEW("/disk/new"), MAKE_NEW("/disk/new")}, 0},
    {{MAKE("/disk/new"), MKDIR("/disk/new")}, 0},
    {{MAKE("/disk/small"), UNLINK("/disk/small")}, 0},
    {{UNLINK("/disk/small"), UNLINK("/disk/small")}, 0},
    {{UNLINK("/disk/small"), MAKE("/disk/dir/new")}, 0},
    {{RMDIR("/disk/empty"), RMDIR("/disk/empty")}, 0},
    {{RMDIR("/disk/empty"), MAKE("/disk/empty/new")}, 0},
    {{RMDIR("/disk/empty"), MKDIR("/disk/empty/new")}, 0},
    {{RMDIR("/disk/empty"), RENAME("/disk/small", "/disk/empty/new")}, 0},
    {{RMDIR("/disk/empty"), LINK("/disk/small", "/disk/empty/new")}, 0},
    {{RMDIR("/disk/empty"), MKDIR("/disk/empty")}, 0},
    {{LINK("/disk/small", "/disk/new"), UNLINK("/disk/small")}, 0},
    {{LINK("/disk/small", "/disk/new"), MAKE("/disk/new")}, 0},
    {{LINK("/disk/small", "/disk/new"), RENAME("/disk/page", "/disk/new")}, 0},
    {{RENAME("/disk/small", "/disk/new"), UNLINK("/disk/small")}, 0},
    {{RENAME("/disk/small", "/disk/new"), MAKE("/disk/new")}, 0},
    {{RENAME("/disk/small", "/disk/new"), MKDIR("/disk/new")}, 0},
    {{RENAME("/disk/small", "/disk/new"), RENAME("/disk/small", "/disk/new")}, 0},
    {{RENAME("/disk/small", "/disk/new"), RENAME("/disk/small", "/disk/other/x")}, 0},
    {{RENAME("/disk/small", "/disk/new"), RENAME("/disk/page", "/disk/new")}, 0},
    {{RENAME("/disk/small", "/disk/page"), UNLINK("/disk/page")}, 0},
    {{RENAME("/disk/small", "/disk/page"), MAKE("/disk/page")}, 0},
    {{RENAME("/disk/small", "/disk/page"), RENAME("/disk/dir/file", "/disk/page")}, 0},
    {{RENAME("/disk/small", "/disk/page"), RENAME("/disk/page", "/disk/small")}, 0},
    {{RENAME("/disk/small", "/disk/page"), LINK("/disk/page", "/disk/new")}, 0},
    {{RENAME("/disk/dir", "/disk/empty"), MAKE("/disk/empty/new")}, -ENOENT},
    {{RENAME("/disk/dir", "/disk/empty"), RMDIR("/disk/empty")}, 0},
    {{RENAME("/disk/dir", "/disk/new"), MAKE("/disk/dir/new")}, 0},
    {{RENAME("/disk/dir", "/disk/other/new"), RENAME("/disk/other", "/disk/dir/new")},
     -EINVAL},
    {{RENAME("/disk/dir/sub", "/disk/other/x"), RMDIR("/disk/dir/sub")}, 0},
};

/* --- Two processes --- */

static pid_t pids[2];
static bool is_called[2]; /* and has not come back */
static int32_t results[2];

/* Whoever has come back tells what it got. */
static void look(void)
{
    for (int i = 0; i < 2; i++)
        if (is_called[i] && user_running() == pids[i]) {
            results[i] = machine_result();
            is_called[i] = false;
        }
}

/* The disk does one thing, and who has waited for it goes on. */
static void step(void)
{
    if (machine_is_idle() || machine_disk_is_busy())
        machine_disk_end();
    look();
    if (!machine_is_idle())
        user_yield();
    look();
}

static void begin(int who, const struct act *act)
{
    look();
    user_let_run(pids[who]);
    is_called[who] = true;
    virt_t path = user_put(PATH, act->path, strlen(act->path) + 1);
    virt_t other =
        act->other ? user_put(OTHER, act->other, strlen(act->other) + 1) : act->b;
    (void)user_call(act->number, path, other, act->c);
    look();
}

/* The files on the disk. */
struct outcome {
    int32_t results[2];
    uint64_t tree;
};

/* SECOND begins after so many WAITS of the first, or when that has ended. Whether it waited as
 * often. */
static bool run(const struct image *image, const struct row *row, int first,
                uint32_t waits, struct outcome *outcome)
{
    int second = 1 - first;
    struct image *disk = volume_boot(image);
    pids[first] = user_running();
    pids[second] = user_fork();
    machine_do(cache_empty);
    begin(first, &row->acts[first]);
    for (; is_called[first] && waits > 0; waits--)
        step();
    bool has_met = is_called[first];
    begin(second, &row->acts[second]);
    while (is_called[0] || is_called[1])
        step();
    memcpy(outcome->results, results, sizeof(results));
    for (int i = 0; i < 2; i++)
        if (results[i] > 0)
            outcome->results[i] = 0; /* a descriptor */
    volume_power_off(disk, false);
    assert_int_equal(image_open(disk), 0);
    assert_int_equal(image_walk(disk, &outcome->tree), 0);
    image_free(disk);
    return has_met;
}

/* --- One after the other --- */

static bool is_same(const struct row *row, const struct outcome *one,
                    const struct outcome *other)
{
    if (row->also && (one->results[0] == row->also || one->results[1] == row->also))
        return true;
    return one->results[0] == other->results[0] && one->results[1] == other->results[1] &&
           one->tree == other->tree;
}

static void tell(const char *when, const struct outcome *outcome)
{
    print_error("  %s: %d, %d, tree %08x\n", when, outcome->results[0],
                outcome->results[1], (unsigned)outcome->tree);
}

static void try_row(const struct image *image, const struct row *row)
{
    struct outcome one_by_one[2], outcome;
    for (int first = 0; first < 2; first++)
        (void)run(image, row, first, WAITS_MAX, &one_by_one[first]);
    for (int first = 0; first < 2; first++)
        for (uint32_t waits = 0; run(image, row, first, waits, &outcome); waits++) {
            if (is_same(row, &outcome, &one_by_one[0]) ||
                is_same(row, &outcome, &one_by_one[1]))
                continue;
            tell("the first before the second", &one_by_one[0]);
            tell("the second before the first", &one_by_one[1]);
            tell("together", &outcome);
            fail_msg("%u %s, %u %s: %d begins, the other after %u waits",
                     row->acts[0].number, row->acts[0].path, row->acts[1].number,
                     row->acts[1].path, first, waits);
        }
}

static void two_who_change_names_do_so_one_after_the_other(void **state)
{
    (void)state;
    struct image *image = volume_image();
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        try_row(image, &rows[i]);
    image_free(image);
    volume_forget();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_who_change_names_do_so_one_after_the_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
