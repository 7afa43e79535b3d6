/* kernel/sched/policies.c: choosing a policy by words; and rr and fifo with nothing
 * around them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "kernel/sched/policies.h"

enum { JOBS = 3 };

static struct job jobs[JOBS];

static const struct policy *choose(const char *words)
{
    const struct policy *policy = NULL;
    size_t wrong;
    assert_int_equal(policies_find(words, &policy, &wrong), 0);
    policies_set(words);
    return policy;
}

/* The policy of WORDS, with all jobs ready. */
static const struct policy *begin(const char *words)
{
    const struct policy *policy = choose(words);
    policy->start();
    memset(jobs, 0, sizeof(jobs));
    for (int i = 0; i < JOBS; i++)
        policy->ready(&jobs[i], READY_NEW);
    return policy;
}

/* The number of the job that is to run; -1: none. */
static int pick(const struct policy *policy)
{
    const struct job *job = policy->pick();
    return job ? (int)(job - jobs) : -1;
}

/* A tick finds JOB running. */
static enum trace_reason tick(const struct policy *policy, struct job *job, tick_t now)
{
    if (job)
        job->ran_ticks++; /* as the mechanism does */
    return policy->tick(job, now);
}

/* How many ticks the first job gets before the policy takes the CPU away; at most LIMIT.
 */
static int slice(const struct policy *policy, int limit)
{
    int ticks = 1;
    while (ticks < limit && tick(policy, &jobs[0], (tick_t)ticks) == REASON_NONE)
        ticks++;
    return ticks;
}

static void expect_wrong(const char *words, size_t offset)
{
    const struct policy *const untouched = policies[0];
    const struct policy *policy = untouched;
    size_t wrong = SIZE_MAX;
    assert_int_equal(policies_find(words, &policy, &wrong), -EINVAL);
    assert_int_equal(wrong, offset);
    assert_ptr_equal(policy, untouched);
}

/* --- Choosing --- */

static void a_policy_is_found_by_its_name(void **state)
{
    (void)state;
    assert_string_equal(choose("rr")->name, "rr");
    assert_string_equal(choose("  fifo  ")->name, "fifo");
    for (const struct policy *const *policy = policies; *policy; policy++)
        assert_ptr_equal(choose((*policy)->name), *policy);
}

static void parameters_are_set_and_the_others_get_their_standard(void **state)
{
    (void)state;
    assert_int_equal(slice(begin("rr quantum=7"), 20), 7);
    assert_int_equal(slice(begin("rr 'quantum=3'"), 20), 3);
    assert_int_equal(slice(begin("rr quantum=1"), 20), 1);
    assert_int_equal(slice(begin("rr"), 20), 4);
    assert_int_equal(slice(begin("rr quantum=5 quantum=6"), 20), 6); /* the last counts */
}

static void the_first_word_that_is_wrong_is_named(void **state)
{
    (void)state;
    expect_wrong("", 0);
    expect_wrong("nosuch", 0);
    expect_wrong("  nosuch", 2);
    expect_wrong("RR", 0);
    expect_wrong("rrr", 0);
    expect_wrong("quantum=4 rr", 0);
    expect_wrong("rr nosuch=4", 3);
    expect_wrong("rr quantum", 3);
    expect_wrong("rr quantum=", 3);
    expect_wrong("rr quantum=0", 3);
    expect_wrong("rr quantum=-1", 3);
    expect_wrong("rr quantum=1000001", 3);
    expect_wrong("rr quantum=4294967297", 3);
    expect_wrong("rr quantum=4x", 3);
    expect_wrong("rr =4", 3);
    expect_wrong("rr fifo", 3);
    expect_wrong("rr  quantum=4  quantum=x nosuch", 15);
    expect_wrong("rr quantum=4 'quantum=5", 13);
    expect_wrong("fifo quantum=4", 5);
}

static void a_word_that_is_too_long_is_wrong(void **state)
{
    (void)state;
    char words[512] = "rr quantum=2 ";
    memset(words + strlen(words), '1', sizeof(words) - strlen(words) - 1);
    expect_wrong(words, 13);
    expect_wrong(words + 13, 0);
}

static void nothing_has_changed_when_a_word_is_wrong(void **state)
{
    (void)state;
    const struct policy *policy = begin("rr quantum=7");
    expect_wrong("rr quantum=2 nosuch=1", 13);
    expect_wrong("rr quantum=2 quantum=0", 13);
    expect_wrong("rr nosuch=1", 3);
    assert_int_equal(policy->check(), JOBS);
    assert_int_equal(slice(policy, 20), 7);
}

/* --- Round robin --- */

static void rr_gives_everybody_a_slice_in_turn(void **state)
{
    (void)state;
    const struct policy *policy = begin("rr quantum=2");
    for (int i = 0; i < 3 * JOBS; i++) {
        struct job *job = &jobs[i % JOBS];
        assert_int_equal(pick(policy), i % JOBS);
        assert_int_equal(tick(policy, job, (tick_t)i), REASON_NONE);
        assert_int_equal(pick(policy), i % JOBS); /* it looks, it does not take */
        assert_int_equal(tick(policy, job, (tick_t)i), REASON_SLICE_OVER);
    }
}

static void rr_puts_who_comes_back_at_the_tail_with_a_new_slice(void **state)
{
    (void)state;
    const struct policy *policy = begin("rr quantum=2");
    assert_int_equal(tick(policy, &jobs[0], 1), REASON_NONE);
    policy->leave(&jobs[0], LEAVE_BLOCKED);
    assert_int_equal(policy->check(), JOBS - 1);
    assert_int_equal(pick(policy), 1);
    policy->ready(&jobs[0], READY_WOKEN);
    policy->yield(&jobs[1]);
    policy->yield(&jobs[2]);
    assert_int_equal(pick(policy), 0);
    assert_int_equal(tick(policy, &jobs[0], 2), REASON_NONE);
    assert_int_equal(tick(policy, &jobs[0], 3), REASON_SLICE_OVER);
}

/* --- Fifo --- */

static void fifo_takes_the_cpu_from_nobody(void **state)
{
    (void)state;
    const struct policy *policy = begin("fifo");
    for (tick_t now = 1; now < 1000; now++)
        assert_int_equal(tick(policy, &jobs[0], now), REASON_NONE);
    assert_int_equal(pick(policy), 0);
    policy->yield(&jobs[0]);
    assert_int_equal(pick(policy), 1);
    policy->leave(&jobs[1], LEAVE_ENDED);
    assert_int_equal(pick(policy), 2);
    policy->leave(&jobs[2], LEAVE_SUSPENDED);
    assert_int_equal(pick(policy), 0);
}

/* --- Both --- */

static void with_nobody_there_nobody_is_picked(void **state)
{
    (void)state;
    for (const struct policy *const *each = policies; *each; each++) {
        const struct policy *policy = begin((*each)->name);
        for (int i = 0; i < JOBS; i++)
            policy->leave(&jobs[i], LEAVE_ENDED);
        assert_int_equal(tick(policy, NULL, 1), REASON_NONE);
        assert_int_equal(pick(policy), -1);
        assert_int_equal(policy->check(), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_policy_is_found_by_its_name),
        cmocka_unit_test(parameters_are_set_and_the_others_get_their_standard),
        cmocka_unit_test(the_first_word_that_is_wrong_is_named),
        cmocka_unit_test(a_word_that_is_too_long_is_wrong),
        cmocka_unit_test(nothing_has_changed_when_a_word_is_wrong),
        cmocka_unit_test(rr_gives_everybody_a_slice_in_turn),
        cmocka_unit_test(rr_puts_who_comes_back_at_the_tail_with_a_new_slice),
        cmocka_unit_test(fifo_takes_the_cpu_from_nobody),
        cmocka_unit_test(with_nobody_there_nobody_is_picked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
