/* Whether a process acts on its own user's processes only. The behaviours come in an
 * order: from become_another_user on this is an ordinary user's process. */
#include <stdlib.h>
#include <trace.h>
#include <unistd.h>

#include "check.h"

enum { USER = 5, OTHER_USER = 6, TOUCHED = 0x1234 };

static pid_t victim; /* a process of user 0 */
static pid_t zombie; /* another one, which has ended */
static pid_t faulty; /* one that has touched TOUCHED, and is gone */

static void user_0_may_become_anyone(void)
{
    EXPECT_EQUAL(getuid(), 0);
    EXPECT_EQUAL(code_of(start("change_uid", OTHER_USER)), OTHER_USER);
    EXPECT_EQUAL(code_of(start("change_uid", 0)), 0);
    EXPECT_EQUAL(getuid(), 0);
}

static void user_0_acts_on_all(void)
{
    pid_t pid = start("spin", 0);

    EXPECT_EQUAL(process_suspend(pid), 0);
    EXPECT_EQUAL(process_resume(pid), 0);
    EXPECT_EQUAL(process_destroy(pid), 0);
    EXPECT_EQUAL(end_of(pid).by, getpid());
}

/* The address that the trace tells of the fault of PID; -1: there is none. */
static int64_t traced_address(pid_t pid)
{
    struct trace_record record;
    uint64_t next = 0;

    while (trace_read(&record, 1, &next) == 1)
        if (record.kind == TRACE_FAULT && record.pid == pid)
            return record.b;
    return -1;
}

static void user_0_sees_in_the_trace_what_was_touched(void)
{
    faulty = start("read_at", TOUCHED);
    EXPECT_EQUAL(end_of(faulty).address, TOUCHED);
    EXPECT_EQUAL(traced_address(faulty), TOUCHED);
}

static void become_another_user(void)
{
    victim = start("spin", 0);
    zombie = start("exit", 0);
    process_sleep(5);
    EXPECT_EQUAL(setuid(USER), 0);
    EXPECT_EQUAL(getuid(), USER);
    EXPECT_EQUAL(status_of(0).uid, USER);
}

static void only_user_0_changes_its_id(void)
{
    errno = 0;
    EXPECT_EQUAL(setuid(0), -1);
    EXPECT_EQUAL(errno, EPERM);
    EXPECT_EQUAL(setuid(OTHER_USER), -1);
    EXPECT_EQUAL(getuid(), USER);
}

static void a_child_has_its_parents_user(void)
{
    EXPECT_EQUAL(code_of(start("tell_uid", 0)), USER);
    EXPECT_EQUAL(code_of(start("change_uid", 0)), EPERM);
}

static void processes_of_others_are_out_of_reach(void)
{
    EXPECT_EQUAL(process_destroy(victim), -EPERM);
    EXPECT_EQUAL(process_suspend(victim), -EPERM);
    EXPECT_EQUAL(process_resume(victim), -EPERM);
    EXPECT_EQUAL(process_foreground(victim), -EPERM);
    EXPECT_EQUAL(process_destroy(getppid()), -EPERM);
    EXPECT_EQUAL(process_suspend(1), -EPERM);
}

static void that_nobody_is_there_is_found_before_that_one_may_not(void)
{
    EXPECT_EQUAL(process_destroy(zombie), -ESRCH);
    EXPECT_EQUAL(process_suspend(zombie), -ESRCH);
    EXPECT_EQUAL(process_resume(30000), -ESRCH);
    EXPECT_EQUAL(process_foreground(30000), -ESRCH);
}

static void that_words_are_wrong_is_found_before_that_one_may_not(void)
{
    EXPECT_EQUAL(policy_set("nosuch", NULL), -EINVAL);
    EXPECT_EQUAL(policy_set("fifo", NULL), -EPERM);
}

static void anyone_may_ask_but_not_look_inside(void)
{
    struct process_status status = status_of(victim);

    EXPECT_EQUAL(status.pid, victim);
    EXPECT(status.accounts.run_ticks > 0);
    EXPECT(status.resident_pages > 0);
    EXPECT_EQUAL(status.full, 0);
    EXPECT_EQUAL(status.registers.eip, 0);
    EXPECT_EQUAL(status.region_count, 0);
    EXPECT_EQUAL(status.file_count, 0);
    EXPECT_EQUAL(status_of(0).full, 1);
}

static void others_see_in_the_trace_that_there_was_a_fault(void)
{
    pid_t own = start("read_at", TOUCHED);

    EXPECT_EQUAL(traced_address(faulty), 0);
    EXPECT_EQUAL(end_of(own).address, TOUCHED);
    EXPECT_EQUAL(traced_address(own), 0);
}

static void ones_own_are_in_reach(void)
{
    pid_t pid = start("spin", 0);

    EXPECT_EQUAL(status_of(pid).full, 1);
    EXPECT_EQUAL(process_suspend(pid), 0);
    EXPECT_EQUAL(process_resume(pid), 0);
    destroy_and_collect(pid);
}

static void a_parent_may_wait_for_another_users_child(void)
{
    EXPECT_EQUAL(code_of(zombie), 0);
}

static void only_user_0_powers_off(void)
{
    EXPECT_EQUAL(process_power_off(3), -EPERM);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(user_0_may_become_anyone),
    BEHAVIOUR(user_0_acts_on_all),
    BEHAVIOUR(user_0_sees_in_the_trace_what_was_touched),
    BEHAVIOUR(become_another_user),
    BEHAVIOUR(only_user_0_changes_its_id),
    BEHAVIOUR(a_child_has_its_parents_user),
    BEHAVIOUR(processes_of_others_are_out_of_reach),
    BEHAVIOUR(that_nobody_is_there_is_found_before_that_one_may_not),
    BEHAVIOUR(that_words_are_wrong_is_found_before_that_one_may_not),
    BEHAVIOUR(anyone_may_ask_but_not_look_inside),
    BEHAVIOUR(others_see_in_the_trace_that_there_was_a_fault),
    BEHAVIOUR(ones_own_are_in_reach),
    BEHAVIOUR(a_parent_may_wait_for_another_users_child),
    BEHAVIOUR(only_user_0_powers_off),
};

int main(void)
{
    return CHECK_ALL(behaviours);
}
