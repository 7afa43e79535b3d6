/* kernel/sched/policies.c: choosing a policy by words; and each policy alone, with
 * nothing around it, on one CPU. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "kernel/sched/policies.h"

enum { CPU = 0, JOBS = 3, TICK_NANOSECONDS = 1000000, SEQUENCE_MAX = 64 };

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
    policy->start(CPU);
    memset(jobs, 0, sizeof(jobs));
    for (int i = 0; i < JOBS; i++)
        policy->ready(&jobs[i], READY_NEW);
    return policy;
}

/* The policy of WORDS, with nobody ready; what the jobs declared, they keep. */
static const struct policy *begin_empty(const char *words)
{
    const struct policy *policy = choose(words);
    policy->start(CPU);
    return policy;
}

/* Gives the jobs so many tickets, or these lengths, and makes them ready. */
static void ready_with(const struct policy *policy, const uint32_t *tickets,
                       const tick_t *lengths)
{
    memset(jobs, 0, sizeof(jobs));
    for (int i = 0; i < JOBS; i++) {
        jobs[i].scheduling.tickets = tickets ? tickets[i] : 0;
        jobs[i].scheduling.length_ticks = lengths ? lengths[i] : 0;
        policy->ready(&jobs[i], READY_NEW);
    }
}

/* The number of the job that is to run; -1: none. */
static int pick(const struct policy *policy)
{
    const struct job *job = policy->pick(CPU);
    return job ? (int)(job - jobs) : -1;
}

/* A tick finds JOB running. */
static enum trace_reason tick(const struct policy *policy, struct job *job, tick_t now)
{
    if (job)
        job->ran_ticks++; /* as the mechanism does */
    return policy->tick(CPU, job, now);
}

/* What the policy shows of job NUMBER. */
static struct job_shown shown(const struct policy *policy, int number)
{
    struct job_shown shown = {0};
    policy->show(&jobs[number], &shown);
    return shown;
}

static int level_of(const struct policy *policy, int number)
{
    return (int)shown(policy, number).level;
}

/* Lets the policy run on from tick NOW + 1, and compares who runs with EXPECTED, a digit
 * a tick. */
static void expect_sequence(const struct policy *policy, tick_t now, const char *expected)
{
    char sequence[SEQUENCE_MAX] = "";
    for (size_t i = 0; i < strlen(expected); i++) {
        struct job *job = policy->pick(CPU);
        sequence[i] = job ? (char)('0' + (job - jobs)) : '-';
        if (job && policy->charge)
            policy->charge(job, TICK_NANOSECONDS);
        (void)tick(policy, job, ++now);
        assert_int_equal(policy->check(CPU), JOBS);
    }
    assert_string_equal(sequence, expected);
}

/* How many ticks the first job gets before the policy takes the CPU away; at most
 * LIMIT. */
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
    expect_wrong("rr charge=", 3);
    expect_wrong("rr charge=ticks", 3);
    expect_wrong("rr charge=1", 3);
    expect_wrong("rr charge=tick,time", 3);
    expect_wrong("fifo charge=time", 5);
}

static void expect_described(const char *words, const char *expected)
{
    char described[64];
    assert_int_equal(policies_describe(choose(words), described, sizeof(described)), 0);
    assert_string_equal(described, expected);
}

static void a_word_as_a_value_is_described_unless_it_is_the_standard(void **state)
{
    (void)state;
    expect_described("rr charge=time quantum=7", "rr quantum=7 charge=time");
    expect_described("rr quantum=7 charge=tick", "rr quantum=7");
    expect_described("rr charge=time charge=tick", "rr quantum=4");
    expect_described("rr", "rr quantum=4");
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
    assert_int_equal(policy->check(CPU), JOBS);
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
    assert_int_equal(policy->check(CPU), JOBS - 1);
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

/* --- The order of OSTEP 4 --- */

static void wait_for_io(const struct policy *policy, struct job *job)
{
    job->for_io = true;
    policy->leave(job, LEAVE_BLOCKED);
    job->for_io = false;
}

static void process_run_passes_the_turn_on_at_a_wait_or_an_end(void **state)
{
    (void)state;
    const struct policy *policy = begin("process-run");
    expect_sequence(policy, 0, "0000000");
    wait_for_io(policy, &jobs[0]);
    assert_int_equal(pick(policy), 1);
    policy->ready(&jobs[0], READY_WOKEN);
    expect_sequence(policy, 7, "11"); /* whose I/O is done waits for its turn */
    policy->leave(&jobs[1], LEAVE_ENDED);
    assert_int_equal(pick(policy), 2);
    policy->leave(&jobs[2], LEAVE_ENDED);
    assert_int_equal(pick(policy), 0);
    wait_for_io(policy, &jobs[0]);
    assert_int_equal(pick(policy), -1);
    policy->ready(&jobs[0], READY_WOKEN);
    assert_int_equal(pick(policy), 0);
}

static void process_run_settles_who_is_next_before_others_come_back(void **state)
{
    (void)state;
    const struct policy *policy = begin("process-run");
    wait_for_io(policy, &jobs[0]);
    wait_for_io(policy, &jobs[1]);
    assert_int_equal(pick(policy), 2);
    policy->ready(&jobs[0], READY_WOKEN);
    wait_for_io(policy, &jobs[2]);
    policy->ready(&jobs[1], READY_WOKEN);
    assert_int_equal(pick(policy), 0);
}

static void process_run_gives_the_turn_to_whose_io_is_done_if_told_to(void **state)
{
    (void)state;
    const struct policy *policy = begin("process-run io_done=immediate");
    wait_for_io(policy, &jobs[0]);
    assert_int_equal(pick(policy), 1);
    policy->ready(&jobs[0], READY_WOKEN);
    assert_int_equal(pick(policy), 0);
    wait_for_io(policy, &jobs[0]);
    assert_int_equal(pick(policy), 1); /* round the circle from there */
}

static void process_run_keeps_the_cpu_idle_for_an_io_if_told_to(void **state)
{
    (void)state;
    const struct policy *policy = begin("process-run switch=end");
    wait_for_io(policy, &jobs[0]);
    assert_int_equal(pick(policy), -1);
    assert_int_equal(policy->check(CPU), JOBS - 1);
    policy->leave(&jobs[2], LEAVE_SUSPENDED);
    policy->ready(&jobs[2], READY_RESUMED);
    assert_int_equal(pick(policy), -1);
    policy->ready(&jobs[0], READY_WOKEN);
    assert_int_equal(pick(policy), 0);
    policy->leave(&jobs[0], LEAVE_BLOCKED); /* for something else */
    assert_int_equal(pick(policy), 1);
}

static void process_run_does_not_idle_for_who_will_not_come_back(void **state)
{
    (void)state;
    const struct policy *policy = begin("process-run switch=end");
    policy->leave(&jobs[2], LEAVE_BLOCKED);
    wait_for_io(policy, &jobs[0]);
    policy->forget(&jobs[2]); /* not the one for which it idles */
    assert_int_equal(pick(policy), -1);
    policy->forget(&jobs[0]);
    assert_int_equal(pick(policy), 1);
}

/* --- Shortest first --- */

static void sjf_takes_the_shortest_and_lets_it_finish(void **state)
{
    (void)state;
    const struct policy *policy = begin_empty("sjf");
    ready_with(policy, NULL, (tick_t[]){5, 3, 0});
    expect_sequence(policy, 0, "1111"); /* beyond what it declared, too */
    policy->leave(&jobs[1], LEAVE_BLOCKED);
    assert_int_equal(pick(policy), 0);
    policy->ready(&jobs[1], READY_WOKEN);
    expect_sequence(policy, 4, "0000000"); /* who is shorter has to wait */
    policy->leave(&jobs[0], LEAVE_ENDED);
    policy->leave(&jobs[1], LEAVE_ENDED);
    assert_int_equal(pick(policy), 2);
}

static void stcf_takes_the_cpu_for_who_needs_less(void **state)
{
    (void)state;
    const struct policy *policy = begin_empty("stcf");
    ready_with(policy, NULL, (tick_t[]){6, 9, 3});
    policy->leave(&jobs[2], LEAVE_SUSPENDED);
    assert_int_equal(pick(policy), 0);
    assert_int_equal(tick(policy, &jobs[0], 1), REASON_NONE);
    policy->ready(&jobs[2], READY_RESUMED);
    expect_sequence(policy, 1, "22200000111111111");
}

/* Ticks that the kernel catches up on come between a wake and the choice. */
static void stcf_keeps_the_order_when_a_tick_comes_before_the_choice(void **state)
{
    (void)state;
    const struct policy *policy = begin_empty("stcf");
    ready_with(policy, NULL, (tick_t[]){7, 9, 0});
    assert_int_equal(pick(policy), 0);
    policy->leave(&jobs[1], LEAVE_BLOCKED);
    jobs[1].scheduling.length_ticks = 6;
    policy->ready(&jobs[1], READY_WOKEN);
    for (tick_t now = 1; now <= 2; now++) {
        (void)tick(policy, &jobs[0], now);
        assert_int_equal(policy->check(CPU), JOBS);
    }
    assert_int_equal(pick(policy), 0);
}

static void stcf_shares_what_is_left_among_those_of_whom_nothing_is_known(void **state)
{
    (void)state;
    const struct policy *policy = begin_empty("stcf quantum=2");
    ready_with(policy, NULL, (tick_t[]){0, 3, 0});
    expect_sequence(policy, 0, "111002211002211");
}

/* --- The multi-level feedback queue --- */

static void mlfq_lets_who_uses_much_go_down(void **state)
{
    (void)state;
    const struct policy *policy =
        begin("mlfq levels=3 quantum=1,2,4 allotment=1 boost=0");
    expect_sequence(policy, 0, "012001122000011112222");
    assert_int_equal(level_of(policy, 0), 2);
    policy->leave(&jobs[1], LEAVE_BLOCKED);
    policy->ready(&jobs[1], READY_WOKEN);
    assert_int_equal(level_of(policy, 1), 2); /* a wait does not lift it */
}

static void mlfq_counts_an_allotment_through_waits(void **state)
{
    (void)state;
    const struct policy *policy = begin("mlfq levels=2 quantum=2 allotment=1 boost=0");
    for (tick_t now = 1; now <= 2; now++) {
        policy->leave(&jobs[1], LEAVE_SUSPENDED);
        policy->leave(&jobs[2], LEAVE_SUSPENDED);
        (void)tick(policy, &jobs[0], now);
        policy->leave(&jobs[0], LEAVE_BLOCKED);
        policy->ready(&jobs[1], READY_RESUMED);
        policy->ready(&jobs[2], READY_RESUMED);
        policy->ready(&jobs[0], READY_WOKEN);
    }
    assert_int_equal(level_of(policy, 0), 1);
    assert_int_equal(level_of(policy, 1), 0);
}

static void mlfq_forgives_at_a_wait_if_told_to(void **state)
{
    (void)state;
    const struct policy *policy =
        begin("mlfq levels=2 quantum=2 boost=0 io_resets_allotment=1 io_done_to_front=1");
    for (tick_t now = 1; now <= 5; now++) {
        assert_int_equal(pick(policy), 0);
        (void)tick(policy, &jobs[0], now);
        policy->leave(&jobs[0], LEAVE_BLOCKED);
        policy->ready(&jobs[0], READY_WOKEN);
    }
    assert_int_equal(level_of(policy, 0), 0);
}

static void mlfq_lifts_everybody_now_and_then(void **state)
{
    (void)state;
    const struct policy *policy = begin("mlfq levels=2 quantum=1,4 boost=10");
    expect_sequence(policy, 0, "012000011");
    policy->leave(&jobs[2], LEAVE_BLOCKED);
    assert_int_equal(tick(policy, &jobs[1], 10), REASON_BOOSTED);
    policy->ready(&jobs[2], READY_WOKEN);
    assert_int_equal(level_of(policy, 2), 0); /* while it waited, too */
    expect_sequence(policy, 10, "102");
}

/* --- Shares --- */

static void lottery_takes_the_numbers_that_it_is_given(void **state)
{
    (void)state;
    const struct policy *policy =
        begin_empty("lottery draws=0,99,100,149,150,399,400,500");
    ready_with(policy, (uint32_t[]){100, 50, 250}, NULL);
    expect_sequence(policy, 0, "00112201");
}

static void lottery_draws_for_a_slice(void **state)
{
    (void)state;
    const struct policy *policy = begin_empty("lottery quantum=2 draws=0,1,2");
    ready_with(policy, (uint32_t[]){1, 1, 1}, NULL);
    expect_sequence(policy, 0, "001122");
}

static void lottery_draws_the_same_from_the_same_seed(void **state)
{
    (void)state;
    char sequences[3][SEQUENCE_MAX] = {""};
    const char *const words[] = {"lottery seed=5", "lottery seed=5", "lottery seed=6"};
    for (int run = 0; run < 3; run++) {
        const struct policy *policy = begin(words[run]);
        for (int i = 0; i + 1 < SEQUENCE_MAX; i++) {
            sequences[run][i] = (char)('0' + pick(policy));
            (void)tick(policy, policy->pick(CPU), (tick_t)i);
        }
    }
    assert_string_equal(sequences[0], sequences[1]);
    assert_string_not_equal(sequences[0], sequences[2]);
}

/* 4,300 jobs with a million tickets each have more together than a number of 32 bits can
 * name: the last in the row must win, too. */
static void lottery_draws_from_more_tickets_than_32_bits_count(void **state)
{
    enum { MANY = 4300, BEYOND = 4295, DRAWS = 20000 };
    static struct job many[MANY];
    const struct policy *policy = begin_empty("lottery");
    uint32_t wins = 0;
    (void)state;
    memset(many, 0, sizeof(many));
    for (int i = 0; i < MANY; i++) {
        many[i].scheduling.tickets = TICKETS_MAX;
        policy->ready(&many[i], READY_NEW);
    }
    for (int i = 0; i < DRAWS; i++) {
        struct job *winner = policy->pick(CPU);
        wins += winner >= &many[BEYOND];
        policy->yield(winner);
    }
    assert_in_range(wins, DRAWS * (MANY - BEYOND) / MANY / 2,
                    DRAWS * (MANY - BEYOND) / MANY * 2);
}

static void stride_runs_the_books_sequence(void **state)
{
    (void)state;
    const struct policy *policy = begin_empty("stride");
    ready_with(policy, (uint32_t[]){100, 50, 250}, NULL);
    expect_sequence(policy, 0, "0122202201222022"); /* [OSTEP 9.6] */
}

static void stride_gives_nothing_for_time_spent_waiting(void **state)
{
    (void)state;
    const struct policy *policy = begin("stride");
    policy->leave(&jobs[2], LEAVE_BLOCKED);
    for (tick_t now = 1; now <= 10; now++)
        (void)tick(policy, policy->pick(CPU), now);
    policy->ready(&jobs[2], READY_WOKEN);
    expect_sequence(policy, 10, "201201");
}

/* Job 0 yields so many times; it is alone. */
static void yield_alone(const struct policy *policy, uint32_t times)
{
    for (uint32_t i = 0; i < times; i++) {
        policy->yield(&jobs[0]);
        (void)policy->pick(CPU);
    }
}

/* Jobs 0 and 1 have as many tickets, and whoever runs yields: each has half, but for the
 * one slice that somebody may be ahead. */
static void expect_halves(const struct policy *policy)
{
    int runs[2] = {0};
    for (int i = 0; i < 40; i++) {
        int running = pick(policy);
        runs[running]++;
        policy->yield(&jobs[running]);
    }
    assert_in_range(runs[0], 19, 21);
}

/* A yield with one ticket is 10^12; so a pass begins again at 0 after 18.4 million. */
static void stride_starves_nobody_when_a_pass_begins_again_at_zero(void **state)
{
    enum { TO_HALF = 10000000, TO_WRAP = 18446740, ROUND = 18446744 };
    const struct policy *policy = begin_empty("stride");
    (void)state;
    memset(jobs, 0, sizeof(jobs));
    jobs[0].scheduling.tickets = jobs[1].scheduling.tickets = 1;
    policy->ready(&jobs[1], READY_NEW);
    policy->leave(&jobs[1], LEAVE_BLOCKED);
    policy->ready(&jobs[0], READY_NEW);
    yield_alone(policy, TO_HALF);
    policy->ready(&jobs[1], READY_WOKEN); /* more than 2^63 behind */
    expect_halves(policy);
    policy->leave(&jobs[1], LEAVE_BLOCKED);
    yield_alone(policy, TO_WRAP - TO_HALF - 20);
    policy->ready(&jobs[1], READY_WOKEN);
    expect_halves(policy); /* both over the edge */
    policy->leave(&jobs[1], LEAVE_BLOCKED);
    yield_alone(policy, ROUND);
    policy->ready(&jobs[1], READY_WOKEN); /* 2^64 behind: as if a little ahead */
    expect_halves(policy);
}

static void fair_gives_equal_shares_in_turn(void **state)
{
    (void)state;
    expect_sequence(begin("fair quantum=2"), 0, "001122001122");
}

static void fair_gives_shares_by_weight(void **state)
{
    (void)state;
    const struct policy *policy = begin_empty("fair quantum=1");
    ready_with(policy, (uint32_t[]){400, 100, 100}, NULL);
    for (tick_t now = 1; now <= 60; now++) {
        struct job *job = policy->pick(CPU);
        policy->charge(job, TICK_NANOSECONDS);
        (void)tick(policy, job, now);
    }
    assert_in_range(jobs[0].ran_ticks, 39, 41);
    assert_in_range(jobs[1].ran_ticks, 9, 11);
}

/* With one ticket the virtual time goes on a hundred times as fast as time. */
static void fair_starves_nobody_when_virtual_time_begins_again_at_zero(void **state)
{
    static const uint64_t A_THIRD = UINT64_MAX / TICKETS_STANDARD / 3;
    const struct policy *policy = begin_empty("fair quantum=1");
    (void)state;
    memset(jobs, 0, sizeof(jobs));
    jobs[0].scheduling.tickets = jobs[1].scheduling.tickets = 1;
    policy->ready(&jobs[0], READY_NEW);
    for (int third = 0; third < 3; third++) { /* up to a tick before the edge */
        policy->charge(policy->pick(CPU), A_THIRD - (third == 2 ? TICK_NANOSECONDS : 0u));
        policy->yield(&jobs[0]);
    }
    (void)policy->pick(CPU);
    policy->ready(&jobs[1], READY_NEW);
    for (tick_t now = 1; now <= 40; now++) {
        struct job *job = policy->pick(CPU);
        policy->charge(job, TICK_NANOSECONDS);
        (void)tick(policy, job, now);
    }
    assert_in_range(jobs[0].ran_ticks, 19, 21);
}

static void fair_takes_the_cpu_for_a_sleeper_but_not_for_long(void **state)
{
    (void)state;
    const struct policy *policy = begin("fair quantum=4 latency=2");
    policy->leave(&jobs[2], LEAVE_BLOCKED);
    for (tick_t now = 1; now <= 41; now++) {
        struct job *job = policy->pick(CPU);
        policy->charge(job, TICK_NANOSECONDS);
        (void)tick(policy, job, now);
    }
    policy->ready(&jobs[2], READY_WOKEN);
    expect_sequence(policy, 41, "2222");
    assert_int_not_equal(pick(policy), 2);
}

/* --- What is shown --- */

static void mlfq_shows_who_waits_on_the_level_where_a_boost_has_put_it(void **state)
{
    (void)state;
    const struct policy *policy = begin("mlfq levels=2 quantum=1,4 boost=10");
    expect_sequence(policy, 0, "012000011");
    policy->leave(&jobs[2], LEAVE_BLOCKED);
    assert_int_equal(level_of(policy, 2), 1);
    assert_int_equal(tick(policy, &jobs[1], 10), REASON_BOOSTED);
    assert_int_equal(level_of(policy, 2), 0);
}

static void stcf_shows_of_whom_nothing_is_known(void **state)
{
    (void)state;
    const struct policy *policy = begin_empty("stcf");
    ready_with(policy, NULL, (tick_t[]){0, 3, 2});
    expect_sequence(policy, 0, "22");
    assert_int_equal(level_of(policy, 0), 1);
    assert_int_equal(level_of(policy, 1), 0);
    assert_int_equal(level_of(policy, 2), 1); /* it has used up what it declared */
}

static void tickets_that_count_are_shown_where_tickets_count(void **state)
{
    static const uint32_t declared[JOBS] = {0, 50, 250}, counting[JOBS] = {100, 50, 250};
    (void)state;
    for (const struct policy *const *each = policies; *each; each++) {
        bool counts = strcmp((*each)->name, "lottery") == 0 ||
                      strcmp((*each)->name, "stride") == 0 ||
                      strcmp((*each)->name, "fair") == 0;
        const struct policy *policy = begin_empty((*each)->name);
        ready_with(policy, declared, NULL);
        for (int i = 0; policy->show && i < JOBS; i++)
            assert_int_equal(shown(policy, i).tickets, counts ? counting[i] : 0);
        assert_true(policy->show || !counts);
    }
}

static void the_pass_is_shown_where_there_is_one(void **state)
{
    (void)state;
    const struct policy *policy = begin("stride");
    (void)tick(policy, policy->pick(CPU), 1);
    assert_int_equal(shown(policy, 0).pass, 1000000000000 / 100);
    assert_int_equal(shown(policy, 1).pass, 0);
    policy = begin("fair");
    policy->charge(policy->pick(CPU), TICK_NANOSECONDS);
    assert_int_equal(shown(policy, 0).pass, TICK_NANOSECONDS);
    assert_int_equal(shown(policy, 1).pass, 0);
}

/* --- All --- */

static void each_policy_runs_alone(void **state)
{
    (void)state;
    for (const struct policy *const *each = policies; *each; each++) {
        const struct policy *policy = begin((*each)->name);
        policy->leave(&jobs[1], LEAVE_ENDED);
        policy->leave(&jobs[2], LEAVE_ENDED);
        for (tick_t now = 1; now <= 300; now++) {
            assert_int_equal(pick(policy), 0);
            if (policy->charge)
                policy->charge(&jobs[0], TICK_NANOSECONDS);
            (void)tick(policy, &jobs[0], now);
        }
        assert_int_equal(policy->check(CPU), 1);
    }
}

static void who_yields_lets_another_run(void **state)
{
    (void)state;
    for (const struct policy *const *each = policies; *each; each++) {
        if (strcmp((*each)->name, "lottery") == 0)
            continue; /* chance may choose the same again */
        const struct policy *policy = begin((*each)->name);
        int first = pick(policy);
        if (policy->charge)
            policy->charge(&jobs[first], 1);
        policy->yield(&jobs[first]);
        assert_int_not_equal(pick(policy), first);
        assert_int_equal(policy->check(CPU), JOBS);
    }
}

/* Whoever runs, then the others as they would have had their turns. */
static void jobs_are_taken_in_the_order_in_which_they_would_run(void **state)
{
    (void)state;
    for (const struct policy *const *each = policies; *each; each++) {
        if (strcmp((*each)->name, "lottery") == 0)
            continue; /* there is no order before it is drawn */
        const struct policy *policy = begin((*each)->name);
        struct job *first = &jobs[pick(policy)], *taken = NULL;
        if (policy->charge)
            policy->charge(first, 1);
        policy->yield(first);
        for (int i = 0; i < JOBS; i++) {
            struct job *next = policy->pick(CPU);
            taken = policy->take(CPU);
            assert_non_null(taken);
            assert_ptr_equal(taken, next);
        }
        assert_ptr_equal(taken, first); /* who has yielded comes behind all others */
        assert_null(policy->take(CPU));
        assert_int_equal(policy->check(CPU), 0);
    }
}

static void with_nobody_there_nobody_is_picked(void **state)
{
    (void)state;
    for (const struct policy *const *each = policies; *each; each++) {
        const struct policy *policy = begin((*each)->name);
        for (int i = 0; i < JOBS; i++)
            policy->leave(&jobs[i], LEAVE_ENDED);
        assert_int_equal(tick(policy, NULL, 1), REASON_NONE);
        assert_int_equal(pick(policy), -1);
        assert_int_equal(policy->check(CPU), 0);
    }
}

/* Where both rows of stcf are in use, each has to be looked at. */
static void check_finds_a_broken_queue(void **state)
{
    static const char *const listing[] = {"rr", "fifo", "mlfq", "stcf"};
    (void)state;
    for (size_t i = 0; i < sizeof listing / sizeof listing[0]; i++) {
        const struct policy *policy = begin_empty(listing[i]);
        ready_with(policy, NULL, (tick_t[]){0, 0, 3});
        jobs[1].link.prev = &jobs[1].link;
        assert_true(policy->check(CPU) == SIZE_MAX);
    }
    static const char *const sorting[] = {"sjf", "stcf", "stride", "fair"};
    for (size_t i = 0; i < sizeof sorting / sizeof sorting[0]; i++) {
        const struct policy *policy = begin_empty(sorting[i]);
        ready_with(policy, NULL, (tick_t[]){3, 4, 0});
        jobs[0].sorted.key = 1000000;
        assert_true(policy->check(CPU) == SIZE_MAX);
    }
}

static void mlfq_finds_who_stands_below_the_lowest_level(void **state)
{
    (void)state;
    const struct policy *policy = begin("mlfq levels=2 quantum=1");
    (void)tick(policy, policy->pick(CPU), 1);
    assert_int_equal(policy->check(CPU), JOBS);
    policies_set("mlfq levels=1"); /* while it is in use, which nobody may */
    assert_true(policy->check(CPU) == SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_policy_is_found_by_its_name),
        cmocka_unit_test(parameters_are_set_and_the_others_get_their_standard),
        cmocka_unit_test(the_first_word_that_is_wrong_is_named),
        cmocka_unit_test(a_word_as_a_value_is_described_unless_it_is_the_standard),
        cmocka_unit_test(a_word_that_is_too_long_is_wrong),
        cmocka_unit_test(nothing_has_changed_when_a_word_is_wrong),
        cmocka_unit_test(rr_gives_everybody_a_slice_in_turn),
        cmocka_unit_test(rr_puts_who_comes_back_at_the_tail_with_a_new_slice),
        cmocka_unit_test(fifo_takes_the_cpu_from_nobody),
        cmocka_unit_test(process_run_passes_the_turn_on_at_a_wait_or_an_end),
        cmocka_unit_test(process_run_settles_who_is_next_before_others_come_back),
        cmocka_unit_test(process_run_gives_the_turn_to_whose_io_is_done_if_told_to),
        cmocka_unit_test(process_run_keeps_the_cpu_idle_for_an_io_if_told_to),
        cmocka_unit_test(process_run_does_not_idle_for_who_will_not_come_back),
        cmocka_unit_test(sjf_takes_the_shortest_and_lets_it_finish),
        cmocka_unit_test(stcf_takes_the_cpu_for_who_needs_less),
        cmocka_unit_test(stcf_keeps_the_order_when_a_tick_comes_before_the_choice),
        cmocka_unit_test(stcf_shares_what_is_left_among_those_of_whom_nothing_is_known),
        cmocka_unit_test(mlfq_lets_who_uses_much_go_down),
        cmocka_unit_test(mlfq_counts_an_allotment_through_waits),
        cmocka_unit_test(mlfq_forgives_at_a_wait_if_told_to),
        cmocka_unit_test(mlfq_lifts_everybody_now_and_then),
        cmocka_unit_test(lottery_takes_the_numbers_that_it_is_given),
        cmocka_unit_test(lottery_draws_for_a_slice),
        cmocka_unit_test(lottery_draws_the_same_from_the_same_seed),
        cmocka_unit_test(lottery_draws_from_more_tickets_than_32_bits_count),
        cmocka_unit_test(stride_runs_the_books_sequence),
        cmocka_unit_test(stride_gives_nothing_for_time_spent_waiting),
        cmocka_unit_test(stride_starves_nobody_when_a_pass_begins_again_at_zero),
        cmocka_unit_test(fair_gives_equal_shares_in_turn),
        cmocka_unit_test(fair_gives_shares_by_weight),
        cmocka_unit_test(fair_starves_nobody_when_virtual_time_begins_again_at_zero),
        cmocka_unit_test(fair_takes_the_cpu_for_a_sleeper_but_not_for_long),
        cmocka_unit_test(mlfq_shows_who_waits_on_the_level_where_a_boost_has_put_it),
        cmocka_unit_test(stcf_shows_of_whom_nothing_is_known),
        cmocka_unit_test(tickets_that_count_are_shown_where_tickets_count),
        cmocka_unit_test(the_pass_is_shown_where_there_is_one),
        cmocka_unit_test(each_policy_runs_alone),
        cmocka_unit_test(who_yields_lets_another_run),
        cmocka_unit_test(jobs_are_taken_in_the_order_in_which_they_would_run),
        cmocka_unit_test(with_nobody_there_nobody_is_picked),
        cmocka_unit_test(check_finds_a_broken_queue),
        cmocka_unit_test(mlfq_finds_who_stands_below_the_lowest_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
