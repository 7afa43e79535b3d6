/* The mechanism under a policy that leaves the CPU idle at every other tick, though jobs
 * are ready: it may, as it says so. It stands in the table of policies beside fifo. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/sched/policies.h"
#include "tests/hosted/harness/user.h"

enum { INIT = 1, SHOWN_MAX = 32 };

/* --- The policy --- */

static struct list queue[CPUS_MAX];
static bool is_odd[CPUS_MAX]; /* the present tick: nobody shall run */
static uint64_t charged;      /* nanoseconds, to all jobs */

static void set_standard(void)
{
}

static void start(uint32_t cpu)
{
    list_init(&queue[cpu]);
    is_odd[cpu] = false;
    charged = 0;
}

static void ready(struct job *job, enum ready_why why)
{
    (void)why;
    list_push_back(&queue[job->cpu], &job->link);
}

static void leave(struct job *job, enum leave_why why)
{
    (void)why;
    list_remove(&job->link);
}

static void yield(struct job *job)
{
    list_move_back(&queue[job->cpu], &job->link);
}

static enum trace_reason tick(uint32_t cpu, struct job *running, tick_t now)
{
    (void)running;
    is_odd[cpu] = now & 1;
    return REASON_PREEMPTED;
}

static struct job *pick(uint32_t cpu)
{
    return is_odd[cpu] ? NULL : list_first_entry(&queue[cpu], struct job, link);
}

static struct job *take(uint32_t cpu)
{
    struct job *job = list_first_entry(&queue[cpu], struct job, link);
    if (job)
        list_remove(&job->link);
    return job;
}

static void charge(struct job *job, uint64_t nanoseconds)
{
    assert_true(list_is_linked(&job->link));
    charged += nanoseconds;
}

static size_t check(uint32_t cpu)
{
    return list_check(&queue[cpu]);
}

static const struct policy_key keys[] = {{0}};

static const struct policy policy_lazy = {
    .name = "lazy",
    .may_idle = true,
    .keys = keys,
    .set_standard = set_standard,
    .start = start,
    .ready = ready,
    .leave = leave,
    .yield = yield,
    .tick = tick,
    .pick = pick,
    .take = take,
    .charge = charge,
    .check = check,
};

extern const struct policy policy_fifo;
const struct policy *const policies[] = {&policy_lazy, &policy_fifo, NULL};
const struct policy *const own_policy = NULL;

/* --- The tests --- */

static int boot(void **state)
{
    (void)state;
    user_boot("check=1 policy=lazy");
    return 0;
}

/* Ticks, after each of which PIDS names who has the CPU: a digit each, 0 for nobody. */
static void expect_ticks(const char *pids)
{
    char seen[SHOWN_MAX] = "";
    for (size_t i = 0; i < strlen(pids); i++) {
        machine_tick();
        seen[i] = (char)('0' + user_running());
    }
    assert_string_equal(seen, pids);
}

static void make_three_spinners_and_wait(void)
{
    for (int i = 0; i < 3; i++)
        user_create(NULL);
    user_wait(-1, WAIT_TIMEOUT, 1000);
}

static void change_policy(const char *words)
{
    size_t wrong;
    assert_int_equal(scheduler_set_policy(words, &wrong), 0);
}

static void a_policy_that_may_idle_idles_though_jobs_are_ready(void **state)
{
    (void)state;
    make_three_spinners_and_wait();
    expect_ticks("020202");
    user_yield();
    expect_ticks("0303");
}

/* Nobody is charged a tick that finds the CPU idle; what is run between ticks is not told. */
static void a_policy_is_told_of_each_tick_that_found_a_job(void **state)
{
    (void)state;
    make_three_spinners_and_wait();
    expect_ticks("0202");
    machine_pass(TICK_NANOSECONDS / 2);
    user_yield();
    assert_int_equal(charged, 2 * TICK_NANOSECONDS);
}

static void all_jobs_leave_a_policy_that_picks_nobody(void **state)
{
    (void)state;
    make_three_spinners_and_wait();
    expect_ticks("020");
    change_policy("fifo");
    expect_ticks("22222");
    user_exit(0);
    assert_int_equal(user_running(), 3);
    user_exit(0);
    assert_int_equal(user_running(), 4);
}

static void all_jobs_come_to_a_policy_that_may_idle(void **state)
{
    (void)state;
    change_policy("fifo");
    make_three_spinners_and_wait();
    expect_ticks("22");
    change_policy("lazy");
    expect_ticks("0202");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, boot, user_power_off)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_policy_that_may_idle_idles_though_jobs_are_ready),
        TEST(a_policy_is_told_of_each_tick_that_found_a_job),
        TEST(all_jobs_leave_a_policy_that_picks_nobody),
        TEST(all_jobs_come_to_a_policy_that_may_idle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
