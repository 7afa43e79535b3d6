/* Each policy with two CPUs: which job is whose is a matter of job->cpu alone. The test
 * plays the mechanism as it will be with two CPUs: they tick in turn, and between the
 * ticks jobs block, wake, yield, are suspended and move, by a generator with a fixed
 * seed. After each step all that policy.h promises is checked. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/sched/policies.h"

enum { CPUS = 2, JOBS = 9, STEPS = 4000, TICK_NANOSECONDS = 1000000 };

static struct job jobs[JOBS];
static bool is_runnable[JOBS];
static struct job *running[CPUS];
static tick_t ticks[CPUS];
static struct random dice;
static const struct policy *policy;

static uint32_t roll(uint32_t sides)
{
    return random_next(&dice) % sides;
}

static size_t number_of(const struct job *job)
{
    return (size_t)(job - jobs);
}

static size_t count_runnable(uint32_t cpu)
{
    size_t count = 0;
    for (size_t i = 0; i < JOBS; i++)
        count += is_runnable[i] && jobs[i].cpu == cpu;
    return count;
}

static void charge(struct job *job)
{
    if (policy->charge && job == running[job->cpu])
        policy->charge(job, TICK_NANOSECONDS / 16);
}

static void make_ready(struct job *job, enum ready_why why)
{
    policy->ready(job, why);
    is_runnable[number_of(job)] = true;
}

static void make_leave(struct job *job, enum leave_why why)
{
    charge(job);
    policy->leave(job, why);
    is_runnable[number_of(job)] = false;
    if (running[job->cpu] == job)
        running[job->cpu] = NULL;
}

/* The policy starts, and all jobs come, every other one on CPU 1. */
static void begin(const struct policy *chosen)
{
    policy = chosen;
    policy->set_standard();
    memset(jobs, 0, sizeof(jobs));
    memset(running, 0, sizeof(running));
    memset(ticks, 0, sizeof(ticks));
    random_init(&dice, 7);
    for (uint32_t cpu = 0; cpu < CPUS; cpu++)
        policy->start(cpu);
    for (uint32_t i = 0; i < JOBS; i++) {
        jobs[i].cpu = i % CPUS;
        jobs[i].scheduling.tickets = 50 * (i + 1);
        jobs[i].scheduling.length_ticks = 20 * (i % 4); /* 0: declares nothing */
        make_ready(&jobs[i], READY_NEW);
    }
}

/* Both CPUs choose: each its own, so never the same, and somebody if somebody is there. */
static void choose_and_check(void)
{
    for (uint32_t cpu = 0; cpu < CPUS; cpu++) {
        struct job *job = policy->pick(cpu);
        if (job) {
            assert_int_equal(job->cpu, cpu);
            assert_true(is_runnable[number_of(job)]);
        }
        assert_int_equal(job != NULL, count_runnable(cpu) > 0);
        running[cpu] = job;
    }
    assert_true(!running[0] || running[0] != running[1]);
    for (uint32_t cpu = 0; cpu < CPUS; cpu++) {
        assert_ptr_equal(policy->pick(cpu),
                         running[cpu]); /* the other's changed nothing */
        assert_int_equal(policy->check(cpu), count_runnable(cpu));
    }
}

static void tick(uint32_t cpu)
{
    struct job *job = running[cpu];
    if (job) {
        job->ran_ticks++;
        charge(job);
    }
    (void)policy->tick(cpu, job, ++ticks[cpu]);
}

static void move(struct job *job)
{
    bool was_runnable = is_runnable[number_of(job)];
    if (was_runnable)
        make_leave(job, LEAVE_MOVED);
    job->cpu = 1 - job->cpu;
    make_ready(job, READY_MOVED);
}

/* Something happens to JOB, which stays on its CPU. */
static void step(struct job *job)
{
    if (!is_runnable[number_of(job)]) {
        make_ready(job, roll(2) ? READY_WOKEN : READY_RESUMED);
    } else if (roll(4) == 0) {
        make_leave(job, LEAVE_SUSPENDED);
    } else if (roll(2) == 0) {
        make_leave(job, LEAVE_BLOCKED);
    } else if (running[job->cpu] == job) {
        charge(job);
        policy->yield(job);
    }
}

static void no_two_cpus_are_given_the_same_job(void **state)
{
    (void)state;
    for (const struct policy *const *each = policies; *each; each++) {
        begin(*each);
        for (int i = 0; i < STEPS; i++) {
            choose_and_check();
            tick((uint32_t)i % CPUS);
            struct job *job = &jobs[roll(JOBS)];
            if (roll(8) == 0)
                move(job);
            else if (roll(3) == 0)
                step(job);
        }
        for (size_t i = 0; i < JOBS; i++)
            assert_true(jobs[i].ran_ticks > 0);
    }
}

/* Lets CPU 0 run through its jobs, and CPU 1 as well if it is BUSY; else that has nobody.
 * Notes who runs on CPU 0. */
static void run_beside(bool busy, size_t *seen)
{
    for (size_t i = 1; i < JOBS && !busy; i += CPUS)
        make_leave(&jobs[i], LEAVE_ENDED);
    for (size_t i = 0; i < STEPS; i++) {
        choose_and_check();
        seen[i] = number_of(running[0]);
        tick(0);
        if (busy) {
            tick(1);
            step(&jobs[1 + CPUS * roll(JOBS / CPUS)]);
        }
    }
}

static void a_cpu_decides_as_if_it_were_alone(void **state)
{
    static size_t alone[STEPS], beside[STEPS];
    (void)state;
    for (const struct policy *const *each = policies; *each; each++) {
        begin(*each);
        run_beside(false, alone);
        begin(*each);
        run_beside(true, beside);
        assert_memory_equal(alone, beside, sizeof(alone));
    }
}

/* Jobs on both CPUs, after some steps. */
static void each_cpus_jobs_are_taken_once(void **state)
{
    (void)state;
    for (const struct policy *const *each = policies; *each; each++) {
        begin(*each);
        for (uint32_t i = 0; i < JOBS; i++) {
            choose_and_check();
            tick(i % CPUS);
            step(&jobs[roll(JOBS)]);
        }
        choose_and_check();
        for (uint32_t cpu = 0; cpu < CPUS; cpu++) {
            struct job *job;
            size_t others = count_runnable(1 - cpu);
            while ((job = policy->take(cpu))) {
                assert_int_equal(job->cpu, cpu);
                assert_true(is_runnable[number_of(job)]);
                is_runnable[number_of(job)] = false;
            }
            assert_int_equal(count_runnable(cpu), 0);
            assert_int_equal(policy->check(cpu), 0);
            assert_int_equal(policy->check(1 - cpu), others);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_two_cpus_are_given_the_same_job),
        cmocka_unit_test(a_cpu_decides_as_if_it_were_alone),
        cmocka_unit_test(each_cpus_jobs_are_taken_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
