/* The process calls where it matters what comes first: each case by its name. The plain
 * cases are in test_process.c, and all orders of up to three processes in
 * test_orders.c. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/syscall.h"
#include "tests/hosted/harness/user.h"

enum { INIT = 1, STRANGER = 99, MANY = 20 };

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

/* Whoever has the CPU is told of PID by a wait that has just come back. */
static void expect_told(pid_t pid, enum process_event event, pid_t by)
{
    assert_int_equal(machine_result(), pid);
    struct process_result result = user_result();
    assert_int_equal(result.pid, pid);
    assert_int_equal(result.event, event);
    assert_int_equal(result.by, by);
}

/* The same by a poll for PID. */
static void expect_found(pid_t pid, enum process_event event, pid_t by)
{
    assert_int_equal(user_wait(pid, WAIT_POLL | WAIT_SUSPENDED, 0), pid);
    expect_told(pid, event, by);
}

struct family {
    pid_t parent, child;
};

/* A child of init's that waits for a child of its own; init has the CPU again. */
static struct family make_waiting_parent(uint32_t flags, tick_t timeout_ticks)
{
    struct family family = {.parent = user_create(NULL)};
    user_let_run(family.parent);
    family.child = user_create(NULL);
    assert_int_equal(user_wait(family.child, flags, timeout_ticks), AWAY);
    user_let_run(INIT);
    assert_int_equal(state_of(family.parent), STATE_BLOCKED);
    return family;
}

/* --- Suspending who waits --- */

static void a_suspended_waiter_is_told_when_it_is_resumed(void **state)
{
    (void)state;
    struct family family = make_waiting_parent(0, 0);
    assert_int_equal(user_suspend(family.parent), 0);
    assert_int_equal(user_destroy(family.child), 0);
    assert_int_equal(state_of(family.parent), STATE_READY);
    assert_int_equal(state_of(family.child), STATE_ZOMBIE);
    let_ticks_pass(5);
    assert_int_equal(user_running(), INIT);
    assert_int_equal(user_resume(family.parent), 0);
    user_let_run(family.parent);
    expect_told(family.child, PROCESS_DESTROYED, INIT);
}

static void a_waiter_that_is_resumed_in_its_wait_waits_on(void **state)
{
    (void)state;
    struct family family = make_waiting_parent(0, 0);
    assert_int_equal(user_suspend(family.parent), 0);
    assert_int_equal(user_resume(family.parent), 0);
    assert_int_equal(state_of(family.parent), STATE_BLOCKED);
    user_let_run(family.child);
    user_exit(0);
    user_let_run(family.parent);
    expect_told(family.child, PROCESS_EXITED, 0);
}

static void one_can_suspend_who_waits_for_it(void **state)
{
    (void)state;
    struct family family = make_waiting_parent(0, 0);
    user_let_run(family.child);
    assert_int_equal(user_suspend(family.parent), 0);
    user_exit(0);
    let_ticks_pass(5);
    assert_int_equal(user_running(), INIT);
    assert_int_equal(state_of(family.child), STATE_ZOMBIE);
    expect_found(family.parent, PROCESS_WAS_SUSPENDED, family.child);
    assert_int_equal(user_resume(family.parent), 0);
    user_let_run(family.parent);
    expect_told(family.child, PROCESS_EXITED, 0);
}

static void the_time_out_of_a_suspended_waiter_goes_on(void **state)
{
    (void)state;
    struct family family = make_waiting_parent(WAIT_TIMEOUT, 3);
    assert_int_equal(user_suspend(family.parent), 0);
    let_ticks_pass(2);
    assert_int_equal(state_of(family.parent), STATE_BLOCKED);
    let_ticks_pass(1);
    assert_int_equal(state_of(family.parent), STATE_READY);
    let_ticks_pass(4);
    assert_int_equal(user_resume(family.parent), 0);
    user_let_run(family.parent);
    assert_int_equal(machine_result(), -ETIMEDOUT);
}

static void an_end_wins_over_the_time_out_of_a_suspended_waiter(void **state)
{
    (void)state;
    struct family family = make_waiting_parent(WAIT_TIMEOUT, 1);
    assert_int_equal(user_suspend(family.parent), 0);
    let_ticks_pass(4);
    assert_int_equal(user_destroy(family.child), 0);
    assert_int_equal(user_resume(family.parent), 0);
    user_let_run(family.parent);
    expect_told(family.child, PROCESS_DESTROYED, INIT);
}

/* --- News that is over before anybody has looked --- */

static void a_suspension_that_is_over_when_the_waiter_looks_is_dropped(void **state)
{
    (void)state;
    struct family family = make_waiting_parent(WAIT_SUSPENDED | WAIT_TIMEOUT, 3);
    let_ticks_pass(1);
    user_let_run(INIT);
    assert_int_equal(user_suspend(family.child), 0);
    assert_int_equal(state_of(family.parent), STATE_READY);
    assert_int_equal(user_resume(family.child), 0);
    user_sleep(50);
    assert_int_equal(state_of(family.parent), STATE_BLOCKED); /* it has looked */
    assert_int_equal(user_running(), family.child);
    user_sleep(50);
    let_ticks_pass(1);
    assert_true(machine_is_idle());
    let_ticks_pass(1); /* the time-out has not begun anew */
    assert_int_equal(user_running(), family.parent);
    assert_int_equal(machine_result(), -ETIMEDOUT);
}

static void an_end_is_told_in_place_of_the_suspension_that_woke_the_waiter(void **state)
{
    (void)state;
    struct family family = make_waiting_parent(WAIT_SUSPENDED, 0);
    assert_int_equal(user_suspend(family.child), 0);
    assert_int_equal(user_destroy(family.child), 0);
    user_let_run(family.parent);
    expect_told(family.child, PROCESS_DESTROYED, INIT);
    assert_int_equal(user_wait(family.child, WAIT_SUSPENDED, 0), -ECHILD);
}

/* --- Ends and time-outs in one tick --- */

static void two_children_that_end_in_one_tick_are_told_one_after_the_other(void **state)
{
    (void)state;
    pid_t first = user_create(NULL), second = user_create(NULL);
    user_let_run(first);
    user_sleep_until(3);
    user_sleep_until(3);
    assert_int_equal(user_wait(-1, 0, 0), AWAY);
    let_ticks_pass(3);
    assert_int_equal(user_running(), first);
    user_exit(1);
    user_let_run(second);
    user_exit(2);
    user_let_run(INIT);
    expect_told(first, PROCESS_EXITED, 0);
    assert_int_equal(user_wait(-1, 0, 0), second);
    assert_int_equal(user_result().accounts.ended_tick, 3);
    assert_int_equal(user_wait(-1, 0, 0), -ECHILD);
}

static void a_budget_that_ends_a_child_wins_over_a_time_out_at_the_same_tick(void **state)
{
    (void)state;
    pid_t child = user_create(&(struct process_options){.end_after_ticks = 2});
    assert_int_equal(user_wait(child, WAIT_TIMEOUT, 2), AWAY);
    let_ticks_pass(2);
    assert_int_equal(user_running(), INIT);
    expect_told(child, PROCESS_USED_UP, 0);
}

static void a_child_may_start_at_the_tick_at_which_its_parent_gives_up(void **state)
{
    (void)state;
    pid_t child = user_create(&(struct process_options){.start_tick = 2});
    assert_int_equal(user_wait(child, WAIT_TIMEOUT, 2), AWAY);
    let_ticks_pass(2);
    assert_int_equal(user_running(), child); /* its alarm was set first */
    user_exit(0);
    expect_told(child, PROCESS_EXITED, 0);
}

/* --- Destroying --- */

static void a_waiter_is_told_who_destroyed_its_child(void **state)
{
    (void)state;
    pid_t child = user_create(NULL), other = user_create(NULL);
    assert_int_equal(user_wait(child, 0, 0), AWAY);
    user_let_run(other);
    assert_int_equal(user_destroy(child), 0);
    user_let_run(INIT);
    expect_told(child, PROCESS_DESTROYED, other);
}

static void one_can_destroy_who_waits_for_it(void **state)
{
    (void)state;
    struct family family = make_waiting_parent(0, 0);
    user_let_run(family.child);
    assert_int_equal(user_destroy(family.parent), 0);
    assert_int_equal(user_running(), family.child);
    assert_int_equal(user_call(SYS_GETPPID, 0, 0, 0), INIT);
    user_let_run(INIT);
    expect_found(family.parent, PROCESS_DESTROYED, family.child);
}

/* What it would have been told is for init to know. */
static void who_is_destroyed_before_it_looks_collects_nobody(void **state)
{
    (void)state;
    struct family family = make_waiting_parent(0, 0);
    assert_int_equal(user_destroy(family.child), 0);
    assert_int_equal(state_of(family.parent), STATE_READY); /* woken, and has not run */
    assert_int_equal(user_destroy(family.parent), 0);
    expect_found(family.child, PROCESS_DESTROYED, INIT);
    expect_found(family.parent, PROCESS_DESTROYED, INIT);
}

static void the_children_of_a_parent_of_many_all_go_to_init(void **state)
{
    (void)state;
    pid_t parent = user_create(NULL);
    user_let_run(parent);
    pid_t first = user_create(NULL), last = first;
    while (last < first + MANY - 1)
        last = user_create(NULL);
    for (pid_t pid = first; pid <= last; pid += 2)
        assert_int_equal(user_destroy(pid), 0); /* every other is a zombie */
    user_let_run(INIT);
    assert_int_equal(user_destroy(parent), 0);
    for (pid_t pid = first; pid <= last; pid++) {
        assert_ptr_equal(user_process(pid)->parent, user_process(INIT));
        if (state_of(pid) != STATE_ZOMBIE)
            assert_int_equal(user_destroy(pid), 0);
        assert_int_equal(user_wait(pid, 0, 0), pid);
    }
    assert_int_equal(user_wait(-1, 0, 0), parent);
    assert_int_equal(user_wait(-1, 0, 0), -ECHILD);
}

static void a_process_that_suspended_itself_can_be_destroyed(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    assert_int_equal(user_suspend(child), AWAY);
    assert_int_equal(user_destroy(child), 0);
    expect_found(child, PROCESS_DESTROYED, INIT);
}

/* --- Arguments --- */

static void a_bad_place_for_the_result_is_found_before_blocking(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    const virt_t places[] = {USER_NOWHERE, USER_TEXT, USER_END - 4, UINT32_MAX};
    for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
        assert_int_equal(user_call(SYS_PROCESS_WAIT, (uint32_t)child, places[i], 0),
                         -EFAULT);
    assert_int_equal(user_running(), INIT);
    assert_int_equal(user_wait(child, WAIT_POLL, 0), 0);
}

static void who_is_not_there_cannot_be_shown_nor_brought_to_the_foreground(void **state)
{
    (void)state;
    const pid_t strangers[] = {STRANGER, -1, INT32_MIN, INT32_MAX};
    for (size_t i = 0; i < sizeof(strangers) / sizeof(*strangers); i++) {
        uint32_t pid = (uint32_t)strangers[i];
        assert_int_equal(user_call(SYS_PROCESS_STATUS, pid, USER_DATA, 0), -ESRCH);
        assert_int_equal(user_call(SYS_PROCESS_FOREGROUND, pid, 0, 0), -ESRCH);
    }
    pid_t dead = user_create_zombie(0);
    assert_int_equal(user_call(SYS_PROCESS_FOREGROUND, (uint32_t)dead, 0, 0), -ESRCH);
    assert_int_equal(user_call(SYS_PROCESS_FOREGROUND, INIT, 0, 0), -EPERM);
    assert_int_equal(user_status(dead).state, STATE_ZOMBIE);
}

static void every_call_can_be_made_on_oneself(void **state)
{
    (void)state;
    pid_t child = user_create(&(struct process_options){.flags = PROCESS_FOREGROUND});
    user_let_run(child);
    assert_int_equal(user_resume(child), 0);
    assert_int_equal(user_wait(child, 0, 0), -ECHILD);
    assert_int_equal(user_status(0).pid, child);
    assert_int_equal(user_status(child).state, STATE_RUNNING);
    assert_int_equal(user_call(SYS_PROCESS_FOREGROUND, (uint32_t)child, 0, 0), 0);
    assert_int_equal(user_suspend(child), AWAY);
    assert_int_equal(user_resume(child), 0);
    user_let_run(child);
    assert_int_equal(machine_result(), 0);
    assert_int_equal(user_destroy(child), AWAY);
}

/* Whoever is not the owner may look and, being the parent, wait; and no more. */
static void what_another_user_may_not_do_is_refused_by_every_call(void **state)
{
    (void)state;
    pid_t other = user_create(NULL), child = user_create(NULL);
    user_let_run(child);
    pid_t grandchild = user_create(NULL);
    assert_int_equal(user_setuid(1000), 0);
    const pid_t targets[] = {other, grandchild};
    for (size_t i = 0; i < sizeof(targets) / sizeof(*targets); i++) {
        pid_t target = targets[i];
        assert_int_equal(user_destroy(target), -EPERM);
        assert_int_equal(user_suspend(target), -EPERM);
        assert_int_equal(user_resume(target), -EPERM);
        assert_int_equal(user_call(SYS_PROCESS_FOREGROUND, (uint32_t)target, 0, 0),
                         -EPERM);
        assert_int_equal(user_status(target).full, 0);
    }
    assert_int_equal(user_setuid(0), -EPERM);
    assert_int_equal(user_call(SYS_PROCESS_POWER_OFF, 0, 0, 0), -EPERM);
    assert_int_equal(user_wait(grandchild, 0, 0), AWAY);
    user_let_run(grandchild);
    user_exit(0);
    user_let_run(child);
    expect_told(grandchild, PROCESS_EXITED, 0);
    user_exit(0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, boot, user_power_off)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_suspended_waiter_is_told_when_it_is_resumed),
        TEST(a_waiter_that_is_resumed_in_its_wait_waits_on),
        TEST(one_can_suspend_who_waits_for_it),
        TEST(the_time_out_of_a_suspended_waiter_goes_on),
        TEST(an_end_wins_over_the_time_out_of_a_suspended_waiter),
        TEST(a_suspension_that_is_over_when_the_waiter_looks_is_dropped),
        TEST(an_end_is_told_in_place_of_the_suspension_that_woke_the_waiter),
        TEST(two_children_that_end_in_one_tick_are_told_one_after_the_other),
        TEST(a_budget_that_ends_a_child_wins_over_a_time_out_at_the_same_tick),
        TEST(a_child_may_start_at_the_tick_at_which_its_parent_gives_up),
        TEST(a_waiter_is_told_who_destroyed_its_child),
        TEST(one_can_destroy_who_waits_for_it),
        TEST(who_is_destroyed_before_it_looks_collects_nobody),
        TEST(the_children_of_a_parent_of_many_all_go_to_init),
        TEST(a_process_that_suspended_itself_can_be_destroyed),
        TEST(a_bad_place_for_the_result_is_found_before_blocking),
        TEST(who_is_not_there_cannot_be_shown_nor_brought_to_the_foreground),
        TEST(every_call_can_be_made_on_oneself),
        TEST(what_another_user_may_not_do_is_refused_by_every_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
