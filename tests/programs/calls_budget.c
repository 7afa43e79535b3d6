/* Whether budgets of CPU ticks end a process, or make it rest. */
#include <result.h>

#include "check.h"

enum { STATUS_USED_UP = 152 };

static void a_budget_ends_the_process_when_it_is_used_up(void)
{
    struct process_options options = {.end_after_ticks = 6};
    struct process_result result = end_of(start_with(&options, "spin", 0));

    EXPECT_EQUAL(result.event, PROCESS_USED_UP);
    EXPECT_EQUAL(result.accounts.run_ticks, 6);
    EXPECT_EQUAL(result_status(&result), STATUS_USED_UP);
}

static void only_ticks_on_the_cpu_are_taken_from_the_budget(void)
{
    struct process_options options = {.end_after_ticks = 3};

    EXPECT_EQUAL(code_of(start_with(&options, "sleep", 20)), 0);
    pid_t other = start("spin", 0);
    struct process_accounts life = end_of(start_with(&options, "spin", 0)).accounts;
    EXPECT_EQUAL(life.run_ticks, 3);
    destroy_and_collect(other);
}

static void a_process_rests_after_its_ticks_and_starts_anew(void)
{
    struct process_options options = {.rest_every_ticks = 2, .rest_ticks = 8};
    at_tick();
    pid_t pid = start_with(&options, "spin", 0);

    process_sleep(2);
    struct process_status status = status_of(pid);
    EXPECT_EQUAL(status.state, STATE_BLOCKED);
    EXPECT_EQUAL(status.blocked_on, BLOCKED_REST);
    process_sleep(7);
    EXPECT_EQUAL(status_of(pid).accounts.run_ticks, 2);
    process_sleep(3);
    EXPECT_EQUAL(status_of(pid).accounts.run_ticks, 4);
    process_sleep(100);
    EXPECT_EQUAL(status_of(pid).accounts.run_ticks, 24);
    destroy_and_collect(pid);
}

static void an_end_wins_over_a_rest_at_the_same_tick(void)
{
    struct process_options options = {
        .end_after_ticks = 4, .rest_every_ticks = 4, .rest_ticks = 1000};
    tick_t begin = at_tick();
    struct process_result result = end_of(start_with(&options, "spin", 0));

    EXPECT_EQUAL(result.event, PROCESS_USED_UP);
    EXPECT_EQUAL(result.accounts.ended_tick, begin + 4);
}

static void rests_come_before_a_later_end(void)
{
    struct process_options options = {
        .end_after_ticks = 4, .rest_every_ticks = 2, .rest_ticks = 10};
    tick_t begin = at_tick();
    struct process_result result = end_of(start_with(&options, "spin", 0));

    EXPECT_EQUAL(result.event, PROCESS_USED_UP);
    EXPECT_EQUAL(result.accounts.run_ticks, 4);
    EXPECT_EQUAL(result.accounts.ended_tick, begin + 14);
}

static void a_process_that_ends_in_time_does_not_use_up_its_budget(void)
{
    struct process_options options = {.end_after_ticks = 100};

    EXPECT_EQUAL(code_of(start_with(&options, "exit", 9)), 9);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(a_budget_ends_the_process_when_it_is_used_up),
    BEHAVIOUR(only_ticks_on_the_cpu_are_taken_from_the_budget),
    BEHAVIOUR(a_process_rests_after_its_ticks_and_starts_anew),
    BEHAVIOUR(an_end_wins_over_a_rest_at_the_same_tick),
    BEHAVIOUR(rests_come_before_a_later_end),
    BEHAVIOUR(a_process_that_ends_in_time_does_not_use_up_its_budget),
};

int main(void)
{
    return CHECK_ALL(behaviours);
}
