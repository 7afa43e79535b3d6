/* Whether process_destroy ends a process, whatever it was doing, and all at once. */
#include <unistd.h>

#include "check.h"

/* Destroys PID, which is a child in the state STATE, and checks that it has then
 * ended. */
static void destroy_in(uint32_t state, pid_t pid)
{
    struct process_status before = status_of(pid);
    EXPECT_EQUAL(before.state, state);
    EXPECT_EQUAL(process_destroy(pid), 0);
    struct process_status after = status_of(pid);
    EXPECT_EQUAL(after.state, STATE_ZOMBIE);
    EXPECT_EQUAL(after.accounts.calls, before.accounts.calls);
    EXPECT_EQUAL(after.resident_pages, 0);
    struct process_result result = end_of(pid);
    EXPECT_EQUAL(result.event, PROCESS_DESTROYED);
    EXPECT_EQUAL(result.by, getpid());
    EXPECT(result.accounts.run_ns == after.accounts.run_ns);
}

/* A child that has run until it got to BLOCKED_ON. */
static pid_t blocked_child(const char *what, uint32_t blocked_on)
{
    pid_t pid =
        start_with(&(struct process_options){.flags = PROCESS_FOREGROUND}, what, 100000);

    process_sleep(2);
    EXPECT_EQUAL(status_of(pid).blocked_on, blocked_on);
    return pid;
}

static void a_process_that_has_not_run_yet_is_destroyed(void)
{
    destroy_in(STATE_READY, start("spin", 0));
}

static void a_spinning_process_is_destroyed(void)
{
    pid_t pid = start("spin", 0);

    process_sleep(3);
    destroy_in(STATE_READY, pid);
}

static void a_sleeping_process_is_destroyed(void)
{
    destroy_in(STATE_BLOCKED, blocked_child("sleep", BLOCKED_SLEEP));
}

static void a_process_that_reads_the_console_is_destroyed(void)
{
    destroy_in(STATE_BLOCKED, blocked_child("read", BLOCKED_CONSOLE));
}

static void a_process_that_waits_for_a_child_is_destroyed(void)
{
    destroy_in(STATE_BLOCKED, blocked_child("wait", BLOCKED_WAIT));
}

static void a_resting_process_is_destroyed(void)
{
    struct process_options options = {.rest_every_ticks = 1, .rest_ticks = 1000};
    pid_t pid = start_with(&options, "spin", 0);

    process_sleep(3);
    EXPECT_EQUAL(status_of(pid).blocked_on, BLOCKED_REST);
    destroy_in(STATE_BLOCKED, pid);
}

static void a_suspended_process_is_destroyed(void)
{
    pid_t pid = start("spin", 0);

    EXPECT_EQUAL(process_suspend(pid), 0);
    destroy_in(STATE_READY, pid);
    pid = blocked_child("sleep", BLOCKED_SLEEP);
    EXPECT_EQUAL(process_suspend(pid), 0);
    destroy_in(STATE_BLOCKED, pid);
}

static void a_process_that_has_not_started_is_destroyed(void)
{
    struct process_options options = {.start_tick = 100000};

    destroy_in(STATE_NEW, start_with(&options, "spin", 0));
    options.flags = PROCESS_SUSPENDED;
    destroy_in(STATE_NEW, start_with(&options, "spin", 0));
}

static void a_process_can_destroy_itself(void)
{
    pid_t pid = start("destroy_itself", 0);
    struct process_result result = end_of(pid);

    EXPECT_EQUAL(result.event, PROCESS_DESTROYED);
    EXPECT_EQUAL(result.by, pid);
}

static void a_process_that_has_ended_cannot_be_destroyed(void)
{
    pid_t pid = start("exit", 4);

    process_sleep(2);
    EXPECT_EQUAL(status_of(pid).state, STATE_ZOMBIE);
    EXPECT_EQUAL(process_destroy(pid), -ESRCH);
    EXPECT_EQUAL(code_of(pid), 4);
    EXPECT_EQUAL(process_destroy(pid), -ESRCH);
}

static void nobody_cannot_be_destroyed(void)
{
    EXPECT_EQUAL(process_destroy(0), -ESRCH);
    EXPECT_EQUAL(process_destroy(-1), -ESRCH);
    EXPECT_EQUAL(process_destroy(30000), -ESRCH);
    EXPECT_EQUAL(process_destroy(INT32_MIN), -ESRCH);
}

static void process_1_cannot_be_destroyed(void)
{
    EXPECT_EQUAL(process_destroy(1), -EPERM);
}

/* The child of PARENT, or 0. */
static pid_t child_of(pid_t parent)
{
    static pid_t pids[64];
    struct process_status status;
    int count = process_list(pids, 64);

    for (int i = 0; i < count; i++)
        if (process_status(pids[i], &status) == 0 && status.parent == parent)
            return pids[i];
    return 0;
}

static void the_children_of_a_destroyed_process_go_to_process_1(void)
{
    pid_t pid = blocked_child("wait", BLOCKED_WAIT);
    pid_t grandchild = child_of(pid);

    EXPECT(grandchild > pid);
    destroy_and_collect(pid);
    EXPECT_EQUAL(status_of(grandchild).parent, 1);
    struct process_result result;
    EXPECT_EQUAL(process_wait(grandchild, &result, NULL), -ECHILD);
    EXPECT_EQUAL(process_destroy(grandchild), 0);
}

static void process_1_collects_the_orphans(void)
{
    pid_t pid = start("orphan", 5);

    EXPECT_EQUAL(code_of(pid), 0);
    pid_t orphan = pid + 1;
    EXPECT_EQUAL(status_of(orphan).parent, 1);
    process_sleep(10);
    struct process_status status;
    EXPECT_EQUAL(process_status(orphan, &status), -ESRCH);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(a_process_that_has_not_run_yet_is_destroyed),
    BEHAVIOUR(a_spinning_process_is_destroyed),
    BEHAVIOUR(a_sleeping_process_is_destroyed),
    BEHAVIOUR(a_process_that_reads_the_console_is_destroyed),
    BEHAVIOUR(a_process_that_waits_for_a_child_is_destroyed),
    BEHAVIOUR(a_resting_process_is_destroyed),
    BEHAVIOUR(a_suspended_process_is_destroyed),
    BEHAVIOUR(a_process_that_has_not_started_is_destroyed),
    BEHAVIOUR(a_process_can_destroy_itself),
    BEHAVIOUR(a_process_that_has_ended_cannot_be_destroyed),
    BEHAVIOUR(nobody_cannot_be_destroyed),
    BEHAVIOUR(process_1_cannot_be_destroyed),
    BEHAVIOUR(the_children_of_a_destroyed_process_go_to_process_1),
    BEHAVIOUR(process_1_collects_the_orphans),
};

int main(void)
{
    return CHECK_ALL(behaviours);
}
