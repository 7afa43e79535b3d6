/* The process calls, made by programs on a machine in which nothing else happens. The
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
#include "kernel/memory/frame.h"
#include "kernel/memory/space.h"
#include "tests/hosted/harness/user.h"

enum { INIT = 1, NOBODY = 99, CTRL_C = 3, CTRL_Z = 26 };

static int boot(void **state)
{
    (void)state;
    user_boot("check=1 policy='rr quantum=2'");
    return 0;
}

static void let_ticks_pass(int ticks)
{
    while (ticks-- > 0)
        machine_tick();
}

static enum process_state state_of(pid_t pid)
{
    return thread_state(&user_process(pid)->thread);
}

/* Whoever has the CPU collects PID, which must have something to tell already. */
static struct process_result collect(pid_t pid, uint32_t flags)
{
    assert_int_equal(user_wait(pid, flags | WAIT_POLL, 0), pid);
    struct process_result result = user_result();
    assert_int_equal(result.pid, pid);
    return result;
}

/* --- Create --- */

static void a_child_has_the_next_pid_and_waits_for_its_turn(void **state)
{
    (void)state;
    assert_int_equal(user_create(NULL), 2);
    assert_int_equal(user_create(NULL), 3);
    assert_int_equal(user_running(), INIT);
    assert_int_equal(state_of(2), STATE_READY);
    assert_string_equal(user_process(2)->name, "program");
    assert_ptr_equal(user_process(2)->parent, user_process(INIT));
    user_yield();
    assert_int_equal(user_running(), 2);
    assert_int_equal(user_call(SYS_GETPPID, 0, 0, 0), INIT);
}

static void pids_are_not_used_again(void **state)
{
    (void)state;
    pid_t child = user_create_zombie(0);
    collect(child, 0);
    assert_int_equal(user_create(NULL), child + 1);
}

static void create_that_fails_leaves_nothing_behind(void **state)
{
    (void)state;
    struct process_options bad_flags = {.flags = 8};
    struct process_options half_a_budget = {.rest_ticks = 1};
    struct process_options no_such_file = {.flags = PROCESS_FILES, .files = {0, 1, 7}};
    collect(user_create_zombie(0), 0);
    uint32_t free_before = frame_free_count();
    assert_int_equal(user_create_from("/bin/nothing"), -ENOENT);
    char long_name[NAME_MAX + 3] = "/";
    memset(long_name + 1, 'a', NAME_MAX + 1);
    assert_int_equal(user_create_from(long_name), -ENAMETOOLONG);
    long_name[NAME_MAX + 1] = '\0';
    assert_int_equal(user_create_from(long_name), -ENOENT);
    assert_int_equal(user_call(SYS_PROCESS_CREATE, USER_NOWHERE, 0, 0), -EFAULT);
    assert_int_equal(user_create(&bad_flags), -EINVAL);
    assert_int_equal(user_create(&half_a_budget), -EINVAL);
    assert_int_equal(user_create(&no_such_file), -EBADF);
    assert_int_equal(frame_free_count(), free_before);
    assert_int_equal(user_create(NULL), 3);
}

static void all_memory_can_be_used_up_and_comes_back(void **state)
{
    (void)state;
    pid_t pid, last = user_create_zombie(0);
    collect(last, 0);
    program_reclaim();
    uint32_t free_before = frame_free_count();
    while ((pid = user_create(NULL)) > 0)
        last = pid;
    assert_int_equal(pid, -ENOMEM);
    assert_true(last > 100);
    for (pid = 3; pid <= last; pid++) {
        assert_int_equal(user_destroy(pid), 0);
        collect(pid, 0);
    }
    program_reclaim();
    assert_int_equal(frame_free_count(), free_before);
}

/* --- Exit and wait --- */

static void wait_reports_how_a_child_exited(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    assert_int_equal(user_wait(child, 0, 0), AWAY);
    assert_int_equal(state_of(INIT), STATE_BLOCKED);
    assert_int_equal(user_running(), child);
    user_exit(0x107); /* a code has 8 bits */
    assert_int_equal(user_running(), INIT);
    assert_int_equal(machine_result(), child);
    struct process_result result = user_result();
    assert_int_equal(result.pid, child);
    assert_int_equal(result.event, PROCESS_EXITED);
    assert_int_equal(result.code, 7);
    assert_int_equal(result.by, 0);
    assert_int_equal(result.fault, FAULT_NONE);
    assert_int_equal(user_wait(child, 0, 0), -ECHILD); /* told once */
}

static void a_result_may_be_left_out(void **state)
{
    (void)state;
    pid_t child = user_create(NULL), other = user_create(NULL);
    let_ticks_pass(1);
    assert_int_equal(user_destroy(other), 0);
    assert_int_equal(user_call(SYS_PROCESS_WAIT, (uint32_t)other, 0, 0), other);
    assert_int_equal(user_call(SYS_PROCESS_WAIT, (uint32_t)child, 0, 0), AWAY);
    user_exit(0);
    assert_int_equal(machine_result(), child);
    assert_int_equal(user_wait(-1, 0, 0), -ECHILD);
}

static void a_result_tells_the_accounts_of_a_life(void **state)
{
    (void)state;
    machine_tick();
    pid_t child = user_create(NULL);
    user_wait(child, 0, 0);
    machine_pass(3000000);
    user_sleep(2); /* from tick 1 on */
    let_ticks_pass(3);
    machine_pass(1000000);
    machine_touch(STACK_LIMIT, true);
    user_exit(0);
    struct process_accounts accounts = user_result().accounts;
    assert_int_equal(accounts.run_ns, 3000000 + TICK_NANOSECONDS + 1000000);
    assert_int_equal(accounts.run_ticks, 1);
    assert_int_equal(accounts.created_tick, 1);
    assert_int_equal(accounts.first_run_tick, 1);
    assert_int_equal(accounts.ended_tick, 4);
    assert_int_equal(accounts.yielded, 2); /* it slept, it ended */
    assert_int_equal(accounts.preempted, 0);
    assert_int_equal(accounts.calls, 2);
    assert_int_equal(accounts.page_faults, 1);
}

static void who_never_ran_has_no_first_tick(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    let_ticks_pass(1);
    assert_int_equal(user_destroy(child), 0);
    struct process_accounts accounts = collect(child, 0).accounts;
    assert_int_equal(accounts.first_run_tick, TICK_NEVER);
    assert_int_equal(accounts.ended_tick, 1);
}

static void wait_for_any_follows_the_order_of_the_ends(void **state)
{
    (void)state;
    pid_t first = user_create(NULL);
    pid_t second = user_create_zombie(2);
    pid_t third = user_create_zombie(3);
    user_let_run(first);
    user_exit(1);
    user_let_run(INIT);
    assert_int_equal(user_wait(-1, 0, 0), second);
    assert_int_equal(user_wait(-1, 0, 0), third);
    assert_int_equal(user_wait(-1, 0, 0), first);
    assert_int_equal(user_result().code, 1);
    assert_int_equal(user_wait(-1, 0, 0), -ECHILD);
}

static void wait_for_one_leaves_the_others(void **state)
{
    (void)state;
    pid_t first = user_create_zombie(1);
    pid_t second = user_create_zombie(2);
    pid_t third = user_create(NULL);
    assert_int_equal(collect(second, 0).code, 2);
    assert_int_equal(user_wait(third, 0, 0), AWAY); /* though another has ended */
    assert_int_equal(user_running(), third);
    user_exit(3);
    assert_int_equal(machine_result(), third);
    assert_int_equal(collect(first, 0).code, 1);
}

static void wait_for_who_is_no_child_is_refused(void **state)
{
    (void)state;
    const pid_t strangers[] = {-1, INIT, 0, -7, NOBODY, INT32_MIN, INT32_MAX};
    for (size_t i = 0; i < sizeof(strangers) / sizeof(*strangers); i++)
        assert_int_equal(user_wait(strangers[i], 0, 0), -ECHILD);
    pid_t child = user_create(NULL);
    user_let_run(child);
    pid_t grandchild = user_create(NULL);
    assert_int_equal(user_wait(INIT, 0, 0), -ECHILD);
    assert_int_equal(user_wait(child, 0, 0), -ECHILD);
    user_let_run(INIT);
    assert_int_equal(user_wait(grandchild, 0, 0), -ECHILD);
}

static void a_poll_does_not_wait(void **state)
{
    (void)state;
    assert_int_equal(user_wait(-1, WAIT_POLL, 0), -ECHILD);
    pid_t child = user_create(NULL);
    assert_int_equal(user_wait(child, WAIT_POLL, 0), 0);
    assert_int_equal(user_wait(-1, WAIT_POLL, 0), 0);
    assert_int_equal(user_running(), INIT);
    assert_int_equal(user_wait(-1, WAIT_POLL | 16, 0), -EINVAL);
}

static void wait_gives_up_at_the_tick_of_its_time_out(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    assert_int_equal(user_wait(child, WAIT_TIMEOUT, 0), -ETIMEDOUT);
    assert_int_equal(user_wait(child, WAIT_TIMEOUT, 3), AWAY);
    user_sleep(20);
    let_ticks_pass(2);
    assert_true(machine_is_idle());
    let_ticks_pass(1);
    assert_int_equal(user_running(), INIT);
    assert_int_equal(machine_result(), -ETIMEDOUT);
    assert_int_equal(user_wait(child, 0, 3), AWAY); /* it did not ask for the time-out */
    let_ticks_pass(10);
    assert_true(machine_is_idle());
}

static void a_time_out_beyond_all_time_is_none(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    let_ticks_pass(1);
    assert_int_equal(user_wait(child, WAIT_TIMEOUT, TICK_NEVER), AWAY);
    user_sleep(20);
    let_ticks_pass(20);
    assert_int_equal(user_running(), child);
    user_exit(0);
    assert_int_equal(machine_result(), child);
}

static void an_event_wins_over_a_time_out_that_expired_too(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_wait(child, WAIT_TIMEOUT, 1);
    let_ticks_pass(1);
    assert_int_equal(state_of(INIT), STATE_READY); /* it is out of time */
    assert_int_equal(user_running(), child);
    user_exit(0);
    assert_int_equal(machine_result(), child);
}

static void a_bad_place_for_the_result_collects_nobody(void **state)
{
    (void)state;
    pid_t child = user_create_zombie(5);
    const virt_t places[] = {USER_NOWHERE, USER_TEXT, USER_END - 4, UINT32_MAX};
    for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
        assert_int_equal(user_call(SYS_PROCESS_WAIT, (uint32_t)child, places[i], 0),
                         -EFAULT);
    assert_int_equal(collect(child, 0).code, 5);
}

/* --- Destroy --- */

/* Init destroys CHILD, collects it and finds it gone. */
static void expect_destroyed(pid_t child)
{
    assert_int_equal(user_running(), INIT);
    assert_int_equal(user_destroy(child), 0);
    assert_int_equal(state_of(child), STATE_ZOMBIE);
    struct process_result result = collect(child, 0);
    assert_int_equal(result.event, PROCESS_DESTROYED);
    assert_int_equal(result.by, INIT);
    assert_int_equal(user_destroy(child), -ESRCH);
    assert_null(user_process(child));
}

static void destroy_ends_a_process_that_is_new(void **state)
{
    (void)state;
    pid_t child = user_create(&(struct process_options){.start_tick = 5});
    assert_int_equal(state_of(child), STATE_NEW);
    expect_destroyed(child);
    let_ticks_pass(6);
}

static void destroy_ends_a_process_that_is_ready(void **state)
{
    (void)state;
    pid_t fresh = user_create(NULL);
    pid_t old = user_create(NULL);
    user_let_run(old);
    user_let_run(INIT);
    assert_int_equal(state_of(old), STATE_READY);
    expect_destroyed(fresh);
    expect_destroyed(old);
}

static void destroy_ends_the_caller(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    assert_int_equal(user_destroy(child), AWAY);
    assert_int_equal(state_of(child), STATE_ZOMBIE);
    user_let_run(INIT);
    struct process_result result = collect(child, 0);
    assert_int_equal(result.event, PROCESS_DESTROYED);
    assert_int_equal(result.by, child);
}

static void destroy_ends_a_process_that_sleeps(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    user_sleep(3);
    expect_destroyed(child);
    let_ticks_pass(5);
}

static void destroy_ends_a_process_that_waits_for_a_child(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    pid_t grandchild = user_create(NULL);
    user_wait(-1, WAIT_TIMEOUT, 50);
    user_let_run(INIT);
    expect_destroyed(child);
    expect_destroyed(grandchild);
    let_ticks_pass(60);
}

static void destroy_ends_a_process_that_reads_from_the_console(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    user_call(SYS_READ, 0, USER_DATA, 10);
    assert_int_equal(user_process(child)->thread.blocked_on, BLOCKED_CONSOLE);
    user_let_run(INIT);
    expect_destroyed(child);
    machine_type('\n');
}

static void destroy_ends_a_process_that_rests(void **state)
{
    (void)state;
    pid_t child =
        user_create(&(struct process_options){.rest_every_ticks = 1, .rest_ticks = 50});
    user_let_run(child);
    let_ticks_pass(1);
    assert_int_equal(user_process(child)->thread.blocked_on, BLOCKED_REST);
    user_let_run(INIT);
    expect_destroyed(child);
    let_ticks_pass(60);
}

static void destroy_ends_a_process_that_is_suspended(void **state)
{
    (void)state;
    pid_t ready = user_create(NULL);
    pid_t fresh = user_create(
        &(struct process_options){.flags = PROCESS_SUSPENDED, .start_tick = 9});
    pid_t asleep = user_create(NULL);
    user_let_run(asleep);
    user_sleep(9);
    user_let_run(INIT);
    assert_int_equal(user_suspend(ready), 0);
    assert_int_equal(user_suspend(asleep), 0);
    expect_destroyed(ready);
    expect_destroyed(fresh);
    expect_destroyed(asleep);
    let_ticks_pass(10);
}

static void destroy_does_not_find_who_has_ended_or_never_was(void **state)
{
    (void)state;
    pid_t child = user_create_zombie(0);
    const pid_t strangers[] = {child, NOBODY, 0, -1, INT32_MIN, INT32_MAX};
    for (size_t i = 0; i < sizeof(strangers) / sizeof(*strangers); i++) {
        assert_int_equal(user_destroy(strangers[i]), -ESRCH);
        assert_int_equal(user_suspend(strangers[i]), -ESRCH);
        assert_int_equal(user_resume(strangers[i]), -ESRCH);
    }
}

static void init_is_nobodys_to_act_upon(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    for (pid_t caller = INIT; caller <= child; caller++) {
        user_let_run(caller);
        assert_int_equal(user_destroy(INIT), -EPERM);
        assert_int_equal(user_suspend(INIT), -EPERM);
        assert_int_equal(user_resume(INIT), -EPERM);
    }
}

static void one_acts_on_processes_of_ones_own_user(void **state)
{
    (void)state;
    pid_t child = user_create(NULL), other = user_create(NULL);
    pid_t dead = user_create_zombie(0);
    user_let_run(other);
    assert_int_equal(user_setuid(1001), 0);
    user_let_run(child);
    assert_int_equal(user_setuid(1000), 0);
    assert_int_equal(user_setuid(0), -EPERM);
    pid_t grandchild = user_create(NULL);
    assert_int_equal(user_destroy(other), -EPERM);
    assert_int_equal(user_suspend(other), -EPERM);
    assert_int_equal(user_resume(other), -EPERM);
    assert_int_equal(user_destroy(dead), -ESRCH); /* checked first */
    assert_int_equal(user_status(other).full, 0);
    assert_int_equal(user_status(grandchild).full, 1);
    assert_int_equal(user_suspend(grandchild), 0);
    assert_int_equal(user_destroy(grandchild), 0);
    user_let_run(INIT);
    expect_destroyed(other);
    expect_destroyed(child);
}

static void the_children_of_who_ends_go_to_init(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    pid_t grandchild = user_create(NULL);
    pid_t dead = user_create_zombie(5);
    user_exit(1);
    user_let_run(INIT);
    assert_ptr_equal(user_process(grandchild)->parent, user_process(INIT));
    assert_int_equal(user_wait(-1, WAIT_POLL, 0), dead);
    assert_int_equal(user_result().code, 5);
    assert_int_equal(user_wait(-1, WAIT_POLL, 0), child);
    assert_int_equal(user_wait(-1, WAIT_POLL, 0), 0);
    user_let_run(grandchild);
    assert_int_equal(user_call(SYS_GETPPID, 0, 0, 0), INIT);
    user_exit(2);
    user_let_run(INIT);
    assert_int_equal(collect(grandchild, 0).code, 2);
}

static void init_is_told_of_the_end_of_a_child_that_comes_to_it(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    pid_t grandchild = user_create(NULL);
    user_let_run(grandchild);
    pid_t dead = user_create_zombie(5);
    user_let_run(INIT);
    assert_int_equal(user_wait(-1, 0, 0), AWAY);
    user_let_run(grandchild);
    user_exit(0); /* init's grandchild: its parent is told of it, init of DEAD */
    user_let_run(INIT);
    assert_int_equal(machine_result(), dead);
}

/* --- Faults --- */

static void expect_fault(virt_t address, bool write, enum process_fault fault)
{
    pid_t child = user_create(NULL);
    user_let_run(child);
    machine_touch(address, write);
    assert_int_equal(state_of(child), STATE_ZOMBIE);
    user_let_run(INIT);
    struct process_result result = collect(child, 0);
    assert_int_equal(result.event, PROCESS_FAULTED);
    assert_int_equal(result.fault, fault);
    assert_int_equal(result.address, address);
    assert_in_range(result.instruction, USER_TEXT, USER_DATA - 1);
}

static void a_bad_access_ends_the_program_with_its_reason(void **state)
{
    (void)state;
    expect_fault(0, false, FAULT_UNMAPPED);
    expect_fault(USER_NOWHERE, true, FAULT_UNMAPPED);
    expect_fault(USER_TEXT, true, FAULT_READ_ONLY);
    expect_fault(STACK_LIMIT - 4, true, FAULT_STACK);
    expect_fault(USER_END, false, FAULT_KERNEL_MEMORY);
    expect_fault(UINT32_MAX, true, FAULT_KERNEL_MEMORY);
}

static void a_bad_instruction_ends_the_program_with_its_reason(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    machine_fault(FAULT_DIVIDE);
    user_let_run(INIT);
    struct process_result result = collect(child, 0);
    assert_int_equal(result.event, PROCESS_FAULTED);
    assert_int_equal(result.fault, FAULT_DIVIDE);
}

/* --- Suspend and resume --- */

static void who_is_suspended_does_not_run_until_resumed(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    assert_int_equal(user_suspend(child), 0);
    let_ticks_pass(10);
    assert_int_equal(user_running(), INIT);
    assert_int_equal(user_status(child).state, STATE_READY);
    assert_int_equal(user_status(child).suspended, 1);
    assert_int_equal(user_resume(child), 0);
    user_yield();
    assert_int_equal(user_running(), child);
}

static void what_is_done_already_succeeds_and_changes_nothing(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    assert_int_equal(user_resume(child), 0);
    assert_int_equal(user_suspend(child), 0);
    assert_int_equal(user_suspend(child), 0);
    collect(child, WAIT_SUSPENDED);
    assert_int_equal(user_suspend(child), 0);
    assert_int_equal(user_wait(child, WAIT_POLL | WAIT_SUSPENDED, 0), 0); /* no news */
    assert_int_equal(user_resume(child), 0); /* once is enough */
    user_yield();
    assert_int_equal(user_running(), child);
}

static void one_can_suspend_oneself(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    assert_int_equal(user_suspend(child), AWAY);
    assert_int_equal(user_running(), INIT);
    let_ticks_pass(5);
    assert_int_equal(user_running(), INIT);
    assert_int_equal(user_resume(child), 0);
    user_yield();
    assert_int_equal(user_running(), child);
    assert_int_equal(machine_result(), 0);
}

static void sleep_goes_on_while_one_is_suspended(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    user_sleep(3);
    assert_int_equal(user_suspend(child), 0);
    let_ticks_pass(2);
    assert_int_equal(state_of(child), STATE_BLOCKED);
    let_ticks_pass(1);
    assert_int_equal(state_of(child), STATE_READY);
    let_ticks_pass(5);
    assert_int_equal(user_running(), INIT);
    assert_int_equal(user_resume(child), 0);
    user_yield();
    assert_int_equal(user_running(), child);
    assert_int_equal(machine_result(), 0);
}

static void who_is_resumed_in_its_sleep_sleeps_on(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    user_sleep(3);
    assert_int_equal(user_suspend(child), 0);
    assert_int_equal(user_resume(child), 0);
    user_wait(child, 0, 0);
    let_ticks_pass(2);
    assert_true(machine_is_idle());
    let_ticks_pass(1);
    assert_int_equal(user_running(), child);
    user_exit(0);
}

static void a_new_process_can_wait_suspended(void **state)
{
    (void)state;
    pid_t child = user_create(
        &(struct process_options){.flags = PROCESS_SUSPENDED, .start_tick = 2});
    pid_t other = user_create(&(struct process_options){.flags = PROCESS_SUSPENDED});
    assert_int_equal(state_of(child), STATE_NEW);
    assert_int_equal(state_of(other), STATE_READY);
    let_ticks_pass(4);
    assert_int_equal(state_of(child), STATE_READY);
    assert_int_equal(user_running(), INIT);
    assert_int_equal(user_resume(child), 0);
    user_yield();
    assert_int_equal(user_running(), child);
    assert_int_equal(user_process(child)->thread.first_run_tick, 4);
}

/* --- News --- */

static void a_suspension_is_reported_once_to_who_asks(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_suspend(child);
    assert_int_equal(user_wait(child, WAIT_POLL, 0), 0);
    assert_int_equal(user_wait(child, WAIT_POLL | WAIT_RESUMED, 0), 0);
    struct process_result result = collect(child, WAIT_SUSPENDED);
    assert_int_equal(result.event, PROCESS_WAS_SUSPENDED);
    assert_int_equal(result.by, INIT);
    assert_int_equal(result.accounts.ended_tick, TICK_NEVER);
    assert_int_equal(user_wait(-1, WAIT_POLL | WAIT_SUSPENDED, 0), 0);
    user_resume(child);
    result = collect(child, WAIT_SUSPENDED | WAIT_RESUMED);
    assert_int_equal(result.event, PROCESS_WAS_RESUMED);
    assert_int_equal(result.by, INIT);
}

static void a_suspension_that_is_over_is_not_reported(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_suspend(child);
    user_resume(child);
    assert_int_equal(user_wait(child, WAIT_POLL | WAIT_SUSPENDED, 0), 0);
    assert_int_equal(collect(child, WAIT_RESUMED).event, PROCESS_WAS_RESUMED);
}

static void a_suspension_wakes_who_waits_for_it(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_wait(-1, WAIT_SUSPENDED, 0);
    user_suspend(child);
    assert_int_equal(user_running(), INIT);
    assert_int_equal(machine_result(), child);
    assert_int_equal(user_result().event, PROCESS_WAS_SUSPENDED);
    assert_int_equal(user_result().by, child);
}

static void who_waits_for_an_end_sleeps_through_a_suspension(void **state)
{
    (void)state;
    pid_t child = user_create(NULL), other = user_create(NULL);
    user_wait(child, WAIT_RESUMED, 0);
    user_suspend(child);
    assert_int_equal(user_running(), other);
    user_resume(child);
    user_let_run(INIT);
    assert_int_equal(machine_result(), child);
    assert_int_equal(user_result().event, PROCESS_WAS_RESUMED);
    assert_int_equal(user_result().by, other);
}

static void an_end_replaces_the_news_before_it(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_suspend(child);
    user_destroy(child);
    assert_int_equal(collect(child, WAIT_SUSPENDED).event, PROCESS_DESTROYED);
    assert_int_equal(user_wait(child, WAIT_SUSPENDED, 0), -ECHILD);
}

static void ends_are_told_before_other_news(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    pid_t dead = user_create_zombie(0);
    user_suspend(child);
    assert_int_equal(user_wait(-1, WAIT_SUSPENDED, 0), dead);
    assert_int_equal(user_wait(-1, WAIT_SUSPENDED, 0), child);
}

static void init_is_told_of_the_suspension_of_a_child_that_comes_to_it(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    pid_t grandchild = user_create(NULL);
    user_let_run(grandchild);
    pid_t suspended = user_create(NULL);
    user_suspend(suspended);
    user_let_run(INIT);
    assert_int_equal(user_wait(-1, WAIT_SUSPENDED, 0), AWAY);
    user_let_run(grandchild);
    user_exit(0);
    user_let_run(INIT);
    assert_int_equal(machine_result(), suspended);
}

/* --- The console --- */

static void the_console_suspends_and_destroys_who_is_in_the_foreground(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    assert_int_equal(user_call(SYS_PROCESS_FOREGROUND, (uint32_t)child, 0, 0), 0);
    user_wait(child, WAIT_SUSPENDED, 0);
    machine_type(CTRL_Z);
    assert_int_equal(machine_result(), child);
    assert_int_equal(user_result().event, PROCESS_WAS_SUSPENDED);
    assert_int_equal(user_result().by, 0);
    machine_type(CTRL_C); /* nobody is in the foreground now */
    assert_int_equal(user_resume(child), 0);
    assert_int_equal(user_call(SYS_PROCESS_FOREGROUND, (uint32_t)child, 0, 0), 0);
    user_wait(child, 0, 0);
    machine_type(CTRL_C);
    assert_int_equal(machine_result(), child);
    assert_int_equal(user_result().event, PROCESS_DESTROYED);
    assert_int_equal(user_result().by, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, boot, user_power_off)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_child_has_the_next_pid_and_waits_for_its_turn),
        TEST(pids_are_not_used_again),
        TEST(create_that_fails_leaves_nothing_behind),
        TEST(all_memory_can_be_used_up_and_comes_back),
        TEST(wait_reports_how_a_child_exited),
        TEST(a_result_may_be_left_out),
        TEST(a_result_tells_the_accounts_of_a_life),
        TEST(who_never_ran_has_no_first_tick),
        TEST(wait_for_any_follows_the_order_of_the_ends),
        TEST(wait_for_one_leaves_the_others),
        TEST(wait_for_who_is_no_child_is_refused),
        TEST(a_poll_does_not_wait),
        TEST(wait_gives_up_at_the_tick_of_its_time_out),
        TEST(a_time_out_beyond_all_time_is_none),
        TEST(an_event_wins_over_a_time_out_that_expired_too),
        TEST(a_bad_place_for_the_result_collects_nobody),
        TEST(destroy_ends_a_process_that_is_new),
        TEST(destroy_ends_a_process_that_is_ready),
        TEST(destroy_ends_the_caller),
        TEST(destroy_ends_a_process_that_sleeps),
        TEST(destroy_ends_a_process_that_waits_for_a_child),
        TEST(destroy_ends_a_process_that_reads_from_the_console),
        TEST(destroy_ends_a_process_that_rests),
        TEST(destroy_ends_a_process_that_is_suspended),
        TEST(destroy_does_not_find_who_has_ended_or_never_was),
        TEST(init_is_nobodys_to_act_upon),
        TEST(one_acts_on_processes_of_ones_own_user),
        TEST(the_children_of_who_ends_go_to_init),
        TEST(init_is_told_of_the_end_of_a_child_that_comes_to_it),
        TEST(a_bad_access_ends_the_program_with_its_reason),
        TEST(a_bad_instruction_ends_the_program_with_its_reason),
        TEST(who_is_suspended_does_not_run_until_resumed),
        TEST(what_is_done_already_succeeds_and_changes_nothing),
        TEST(one_can_suspend_oneself),
        TEST(sleep_goes_on_while_one_is_suspended),
        TEST(who_is_resumed_in_its_sleep_sleeps_on),
        TEST(a_new_process_can_wait_suspended),
        TEST(a_suspension_is_reported_once_to_who_asks),
        TEST(a_suspension_that_is_over_is_not_reported),
        TEST(a_suspension_wakes_who_waits_for_it),
        TEST(who_waits_for_an_end_sleeps_through_a_suspension),
        TEST(an_end_replaces_the_news_before_it),
        TEST(ends_are_told_before_other_news),
        TEST(init_is_told_of_the_suspension_of_a_child_that_comes_to_it),
        TEST(the_console_suspends_and_destroys_who_is_in_the_foreground),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
