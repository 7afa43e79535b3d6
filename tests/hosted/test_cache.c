/* The pages of a disk in memory: who waits for one, which stay and which go, what is written
 * back and when; and /dev/hda, which is all of them. */
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
#include "kernel/fs/block.h"
#include "kernel/memory/frame.h"
#include "tests/hosted/harness/user.h"

enum {
    INIT = 1,
    PAGES = 1024,
    SECTORS_A_PAGE = PAGE_SIZE / SECTOR_BYTES,
    SECTORS = PAGES * SECTORS_A_PAGE - 3, /* the last page is not whole */
    BYTES = USER_DATA + 2 * PAGE_SIZE,
    PATH = USER_DATA + 0x900,
    TASKS_MAX = 8,
    ALLOCATIONS_MAX = 20,
    TURNS_MAX = 10,
};

static char contents[SECTORS * SECTOR_BYTES];

/* --- What threads do in the kernel --- */

static struct task {
    uint32_t index, end; /* pages may be read ahead up to that one */
    bool sync, dirty;
    int result; /* AWAY: it is at it still */
    struct cache_page *page;
} tasks[TASKS_MAX];
static uint32_t task_count;

static struct cache_owner *owner(void)
{
    return &disk_first()->blocks;
}

static void carry_out(void)
{
    struct task *task = &tasks[task_count++];
    struct cache_page *page = NULL;
    task->result = AWAY;
    int result = task->sync  ? cache_sync(owner())
                 : task->end ? cache_read(owner(), task->index, task->end, &page)
                             : cache_get(owner(), task->index, &page);
    if (page && task->dirty) {
        strcpy(cache_data(page), "new");
        cache_mark_dirty(page);
    }
    task->page = page;
    task->result = result;
}

static struct task *begin_task(struct task task)
{
    assert_true(task_count < TASKS_MAX);
    tasks[task_count] = task;
    machine_do(carry_out);
    return &tasks[task_count - 1];
}

static struct task *get(uint32_t index)
{
    return begin_task((struct task){.index = index});
}

static struct task *sync_all(void)
{
    return begin_task((struct task){.sync = true});
}

static void wait_for_disk(void)
{
    while (machine_disk_is_busy())
        machine_tick();
}

/* Until TASK is done, by a thread that somebody may have to let run. */
static void finish_task(const struct task *task)
{
    wait_for_disk();
    for (int turn = 0; turn < TURNS_MAX && task->result == AWAY; turn++) {
        user_yield();
        wait_for_disk();
    }
}

static void put(struct task *task)
{
    cache_put(task->page);
}

/* Gets page INDEX and lets it go; whether it had to be read. */
static bool is_read(uint32_t index)
{
    uint32_t before = machine_disk_begun();
    task_count = 0;
    struct task *task = get(index);
    finish_task(task);
    assert_int_equal(task->result, 0);
    assert_int_equal(*(uint32_t *)cache_data(task->page), index);
    put(task);
    return machine_disk_begun() > before;
}

static struct task *get_dirty(uint32_t index)
{
    struct task *task = begin_task((struct task){.index = index, .dirty = true});
    finish_task(task);
    assert_int_equal(task->result, 0);
    return task;
}

static int begin_machine(const char *line)
{
    for (uint32_t i = 0; i < PAGES; i++)
        memcpy(contents + i * PAGE_SIZE, &i, sizeof(i));
    machine_insert_disk(contents, SECTORS);
    memset(tasks, 0, sizeof(tasks));
    task_count = 0;
    user_boot(line);
    return 0;
}

static int boot(void **state)
{
    (void)state;
    return begin_machine("check=1");
}

static int boot_writable(void **state)
{
    (void)state;
    return begin_machine("check=1 disk_write=1");
}

/* --- Who waits for a page --- */

static void two_who_want_one_page_wait_for_one_transfer(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    struct task *first = get(3);
    user_let_run(child);
    struct task *second = get(3);
    assert_true(machine_is_idle());
    wait_for_disk();
    user_let_run(child);
    assert_int_equal(machine_disk_begun(), 1);
    assert_int_equal(first->result, 0);
    assert_int_equal(second->result, 0);
    assert_ptr_equal(first->page, second->page);
    put(first);
    put(second);
    assert_false(is_read(3));
}

static void an_error_is_told_to_all_who_wait_and_not_kept(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    machine_disk_fail(4);
    struct task *first = get(3);
    user_let_run(child);
    struct task *second = get(3);
    wait_for_disk();
    user_let_run(INIT);
    user_let_run(child);
    assert_int_equal(first->result, -EIO);
    assert_int_equal(second->result, -EIO);
    assert_int_equal(machine_disk_begun(), 4);
    assert_true(is_read(3));
}

static void whoever_fills_a_page_fills_it_for_others_though_it(bool is_destroyed)
{
    pid_t child = user_create(NULL);
    user_let_run(child);
    struct task *first = get(3);
    user_let_run(INIT);
    if (is_destroyed)
        user_destroy(child);
    else
        user_suspend(child);
    struct task *second = get(3);
    wait_for_disk();
    assert_int_equal(first->result, 0);
    assert_int_equal(second->result, 0);
    assert_int_equal(machine_disk_begun(), 1);
    put(first);
    put(second);
}

static void who_is_destroyed_fills_its_page_for_others(void **state)
{
    (void)state;
    whoever_fills_a_page_fills_it_for_others_though_it(true);
}

static void who_is_suspended_fills_its_page_for_others(void **state)
{
    (void)state;
    whoever_fills_a_page_fills_it_for_others_though_it(false);
}

static void a_page_behind_the_end_is_an_error(void **state)
{
    (void)state;
    assert_int_equal(get(PAGES)->result, -EIO);
    assert_int_equal(get(UINT32_MAX)->result, -EIO);
    struct block block;
    assert_int_equal(block_get(disk_first(), SECTORS, SECTOR_BYTES, &block), -EIO);
    assert_int_equal(block_get(disk_first(), UINT32_MAX, PAGE_SIZE, &block), -EIO);
    assert_int_equal(block_get(disk_first(), PAGES - 1, PAGE_SIZE, &block), -EIO);
    assert_int_equal(machine_disk_begun(), 0);
}

static void a_block_is_a_part_of_a_page(void **state)
{
    (void)state;
    struct block block;
    strcpy(contents + 5 * PAGE_SIZE + 1024, "the second of 1024 bytes");
    assert_true(is_read(5));
    assert_int_equal(block_get(disk_first(), 21, 1024, &block), 0);
    assert_string_equal(block.data, "the second of 1024 bytes");
    block_put(&block);
}

/* --- Reading ahead --- */

/* Gets page INDEX, as who reads up to END does, and lets it go. What the disk was asked for
 * last: how many pages, of the ASKED times that it is to be asked. */
static uint32_t read_on(uint32_t index, uint32_t end, uint32_t asked)
{
    uint32_t before = machine_disk_begun();
    task_count = 0;
    struct task *task = begin_task((struct task){.index = index, .end = end});
    finish_task(task);
    assert_int_equal(task->result, 0);
    assert_int_equal(*(uint32_t *)cache_data(task->page), index);
    put(task);
    assert_int_equal(machine_disk_begun(), before + asked);
    return asked ? machine_disk_count(before + asked - 1) / SECTORS_A_PAGE : 0;
}

static void who_reads_on_gets_twice_as_many_pages_each_time(void **state)
{
    (void)state;
    static const uint32_t counts[] = {1, 2, 4, 8, 16, 16};
    uint32_t index = 0;
    for (int i = 0; i < 6; index += counts[i++]) {
        assert_int_equal(read_on(index, PAGES, 1), counts[i]);
        for (uint32_t ahead = 1; ahead < counts[i]; ahead++)
            read_on(index + ahead, PAGES, 0);
    }
}

static void who_reads_here_and_there_gets_what_is_wanted(void **state)
{
    (void)state;
    assert_int_equal(read_on(0, PAGES, 1), 1);
    assert_int_equal(read_on(500, PAGES, 1), 1);
    assert_int_equal(read_on(100, PAGES, 1), 1);
    assert_int_equal(read_on(101, PAGES, 1), 2); /* and reads on from there */
    assert_int_equal(read_on(0, PAGES, 0), 0);
}

static void nothing_is_read_ahead_at_the_end_or_that_is_there(void **state)
{
    (void)state;
    assert_int_equal(read_on(0, 1, 1), 1);
    assert_int_equal(read_on(1, 2, 1), 1);
    assert_true(is_read(5));
    assert_int_equal(read_on(2, PAGES, 1), 1);
    assert_int_equal(read_on(3, PAGES, 1), 2);
    assert_int_equal(read_on(6, PAGES, 1), 1);
    assert_true(is_read(9));
    assert_int_equal(read_on(7, PAGES, 1), 1);
    assert_int_equal(read_on(8, PAGES, 1), 1);
}

/* Four times it is tried with those behind, and then alone. */
static void what_stands_behind_does_no_harm_if_it_cannot_be_read(void **state)
{
    (void)state;
    uint32_t before = frame_free_count();
    assert_int_equal(read_on(0, PAGES, 1), 1);
    machine_disk_fail(4);
    assert_int_equal(read_on(1, PAGES, 5), 1);
    assert_int_equal(machine_disk_count(1) / SECTORS_A_PAGE, 2);
    assert_true(is_read(2));
    cache_drop(owner(), 0);
    assert_in_range(frame_free_count(), before - 2, before);
}

static void who_wants_a_page_that_is_read_ahead_waits_for_it(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    read_on(0, PAGES, 1);
    struct task *first = begin_task((struct task){.index = 1, .end = PAGES});
    user_let_run(child);
    struct task *second = get(2);
    assert_int_equal(second->result, AWAY);
    wait_for_disk();
    user_let_run(child);
    assert_int_equal(machine_disk_begun(), 2);
    assert_int_equal(*(uint32_t *)cache_data(second->page), 2);
    put(first);
    put(second);
}

static void pages_that_are_dropped_while_they_are_read_ahead_are_forgotten(void **state)
{
    (void)state;
    uint32_t before = frame_free_count();
    read_on(0, PAGES, 1);
    struct task *task = begin_task((struct task){.index = 1, .end = PAGES});
    cache_drop(owner(), 0);
    finish_task(task);
    put(task);
    assert_true(is_read(2));
    cache_drop(owner(), 0);
    assert_in_range(frame_free_count(), before - 2, before);
}

static void without_memory_less_is_read_ahead(void **state)
{
    (void)state;
    for (uint32_t index = 0; index <= 3; index = 2 * index + 1)
        read_on(index, PAGES, 1);
    frame_fail_at(5);
    assert_in_range(read_on(7, PAGES, 1), 2, 7); /* of 8 */
    frame_fail_at(0);
}

/* --- Which pages stay --- */

static void those_unwanted_for_the_longest_time_go_when_there_are_too_many(void **state)
{
    (void)state;
    uint32_t most = frame_count() / 4, before = frame_free_count();
    assert_true(most < PAGES - 1);
    for (uint32_t i = 0; i < most; i++)
        assert_true(is_read(i));
    assert_false(is_read(0)); /* wanted again: the longest unwanted is 1 now */
    assert_true(is_read(most));
    assert_false(is_read(0));
    assert_false(is_read(2));
    assert_true(is_read(1));
    for (uint32_t i = 0; i < PAGES - 1; i++)
        is_read(i);
    uint32_t used = before - frame_free_count();
    assert_in_range(used, most, most + most / 24);
}

/* Takes all frames that there are, and gives them back. */
static void run_short(void)
{
    phys_t frame, last = 0;
    while ((frame = frame_allocate())) {
        *(phys_t *)arch_frame(frame) = last;
        last = frame;
    }
    while ((frame = last)) {
        last = *(phys_t *)arch_frame(frame);
        frame_free(frame);
    }
}

static void a_shortage_takes_clean_pages_and_none_that_is_used(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 100; i++)
        is_read(i);
    task_count = 0;
    struct task *held = get(10), *dirty = get_dirty(20);
    put(dirty);
    machine_do(run_short);
    uint32_t before = machine_disk_begun();
    assert_string_equal(cache_data(dirty->page), "new");
    struct task *again[] = {get(10), get(20)};
    assert_int_equal(machine_disk_begun(), before);
    for (int i = 0; i < 2; i++)
        put(again[i]);
    put(held);
    sync_all();
    wait_for_disk();
    for (uint32_t i = 0; i < 100; i++)
        assert_true(i == 10 || i == 20 || is_read(i));
    assert_string_equal(contents + 20 * PAGE_SIZE, "new");
}

static void without_memory_there_is_an_error_and_nothing_is_left(void **state)
{
    (void)state;
    uint32_t failures = 0;
    for (uint32_t at = 1; at < ALLOCATIONS_MAX; at++) {
        uint32_t before = frame_free_count();
        task_count = 0;
        frame_fail_at(at);
        struct task *task = get(at);
        wait_for_disk();
        frame_fail_at(0);
        if (task->result == 0) {
            put(task);
            continue;
        }
        failures++;
        assert_int_equal(task->result, -ENOMEM);
        assert_int_equal(frame_free_count(), before);
    }
    assert_int_equal(failures, 3); /* a frame for page structs, one of those, its frame */
}

/* --- Writing back --- */

static void dirty_pages_are_written_in_the_order_of_their_places(void **state)
{
    (void)state;
    static const uint32_t indices[] = {9, 2, 30};
    for (int i = 0; i < 3; i++)
        put(get_dirty(indices[i]));
    uint32_t before = machine_disk_begun();
    struct task *task = sync_all();
    wait_for_disk();
    assert_int_equal(task->result, 0);
    assert_int_equal(machine_disk_begun(), before + 3);
    assert_int_equal(machine_disk_sector(before), 2 * SECTORS_A_PAGE);
    assert_int_equal(machine_disk_sector(before + 1), 9 * SECTORS_A_PAGE);
    assert_int_equal(machine_disk_sector(before + 2), 30 * SECTORS_A_PAGE);
    assert_string_equal(contents + 30 * PAGE_SIZE, "new");
    assert_int_equal(sync_all()->result, 0);
    assert_int_equal(machine_disk_begun(), before + 3);
}

static void who_syncs_waits_for_what_another_writes(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    struct task *dirty = get_dirty(4);
    put(dirty);
    user_let_run(INIT);
    machine_disk_delay(0);
    sync_all();
    user_let_run(child);
    struct task *second = sync_all();
    assert_int_equal(second->result, AWAY);
    assert_true(machine_is_idle());
    machine_disk_end();
    user_let_run(child);
    assert_int_equal(second->result, 0);
    assert_false(machine_disk_is_busy());
}

static void what_becomes_dirty_while_it_is_written_is_written_again(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    struct task *dirty = get_dirty(4);
    user_let_run(INIT);
    machine_disk_delay(0);
    struct task *first = sync_all();
    user_let_run(child);
    strcpy(cache_data(dirty->page), "newer");
    cache_mark_dirty(dirty->page);
    put(dirty);
    struct task *second = sync_all();
    machine_disk_end();
    user_let_run(INIT);
    assert_int_equal(first->result, 0);
    user_yield();
    assert_int_equal(second->result, AWAY);
    assert_int_equal(owner()->unwritten, 1);
    machine_disk_end();
    user_let_run(child);
    assert_int_equal(second->result, 0);
    assert_string_equal(contents + 4 * PAGE_SIZE, "newer");
    assert_int_equal(owner()->unwritten, 0);
}

static void what_cannot_be_written_is_an_error_and_is_given_up(void **state)
{
    (void)state;
    put(get_dirty(4));
    put(get_dirty(6));
    machine_disk_fail(4);
    struct task *task = sync_all();
    wait_for_disk();
    assert_int_equal(task->result, -EIO);
    assert_non_null(
        strstr(machine_console(), "robin: disk: sectors 32 to 39 cannot be written"));
    assert_string_equal(contents + 6 * PAGE_SIZE, "new");
    assert_int_equal(owner()->unwritten, 0);
}

/* --- Forgetting --- */

static void what_is_dropped_is_read_anew_and_who_holds_it_keeps_it(void **state)
{
    (void)state;
    assert_true(is_read(3) && is_read(5));
    struct task *held = get_dirty(4);
    cache_drop(owner(), 4);
    assert_int_equal(owner()->unwritten, 0);
    assert_string_equal(cache_data(held->page), "new");
    cache_mark_dirty(held->page); /* nobody's */
    assert_int_equal(owner()->unwritten, 0);
    put(held);
    assert_false(is_read(3));
    assert_true(is_read(4) && is_read(5));
}

static void what_is_dropped_while_it_is_filled_is_forgotten(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    struct task *first = get(4);
    assert_int_equal(user_running(), child);
    cache_drop(owner(), 0);
    struct task *second = get(4);
    wait_for_disk();
    user_let_run(INIT);
    user_let_run(child);
    assert_int_equal(first->result, 0);
    assert_int_equal(second->result, 0);
    assert_ptr_not_equal(first->page, second->page);
    put(first);
    assert_int_equal(*(uint32_t *)cache_data(second->page), 4);
    put(second);
}

static void what_is_dropped_while_it_is_written_is_forgotten(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    put(get_dirty(4));
    user_let_run(INIT);
    machine_disk_delay(0);
    struct task *task = sync_all();
    user_let_run(child);
    cache_drop(owner(), 0);
    assert_int_equal(owner()->unwritten, 0);
    machine_disk_end();
    user_let_run(INIT);
    assert_int_equal(task->result, 0);
    assert_int_equal(owner()->unwritten, 0);
}

/* --- /dev/hda --- */

static int32_t open_disk(uint32_t flags)
{
    static const char path[] = "/dev/hda";
    return user_call(SYS_OPEN, user_put(PATH, path, sizeof(path)), flags, 0);
}

static int32_t finish(int32_t result)
{
    pid_t self = INIT;
    wait_for_disk();
    user_let_run(self);
    return result == AWAY ? machine_result() : result;
}

static int32_t read_at(int32_t fd, uint32_t offset, uint32_t length)
{
    assert_int_equal(user_call(SYS_LSEEK, (uint32_t)fd, offset, 0), offset);
    return finish(user_call(SYS_READ, (uint32_t)fd, BYTES, length));
}

static int32_t write_at(int32_t fd, uint32_t offset, uint32_t length)
{
    assert_int_equal(user_call(SYS_LSEEK, (uint32_t)fd, offset, 0), offset);
    return finish(user_call(SYS_WRITE, (uint32_t)fd, BYTES, length));
}

static void the_device_file_has_the_disks_bytes(void **state)
{
    char bytes[100];
    (void)state;
    int32_t fd = open_disk(O_RDONLY);
    strcpy(contents + 7 * PAGE_SIZE - 4, "across two pages");
    assert_int_equal(read_at(fd, 7 * PAGE_SIZE - 4, 100), 100);
    user_get(BYTES, bytes, 100);
    assert_memory_equal(bytes, contents + 7 * PAGE_SIZE - 4, 100);
    assert_int_equal(machine_disk_begun(), 2);
    assert_int_equal(read_at(fd, sizeof(contents) - 10, 100), 10);
    assert_int_equal(read_at(fd, sizeof(contents), 100), 0);
    assert_int_equal(user_call(SYS_WRITE, (uint32_t)fd, BYTES, 1), -EBADF);
}

static void who_reads_directly_reads_the_disk_again(void **state)
{
    char bytes[18];
    (void)state;
    int32_t fd = open_disk(O_RDONLY | O_DIRECT);
    assert_int_equal(read_at(fd, PAGE_SIZE, 512), 512);
    assert_false(is_read(1));
    strcpy(contents + PAGE_SIZE, "what is there now");
    assert_int_equal(read_at(fd, PAGE_SIZE, 512), 512);
    user_get(BYTES, bytes, sizeof(bytes));
    assert_string_equal(bytes, "what is there now");
    assert_int_equal(machine_disk_begun(), 2);
}

/* What it would find on the disk is not what was written. */
static void who_reads_directly_reads_ahead_within_what_he_wants(void **state)
{
    (void)state;
    int32_t fd = open_disk(O_RDONLY | O_DIRECT);
    assert_int_equal(read_at(fd, PAGE_SIZE, PAGE_SIZE), PAGE_SIZE);
    assert_int_equal(read_at(fd, 2 * PAGE_SIZE, 2 * PAGE_SIZE), 2 * PAGE_SIZE);
    assert_int_equal(machine_disk_begun(), 2);
    assert_int_equal(machine_disk_count(0), SECTORS_A_PAGE);
    assert_int_equal(machine_disk_count(1), 2 * SECTORS_A_PAGE);
}

static void who_reads_directly_finds_what_is_written_and_not_on_the_disk(void **state)
{
    char bytes[4];
    (void)state;
    int32_t fd = open_disk(O_RDONLY | O_DIRECT);
    struct task *task = get_dirty(3);
    put(task);
    assert_int_equal(read_at(fd, 3 * PAGE_SIZE, 512), 512);
    user_get(BYTES, bytes, sizeof(bytes));
    assert_string_equal(bytes, "new");
    finish_task(sync_all());
}

/* Or everybody could read the files of all on it. */
static void only_user_0_opens_the_disk_itself(void **state)
{
    (void)state;
    user_let_run(user_fork());
    assert_int_equal(user_setuid(1000), 0);
    assert_int_equal(open_disk(O_RDONLY), -EACCES);
    assert_int_equal(open_disk(O_WRONLY), -EACCES);
    user_exit(0);
}

static void a_disk_that_is_read_only_is_not_written_to(void **state)
{
    (void)state;
    int32_t fd = open_disk(O_RDWR);
    assert_int_equal(write_at(fd, 0, 1), -EROFS);
}

static void what_is_written_is_on_the_disk_when_the_file_is_closed(void **state)
{
    (void)state;
    int32_t fd = open_disk(O_RDWR);
    user_put(BYTES, "here", 4);
    assert_int_equal(write_at(fd, 3 * PAGE_SIZE + 5, 4), 4);
    assert_string_equal(contents + 3 * PAGE_SIZE + 5, "");
    assert_int_equal(read_at(fd, 3 * PAGE_SIZE + 5, 4), 4);
    assert_int_equal(write_at(fd, sizeof(contents) - 1, 2), 1);
    assert_int_equal(write_at(fd, sizeof(contents), 2), -ENOSPC);
    assert_int_equal(finish(user_call(SYS_CLOSE, (uint32_t)fd, 0, 0)), 0);
    assert_memory_equal(contents + 3 * PAGE_SIZE + 5, "here", 5);
    assert_int_equal(contents[sizeof(contents) - 1], 'h');
}

static void who_ends_has_written_what_it_wrote(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    int32_t fd = open_disk(O_WRONLY);
    user_put(BYTES, "here", 4);
    user_call(SYS_WRITE, (uint32_t)fd, BYTES, 4);
    wait_for_disk();
    user_let_run(child);
    user_exit(3);
    assert_int_equal(finish(user_wait(child, 0, 0)), child);
    assert_memory_equal(contents, "here", 4);
    assert_int_equal(user_result().code, 3);
}

static void writers_do_not_fill_the_memory(void **state)
{
    (void)state;
    int32_t fd = open_disk(O_WRONLY);
    for (uint32_t i = 0; i < 2 * CACHE_UNWRITTEN_MAX; i++) {
        assert_int_equal(write_at(fd, i * PAGE_SIZE, 1), 1);
        assert_in_range(owner()->unwritten, 0, CACHE_UNWRITTEN_MAX - 1);
    }
    assert_int_equal(finish(user_call(SYS_CLOSE, (uint32_t)fd, 0, 0)), 0);
    assert_int_equal(owner()->unwritten, 0);
}

static void a_signal_ends_a_long_read_between_two_pages(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    int32_t fd = open_disk(O_RDONLY);
    assert_int_equal(user_call(SYS_READ, (uint32_t)fd, BYTES, 2 * PAGE_SIZE), AWAY);
    user_let_run(INIT);
    user_call(SYS_KILL, (uint32_t)child, SIGTERM, 0);
    wait_for_disk();
    user_yield();
    assert_int_equal(user_process(child)->thread.state, STATE_ZOMBIE);
    assert_int_equal(machine_disk_begun(), 1);
}

#define TEST(name)    cmocka_unit_test_setup_teardown(name, boot, user_power_off)
#define WRITING(name) cmocka_unit_test_setup_teardown(name, boot_writable, user_power_off)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(two_who_want_one_page_wait_for_one_transfer),
        TEST(an_error_is_told_to_all_who_wait_and_not_kept),
        TEST(who_is_destroyed_fills_its_page_for_others),
        TEST(who_is_suspended_fills_its_page_for_others),
        TEST(a_page_behind_the_end_is_an_error),
        TEST(a_block_is_a_part_of_a_page),
        TEST(who_reads_on_gets_twice_as_many_pages_each_time),
        TEST(who_reads_here_and_there_gets_what_is_wanted),
        TEST(nothing_is_read_ahead_at_the_end_or_that_is_there),
        TEST(what_stands_behind_does_no_harm_if_it_cannot_be_read),
        TEST(who_wants_a_page_that_is_read_ahead_waits_for_it),
        TEST(pages_that_are_dropped_while_they_are_read_ahead_are_forgotten),
        TEST(without_memory_less_is_read_ahead),
        TEST(those_unwanted_for_the_longest_time_go_when_there_are_too_many),
        WRITING(a_shortage_takes_clean_pages_and_none_that_is_used),
        TEST(without_memory_there_is_an_error_and_nothing_is_left),
        WRITING(dirty_pages_are_written_in_the_order_of_their_places),
        WRITING(who_syncs_waits_for_what_another_writes),
        WRITING(what_becomes_dirty_while_it_is_written_is_written_again),
        WRITING(what_cannot_be_written_is_an_error_and_is_given_up),
        WRITING(what_is_dropped_is_read_anew_and_who_holds_it_keeps_it),
        TEST(what_is_dropped_while_it_is_filled_is_forgotten),
        WRITING(what_is_dropped_while_it_is_written_is_forgotten),
        TEST(the_device_file_has_the_disks_bytes),
        TEST(who_reads_directly_reads_the_disk_again),
        TEST(who_reads_directly_reads_ahead_within_what_he_wants),
        WRITING(who_reads_directly_finds_what_is_written_and_not_on_the_disk),
        TEST(only_user_0_opens_the_disk_itself),
        TEST(a_disk_that_is_read_only_is_not_written_to),
        WRITING(what_is_written_is_on_the_disk_when_the_file_is_closed),
        WRITING(who_ends_has_written_what_it_wrote),
        WRITING(writers_do_not_fill_the_memory),
        TEST(a_signal_ends_a_long_read_between_two_pages),
    };
    return cmocka_run_group_tests_name("cache", tests, NULL, NULL);
}
