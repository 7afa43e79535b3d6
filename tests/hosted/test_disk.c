/* The disk, below all files: who waits for it, what goes wrong with it, and who ends, is
 * suspended or is sent a signal meanwhile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/syscall.h"
#include "kernel/debug/trace.h"
#include "kernel/fs/disk.h"
#include "kernel/memory/frame.h"
#include "tests/hosted/harness/user.h"

enum { INIT = 1, SECTORS = 64, PATIENCE_TICKS = 1000, WRONG = 1 };

static char contents[SECTORS * SECTOR_BYTES];

/* What a thread does in the kernel, and what came of it. */
static struct move {
    bool write, flush;
    uint32_t sector;
    phys_t frame;
    int result;
} moves[4];
static uint32_t move_count;

static void begin_machine(const char *line)
{
    for (uint32_t i = 0; i < SECTORS; i++)
        snprintf(contents + i * SECTOR_BYTES, SECTOR_BYTES, "sector %u", i);
    machine_insert_disk(contents, SECTORS);
    move_count = 0;
    memset(moves, 0, sizeof(moves));
    user_boot(line);
}

static int boot(void **state)
{
    (void)state;
    begin_machine("check=1");
    return 0;
}

static int boot_writable(void **state)
{
    (void)state;
    begin_machine("check=1 disk_write=1");
    return 0;
}

static void carry_out(void)
{
    struct move *move = &moves[move_count++];
    phys_t frame = frame_allocate();
    move->frame = frame;
    move->result = AWAY;
    if (move->write)
        snprintf(arch_frame(frame), SECTOR_BYTES, "written %u", move->sector);
    int result = move->flush
                     ? disk_flush(disk_first())
                     : disk_move(disk_first(), move->write, move->sector, 1, &frame, 0);
    bool is_read = !move->write && !move->flush && result == 0;
    if (is_read && memcmp(arch_frame(frame), contents + move->sector * SECTOR_BYTES,
                          SECTOR_BYTES) != 0)
        result = WRONG;
    move->result = result;
    frame_free(frame);
}

/* Who has the CPU reads a sector, and waits. */
static struct move *read_sector(uint32_t sector)
{
    struct move *move = &moves[move_count];
    move->sector = sector;
    machine_do(carry_out);
    return move;
}

static struct move *write_sector(uint32_t sector)
{
    moves[move_count].write = true;
    return read_sector(sector);
}

static uint32_t traced(enum trace_kind kind, uint32_t b)
{
    uint32_t found = 0;
    struct trace_record record;
    for (uint64_t next = 0; trace_get(&next, &record);)
        found +=
            record.kind == kind && record.b == b && record.pid != 0; /* while booting */
    return found;
}

static void who_reads_waits_and_another_runs(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    struct move *move = read_sector(5);
    assert_int_equal(user_running(), child);
    assert_int_equal(user_status(INIT).blocked_on, BLOCKED_DISK);
    machine_disk_end();
    assert_int_equal(move->result, AWAY); /* it is ready, and not preferred */
    user_let_run(INIT);
    assert_int_equal(move->result, 0);
    assert_int_equal(traced(TRACE_DISK_REQUEST, 1), 1);
    assert_int_equal(traced(TRACE_DISK_TRANSFER, 1), 1);
    assert_int_equal(traced(TRACE_DISK_DONE, 0), 1);
}

static void requests_are_served_in_the_order_in_which_they_came(void **state)
{
    (void)state;
    pid_t children[] = {user_create(NULL), user_create(NULL)};
    read_sector(40);
    for (int i = 0; i < 2; i++) {
        user_let_run(children[i]);
        read_sector(20 - (uint32_t)i);
    }
    assert_int_equal(machine_disk_begun(), 1);
    while (machine_disk_is_busy())
        machine_tick();
    assert_int_equal(machine_disk_begun(), 3);
    assert_int_equal(machine_disk_sector(1), 20);
    assert_int_equal(machine_disk_sector(2), 19);
    for (int i = 0; i < 3; i++) {
        user_let_run(i == 0 ? INIT : children[i - 1]);
        assert_int_equal(moves[i].result, 0);
    }
}

static void what_fails_three_times_is_tried_a_fourth(void **state)
{
    (void)state;
    machine_disk_fail(3);
    struct move *move = read_sector(7);
    user_let_run(INIT);
    assert_int_equal(move->result, 0);
    assert_int_equal(machine_disk_begun(), 4);
    assert_null(strstr(machine_console(), "cannot be"));
}

static void what_fails_four_times_is_told_and_is_an_error(void **state)
{
    (void)state;
    machine_disk_fail(4);
    struct move *move = read_sector(7);
    user_let_run(INIT);
    assert_int_equal(move->result, -EIO);
    assert_int_equal(machine_disk_begun(), 4);
    assert_non_null(
        strstr(machine_console(), "robin: disk: sectors 7 to 7 cannot be read\n"));
    assert_int_equal(traced(TRACE_DISK_DONE, EIO), 1);
    move = read_sector(7);
    user_let_run(INIT);
    assert_int_equal(move->result, 0);
}

/* An interrupt that is lost: the disk is looked after when it has had time enough. */
static void a_disk_that_does_not_answer_is_asked_again(void **state)
{
    (void)state;
    machine_disk_delay(0);
    struct move *move = read_sector(7);
    for (int i = 0; i < PATIENCE_TICKS; i++) {
        assert_int_equal(machine_disk_begun(), 1);
        machine_tick();
    }
    machine_tick();
    assert_int_equal(machine_disk_begun(), 2);
    machine_disk_end();
    assert_int_equal(move->result, 0);
}

static void a_disk_that_never_answers_is_an_error(void **state)
{
    (void)state;
    machine_disk_delay(0);
    struct move *move = read_sector(7);
    for (int i = 0; i < 4 * (PATIENCE_TICKS + 1) && machine_is_idle(); i++)
        machine_tick();
    assert_int_equal(move->result, -EIO);
    assert_false(machine_disk_is_busy());
}

static void there_are_no_sectors_behind_the_last(void **state)
{
    (void)state;
    assert_int_equal(read_sector(SECTORS)->result, -EIO);
    assert_int_equal(read_sector(UINT32_MAX)->result, -EIO);
    assert_int_equal(machine_disk_begun(), 0);
}

static void a_disk_is_not_written_to_unless_the_boot_line_says_so(void **state)
{
    (void)state;
    assert_int_equal(write_sector(3)->result, -EROFS);
    moves[move_count].flush = true;
    assert_int_equal(read_sector(0)->result, 0);
    assert_int_equal(machine_disk_begun(), 0);
}

static void what_is_written_is_on_the_disk_and_can_be_flushed(void **state)
{
    (void)state;
    struct move *move = write_sector(3);
    user_let_run(INIT);
    assert_int_equal(move->result, 0);
    assert_string_equal(contents + 3 * SECTOR_BYTES, "written 3");
    moves[move_count].flush = true;
    move = read_sector(0);
    assert_true(machine_disk_is_busy());
    user_let_run(INIT);
    assert_int_equal(move->result, 0);
    assert_int_equal(traced(TRACE_DISK_REQUEST, 1 | TRACE_DISK_WRITE), 1);
    assert_int_equal(traced(TRACE_DISK_REQUEST, 0), 1);
}

/* --- Who waits is told something --- */

/* A child of init waits for the disk; init has the CPU. */
static pid_t child_reads(void)
{
    pid_t child = user_create(NULL);
    user_let_run(child);
    machine_disk_delay(0);
    read_sector(9);
    user_let_run(INIT);
    assert_int_equal(user_status(child).blocked_on, BLOCKED_DISK);
    return child;
}

static void who_is_destroyed_ends_when_the_disk_is_done(void **state)
{
    (void)state;
    pid_t child = child_reads();
    uint32_t yielded = user_process(child)->thread.yielded;
    assert_int_equal(user_destroy(child), 0);
    user_yield();
    machine_tick();
    assert_int_equal(user_process(child)->thread.state, STATE_BLOCKED);
    assert_int_equal(user_process(child)->thread.yielded, yielded);
    assert_int_equal(moves[0].result, AWAY);
    machine_disk_end();
    assert_int_equal(user_process(child)->thread.state, STATE_ZOMBIE);
    assert_int_equal(moves[0].result, 0);
    assert_int_equal(user_wait(child, 0, 0), child);
    assert_int_equal(user_result().event, PROCESS_DESTROYED);
}

static void a_wait_for_who_is_destroyed_ends_with_the_disk(void **state)
{
    (void)state;
    pid_t child = child_reads();
    assert_int_equal(user_destroy(child), 0);
    assert_int_equal(user_wait(child, 0, 0), AWAY);
    machine_tick();
    assert_true(machine_is_idle());
    machine_disk_end();
    assert_int_equal(user_running(), INIT);
    assert_int_equal(machine_result(), child);
}

static void who_is_destroyed_twice_ends_once(void **state)
{
    (void)state;
    pid_t child = child_reads();
    user_suspend(child);
    assert_int_equal(user_destroy(child), 0);
    assert_int_equal(user_destroy(child), 0);
    machine_disk_end();
    assert_int_equal(user_wait(child, 0, 0), child);
}

static void who_is_suspended_comes_to_the_end_of_its_call_and_no_further(void **state)
{
    (void)state;
    pid_t child = child_reads();
    uint32_t calls = user_process(child)->thread.calls;
    assert_int_equal(user_suspend(child), 0);
    machine_disk_end();
    assert_int_equal(moves[0].result, 0);
    assert_int_equal(user_running(), INIT);
    user_yield();
    assert_int_equal(user_running(), INIT);
    assert_int_equal(user_process(child)->thread.calls, calls);
    assert_int_equal(user_resume(child), 0);
    user_let_run(child);
}

/* It may hold what others wait for. */
static void
who_is_suspended_before_it_has_gone_on_comes_to_the_end_of_its_call(void **state)
{
    (void)state;
    pid_t child = child_reads();
    machine_disk_end();
    assert_int_equal(moves[0].result, AWAY);
    assert_int_equal(user_suspend(child), 0);
    assert_int_equal(moves[0].result, 0);
    assert_int_equal(user_running(), INIT);
    user_yield();
    assert_int_equal(user_running(), INIT);
    assert_int_equal(user_resume(child), 0);
    user_let_run(child);
}

static void who_was_suspended_and_resumed_is_run_by_the_policy(void **state)
{
    (void)state;
    pid_t child = child_reads();
    user_suspend(child);
    user_resume(child);
    machine_disk_end();
    assert_int_equal(user_running(), INIT);
    assert_int_equal(moves[0].result, AWAY);
    user_let_run(child);
    assert_int_equal(moves[0].result, 0);
}

static void a_signal_waits_until_the_disk_is_done(void **state)
{
    (void)state;
    pid_t child = child_reads();
    uint32_t yielded = user_process(child)->thread.yielded;
    assert_int_equal(user_call(SYS_KILL, (uint32_t)child, SIGTERM, 0), 0);
    user_yield();
    assert_int_equal(user_process(child)->thread.state, STATE_BLOCKED);
    assert_int_equal(user_process(child)->thread.yielded, yielded);
    machine_disk_end();
    user_yield();
    assert_int_equal(moves[0].result, 0);
    assert_int_equal(user_process(child)->thread.state, STATE_ZOMBIE);
}

static void a_signal_waits_until_who_was_suspended_is_resumed(void **state)
{
    (void)state;
    pid_t child = child_reads();
    user_suspend(child);
    assert_int_equal(user_call(SYS_KILL, (uint32_t)child, SIGTERM, 0), 0);
    machine_disk_end();
    assert_int_equal(moves[0].result, 0);
    user_yield();
    assert_int_equal(user_process(child)->thread.state, STATE_READY);
    user_resume(child);
    user_yield();
    assert_int_equal(user_process(child)->thread.state, STATE_ZOMBIE);
}

static void a_budget_that_is_used_up_ends_whoever_waits_after_the_disk(void **state)
{
    (void)state;
    pid_t child = user_create(&(struct process_options){.end_after_ticks = 1});
    user_let_run(child);
    machine_disk_delay(0);
    machine_pass(2 * TICK_NANOSECONDS); /* more than it has, and no tick has found it */
    read_sector(9);
    assert_int_equal(user_process(child)->thread.state, STATE_BLOCKED);
    user_let_run(INIT);
    machine_disk_end();
    assert_int_equal(moves[0].result, 0);
    assert_int_equal(user_process(child)->thread.state, STATE_ZOMBIE);
}

static void who_has_to_rest_does_so_when_the_disk_is_done(void **state)
{
    (void)state;
    pid_t child =
        user_create(&(struct process_options){.rest_every_ticks = 1, .rest_ticks = 5});
    user_let_run(child);
    machine_disk_delay(0);
    machine_pass(2 * TICK_NANOSECONDS);
    read_sector(9);
    user_let_run(INIT);
    machine_disk_end();
    user_yield();
    assert_int_equal(moves[0].result, 0);
    assert_int_equal(user_process(child)->thread.blocked_on, BLOCKED_REST);
    for (int i = 0; i < 5; i++)
        machine_tick();
    user_let_run(child);
}

static void the_power_goes_off_when_the_disk_is_done(void **state)
{
    (void)state;
    child_reads();
    user_call(SYS_PROCESS_POWER_OFF, 0, 0, 0);
    assert_true(machine_is_idle());
    machine_disk_end();
    assert_true(machine_is_off());
}

#define TEST(name)    cmocka_unit_test_setup_teardown(name, boot, user_power_off)
#define WRITING(name) cmocka_unit_test_setup_teardown(name, boot_writable, user_power_off)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_reads_waits_and_another_runs),
        TEST(requests_are_served_in_the_order_in_which_they_came),
        TEST(what_fails_three_times_is_tried_a_fourth),
        TEST(what_fails_four_times_is_told_and_is_an_error),
        TEST(a_disk_that_does_not_answer_is_asked_again),
        TEST(a_disk_that_never_answers_is_an_error),
        TEST(there_are_no_sectors_behind_the_last),
        TEST(a_disk_is_not_written_to_unless_the_boot_line_says_so),
        WRITING(what_is_written_is_on_the_disk_and_can_be_flushed),
        TEST(who_is_destroyed_ends_when_the_disk_is_done),
        TEST(a_wait_for_who_is_destroyed_ends_with_the_disk),
        TEST(who_is_destroyed_twice_ends_once),
        TEST(who_is_suspended_comes_to_the_end_of_its_call_and_no_further),
        TEST(who_is_suspended_before_it_has_gone_on_comes_to_the_end_of_its_call),
        TEST(who_was_suspended_and_resumed_is_run_by_the_policy),
        TEST(a_signal_waits_until_the_disk_is_done),
        TEST(a_signal_waits_until_who_was_suspended_is_resumed),
        TEST(a_budget_that_is_used_up_ends_whoever_waits_after_the_disk),
        TEST(who_has_to_rest_does_so_when_the_disk_is_done),
        cmocka_unit_test_setup(the_power_goes_off_when_the_disk_is_done, boot),
    };
    return cmocka_run_group_tests_name("disk", tests, NULL, NULL);
}
