/* Whether the process calls are right where several things meet: the hard cases that the
 * calls_* programs do not have. Its children are itself, in a role of their own; as
 * process 1 it ends at once.
 *
 * usage: hard_cases [ROLE PID] */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

enum { FOREVER = 1000000, CHILDREN = 40, USER = 5, NOBODY = 30000 };

static const struct process_wait_options poll = {.flags = WAIT_POLL};

/* --- The roles: each returns the exit code --- */

static pid_t cast(const char *role, pid_t pid)
{
    char digits[12];

    snprintf(digits, sizeof(digits), "%d", pid);
    return process_create("/bin/hard_cases",
                          (char *[]){"hard_cases", (char *)role, digits, NULL}, NULL);
}

static int role_suspend_later(pid_t pid)
{
    process_sleep(4);
    return -process_suspend(pid);
}

static int role_resume_later(pid_t pid)
{
    process_sleep(8);
    return -process_resume(pid);
}

static int role_destroy_later(pid_t pid)
{
    process_sleep(4);
    return -process_destroy(pid);
}

/* Waits for a child that ends after 5 ticks, with the code 6. */
static int role_wait(pid_t pid)
{
    (void)pid;
    return code_of(start("sleep", 5)) == 0 ? 6 : 1;
}

/* Waits for the child that suspends it. */
static int role_wait_for_suspender(pid_t pid)
{
    (void)pid;
    return code_of(cast("suspend_later", getpid())) == 0 ? 8 : 1;
}

/* Waits for 5 ticks for a child that lives for PID ticks; then says what came of it. */
static int role_wait_for_5_ticks(pid_t ticks)
{
    const struct process_wait_options options = {.flags = WAIT_TIMEOUT,
                                                 .timeout_ticks = 5};
    struct process_result result;
    pid_t child = start("sleep", (uint64_t)ticks);

    return process_wait(child, &result, &options) == child ? 0 : ETIMEDOUT;
}

static int role_have_children(pid_t count)
{
    for (pid_t i = 0; i < count; i++)
        start(i % 2 ? "sleep" : "exit", FOREVER);
    return process_sleep(FOREVER);
}

static const struct {
    const char *name;
    int (*play)(pid_t pid);
} roles[] = {
    {"suspend_later", role_suspend_later},
    {"resume_later", role_resume_later},
    {"destroy_later", role_destroy_later},
    {"wait", role_wait},
    {"wait_for_suspender", role_wait_for_suspender},
    {"wait_for_5_ticks", role_wait_for_5_ticks},
    {"have_children", role_have_children},
};

static int play(const char *name, pid_t pid)
{
    for (size_t i = 0; i < sizeof(roles) / sizeof(roles[0]); i++)
        if (strcmp(roles[i].name, name) == 0)
            return roles[i].play(pid);
    return EXIT_FAILURE;
}

static pid_t wait_with(pid_t pid, struct process_result *result, uint32_t flags,
                       tick_t timeout)
{
    const struct process_wait_options options = {flags, timeout};

    return process_wait(pid, result, &options);
}

/* --- Suspending and waiting --- */

static void a_wait_ends_while_the_waiter_is_suspended(void)
{
    pid_t pid = cast("wait", 0);

    process_sleep(3);
    EXPECT_EQUAL(status_of(pid).blocked_on, BLOCKED_WAIT);
    EXPECT_EQUAL(process_suspend(pid), 0);
    process_sleep(8);
    EXPECT_EQUAL(status_of(pid).state, STATE_READY);
    EXPECT_EQUAL(status_of(pid).suspended, 1);
    EXPECT_EQUAL(process_resume(pid), 0);
    EXPECT_EQUAL(code_of(pid), 6);
}

static void a_wait_goes_on_after_suspend_and_resume(void)
{
    pid_t pid = cast("wait", 0);

    process_sleep(2);
    EXPECT_EQUAL(process_suspend(pid), 0);
    EXPECT_EQUAL(process_resume(pid), 0);
    EXPECT_EQUAL(status_of(pid).blocked_on, BLOCKED_WAIT);
    EXPECT_EQUAL(code_of(pid), 6);
}

static void the_one_that_waits_for_you_can_be_suspended(void)
{
    struct process_result result;
    pid_t pid = cast("wait_for_suspender", 0);

    EXPECT_EQUAL(wait_with(pid, &result, WAIT_SUSPENDED, 0), pid);
    EXPECT_EQUAL(result.event, PROCESS_WAS_SUSPENDED);
    EXPECT_EQUAL(result.by, pid + 1);
    process_sleep(3);
    EXPECT_EQUAL(status_of(pid + 1).state, STATE_ZOMBIE);
    EXPECT_EQUAL(status_of(pid).state, STATE_READY);
    EXPECT_EQUAL(process_resume(pid), 0);
    EXPECT_EQUAL(code_of(pid), 8);
}

static void a_blocked_parent_is_told_of_a_suspension_by_another(void)
{
    struct process_result result;
    pid_t pid = start("spin", 0), other = cast("suspend_later", pid);

    EXPECT_EQUAL(wait_with(pid, &result, WAIT_SUSPENDED, 0), pid);
    EXPECT_EQUAL(result.event, PROCESS_WAS_SUSPENDED);
    EXPECT_EQUAL(result.by, other);
    EXPECT_EQUAL(code_of(other), 0);
    destroy_and_collect(pid);
}

static void a_blocked_parent_is_told_of_a_resumption_by_another(void)
{
    struct process_result result;
    pid_t pid = start("spin", 0), other = cast("resume_later", pid);

    EXPECT_EQUAL(process_suspend(pid), 0);
    EXPECT_EQUAL(wait_with(pid, &result, WAIT_RESUMED, 0), pid);
    EXPECT_EQUAL(result.event, PROCESS_WAS_RESUMED);
    EXPECT_EQUAL(result.by, other);
    EXPECT_EQUAL(code_of(other), 0);
    destroy_and_collect(pid);
}

static void a_parent_that_did_not_ask_sleeps_through_a_suspension(void)
{
    struct process_result result;
    pid_t pid = start("sleep", 12), other = cast("suspend_later", pid);

    EXPECT_EQUAL(wait_with(pid, &result, WAIT_RESUMED | WAIT_TIMEOUT, 10), -ETIMEDOUT);
    EXPECT_EQUAL(process_resume(pid), 0);
    EXPECT_EQUAL(code_of(pid), 0);
    EXPECT_EQUAL(code_of(other), 0);
}

/* --- Time-outs --- */

static void a_suspended_waiters_time_out_passes_meanwhile(void)
{
    pid_t pid = cast("wait_for_5_ticks", FOREVER);

    process_sleep(3);
    EXPECT_EQUAL(process_suspend(pid), 0);
    process_sleep(10);
    EXPECT_EQUAL(status_of(pid).state, STATE_READY);
    EXPECT_EQUAL(process_resume(pid), 0);
    EXPECT_EQUAL(code_of(pid), ETIMEDOUT);
    EXPECT_EQUAL(process_destroy(pid + 1), 0);
}

static void an_end_after_the_time_out_of_a_suspended_waiter_still_wins(void)
{
    pid_t pid = cast("wait_for_5_ticks", 9);

    process_sleep(3);
    EXPECT_EQUAL(process_suspend(pid), 0);
    process_sleep(12);
    EXPECT_EQUAL(process_resume(pid), 0);
    EXPECT_EQUAL(code_of(pid), 0);
}

static void a_budget_that_ends_at_the_tick_of_the_time_out_wins(void)
{
    const struct process_options options = {.end_after_ticks = 5};
    struct process_result result;
    tick_t begin = at_tick();
    pid_t pid = start_with(&options, "spin", 0);

    EXPECT_EQUAL(wait_with(pid, &result, WAIT_TIMEOUT, 5), pid);
    EXPECT_EQUAL(result.event, PROCESS_USED_UP);
    EXPECT_EQUAL(process_now(), begin + 5);
}

static void a_time_out_before_an_end_of_the_same_tick_loses_nothing(void)
{
    struct process_result result;
    tick_t due = at_tick() + 6;
    const struct process_options options = {.start_tick = due};
    pid_t pid = start_with(&options, "exit", 3);
    pid_t found = wait_with(pid, &result, WAIT_TIMEOUT, due - process_now());

    EXPECT_EQUAL(process_now(), due);
    EXPECT(found == pid || found == -ETIMEDOUT);
    if (found == -ETIMEDOUT)
        EXPECT_EQUAL(code_of(pid), 3);
    EXPECT_EQUAL(process_wait(pid, &result, &poll), -ECHILD);
}

/* --- Ends --- */

static void two_children_that_end_in_one_tick_are_both_reported(void)
{
    struct process_result result;
    tick_t due = at_tick() + 6;
    pid_t first = start("sleep_until", due), second = start("sleep_until", due);

    EXPECT_EQUAL(process_wait(-1, &result, NULL), first);
    EXPECT_EQUAL(result.accounts.ended_tick, due);
    EXPECT_EQUAL(process_wait(-1, &result, NULL), second);
    EXPECT_EQUAL(result.accounts.ended_tick, due);
    EXPECT_EQUAL(process_wait(-1, &result, NULL), -ECHILD);
}

static void one_that_another_waits_for_is_destroyed_by_a_third(void)
{
    struct process_result result;
    pid_t pid = start("sleep", FOREVER), other = cast("destroy_later", pid);

    EXPECT_EQUAL(process_wait(pid, &result, NULL), pid);
    EXPECT_EQUAL(result.event, PROCESS_DESTROYED);
    EXPECT_EQUAL(result.by, other);
    EXPECT_EQUAL(code_of(other), 0);
}

static void one_that_waits_with_a_time_out_is_destroyed(void)
{
    pid_t pid = cast("wait_for_5_ticks", FOREVER), other = cast("destroy_later", pid);
    struct process_result result = end_of(pid);

    EXPECT_EQUAL(result.event, PROCESS_DESTROYED);
    EXPECT_EQUAL(result.by, other);
    EXPECT_EQUAL(code_of(other), 0);
}

static void the_end_of_a_parent_of_many_leaves_them_all_to_process_1(void)
{
    static pid_t pids[2 * CHILDREN];
    int before = process_list(NULL, 0);
    pid_t pid = cast("have_children", CHILDREN);

    process_sleep(CHILDREN);
    EXPECT_EQUAL(process_list(NULL, 0), before + 1 + CHILDREN);
    EXPECT_EQUAL(process_destroy(pid), 0);
    EXPECT_EQUAL(end_of(pid).event, PROCESS_DESTROYED);
    process_sleep(5);
    EXPECT_EQUAL(process_list(pids, 2 * CHILDREN), before + CHILDREN / 2);
    for (int i = before; i < before + CHILDREN / 2; i++) {
        EXPECT_EQUAL(status_of(pids[i]).parent, 1);
        EXPECT_EQUAL(process_destroy(pids[i]), 0);
    }
    process_sleep(5);
    EXPECT_EQUAL(process_list(NULL, 0), before);
}

/* --- Whom a call is about --- */

/* PID, where nobody is: a number that is none's, or one that has ended. */
static void expect_nobody(pid_t pid)
{
    const struct process_scheduling scheduling = {.tickets = 1};
    struct process_status status;
    struct process_result result;

    EXPECT_EQUAL(process_destroy(pid), -ESRCH);
    EXPECT_EQUAL(process_suspend(pid), -ESRCH);
    EXPECT_EQUAL(process_resume(pid), -ESRCH);
    EXPECT_EQUAL(process_schedule(pid, &scheduling), -ESRCH);
    EXPECT_EQUAL(process_wait(pid, &result, &poll), -ECHILD);
    if (pid == 0)
        return; /* to these it is the caller, or nobody on purpose */
    EXPECT_EQUAL(process_status(pid, &status), -ESRCH);
    EXPECT_EQUAL(process_foreground(pid), -ESRCH);
}

static void pids_where_nobody_is(void)
{
    const pid_t nobody[] = {0, -2, -NOBODY, NOBODY, INT32_MAX, INT32_MIN};
    pid_t ended = start("exit", 0);

    EXPECT_EQUAL(code_of(ended), 0);
    expect_nobody(ended);
    for (size_t i = 0; i < sizeof(nobody) / sizeof(nobody[0]); i++)
        expect_nobody(nobody[i]);
}

static void process_1_is_out_of_reach(void)
{
    struct process_scheduling scheduling = status_of(1).scheduling;
    struct process_result result;

    EXPECT_EQUAL(process_destroy(1), -EPERM);
    EXPECT_EQUAL(process_suspend(1), -EPERM);
    EXPECT_EQUAL(process_resume(1), -EPERM);
    EXPECT_EQUAL(process_foreground(1), -EPERM);
    EXPECT_EQUAL(process_schedule(1, &scheduling), -EPERM);
    EXPECT_EQUAL(process_wait(1, &result, &poll), -ECHILD);
    EXPECT_EQUAL(status_of(1).pid, 1);
}

static void every_call_on_oneself(void)
{
    const struct process_scheduling scheduling = {.tickets = 3, .priority = 2};
    struct process_result result;
    pid_t self = getpid();

    EXPECT_EQUAL(process_resume(self), 0);
    EXPECT_EQUAL(process_wait(self, &result, NULL), -ECHILD);
    EXPECT_EQUAL(process_schedule(self, &scheduling), 0);
    EXPECT_EQUAL(status_of(self).scheduling.tickets, 3);
    EXPECT_EQUAL(status_of(self).state, STATE_RUNNING);
    EXPECT_EQUAL(process_foreground(self), 0);
    EXPECT_EQUAL(end_of(start("destroy_itself", 0)).event, PROCESS_DESTROYED);
}

/* From here on the program is another user's: the last of the behaviours. */
static void no_call_reaches_another_user(void)
{
    const struct process_scheduling scheduling = {.tickets = 1};
    struct process_result result;
    pid_t pid = start("sleep", 10), shell = getppid();

    EXPECT_EQUAL(setuid(USER), 0);
    for (int i = 0; i < 2; i++) {
        pid_t other = i ? shell : pid;
        EXPECT_EQUAL(process_destroy(other), -EPERM);
        EXPECT_EQUAL(process_suspend(other), -EPERM);
        EXPECT_EQUAL(process_resume(other), -EPERM);
        EXPECT_EQUAL(process_foreground(other), -EPERM);
        EXPECT_EQUAL(process_schedule(other, &scheduling), -EPERM);
        EXPECT_EQUAL(status_of(other).full, 0);
    }
    EXPECT_EQUAL(policy_set("fifo", NULL), -EPERM);
    EXPECT_EQUAL(process_power_off(0), -EPERM);
    EXPECT_EQUAL(setuid(0), -1);
    EXPECT_EQUAL(process_wait(shell, &result, NULL), -ECHILD);
    EXPECT_EQUAL(code_of(pid), 0);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(a_wait_ends_while_the_waiter_is_suspended),
    BEHAVIOUR(a_wait_goes_on_after_suspend_and_resume),
    BEHAVIOUR(the_one_that_waits_for_you_can_be_suspended),
    BEHAVIOUR(a_blocked_parent_is_told_of_a_suspension_by_another),
    BEHAVIOUR(a_blocked_parent_is_told_of_a_resumption_by_another),
    BEHAVIOUR(a_parent_that_did_not_ask_sleeps_through_a_suspension),
    BEHAVIOUR(a_suspended_waiters_time_out_passes_meanwhile),
    BEHAVIOUR(an_end_after_the_time_out_of_a_suspended_waiter_still_wins),
    BEHAVIOUR(a_budget_that_ends_at_the_tick_of_the_time_out_wins),
    BEHAVIOUR(a_time_out_before_an_end_of_the_same_tick_loses_nothing),
    BEHAVIOUR(two_children_that_end_in_one_tick_are_both_reported),
    BEHAVIOUR(one_that_another_waits_for_is_destroyed_by_a_third),
    BEHAVIOUR(one_that_waits_with_a_time_out_is_destroyed),
    BEHAVIOUR(the_end_of_a_parent_of_many_leaves_them_all_to_process_1),
    BEHAVIOUR(pids_where_nobody_is),
    BEHAVIOUR(process_1_is_out_of_reach),
    BEHAVIOUR(every_call_on_oneself),
    BEHAVIOUR(no_call_reaches_another_user),
};

int main(int argc, char *argv[])
{
    if (getpid() == 1)
        return *(volatile char *)NOWHERE;
    if (argc == 3)
        return play(argv[1], (pid_t)strtoull(argv[2], NULL, 0));
    return CHECK_ALL(behaviours);
}
