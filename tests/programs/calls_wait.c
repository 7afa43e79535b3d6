/* Whether process_wait tells a parent what became of its children, each thing once. */
#include <unistd.h>

#include "check.h"

static pid_t wait_with(pid_t pid, struct process_result *result, uint32_t flags)
{
    return process_wait(pid, result, &(struct process_wait_options){.flags = flags});
}

static pid_t poll(pid_t pid, struct process_result *result)
{
    return wait_with(pid, result, WAIT_POLL | WAIT_SUSPENDED | WAIT_RESUMED);
}

static pid_t wait_until_timeout(pid_t pid, struct process_result *result, tick_t ticks)
{
    struct process_wait_options options = {.flags = WAIT_TIMEOUT, .timeout_ticks = ticks};

    return process_wait(pid, result, &options);
}

static void wait_reports_the_code_of_exit(void)
{
    struct process_result result = end_of(start("exit", 7));

    EXPECT_EQUAL(result.event, PROCESS_EXITED);
    EXPECT_EQUAL(result.code, 7);
}

static void exit_codes_have_eight_bits(void)
{
    EXPECT_EQUAL(code_of(start("exit", 255)), 255);
    EXPECT_EQUAL(code_of(start("exit", 256 + 5)), 5);
}

static void wait_reports_who_destroyed_a_child(void)
{
    pid_t pid = start("spin", 0);

    EXPECT_EQUAL(process_destroy(pid), 0);
    struct process_result result = end_of(pid);
    EXPECT_EQUAL(result.event, PROCESS_DESTROYED);
    EXPECT_EQUAL(result.by, getpid());
}

static void wait_reports_a_budget_that_is_used_up(void)
{
    struct process_options options = {.end_after_ticks = 2};

    EXPECT_EQUAL(end_of(start_with(&options, "spin", 0)).event, PROCESS_USED_UP);
}

static void wait_reports_a_fault_with_its_addresses(void)
{
    struct process_result result = end_of(start("read_at", 0x10));

    EXPECT_EQUAL(result.event, PROCESS_FAULTED);
    EXPECT_EQUAL(result.fault, FAULT_UNMAPPED);
    EXPECT_EQUAL(result.address, 0x10);
    EXPECT(result.instruction >= 0x08048000 && result.instruction < 0x08060000);
}

static void wait_reports_the_accounts_of_a_life(void)
{
    struct process_options options = {.end_after_ticks = 5};
    tick_t begin = at_tick();
    struct process_accounts life = end_of(start_with(&options, "spin", 0)).accounts;
    struct time_info info;

    time_info(&info);
    EXPECT_EQUAL(life.run_ticks, 5);
    EXPECT(life.run_ns > 4ull * info.nanoseconds_per_tick);
    EXPECT(life.run_ns < 6ull * info.nanoseconds_per_tick);
    EXPECT_EQUAL(life.created_tick, begin);
    EXPECT_EQUAL(life.first_run_tick, begin);
    EXPECT_EQUAL(life.ended_tick, begin + 5);
    EXPECT(life.page_faults > 0);
}

static void wait_can_be_for_one_child_among_others(void)
{
    pid_t sleeper = start("sleep", 1000);
    pid_t later = start("sleep", 5), sooner = start("exit", 1);

    EXPECT_EQUAL(end_of(later).pid, later);
    EXPECT_EQUAL(end_of(sooner).pid, sooner);
    destroy_and_collect(sleeper);
}

static void wait_for_any_reports_in_the_order_of_ends(void)
{
    pid_t third = start("sleep", 9), second = start("sleep", 6),
          first = start("sleep", 3);
    struct process_result result;

    process_sleep(12);
    EXPECT_EQUAL(process_wait(-1, &result, NULL), first);
    EXPECT_EQUAL(process_wait(-1, &result, NULL), second);
    EXPECT_EQUAL(process_wait(-1, &result, NULL), third);
    EXPECT_EQUAL(result.pid, third);
}

static void wait_blocks_until_the_end(void)
{
    tick_t due = at_tick() + 10;

    EXPECT_EQUAL(code_of(start("sleep_until", due)), 0);
    EXPECT_EQUAL(process_now(), due);
}

static void an_end_is_reported_once(void)
{
    struct process_result result;
    pid_t pid = start("exit", 0);

    EXPECT_EQUAL(code_of(pid), 0);
    EXPECT_EQUAL(process_wait(pid, &result, NULL), -ECHILD);
    EXPECT_EQUAL(process_wait(-1, &result, NULL), -ECHILD);
}

static void only_children_can_be_waited_for(void)
{
    struct process_result result;
    const pid_t others[] = {1, getppid(), getpid(), 0, -2, 30000, INT32_MIN};

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        EXPECT_EQUAL(process_wait(others[i], &result, NULL), -ECHILD);
}

static void a_poll_does_not_block(void)
{
    struct process_result result = {.pid = 12345};
    pid_t pid = start("sleep", 3);

    EXPECT_EQUAL(poll(pid, &result), 0);
    EXPECT_EQUAL(poll(-1, &result), 0);
    EXPECT_EQUAL(result.pid, 12345);
    process_sleep(6);
    EXPECT_EQUAL(poll(-1, &result), pid);
    EXPECT_EQUAL(poll(-1, &result), -ECHILD);
}

static void a_wait_can_time_out(void)
{
    struct process_result result = {.pid = 12345};
    pid_t pid = start("sleep", 1000);
    tick_t begin = at_tick();

    EXPECT_EQUAL(wait_until_timeout(pid, &result, 8), -ETIMEDOUT);
    EXPECT_EQUAL(process_now(), begin + 8);
    EXPECT_EQUAL(wait_until_timeout(-1, &result, 0), -ETIMEDOUT);
    EXPECT_EQUAL(process_now(), begin + 8);
    EXPECT_EQUAL(result.pid, 12345);
    destroy_and_collect(pid);
}

static void a_time_out_that_is_long_is_not_in_the_way(void)
{
    struct process_result result;
    pid_t pid = start("sleep", 2);

    EXPECT_EQUAL(wait_until_timeout(pid, &result, TICK_NEVER), pid);
    pid = start("sleep", 2);
    EXPECT_EQUAL(wait_until_timeout(pid, &result, 1ull << 32), pid);
}

static void an_event_wins_over_a_time_out_at_the_same_tick(void)
{
    struct process_result result;
    tick_t due = at_tick() + 10;
    pid_t pid = start("sleep_until", due);

    process_sleep(2); /* so that the child goes to sleep first, and wakes first */
    EXPECT_EQUAL(wait_until_timeout(pid, &result, due - process_now()), pid);
    EXPECT_EQUAL(process_now(), due);
}

static void a_bad_result_is_found_before_blocking_and_collects_nothing(void)
{
    pid_t pid = start("sleep", 4);
    tick_t begin = process_now();

    EXPECT_EQUAL(process_wait(pid, NOWHERE, NULL), -EFAULT);
    EXPECT_EQUAL(process_wait(pid, KERNEL_MEMORY, NULL), -EFAULT);
    EXPECT_EQUAL(process_wait(-1, (void *)only_children_can_be_waited_for, NULL),
                 -EFAULT);
    EXPECT(process_now() <= begin + 1);
    process_sleep(8);
    EXPECT_EQUAL(process_wait(pid, NOWHERE, NULL), -EFAULT);
    EXPECT_EQUAL(code_of(pid), 0);
}

static void a_result_that_is_not_wanted_is_left_out(void)
{
    pid_t sleeper = start("sleep", 4), spinner = start("spin", 0);

    EXPECT_EQUAL(process_wait(sleeper, NULL, NULL), sleeper);
    EXPECT_EQUAL(process_suspend(spinner), 0);
    EXPECT_EQUAL(wait_with(-1, NULL, WAIT_SUSPENDED), spinner);
    EXPECT_EQUAL(poll(spinner, NULL), 0);
    EXPECT_EQUAL(process_destroy(spinner), 0);
    EXPECT_EQUAL(process_wait(-1, NULL, NULL), spinner);
    EXPECT_EQUAL(process_wait(-1, NULL, NULL), -ECHILD);
}

static void bad_options_collect_nothing(void)
{
    struct process_result result;
    pid_t pid = start("exit", 6);

    process_sleep(2);
    EXPECT_EQUAL(process_wait(pid, &result, NOWHERE), -EFAULT);
    EXPECT_EQUAL(process_wait(pid, &result, KERNEL_MEMORY), -EFAULT);
    EXPECT_EQUAL(wait_with(pid, &result, 16), -EINVAL);
    EXPECT_EQUAL(wait_with(30000, &result, 16), -EINVAL);
    EXPECT_EQUAL(code_of(pid), 6);
}

static void a_suspension_is_reported_if_asked_for(void)
{
    struct process_result result;
    pid_t pid = start("spin", 0);

    EXPECT_EQUAL(process_suspend(pid), 0);
    EXPECT_EQUAL(wait_with(pid, &result, WAIT_POLL), 0);
    EXPECT_EQUAL(wait_with(pid, &result, WAIT_POLL | WAIT_RESUMED), 0);
    EXPECT_EQUAL(wait_with(-1, &result, WAIT_SUSPENDED), pid);
    EXPECT_EQUAL(result.pid, pid);
    EXPECT_EQUAL(result.event, PROCESS_WAS_SUSPENDED);
    EXPECT_EQUAL(result.by, getpid());
    EXPECT_EQUAL(poll(pid, &result), 0);
    destroy_and_collect(pid);
}

static void a_resumption_is_reported_if_asked_for(void)
{
    struct process_result result;
    pid_t pid = start("spin", 0);

    process_suspend(pid);
    EXPECT_EQUAL(poll(pid, &result), pid);
    EXPECT_EQUAL(process_resume(pid), 0);
    EXPECT_EQUAL(wait_with(pid, &result, WAIT_POLL | WAIT_SUSPENDED), 0);
    EXPECT_EQUAL(wait_with(pid, &result, WAIT_RESUMED), pid);
    EXPECT_EQUAL(result.event, PROCESS_WAS_RESUMED);
    EXPECT_EQUAL(result.by, getpid());
    EXPECT_EQUAL(poll(pid, &result), 0);
    destroy_and_collect(pid);
}

static void a_suspension_that_is_over_is_not_reported(void)
{
    struct process_result result;
    pid_t pid = start("spin", 0);

    process_suspend(pid);
    process_resume(pid);
    EXPECT_EQUAL(wait_with(pid, &result, WAIT_POLL | WAIT_SUSPENDED), 0);
    process_suspend(pid);
    EXPECT_EQUAL(poll(pid, &result), pid);
    EXPECT_EQUAL(result.event, PROCESS_WAS_SUSPENDED);
    destroy_and_collect(pid);
}

static void a_wait_ends_when_the_child_suspends_itself(void)
{
    struct process_result result;
    pid_t pid = start("suspend_itself", 5);

    EXPECT_EQUAL(wait_with(pid, &result, WAIT_SUSPENDED), pid);
    EXPECT_EQUAL(result.event, PROCESS_WAS_SUSPENDED);
    EXPECT_EQUAL(result.by, pid);
    EXPECT_EQUAL(process_resume(pid), 0);
    EXPECT_EQUAL(code_of(pid), 5);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(wait_reports_the_code_of_exit),
    BEHAVIOUR(exit_codes_have_eight_bits),
    BEHAVIOUR(wait_reports_who_destroyed_a_child),
    BEHAVIOUR(wait_reports_a_budget_that_is_used_up),
    BEHAVIOUR(wait_reports_a_fault_with_its_addresses),
    BEHAVIOUR(wait_reports_the_accounts_of_a_life),
    BEHAVIOUR(wait_can_be_for_one_child_among_others),
    BEHAVIOUR(wait_for_any_reports_in_the_order_of_ends),
    BEHAVIOUR(wait_blocks_until_the_end),
    BEHAVIOUR(an_end_is_reported_once),
    BEHAVIOUR(only_children_can_be_waited_for),
    BEHAVIOUR(a_poll_does_not_block),
    BEHAVIOUR(a_wait_can_time_out),
    BEHAVIOUR(a_time_out_that_is_long_is_not_in_the_way),
    BEHAVIOUR(an_event_wins_over_a_time_out_at_the_same_tick),
    BEHAVIOUR(a_bad_result_is_found_before_blocking_and_collects_nothing),
    BEHAVIOUR(a_result_that_is_not_wanted_is_left_out),
    BEHAVIOUR(bad_options_collect_nothing),
    BEHAVIOUR(a_suspension_is_reported_if_asked_for),
    BEHAVIOUR(a_resumption_is_reported_if_asked_for),
    BEHAVIOUR(a_suspension_that_is_over_is_not_reported),
    BEHAVIOUR(a_wait_ends_when_the_child_suspends_itself),
};

int main(void)
{
    return CHECK_ALL(behaviours);
}
