/* Whether a suspended process stays off the CPU, and nothing else of it stops. */
#include <unistd.h>

#include "check.h"

static void a_suspended_process_gets_no_ticks(void)
{
    pid_t pid = start("spin", 0);

    process_sleep(3);
    EXPECT_EQUAL(process_suspend(pid), 0);
    struct process_status before = status_of(pid);
    EXPECT_EQUAL(before.suspended, 1);
    EXPECT_EQUAL(before.state, STATE_READY);
    process_sleep(10);
    EXPECT_EQUAL(status_of(pid).accounts.run_ns, before.accounts.run_ns);
    destroy_and_collect(pid);
}

static void a_resumed_process_runs_on(void)
{
    pid_t pid = start("spin", 0);

    EXPECT_EQUAL(process_suspend(pid), 0);
    process_sleep(2);
    EXPECT_EQUAL(process_resume(pid), 0);
    EXPECT_EQUAL(status_of(pid).suspended, 0);
    process_sleep(5);
    EXPECT(status_of(pid).accounts.run_ticks >= 4);
    destroy_and_collect(pid);
}

static void a_process_suspends_itself_and_the_call_returns_0(void)
{
    pid_t pid = start("suspend_itself", 21);

    process_sleep(3);
    EXPECT_EQUAL(status_of(pid).suspended, 1);
    EXPECT_EQUAL(process_resume(pid), 0);
    EXPECT_EQUAL(code_of(pid), 21);
}

static void a_sleep_goes_on_meanwhile(void)
{
    pid_t pid = start("sleep", 5);

    process_sleep(2);
    EXPECT_EQUAL(process_suspend(pid), 0);
    EXPECT_EQUAL(status_of(pid).state, STATE_BLOCKED);
    process_sleep(10);
    struct process_status status = status_of(pid);
    EXPECT_EQUAL(status.state, STATE_READY);
    EXPECT_EQUAL(status.suspended, 1);
    tick_t now = at_tick();
    EXPECT_EQUAL(process_resume(pid), 0);
    EXPECT_EQUAL(end_of(pid).accounts.ended_tick, now);
}

static void a_sleep_that_is_not_over_goes_on_after_a_resume(void)
{
    tick_t due = at_tick() + 10;
    pid_t pid = start("sleep_until", due);

    process_sleep(2);
    EXPECT_EQUAL(process_suspend(pid), 0);
    process_sleep(2);
    EXPECT_EQUAL(process_resume(pid), 0);
    EXPECT_EQUAL(end_of(pid).accounts.ended_tick, due);
}

static void a_start_tick_comes_to_a_suspended_process_too(void)
{
    struct process_options options = {.start_tick = at_tick() + 3};
    pid_t pid = start_with(&options, "exit", 8);

    EXPECT_EQUAL(process_suspend(pid), 0);
    process_sleep(5);
    struct process_status status = status_of(pid);
    EXPECT_EQUAL(status.state, STATE_READY);
    EXPECT(status.accounts.first_run_tick == TICK_NEVER);
    EXPECT_EQUAL(process_resume(pid), 0);
    EXPECT_EQUAL(code_of(pid), 8);
}

static void a_rest_goes_on_meanwhile(void)
{
    struct process_options options = {.rest_every_ticks = 1, .rest_ticks = 5};
    pid_t pid = start_with(&options, "spin", 0);

    process_sleep(2);
    EXPECT_EQUAL(status_of(pid).blocked_on, BLOCKED_REST);
    EXPECT_EQUAL(process_suspend(pid), 0);
    process_sleep(8);
    EXPECT_EQUAL(status_of(pid).state, STATE_READY);
    EXPECT_EQUAL(status_of(pid).accounts.run_ticks, 1);
    destroy_and_collect(pid);
}

static void what_is_done_already_succeeds_and_changes_nothing(void)
{
    const struct process_wait_options poll = {.flags = WAIT_POLL | WAIT_SUSPENDED |
                                                       WAIT_RESUMED};
    struct process_result result;
    pid_t pid = start("spin", 0);

    EXPECT_EQUAL(process_resume(pid), 0);
    EXPECT_EQUAL(process_wait(pid, &result, &poll), 0);
    EXPECT_EQUAL(process_suspend(pid), 0);
    EXPECT_EQUAL(process_wait(pid, &result, &poll), pid);
    EXPECT_EQUAL(process_suspend(pid), 0);
    EXPECT_EQUAL(process_wait(pid, &result, &poll), 0);
    EXPECT_EQUAL(process_resume(pid), 0);
    EXPECT_EQUAL(status_of(pid).suspended, 0);
    destroy_and_collect(pid);
}

static void process_1_cannot_be_suspended(void)
{
    EXPECT_EQUAL(process_suspend(1), -EPERM);
    EXPECT_EQUAL(status_of(1).suspended, 0);
}

static void nobody_can_be_neither_suspended_nor_resumed(void)
{
    const pid_t nobody[] = {0, -1, 30000, INT32_MIN};

    for (size_t i = 0; i < sizeof(nobody) / sizeof(nobody[0]); i++) {
        EXPECT_EQUAL(process_suspend(nobody[i]), -ESRCH);
        EXPECT_EQUAL(process_resume(nobody[i]), -ESRCH);
    }
}

static void a_zombie_can_be_neither_suspended_nor_resumed(void)
{
    pid_t pid = start("exit", 0);

    process_sleep(2);
    EXPECT_EQUAL(process_suspend(pid), -ESRCH);
    EXPECT_EQUAL(process_resume(pid), -ESRCH);
    EXPECT_EQUAL(code_of(pid), 0);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(a_suspended_process_gets_no_ticks),
    BEHAVIOUR(a_resumed_process_runs_on),
    BEHAVIOUR(a_process_suspends_itself_and_the_call_returns_0),
    BEHAVIOUR(a_sleep_goes_on_meanwhile),
    BEHAVIOUR(a_sleep_that_is_not_over_goes_on_after_a_resume),
    BEHAVIOUR(a_start_tick_comes_to_a_suspended_process_too),
    BEHAVIOUR(a_rest_goes_on_meanwhile),
    BEHAVIOUR(what_is_done_already_succeeds_and_changes_nothing),
    BEHAVIOUR(process_1_cannot_be_suspended),
    BEHAVIOUR(nobody_can_be_neither_suspended_nor_resumed),
    BEHAVIOUR(a_zombie_can_be_neither_suspended_nor_resumed),
};

int main(void)
{
    return CHECK_ALL(behaviours);
}
