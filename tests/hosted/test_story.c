/* The trace tells the whole story: each thing that happens to a process is there, once, in the
 * order in which it happened, with all that belongs to it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/names.h"
#include "abi/syscall.h"
#include "kernel/debug/trace.h"
#include "tests/hosted/harness/user.h"

enum { INIT = 1, LINE_BYTES = 80, STORY_BYTES = 8192 };

/* The position from which a test's story is told. */
static uint64_t begin;

static int boot(void **state)
{
    (void)state;
    user_boot("check=1 policy='rr quantum=2'");
    begin = trace_count();
    return 0;
}

/* What has been told since `begin`, without the times: a line an event. */
static void expect_story(const char *expected)
{
    static char story[STORY_BYTES];
    char line[LINE_BYTES];
    struct trace_record record;
    size_t length = 0;
    uint64_t next = begin;
    while (trace_get(&next, &record)) {
        trace_describe(&record, line, sizeof(line));
        const char *without_time = strchr(line, ' ') + 1;
        length += (size_t)snprintf(story + length, sizeof(story) - length, "%s\n",
                                   without_time);
        assert_true(length < sizeof(story));
    }
    assert_string_equal(story, expected);
    begin = trace_count();
}

static void change_policy(const char *words)
{
    size_t wrong;
    assert_int_equal(scheduler_set_policy(words, &wrong), 0);
}

static void of_a_child_that_sleeps_and_exits(void **state)
{
    (void)state;
    user_create(
        &(struct process_options){.scheduling = {.tickets = 50, .length_ticks = 7}});
    user_wait(2, 0, 0);
    user_sleep(1);
    machine_tick();
    user_exit(9);
    expect_story("2 create parent=1\n"
                 "2 name name=program\n"
                 "2 schedule tickets=50 length=7\n"
                 "2 ready left=new\n"
                 "1 block on=wait\n"
                 "2 run reason=blocked from=1\n"
                 "2 block on=sleep\n"
                 "0 run reason=blocked from=2\n"
                 "0 tick tick=1\n"
                 "2 wake reason=time\n"
                 "2 ready left=blocked\n"
                 "2 run reason=idle_over from=0\n"
                 "2 exit reason=exited code=9\n"
                 "1 wake reason=event\n"
                 "1 ready left=blocked\n"
                 "1 run reason=ended from=2\n"
                 "2 reap parent=1\n");
}

static void of_who_yields_loses_its_slice_and_ends_by_another(void **state)
{
    (void)state;
    user_create(NULL);
    user_create(NULL);
    user_wait(3, 0, 0);
    user_yield();
    machine_tick();
    machine_tick();
    user_destroy(3);
    user_exit(0);
    expect_story("2 create parent=1\n"
                 "2 name name=program\n"
                 "2 ready left=new\n"
                 "3 create parent=1\n"
                 "3 name name=program\n"
                 "3 ready left=new\n"
                 "1 block on=wait\n"
                 "2 run reason=blocked from=1\n"
                 "3 run reason=yielded from=2\n"
                 "3 tick tick=1\n"
                 "3 tick tick=2\n"
                 "3 preempt reason=slice_over\n"
                 "2 run reason=slice_over from=3\n"
                 "2 preempt reason=ending\n"
                 "3 run reason=ending from=2\n"
                 "3 exit reason=destroyed by=2\n"
                 "1 wake reason=event\n"
                 "1 ready left=blocked\n"
                 "2 run reason=ended from=3\n"
                 "2 exit reason=exited code=0\n"
                 "1 run reason=ended from=2\n"
                 "3 reap parent=1\n");
}

static void of_suspensions_by_others_and_oneself(void **state)
{
    (void)state;
    user_create(&(struct process_options){.flags = PROCESS_SUSPENDED});
    user_resume(2);
    user_suspend(2);
    user_suspend(2); /* which changes nothing */
    user_resume(2);
    user_resume(2);
    user_yield();
    user_suspend(2);
    user_resume(2);
    expect_story("2 create parent=1\n"
                 "2 name name=program\n"
                 "2 suspend by=1\n"
                 "2 ready left=new\n"
                 "2 resume by=1\n"
                 "2 suspend by=1\n"
                 "2 resume by=1\n"
                 "2 run reason=yielded from=1\n"
                 "2 suspend by=2\n"
                 "2 preempt reason=suspended\n"
                 "1 run reason=suspended from=2\n"
                 "2 resume by=1\n");
}

static void of_budgets_that_rest_and_end(void **state)
{
    (void)state;
    user_create(&(struct process_options){
        .end_after_ticks = 2, .rest_every_ticks = 1, .rest_ticks = 1});
    user_wait(2, 0, 0);
    machine_tick();
    machine_tick();
    machine_tick();
    expect_story("2 create parent=1\n"
                 "2 name name=program\n"
                 "2 ready left=new\n"
                 "1 block on=wait\n"
                 "2 run reason=blocked from=1\n"
                 "2 tick tick=1\n"
                 "2 block on=rest\n"
                 "0 run reason=blocked from=2\n"
                 "0 tick tick=2\n"
                 "2 wake reason=time\n"
                 "2 ready left=blocked\n"
                 "2 run reason=idle_over from=0\n"
                 "2 tick tick=3\n"
                 "2 exit reason=used_up\n"
                 "1 wake reason=event\n"
                 "1 ready left=blocked\n"
                 "1 run reason=ended from=2\n"
                 "2 reap parent=1\n");
}

static void of_a_wait_that_is_broken_and_one_that_is_given_up(void **state)
{
    (void)state;
    user_create(NULL);
    user_wait(2, WAIT_TIMEOUT, 1);
    machine_tick();
    user_let_run(2);
    user_sleep(100);
    user_destroy(2);
    expect_story("2 create parent=1\n"
                 "2 name name=program\n"
                 "2 ready left=new\n"
                 "1 block on=wait\n"
                 "2 run reason=blocked from=1\n"
                 "2 tick tick=1\n"
                 "1 wake reason=time\n"
                 "1 ready left=blocked\n"
                 "2 block on=sleep\n"
                 "1 run reason=blocked from=2\n"
                 "2 wake reason=broken\n"
                 "2 ready left=blocked\n"
                 "1 preempt reason=ending\n"
                 "2 run reason=ending from=1\n"
                 "2 exit reason=destroyed by=1\n"
                 "1 run reason=ended from=2\n");
}

static void of_a_fault_and_orphans(void **state)
{
    (void)state;
    user_create(NULL);
    user_let_run(2);
    user_create(NULL);
    machine_touch(USER_NOWHERE, true);
    user_wait(-1, 0, 0);
    expect_story("2 create parent=1\n"
                 "2 name name=program\n"
                 "2 ready left=new\n"
                 "2 run reason=yielded from=1\n"
                 "3 create parent=2\n"
                 "3 name name=program\n"
                 "3 ready left=new\n"
                 "2 fault fault=unmapped address=0x40000000\n"
                 "2 exit reason=faulted fault=unmapped\n"
                 "1 run reason=ended from=2\n"
                 "2 reap parent=1\n");
}

static void of_a_start_at_a_later_tick(void **state)
{
    (void)state;
    user_create(&(struct process_options){.start_tick = 2});
    user_sleep(5);
    machine_tick();
    machine_tick();
    expect_story("2 create parent=1\n"
                 "2 name name=program\n"
                 "1 block on=sleep\n"
                 "0 run reason=blocked from=1\n"
                 "0 tick tick=1\n"
                 "0 tick tick=2\n"
                 "2 ready left=new\n"
                 "2 run reason=idle_over from=0\n");
}

static void of_a_fork_and_other_parameters(void **state)
{
    (void)state;
    const struct process_scheduling scheduling = {.tickets = 3};
    user_fork();
    user_put(USER_DATA, &scheduling, sizeof(scheduling));
    user_call(SYS_PROCESS_SCHEDULE, 2, USER_DATA, 0);
    expect_story("2 create parent=1 forked\n"
                 "2 name name=init\n"
                 "2 ready left=new\n"
                 "2 schedule tickets=3 length=0\n");
}

static void of_a_change_of_policy(void **state)
{
    (void)state;
    change_policy("stride");
    change_policy("rr");
    expect_story("1 policy number=6\n"
                 "1 policy number=0\n");
}

static void with_the_time_of_each_event(void **state)
{
    (void)state;
    struct trace_record record;
    user_create(NULL);
    machine_pass(1000);
    begin = trace_count();
    user_yield();
    machine_pass(500);
    user_yield();
    assert_true(trace_get(&begin, &record));
    uint64_t first = record.time_ns;
    assert_true(trace_get(&begin, &record));
    assert_int_equal(record.time_ns, first + 500);
}

static void from_time_0_where_the_cycle_counter_begins_below_it(void **state)
{
    struct trace_record record;
    uint64_t first = 0;
    (void)state;
    assert_true(trace_get(&first, &record));
    assert_int_equal(record.kind, TRACE_BOOT);
    assert_int_equal(record.time_ns, 0);
}

#define STORY(name) cmocka_unit_test_setup_teardown(name, boot, user_power_off)

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(of_a_child_that_sleeps_and_exits),
        STORY(of_who_yields_loses_its_slice_and_ends_by_another),
        STORY(of_suspensions_by_others_and_oneself),
        STORY(of_budgets_that_rest_and_end),
        STORY(of_a_wait_that_is_broken_and_one_that_is_given_up),
        STORY(of_a_fault_and_orphans),
        STORY(of_a_start_at_a_later_tick),
        STORY(of_a_fork_and_other_parameters),
        STORY(of_a_change_of_policy),
        STORY(with_the_time_of_each_event),
        STORY(from_time_0_where_the_cycle_counter_begins_below_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
