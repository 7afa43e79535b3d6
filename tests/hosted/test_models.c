/* Each policy beside a second, plain one (models/): some thousand sequences of what can happen to
 * jobs, drawn by lot, the same each time. After each step both must say the same of who runs, whose
 * turn is over, the order of all, and what is shown of each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kernel/sched/policies.h"
#include "tests/hosted/models/model.h"

enum { SEQUENCES = 400, STEPS = 60, CPUS = 2 };

static const struct policy *policy;
static const struct model *model;
static struct job jobs[JOBS_MAX], *running[CPUS];
static struct member members[JOBS_MAX];
static bool is_ready[JOBS_MAX], is_new[JOBS_MAX], is_unknown[JOBS_MAX];
static struct line lines[CPUS];
static int job_count, sequence, step;
static bool has_to_look[CPUS]; /* before a job runs on */
static tick_t now;
static const char *words;
static struct random lots;

static uint32_t lot(uint32_t count)
{
    return random_next(&lots) % count;
}

static void expect(bool holds, const char *what)
{
    if (!holds)
        fail_msg("%s: %s differs at step %d of sequence %d", words, what, step, sequence);
}

static int number_of(const struct job *job)
{
    return (int)(job - jobs);
}

static struct line *line_of(const struct job *job)
{
    return &lines[job->cpu];
}

static struct member *member_of(const struct job *job)
{
    return &members[number_of(job)];
}

static bool runs(const struct job *job)
{
    return job == running[job->cpu] && is_ready[number_of(job)];
}

static void start(void)
{
    const struct policy *found = NULL;
    size_t wrong;
    words = settings_draw(policy, &lots);
    assert_int_equal(policies_find(words, &found, &wrong), 0);
    assert_ptr_equal(found, policy);
    policies_set(words);
    assert_int_equal(policy->charges_time && *policy->charges_time, settings.counts_time);
    for (uint32_t cpu = 0; cpu < CPUS_MAX; cpu++)
        policy->start(cpu);
    for (uint32_t cpu = 0; cpu < CPUS; cpu++) {
        lines[cpu] = (struct line){0};
        random_init(&lines[cpu].random, settings.seed + cpu);
    }
}

/* --- What is told to both --- */

static void run_ticks(struct job *job, uint32_t ticks)
{
    job->ran_ticks += ticks;
    member_of(job)->used += ticks;
}

/* JOB has run for a while since this was done last. */
static void charge(struct job *job)
{
    static const uint32_t most[] = {1, 1000, 1000000, 1000000, 1000000, UINT32_MAX};
    if (!runs(job))
        return;
    uint64_t nanoseconds = lot(most[lot(sizeof most / sizeof most[0])]);
    if (settings.counts_time)
        run_ticks(job, lot(5) / 2);
    if (policy->charge)
        policy->charge(job, nanoseconds);
    if (model->charge)
        model->charge(member_of(job), nanoseconds);
}

static void look(uint32_t cpu)
{
    struct job *job = policy->pick(cpu);
    const struct member *member = model->choose(&lines[cpu]);
    expect(job == (member ? member->job : NULL), "who runs");
    running[cpu] = job;
    has_to_look[cpu] = false;
}

static void charge_and_look(uint32_t cpu)
{
    if (running[cpu])
        charge(running[cpu]);
    look(cpu);
}

static void come(struct job *job, enum ready_why why)
{
    is_ready[number_of(job)] = true;
    is_unknown[number_of(job)] = false;
    has_to_look[job->cpu] |= !policy->lets_run || !running[job->cpu];
    policy->ready(job, why);
    model->ready(line_of(job), member_of(job), why);
}

static void go(struct job *job, enum leave_why why)
{
    charge(job);
    has_to_look[job->cpu] |= runs(job);
    policy->leave(job, why);
    model->leave(line_of(job), member_of(job), why);
    is_ready[number_of(job)] = false;
    if (why == LEAVE_ENDED && running[job->cpu] == job)
        running[job->cpu] = NULL;
}

static bool is_boost_due(void)
{
    return strcmp(model->name, "mlfq") == 0 && settings.boost &&
           now % settings.boost == 0;
}

static void tick(uint32_t cpu)
{
    if (has_to_look[cpu])
        charge_and_look(cpu);
    struct job *job = running[cpu] && runs(running[cpu]) ? running[cpu] : NULL;
    enum trace_reason expected = REASON_NONE;
    now++;
    if (job) {
        charge(job);
        run_ticks(job, !settings.counts_time);
        if (model->is_turn_over(&lines[cpu], member_of(job)))
            expected = REASON_SLICE_OVER;
    }
    if (is_boost_due()) {
        line_boost(&lines[cpu], members, cpu);
        expected = REASON_BOOSTED;
    }
    enum trace_reason reason = policy->tick(cpu, job, now);
    expect(reason == expected, "the reason of a tick");
    if (reason)
        look(cpu);
}

static void yield(uint32_t cpu)
{
    struct job *job = running[cpu];
    if (!job || !runs(job))
        return;
    charge(job);
    policy->yield(job);
    model->yield(&lines[cpu], member_of(job));
    has_to_look[cpu] = true;
}

/* --- What happens --- */

static void declare(struct job *job)
{
    static const uint32_t tickets[] = {0,   1,   3,           99,        100,
                                       100, 250, TICKETS_MAX, UINT32_MAX};
    static const tick_t longest[] = {INT64_MAX - UINT64_C(1), INT64_MAX,
                                     INT64_MAX + UINT64_C(1), UINT64_MAX};
    job->scheduling.tickets = tickets[lot(sizeof tickets / sizeof tickets[0])];
    job->scheduling.length_ticks = lot(4) ? job->ran_ticks + lot(9) : 0;
    if (lot(12) == 0)
        job->scheduling.length_ticks = longest[lot(4)];
}

static void forget_marks(struct job *job)
{
    memset(&job->sorted, 0, sizeof job->sorted);
    memset(job->marks, 0, sizeof job->marks);
    job->slice_start = 0;
    *member_of(job) = (struct member){.job = job};
    is_unknown[number_of(job)] = true;
}

static void begin_life(struct job *job)
{
    *job = (struct job){.cpu = (uint16_t)lot(CPUS)};
    job->ran_ticks = lot(2) ? UINT32_MAX - 3u : 0;
    declare(job);
    forget_marks(job);
    is_new[number_of(job)] = true;
}

static void change_cpu(struct job *job)
{
    if (running[job->cpu] == job)
        running[job->cpu] = NULL;
    job->cpu = (uint16_t)(1 - job->cpu);
    come(job, READY_MOVED);
}

static void be_back(struct job *job)
{
    bool was_new = is_new[number_of(job)];
    is_new[number_of(job)] = false;
    if (lot(4) == 0)
        declare(job);
    if (was_new)
        come(job, READY_NEW);
    else if (is_unknown[number_of(job)])
        come(job, READY_MOVED);
    else if (lot(6) == 0)
        change_cpu(job);
    else
        come(job, lot(2) ? READY_WOKEN : READY_RESUMED);
}

static void depart(struct job *job)
{
    switch (lot(5)) {
    case 0:
        go(job, LEAVE_SUSPENDED);
        break;
    case 1:
        go(job, LEAVE_ENDED);
        begin_life(job);
        break;
    case 2:
        go(job, LEAVE_MOVED);
        if (lot(2)) {
            change_cpu(job);
        } else {
            declare(job);
            come(job, READY_RESUMED);
        }
        break;
    default:
        go(job, LEAVE_BLOCKED);
    }
}

/* All are taken out of one policy, in the order in which they would run, and handed to the same with
 * other parameters: then only what is declared is known of them. */
static void change_policy(void)
{
    struct job *order[JOBS_MAX];
    int count = 0;
    for (uint32_t cpu = 0; cpu < CPUS; cpu++) {
        struct member *member;
        if (running[cpu])
            charge(running[cpu]);
        while ((member = model->choose(&lines[cpu]))) {
            struct job *job = policy->take(cpu);
            expect(job == member->job, "who is taken");
            model->leave(&lines[cpu], member, LEAVE_MOVED);
            order[count++] = job;
        }
        expect(!policy->take(cpu), "that all are taken");
        expect(policy->check(cpu) == 0, "that nobody is left");
    }
    for (int i = 0; i < job_count; i++)
        forget_marks(&jobs[i]);
    start();
    for (int i = 0; i < count; i++)
        come(order[i], READY_MOVED);
}

/* --- And what both say --- */

static void compare_line(uint32_t cpu)
{
    const struct line *line = &lines[cpu];
    const struct job *job = NULL;
    expect(policy->check(cpu) == (size_t)line->count, "how many are ready");
    for (int i = 0; i < line->count; i++) {
        job = policy->next(cpu, job);
        expect(job == line->at[i]->job, "the order");
    }
    expect(line->count == 0 || !policy->next(cpu, job), "the end of the order");
    expect(line->count > 0 || !policy->next(cpu, NULL), "that nobody is there");
    if (policy->drawn) {
        const struct draw *draw = policy->drawn(cpu), *expected = &line->last_draw;
        expect(draw->ticket == expected->ticket && draw->of == expected->of &&
                   draw->count == expected->count,
               "the ticket");
    }
}

static void compare_shown(const struct job *job)
{
    struct job_shown shown = {0}, expected = {0};
    if (policy->show)
        policy->show(job, &shown);
    if (model->show)
        model->show(&members[number_of(job)], &expected);
    expect(shown.level == expected.level, "the level shown");
    expect(shown.tickets == expected.tickets, "the tickets shown");
    expect(shown.pass == expected.pass, "the pass shown");
}

static void take_step(void)
{
    uint32_t what = lot(20), cpu = lot(CPUS);
    struct job *job = &jobs[lot((uint32_t)job_count)];
    if (what < 10)
        tick(cpu);
    else if (what < 12)
        yield(cpu);
    else if (what < 19 && is_ready[number_of(job)])
        depart(job);
    else if (what < 19)
        be_back(job);
    else if (lot(3) == 0)
        change_policy();
    for (cpu = 0; cpu < CPUS; cpu++) {
        if (lot(4))
            charge_and_look(cpu);
        compare_line(cpu);
    }
    for (int i = 0; i < job_count; i++)
        compare_shown(&jobs[i]);
}

static void run_sequences(const struct model *chosen)
{
    size_t wrong;
    model = chosen;
    assert_int_equal(policies_find(model->name, &policy, &wrong), 0);
    random_init(&lots, 12);
    for (sequence = 0; sequence < SEQUENCES; sequence++) {
        memset(is_ready, 0, sizeof is_ready);
        memset(running, 0, sizeof running);
        memset(has_to_look, 0, sizeof has_to_look);
        job_count = 1 + (int)lot(JOBS_MAX);
        now = 0;
        start();
        for (int i = 0; i < JOBS_MAX; i++)
            begin_life(&jobs[i]);
        for (step = 0; step < STEPS; step++)
            take_step();
    }
}

#define DOES_AS_ITS_MODEL(name)                                                          \
    static void name##_does_as_its_model_does(void **state)                              \
    {                                                                                    \
        (void)state;                                                                     \
        run_sequences(&model_##name);                                                    \
    }
DOES_AS_ITS_MODEL(rr)
DOES_AS_ITS_MODEL(fifo)
DOES_AS_ITS_MODEL(sjf)
DOES_AS_ITS_MODEL(stcf)
DOES_AS_ITS_MODEL(mlfq)
DOES_AS_ITS_MODEL(lottery)
DOES_AS_ITS_MODEL(stride)
DOES_AS_ITS_MODEL(fair)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rr_does_as_its_model_does),
        cmocka_unit_test(fifo_does_as_its_model_does),
        cmocka_unit_test(sjf_does_as_its_model_does),
        cmocka_unit_test(stcf_does_as_its_model_does),
        cmocka_unit_test(mlfq_does_as_its_model_does),
        cmocka_unit_test(lottery_does_as_its_model_does),
        cmocka_unit_test(stride_does_as_its_model_does),
        cmocka_unit_test(fair_does_as_its_model_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
