/* Who has the CPU after each tick, and why: the mechanism under round robin and fifo. The
 * kernel checks its tables after each step, and at the end of each test that all memory
 * came back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/syscall.h"
#include "kernel/debug/trace.h"
#include "kernel/process/table.h"
#include "tests/hosted/harness/user.h"

enum { INIT = 1, IDLE = 0, SHOWN_MAX = 32 };

static int boot(void **state)
{
    (void)state;
    user_boot("check=1 policy='rr quantum=2'");
    return 0;
}

static int boot_fifo(void **state)
{
    (void)state;
    user_boot("check=1 policy=fifo");
    return 0;
}

/* Ticks, after each of which PIDS names who has the CPU: a digit each. */
static void expect_ticks(const char *pids)
{
    char seen[SHOWN_MAX] = "";
    assert_true(strlen(pids) < sizeof(seen));
    for (size_t i = 0; i < strlen(pids); i++) {
        machine_tick();
        seen[i] = (char)('0' + user_running());
    }
    assert_string_equal(seen, pids);
}

static enum process_state state_of(pid_t pid)
{
    return thread_state(&user_process(pid)->thread);
}

/* Init makes COUNT children, 2, 3 ..., and lets them run. */
static void make_spinners(int count)
{
    while (count-- > 0)
        user_create(NULL);
    user_wait(-1, WAIT_TIMEOUT, 1000);
    assert_int_equal(user_running(), 2);
}

/* --- Policies at work --- */

static void spinners_take_turns_of_a_quantum(void **state)
{
    (void)state;
    make_spinners(3);
    expect_ticks("23344223344223");
}

static void a_lone_spinner_is_not_switched_away_from(void **state)
{
    (void)state;
    make_spinners(1);
    uint64_t next = trace_count();
    struct trace_record record;
    expect_ticks("2222222");
    while (trace_get(&next, &record))
        assert_int_equal(record.kind, TRACE_TICK);
}

static void the_trace_tells_each_switch_and_why(void **state)
{
    (void)state;
    static const struct {
        pid_t pid, before;
        enum trace_reason reason;
    } expected[] = {
        {INIT, IDLE, REASON_IDLE_OVER}, {2, INIT, REASON_BLOCKED},
        {3, 2, REASON_SLICE_OVER},      {2, 3, REASON_SLICE_OVER},
        {3, 2, REASON_YIELDED},         {2, 3, REASON_BLOCKED},
        {IDLE, 2, REASON_SUSPENDED},    {3, IDLE, REASON_IDLE_OVER},
        {INIT, 3, REASON_ENDED},
    };
    uint64_t next = 0;
    struct trace_record record;
    make_spinners(2);
    expect_ticks("2332");
    user_yield();
    user_sleep(2);
    user_suspend(2);
    expect_ticks("03");
    user_exit(0);
    for (size_t i = 0; i < sizeof(expected) / sizeof(*expected);) {
        assert_true(trace_get(&next, &record));
        if (record.kind != TRACE_RUN)
            continue;
        assert_int_equal(record.pid, expected[i].pid);
        assert_int_equal(record.a, expected[i].before);
        assert_int_equal(record.reason, expected[i].reason);
        i++;
    }
}

static void fifo_lets_who_came_first_run_until_it_stops(void **state)
{
    (void)state;
    make_spinners(3);
    expect_ticks("2222222222");
    user_yield();
    expect_ticks("33333");
    user_exit(0);
    expect_ticks("44444");
    user_sleep(1);
    assert_int_equal(user_running(), 2);
    expect_ticks("22222");
}

static void who_yields_goes_to_the_tail(void **state)
{
    (void)state;
    make_spinners(3);
    user_yield();
    assert_int_equal(user_running(), 3);
    user_yield();
    assert_int_equal(user_running(), 4);
    user_yield();
    assert_int_equal(user_running(), 2);
}

static void who_is_resumed_goes_to_the_tail_with_a_new_slice(void **state)
{
    (void)state;
    make_spinners(3);
    expect_ticks("2");
    user_suspend(2); /* half of its slice is used */
    assert_int_equal(user_running(), 3);
    user_resume(2);
    assert_int_equal(user_running(), 3);
    expect_ticks("3442233");
}

static void switches_are_counted_by_whose_will_they_were(void **state)
{
    (void)state;
    make_spinners(2);
    expect_ticks("23322");
    user_yield();
    user_sleep(1);
    assert_int_equal(user_process(2)->thread.preempted, 1);
    assert_int_equal(user_process(2)->thread.yielded, 1);
    assert_int_equal(user_process(3)->thread.preempted, 1);
    assert_int_equal(user_process(3)->thread.yielded, 1);
}

/* --- Time --- */

static void sleepers_wake_by_tick_and_then_in_the_order_of_going_to_sleep(void **state)
{
    (void)state;
    make_spinners(3);
    user_yield();
    user_sleep_until(5); /* 3 */
    user_sleep_until(5); /* 4 */
    user_sleep_until(4); /* 2 */
    expect_ticks("0002");
    user_sleep(1);
    expect_ticks("3");
    user_sleep(100);
    assert_int_equal(user_running(), 4);
    user_sleep(100);
    assert_int_equal(user_running(), 2);
}

static void to_sleep_until_now_is_not_to_sleep(void **state)
{
    (void)state;
    expect_ticks("111");
    assert_int_equal(user_sleep(0), 0);
    assert_int_equal(user_sleep_until(0), 0);
    assert_int_equal(user_sleep_until(3), 0);
    assert_int_equal(user_sleep_until(4), AWAY);
    expect_ticks("1");
    assert_int_equal(machine_result(), 0);
}

static void a_sleep_beyond_all_time_does_not_end(void **state)
{
    (void)state;
    user_create(NULL);
    user_create(NULL);
    user_sleep(30);
    user_sleep(TICK_NEVER);
    user_sleep(TICK_NEVER - 1);
    expect_ticks("00000000000000000000000000000");
    assert_int_equal(state_of(2), STATE_BLOCKED);
    assert_int_equal(state_of(3), STATE_BLOCKED);
}

static void a_process_is_new_until_its_start_tick(void **state)
{
    (void)state;
    pid_t child = user_create(&(struct process_options){.start_tick = 3});
    user_wait(child, 0, 0);
    assert_int_equal(state_of(child), STATE_NEW);
    expect_ticks("0022");
    assert_int_equal(user_process(child)->created_tick, 0);
    assert_int_equal(user_process(child)->thread.first_run_tick, 3);
}

static void a_start_tick_that_has_passed_is_now(void **state)
{
    (void)state;
    expect_ticks("111");
    pid_t child = user_create(&(struct process_options){.start_tick = 3});
    assert_int_equal(state_of(child), STATE_READY);
}

/* The slice that ends at a tick is closed before a sleeper that is due at it queues
 * up. */
static void a_tick_charges_before_it_wakes(void **state)
{
    (void)state;
    make_spinners(2);
    user_yield();
    user_sleep_until(2); /* 3 */
    expect_ticks("2223");
}

static void a_tick_wakes_before_it_picks(void **state)
{
    (void)state;
    make_spinners(2);
    user_sleep_until(2); /* 2 */
    user_sleep_until(1); /* 3 */
    expect_ticks("3322");
}

static void time_on_the_cpu_is_exact(void **state)
{
    (void)state;
    make_spinners(2);
    machine_pass(1234567);
    user_yield();
    machine_pass(3000000);
    user_sleep(2);
    machine_pass(765433);
    assert_int_equal(thread_cycles(&user_process(2)->thread), 2000000);
    assert_int_equal(thread_cycles(&user_process(3)->thread), 3000000);
    user_sleep(2);
    expect_ticks("03"); /* nobody is charged for idle time */
    assert_int_equal(thread_cycles(&user_process(2)->thread), 2000000);
    assert_int_equal(thread_cycles(&user_process(3)->thread), 3000000);
}

/* --- Budgets --- */

static void a_budget_ends_a_process_at_its_last_tick(void **state)
{
    (void)state;
    pid_t child = user_create(&(struct process_options){.end_after_ticks = 3});
    user_create(NULL);
    user_wait(child, 0, 0);
    expect_ticks("2332");
    user_yield();
    expect_ticks("32"); /* the ticks of others do not count */
    assert_int_equal(state_of(child), STATE_RUNNING);
    expect_ticks("3");
    assert_int_equal(state_of(child), STATE_ZOMBIE);
    user_let_run(INIT);
    struct process_result result = user_result();
    assert_int_equal(result.event, PROCESS_USED_UP);
    assert_int_equal(result.accounts.run_ticks, 3);
    assert_int_equal(result.accounts.ended_tick, 7);
}

static void a_budget_rests_a_process_each_time_it_is_used_up(void **state)
{
    (void)state;
    pid_t child =
        user_create(&(struct process_options){.rest_every_ticks = 2, .rest_ticks = 3});
    user_wait(child, WAIT_TIMEOUT, 100);
    expect_ticks("20");
    assert_int_equal(state_of(child), STATE_BLOCKED);
    assert_int_equal(user_process(child)->thread.blocked_on, BLOCKED_REST);
    expect_ticks("0022000220002");
}

/* The words of the ticks fit in their low halves. */
static int32_t rest_once(uint32_t after_ticks, uint32_t rest_ticks)
{
    return user_call(SYS_PROCESS_REST, after_ticks, 0, rest_ticks);
}

static void a_process_rests_once_when_it_asks_for_it(void **state)
{
    (void)state;
    assert_int_equal(rest_once(5, 2), 0);
    assert_int_equal(rest_once(2, 3), 0); /* the last one counts */
    expect_ticks("1000111111111");        /* who runs after each tick */
    assert_int_equal(rest_once(1, 1), 0);
    expect_ticks("011");
}

static void a_rest_at_once_is_einval(void **state)
{
    (void)state;
    assert_int_equal(rest_once(0, 3), -EINVAL);
    expect_ticks("1111");
}

static void who_rests_for_no_time_lets_the_others_go_first(void **state)
{
    (void)state;
    (void)user_create(NULL);
    assert_int_equal(rest_once(2, 0), 0);
    expect_ticks("1222");
}

static void rests_for_life_cannot_be_exchanged(void **state)
{
    (void)state;
    pid_t child =
        user_create(&(struct process_options){.rest_every_ticks = 2, .rest_ticks = 3});
    user_let_run(child);
    assert_int_equal(rest_once(1000, 1), -EPERM);
    user_let_run(1);
    user_wait(child, WAIT_TIMEOUT, 100);
    expect_ticks("20002");
}

static void a_child_does_not_get_the_rest_that_its_parent_asked_for(void **state)
{
    (void)state;
    assert_int_equal(rest_once(3, 50), 0);
    pid_t child = user_create(NULL);
    assert_false(user_process(child)->thread.has_budget);
}

/* CHILD computes for nine tenths of a tick and sleeps over it, so that it is charged none,
 * up to TICKS times, as long as it lives and is not at rest. Returns how often. */
static int dodge_ticks(pid_t child, int ticks)
{
    int dodged = 0;
    while (dodged < ticks && user_running() == child) {
        machine_pass(TICK_NANOSECONDS * 9 / 10);
        user_sleep(1);
        machine_tick();
        dodged++;
    }
    return dodged;
}

static void who_is_never_charged_a_tick_uses_its_budget_up_all_the_same(void **state)
{
    (void)state;
    pid_t child = user_create(&(struct process_options){.end_after_ticks = 10});
    user_wait(child, WAIT_TIMEOUT, 100);
    assert_int_equal(user_running(), child);
    assert_int_equal(dodge_ticks(child, 20), 12);
    assert_int_equal(user_running(), INIT);
    assert_int_equal(user_result().event, PROCESS_USED_UP);
    assert_int_equal(user_result().accounts.run_ticks, 0);
    assert_true(user_result().accounts.run_ns < 11 * (uint64_t)TICK_NANOSECONDS);
}

static void who_is_never_charged_a_tick_has_to_rest_all_the_same(void **state)
{
    (void)state;
    pid_t child =
        user_create(&(struct process_options){.rest_every_ticks = 2, .rest_ticks = 3});
    user_wait(child, WAIT_TIMEOUT, 100);
    for (int rests = 0; rests < 3; rests++) {
        assert_int_equal(dodge_ticks(child, 20), 3);
        assert_int_equal(user_process(child)->thread.blocked_on, BLOCKED_REST);
        expect_ticks("002");
        assert_int_equal(machine_result(), 0); /* of its sleep */
    }
}

static void who_gives_the_cpu_to_another_before_each_tick_uses_its_budget_up(void **state)
{
    (void)state;
    pid_t child = user_create(&(struct process_options){.end_after_ticks = 2});
    pid_t other = user_create(NULL);
    user_wait(child, WAIT_TIMEOUT, 100);
    for (int round = 0; round < 3; round++) {
        assert_int_equal(user_running(), child);
        machine_pass(TICK_NANOSECONDS * 9 / 10);
        user_yield();
        if (round < 2) {
            assert_int_equal(user_running(), other);
            user_yield();
        }
    }
    assert_null(user_process(child)->thread.stack);
    assert_int_equal(user_process(child)->thread.end_reason, REASON_USED_UP);
}

static void an_end_wins_over_a_rest_at_the_same_tick(void **state)
{
    (void)state;
    user_create(&(struct process_options){
        .end_after_ticks = 4, .rest_every_ticks = 2, .rest_ticks = 3});
    user_wait(-1, 0, 0);
    expect_ticks("2000221");
    assert_int_equal(user_result().event, PROCESS_USED_UP);
}

static void who_rests_can_be_suspended_and_resumed(void **state)
{
    (void)state;
    pid_t child =
        user_create(&(struct process_options){.rest_every_ticks = 1, .rest_ticks = 2});
    user_let_run(child);
    expect_ticks("1");
    user_suspend(child);
    expect_ticks("111");
    user_resume(child);
    user_yield();
    expect_ticks("1");
}

static void a_rest_may_last_for_ever(void **state)
{
    (void)state;
    pid_t child = user_create(
        &(struct process_options){.rest_every_ticks = 2, .rest_ticks = TICK_NEVER});
    user_wait(child, WAIT_TIMEOUT, 20);
    expect_ticks("200000000000000");
}

/* --- Waits that are interrupted. After each step the kernel checks that no queue and no
 * alarm still holds who waits no longer. --- */

static void interrupt(pid_t pid)
{
    thread_interrupt(&table_find(pid)->thread);
}

static void a_sleep_that_is_interrupted_returns_eintr_and_can_begin_anew(void **state)
{
    (void)state;
    make_spinners(1);
    user_sleep(100);
    interrupt(2);
    assert_int_equal(state_of(2), STATE_READY);
    expect_ticks("2");
    assert_int_equal(machine_result(), -EINTR);
    assert_int_equal(user_sleep(2), AWAY);
    expect_ticks("02");
    assert_int_equal(machine_result(), 0);
}

static void a_wait_that_is_interrupted_returns_eintr_and_can_begin_anew(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_wait(child, WAIT_TIMEOUT, 100);
    interrupt(INIT);
    user_let_run(INIT);
    assert_int_equal(machine_result(), -EINTR);
    assert_int_equal(user_wait(child, 0, 0), AWAY);
    user_exit(7);
    assert_int_equal(machine_result(), child);
    assert_int_equal(user_result().code, 7);
}

static void a_read_that_is_interrupted_returns_eintr_and_loses_no_byte(void **state)
{
    (void)state;
    user_create(&(struct process_options){.flags = PROCESS_FOREGROUND});
    user_wait(-1, WAIT_TIMEOUT, 1000);
    assert_int_equal(user_call(SYS_READ, 0, USER_DATA, 16), AWAY);
    machine_type('a');
    interrupt(2);
    expect_ticks("2");
    assert_int_equal(machine_result(), -EINTR);
    assert_int_equal(user_call(SYS_READ, 0, USER_DATA, 16), AWAY);
    machine_type('\n');
    assert_int_equal(machine_result(), 2);
}

static void a_suspended_sleeper_that_is_interrupted_learns_it_when_resumed(void **state)
{
    (void)state;
    make_spinners(2);
    user_sleep(100);
    user_suspend(2);
    interrupt(2);
    assert_int_equal(state_of(2), STATE_READY);
    expect_ticks("333");
    user_resume(2);
    user_let_run(2);
    assert_int_equal(machine_result(), -EINTR);
}

static void who_does_not_wait_is_not_interrupted(void **state)
{
    (void)state;
    pid_t new = user_create(&(struct process_options){.start_tick = 1000});
    pid_t zombie = user_create(NULL);
    user_let_run(zombie);
    user_exit(0);
    pid_t spinner = user_create(NULL);
    uint64_t events = trace_count();
    interrupt(INIT);
    interrupt(new);
    interrupt(zombie);
    interrupt(spinner);
    assert_int_equal(trace_count(), events);
    assert_int_equal(state_of(new), STATE_NEW);
    assert_int_equal(state_of(zombie), STATE_ZOMBIE);
    assert_int_equal(state_of(spinner), STATE_READY);
    assert_int_equal(user_sleep(1), AWAY); /* it does not fail later either */
    expect_ticks("41");
    assert_int_equal(machine_result(), 0);
}

static void a_rest_is_broken_by_an_end_alone(void **state)
{
    (void)state;
    pid_t child =
        user_create(&(struct process_options){.rest_every_ticks = 2, .rest_ticks = 3});
    user_wait(child, WAIT_TIMEOUT, 7);
    expect_ticks("20");
    interrupt(child);
    assert_int_equal(state_of(child), STATE_BLOCKED);
    expect_ticks("00221");
    assert_int_equal(state_of(child), STATE_BLOCKED);
    user_destroy(child);
    assert_int_equal(user_wait(child, WAIT_TIMEOUT, 0), child);
}

/* --- A policy that lets the CPU idle while somebody is ready --- */

/* The policy keeps the CPU for child 2, which rests, though child 3 is ready. */
static void begin_to_keep_the_cpu(void)
{
    size_t wrong;
    assert_int_equal(scheduler_set_policy("process-run switch=end", &wrong), 0);
    user_create(&(struct process_options){
        .flags = PROCESS_FOREGROUND, .rest_every_ticks = 1, .rest_ticks = 6});
    user_create(NULL);
    user_wait(3, 0, 0);
    expect_ticks("000");
}

static void who_ends_at_rest_keeps_no_cpu_idle(void **state)
{
    (void)state;
    begin_to_keep_the_cpu();
    machine_type('\x03'); /* Ctrl-C */
    expect_ticks("3");
}

/* --- A change of policy --- */

static void change_policy(const char *words)
{
    size_t wrong;
    assert_int_equal(scheduler_set_policy(words, &wrong), 0);
}

static void marks_of_another_policy_are_not_shown(void **state)
{
    (void)state;
    user_create(&(struct process_options){.scheduling.tickets = 7});
    change_policy("stride");
    user_let_run(2);
    machine_tick();
    user_let_run(2);
    user_sleep(1000);
    assert_true(user_status(2).pass > 0);
    assert_int_equal(user_status(2).tickets, 7);
    change_policy("mlfq"); /* 2 sleeps on, and has not met it */
    assert_int_equal(user_status(2).pass, 0);
    assert_int_equal(user_status(2).level, 0);
    assert_int_equal(user_status(2).tickets, 0);
    assert_int_equal(user_status(2).scheduling.tickets, 7);
    change_policy("fair");
    assert_int_equal(user_status(2).pass, 0);
    assert_int_equal(user_status(2).tickets, 7);
    assert_int_equal(user_status(INIT).tickets, 100);
}

static void what_ran_under_another_policy_is_not_charged(void **state)
{
    (void)state;
    make_spinners(1);
    expect_ticks("22222");
    change_policy("fair charge=time");
    expect_ticks("2");
    assert_int_equal(user_status(2).pass, TICK_NANOSECONDS);
    machine_pass(TICK_NANOSECONDS / 2);
    user_yield();
    assert_int_equal(user_status(2).pass, TICK_NANOSECONDS * 3 / 2);
}

/* A tick goes to whom it finds, whole, and what is run between two ticks to nobody: then it
 * makes no difference how long the kernel takes. */
static void fair_charges_whole_ticks_to_whom_they_find(void **state)
{
    (void)state;
    make_spinners(2);
    change_policy("fair quantum=2");
    machine_pass(TICK_NANOSECONDS / 10 * 9);
    user_yield();
    expect_ticks("322");
    assert_int_equal(user_status(2).pass, TICK_NANOSECONDS);
    assert_int_equal(user_status(3).pass, 2 * TICK_NANOSECONDS);
    user_yield(); /* 2, which is behind and goes on */
    user_sleep(1000);
    assert_int_equal(user_status(2).pass, TICK_NANOSECONDS);
    assert_int_equal(user_running(), 3);
}

/* Process 2 computes for nine tenths of each of ten ticks, and sleeps over its end: what
 * it is charged under POLICY. */
static tick_t charge_of_dodger(const char *policy)
{
    make_spinners(1);
    change_policy(policy);
    for (int i = 0; i < 10; i++) {
        machine_pass(TICK_NANOSECONDS / 10 * 9);
        user_sleep(1);
        machine_tick();
    }
    return user_status(2).accounts.run_ticks;
}

static void who_sleeps_over_each_tick_is_charged_none(void **state)
{
    (void)state;
    assert_int_equal(charge_of_dodger("rr charge=tick"), 0);
}

static void charge_time_charges_who_sleeps_over_each_tick(void **state)
{
    (void)state;
    assert_int_equal(charge_of_dodger("rr charge=time"), 9);
}

static void charge_time_begins_with_the_policy(void **state)
{
    (void)state;
    assert_int_equal(charge_of_dodger("rr charge=tick"), 0);
    change_policy("rr charge=time");
    assert_int_equal(user_status(2).accounts.run_ticks, 0);
    expect_ticks("22");
    assert_int_equal(user_status(2).accounts.run_ticks, 2);
    user_yield(); /* the same time is not charged again */
    assert_int_equal(user_status(2).accounts.run_ticks, 2);
}

static void charge_time_changes_nothing_for_who_runs_from_tick_to_tick(void **state)
{
    (void)state;
    make_spinners(2);
    change_policy("rr quantum=2 charge=time");
    expect_ticks("2332233");
}

/* --- Pauses of the kernel --- */

/* Init and COUNT children go to sleep until TICK. */
static void put_to_sleep(int count, tick_t tick)
{
    while (count-- > 0)
        user_create(NULL);
    while (user_running() != IDLE)
        user_sleep_until(tick);
}

static void ticks_that_come_in_a_pause_are_done_when_the_kernel_is_left(void **state)
{
    enum { SLEEPERS = 150, WAKE = 3 };
    (void)state;
    put_to_sleep(SLEEPERS, WAKE);
    for (tick_t tick = 1; tick < WAKE; tick++)
        machine_tick();
    uint32_t pauses_before = machine_pauses();
    machine_tick_in_pauses(true);
    machine_tick();
    machine_tick_in_pauses(false);
    uint32_t pauses = machine_pauses() - pauses_before;
    assert_true(pauses > 0);
    assert_int_equal(clock_now(), WAKE + pauses);
}

static void sleepers_wake_in_order_though_ticks_come_in_between(void **state)
{
    enum { SLEEPERS = 150, WAKE = 3 };
    (void)state;
    put_to_sleep(SLEEPERS, WAKE);
    uint32_t pauses_before = machine_pauses();
    machine_tick_in_pauses(true);
    while (user_running() == IDLE)
        machine_tick();
    machine_tick_in_pauses(false);
    assert_true(machine_pauses() > pauses_before);
    for (pid_t pid = INIT; pid <= SLEEPERS + INIT; pid++) {
        assert_int_equal(user_running(), pid);
        user_sleep(1000);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, boot, user_power_off)
#define TEST_OF_FIFO(name)                                                               \
    cmocka_unit_test_setup_teardown(name, boot_fifo, user_power_off)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(spinners_take_turns_of_a_quantum),
        TEST(a_lone_spinner_is_not_switched_away_from),
        TEST(the_trace_tells_each_switch_and_why),
        TEST_OF_FIFO(fifo_lets_who_came_first_run_until_it_stops),
        TEST(who_yields_goes_to_the_tail),
        TEST(who_is_resumed_goes_to_the_tail_with_a_new_slice),
        TEST(switches_are_counted_by_whose_will_they_were),
        TEST(sleepers_wake_by_tick_and_then_in_the_order_of_going_to_sleep),
        TEST(to_sleep_until_now_is_not_to_sleep),
        TEST(a_sleep_beyond_all_time_does_not_end),
        TEST(a_process_is_new_until_its_start_tick),
        TEST(a_start_tick_that_has_passed_is_now),
        TEST(a_tick_charges_before_it_wakes),
        TEST(a_tick_wakes_before_it_picks),
        TEST(time_on_the_cpu_is_exact),
        TEST(a_budget_ends_a_process_at_its_last_tick),
        TEST(a_budget_rests_a_process_each_time_it_is_used_up),
        TEST(a_process_rests_once_when_it_asks_for_it),
        TEST_OF_FIFO(who_rests_for_no_time_lets_the_others_go_first),
        TEST(a_rest_at_once_is_einval),
        TEST(rests_for_life_cannot_be_exchanged),
        TEST(a_child_does_not_get_the_rest_that_its_parent_asked_for),
        TEST(who_ends_at_rest_keeps_no_cpu_idle),
        TEST(who_is_never_charged_a_tick_uses_its_budget_up_all_the_same),
        TEST(who_is_never_charged_a_tick_has_to_rest_all_the_same),
        TEST(who_gives_the_cpu_to_another_before_each_tick_uses_its_budget_up),
        TEST(an_end_wins_over_a_rest_at_the_same_tick),
        TEST(who_rests_can_be_suspended_and_resumed),
        TEST(a_rest_may_last_for_ever),
        TEST(a_sleep_that_is_interrupted_returns_eintr_and_can_begin_anew),
        TEST(a_wait_that_is_interrupted_returns_eintr_and_can_begin_anew),
        TEST(a_read_that_is_interrupted_returns_eintr_and_loses_no_byte),
        TEST(a_suspended_sleeper_that_is_interrupted_learns_it_when_resumed),
        TEST(who_does_not_wait_is_not_interrupted),
        TEST(a_rest_is_broken_by_an_end_alone),
        TEST(marks_of_another_policy_are_not_shown),
        TEST(what_ran_under_another_policy_is_not_charged),
        TEST(fair_charges_whole_ticks_to_whom_they_find),
        TEST(ticks_that_come_in_a_pause_are_done_when_the_kernel_is_left),
        TEST(sleepers_wake_in_order_though_ticks_come_in_between),
        TEST(who_sleeps_over_each_tick_is_charged_none),
        TEST(charge_time_charges_who_sleeps_over_each_tick),
        TEST(charge_time_begins_with_the_policy),
        TEST(charge_time_changes_nothing_for_who_runs_from_tick_to_tick),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
