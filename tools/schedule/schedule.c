/* Runs job lists through the policies, tick by tick, and compares what comes out with
 * what the list says: build/host/schedule CASES.json. The kernel's policy files are in it
 * unchanged; this file plays the mechanism, with the same order within a tick
 * (kernel/sched/scheduler.h).
 *
 * A line a case: `ID PASS`, or `ID FAIL slice N: expected START JOB TICKS, got START JOB
 * TICKS`; the last line is `P of N`. Exit status 0: all are equal; 1: some differ; 2:
 * unusable file. A case with `programs` has the table of OSTEP 4 instead of a timeline, and
 * what fails is `tick N: expected STATE..., got STATE...`, a state for each of them.
 *
 * build/host/schedule --timeline CASES.json prints what comes out instead, in the format
 * of the program workload: lines `case ID` and `policy WORDS`, with all its parameters, then
 * lines `job ...` and `slice ...`. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/arch.h"
#include "kernel/debug/panic.h"
#include "kernel/sched/policies.h"
#include "kernel/sched/thoughts.h"
#include "kernel/sched/watch.h"
#include "mistakes.h"
#include "user/workload/program.h"

enum {
    JOBS_MAX = 64,
    TICKS_MAX = 100000, /* a policy that never lets a job end shall not hang this */
    TICK_NS_STANDARD = 1000000,
    EXIT_DIFFERENT = 1,
    EXIT_UNUSABLE = 2,
    IDLE = -1,
    THE_CPU = 0, /* there is one */
    PROGRAM_IO_TIME = 5,
    ROW_MAX = JOBS_MAX * 9, /* characters */
};

struct slice {
    long start, job, ticks;
};

enum job_state { WAITING, RUNNABLE, ENDED };

struct case_job {
    struct job job;
    enum job_state state;
    bool has_come;
    long arrival;
    tick_t wake;    /* when it arrives, or its I/O is done */
    uint64_t order; /* in which it began to wait */
    tick_t length, io_every;
    const char *program;               /* NULL: it has none */
    long response, turnaround, finish; /* -1: not yet */
};

static struct case_job jobs[JOBS_MAX];
static size_t job_count;
static struct slice got[TICKS_MAX];
static size_t got_count;
static const char *states[TICKS_MAX][JOBS_MAX]; /* in each tick */
static size_t tick_count;
static long cpu_busy, io_busy; /* ticks */
static const struct policy *policy;
static tick_t io_time;
static uint32_t tick_ns;
static uint64_t waits;

void arch_pause(void)
{
    /* there is no timer */
}

int32_t job_number(const struct job *job)
{
    return (int32_t)(container_of(job, const struct case_job, job) - jobs);
}

void thoughts_begin(void)
{
    /* there is no trace to tell them to */
}

void thoughts_record(const struct policy *of, uint32_t cpu, struct job *job)
{
    (void)of, (void)cpu, (void)job;
}

static _Noreturn void unusable(const char *what)
{
    fprintf(stderr, "schedule: %s\n", what);
    exit(EXIT_UNUSABLE);
}

/* --- Reading a case --- */

static long number(const json_t *object, const char *name, long standard)
{
    const json_t *value = json_object_get(object, name);
    if (!value)
        return standard;
    if (json_is_boolean(value))
        return json_is_true(value);
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        unusable(name);
    return (long)json_integer_value(value);
}

static void read_jobs(const json_t *list)
{
    job_count = json_array_size(list);
    if (job_count == 0 || job_count > JOBS_MAX)
        unusable("no jobs, or too many");
    memset(jobs, 0, sizeof(jobs));
    for (size_t i = 0; i < job_count; i++) {
        const json_t *from = json_array_get(list, i);
        struct case_job *job = &jobs[i];
        job->length = (tick_t)number(from, "length", 0);
        job->arrival = number(from, "arrival", 0);
        job->wake = (tick_t)job->arrival;
        job->io_every = (tick_t)number(from, "io_every", 0);
        job->order = waits++;
        job->response = job->turnaround = job->finish = -1;
        job->job.scheduling.length_ticks = job->length;
        job->job.scheduling.tickets = (uint32_t)number(from, "tickets", 0);
        if (job->length == 0)
            unusable("a job without a length");
    }
}

/* Jobs that are programs, all from tick 0 on. */
static void read_programs(const json_t *list)
{
    job_count = json_array_size(list);
    if (job_count == 0 || job_count > JOBS_MAX)
        unusable("no programs, or too many");
    memset(jobs, 0, sizeof(jobs));
    for (size_t i = 0; i < job_count; i++) {
        struct case_job *job = &jobs[i];
        uint64_t io_count;
        job->program = json_string_value(json_array_get(list, i));
        if (!job->program || !program_read(job->program, &job->length, &io_count))
            unusable("a program that is none");
        job->order = waits++;
        job->response = job->turnaround = job->finish = -1;
        job->job.scheduling.length_ticks = job->length;
    }
}

static void append_list(char *words, const char *name, const json_t *list,
                        const char *field)
{
    char text[32];
    size_t i;
    json_t *value;
    if (json_array_size(list) == 0)
        return;
    strcat(strcat(words, " "), name);
    json_array_foreach(list, i, value)
    {
        long long n =
            field ? number(value, field, 1) : (long long)json_integer_value(value);
        snprintf(text, sizeof(text), "%c%lld", i ? ',' : '=', n);
        if (strlen(words) + strlen(text) >= POLICY_WORDS_MAX)
            unusable("too many values");
        strcat(words, text);
    }
}

static void append_number(char *words, const json_t *item, const char *name)
{
    char text[64];
    if (!json_object_get(item, name))
        return;
    snprintf(text, sizeof(text), " %s=%ld", name, number(item, name, 0));
    strcat(words, text);
}

/* `switch_on_io` becomes `switch=io`, `io_run_later` `io_done=later`. */
static void append_word(char *words, const json_t *item, const char *name)
{
    const char *word = json_string_value(json_object_get(item, name));
    const char *last = word ? strrchr(word, '_') : NULL;
    if (!word || strlen(word) > 32)
        unusable(name);
    strcat(strcat(strcat(strcat(words, " "), name), "="), last ? last + 1 : word);
}

/* The policy and its parameters as a user would write them, into WORDS. */
static void write_policy(const json_t *item, char *words, size_t size)
{
    const char *name = json_string_value(json_object_get(item, "policy"));
    const json_t *levels = json_object_get(item, "levels");
    if (!name || strlen(name) > 32)
        unusable("a case without a policy");
    strcpy(words, name);
    if (strcmp(name, "mlfq") == 0) {
        snprintf(words, size, "mlfq levels=%zu", json_array_size(levels));
        append_list(words, "quantum", levels, "quantum");
        append_list(words, "allotment", levels, "allotment");
        append_number(words, item, "boost");
        append_number(words, item, "io_resets_allotment");
        append_number(words, item, "io_done_to_front");
    } else if (strcmp(name, "fifo") != 0 && strcmp(name, "sjf") != 0) {
        append_number(words, item, "quantum");
    }
    if (strcmp(name, "lottery") == 0)
        append_list(words, "draws", json_object_get(item, "random"), NULL);
}

/* A case has the fields of ostep/, or `words` as the boot line has them. */
static void set_policy(const json_t *item)
{
    static char words[POLICY_WORDS_MAX + 256];
    const char *given = json_string_value(json_object_get(item, "words"));
    size_t wrong;
    if (given) {
        snprintf(words, sizeof(words), "%s", given);
    } else if (json_object_get(item, "programs")) {
        strcpy(words, "process-run");
        append_word(words, item, "switch");
        append_word(words, item, "io_done");
    } else {
        write_policy(item, words, sizeof(words));
    }
    if (policies_find(words, &policy, &wrong)) {
        fprintf(stderr, "schedule: policy `%s`: wrong from `%s` on", words,
                words + wrong);
        policies_explain(words, wrong);
        exit(EXIT_UNUSABLE);
    }
    policies_set(words);
    policy = watch_policy(policy);
}

/* --- The mechanism --- */

static struct case_job *case_job_of(struct job *job)
{
    return job ? container_of(job, struct case_job, job) : NULL;
}

/* Of those whose time has come, the one that began to wait first. */
static struct case_job *next_due(tick_t now)
{
    struct case_job *due = NULL;
    for (size_t i = 0; i < job_count; i++) {
        struct case_job *job = &jobs[i];
        if (job->state != WAITING || job->wake > now)
            continue;
        if (!due || job->wake < due->wake ||
            (job->wake == due->wake && job->order < due->order))
            due = job;
    }
    return due;
}

static void wake_due(tick_t now)
{
    struct case_job *job;
    while ((job = next_due(now))) {
        job->state = RUNNABLE;
        policy->ready(&job->job, job->has_come ? READY_WOKEN : READY_NEW);
        job->has_come = true;
    }
}

static bool issues_io(const struct case_job *job)
{
    tick_t ran = job->job.ran_ticks;
    if (job->program)
        return program_operation(job->program, ran - 1) == OPERATION_IO;
    return job->io_every && ran % job->io_every == 0;
}

/* The running job has had one tick more: it may end, or wait for an I/O. */
static void charge(struct case_job *job, tick_t now)
{
    tick_t ran = ++job->job.ran_ticks;
    if (policy->charge)
        policy->charge(&job->job, tick_ns);
    if (ran == job->length) {
        job->state = ENDED;
        job->finish = (long)now;
        job->turnaround = job->finish - job->arrival;
        policy->leave(&job->job, LEAVE_ENDED);
    } else if (issues_io(job)) {
        job->state = WAITING;
        job->wake = now + io_time;
        job->order = waits++;
        job->job.for_io = true;
        policy->leave(&job->job, LEAVE_BLOCKED);
        job->job.for_io = false;
    }
}

static void record(long start, long job)
{
    struct slice *last = got_count ? &got[got_count - 1] : NULL;
    if (last && last->job == job)
        last->ticks++;
    else
        got[got_count++] = (struct slice){start, job, 1};
}

static const char *state_of(const struct case_job *job, bool has_cpu)
{
    static const char *const running[] = {
        [OPERATION_CPU] = "cpu", [OPERATION_IO] = "io", [OPERATION_IO_DONE] = "io_done"};
    if (has_cpu && job->program)
        return running[program_operation(job->program, job->job.ran_ticks)];
    return job->state == WAITING ? "blocked" : job->state == ENDED ? "done" : "ready";
}

/* What all are in the tick NOW, in which RUNNING, or nobody, has the CPU. */
static void record_states(tick_t now, const struct case_job *running)
{
    bool any_blocked = false;
    for (size_t i = 0; i < job_count; i++) {
        states[now][i] = state_of(&jobs[i], &jobs[i] == running);
        any_blocked |= jobs[i].state == WAITING;
    }
    tick_count = now + 1;
    cpu_busy += running != NULL;
    io_busy += any_blocked;
}

static bool all_ended(void)
{
    for (size_t i = 0; i < job_count; i++) {
        if (jobs[i].state != ENDED)
            return false;
    }
    return true;
}

static void run(void)
{
    got_count = tick_count = 0;
    cpu_busy = io_busy = 0;
    policy->start(THE_CPU);
    wake_due(0);
    for (tick_t now = 0; now < TICKS_MAX && !all_ended(); now++) {
        struct case_job *running = case_job_of(policy->pick(THE_CPU));
        record((long)now, running ? running - jobs : IDLE);
        record_states(now, running);
        if (running && running->response < 0)
            running->response = (long)now - running->arrival;
        if (running)
            charge(running, now + 1);
        bool runs_on = running && running->state == RUNNABLE;
        policy->tick(THE_CPU, runs_on ? &running->job : NULL, now + 1);
        wake_due(now + 1);
    }
}

/* --- Comparing --- */

static struct slice slice_of(const json_t *timeline, size_t i)
{
    const json_t *entry = json_array_get(timeline, i);
    return (struct slice){(long)json_integer_value(json_array_get(entry, 0)),
                          (long)json_integer_value(json_array_get(entry, 1)),
                          (long)json_integer_value(json_array_get(entry, 2))};
}

static void print_slice(const char *before, const struct slice *slice, bool is_there)
{
    if (is_there)
        printf("%s%ld %ld %ld", before, slice->start, slice->job, slice->ticks);
    else
        printf("%snothing", before);
}

static bool is_timeline_equal(const char *id, const json_t *timeline)
{
    size_t expected_count = json_array_size(timeline);
    size_t most = expected_count > got_count ? expected_count : got_count;
    for (size_t i = 0; i < most; i++) {
        struct slice expected = slice_of(timeline, i);
        if (i < expected_count && i < got_count &&
            memcmp(&expected, &got[i], sizeof(expected)) == 0)
            continue;
        printf("%s FAIL slice %zu: ", id, i);
        print_slice("expected ", &expected, i < expected_count);
        print_slice(", got ", &got[i], i < got_count);
        putchar('\n');
        return false;
    }
    return true;
}

/* The states of TICK, as expected, with a blank between two; "nothing": there is none. */
static void write_expected(const json_t *tick, char row[ROW_MAX])
{
    size_t i;
    json_t *state;
    strcpy(row, json_array_size(tick) ? "" : "nothing");
    json_array_foreach(tick, i, state)
    {
        const char *text = json_string_value(state);
        if (!text || strlen(row) + strlen(text) + 2 > ROW_MAX)
            unusable("a tick that is none");
        strcat(strcat(row, i ? " " : ""), text);
    }
}

static void write_got(size_t tick, char row[ROW_MAX])
{
    strcpy(row, tick < tick_count ? "" : "nothing");
    for (size_t i = 0; tick < tick_count && i < job_count; i++)
        strcat(strcat(row, i ? " " : ""), states[tick][i]);
}

static bool are_ticks_equal(const char *id, const json_t *ticks)
{
    char expected[ROW_MAX], got_row[ROW_MAX];
    size_t count = json_array_size(ticks);
    for (size_t tick = 0; tick < count || tick < tick_count; tick++) {
        write_expected(json_array_get(ticks, tick), expected);
        write_got(tick, got_row);
        if (strcmp(expected, got_row) != 0) {
            printf("%s FAIL tick %zu: expected %s, got %s\n", id, tick, expected,
                   got_row);
            return false;
        }
    }
    return true;
}

static bool is_number_equal(const char *id, const json_t *item, const char *name,
                            long value)
{
    long expected = number(item, name, value);
    if (expected != value)
        printf("%s FAIL %s: expected %ld, got %ld\n", id, name, expected, value);
    return expected == value;
}

static bool is_list_equal(const char *id, const json_t *item, const char *name, size_t i,
                          long value)
{
    const json_t *list = json_object_get(item, name);
    long expected = (long)json_integer_value(json_array_get(list, i));
    if (!list || expected == value)
        return true;
    printf("%s FAIL %s of job %zu: expected %ld, got %ld\n", id, name, i, expected,
           value);
    return false;
}

static bool are_times_equal(const char *id, const json_t *item)
{
    for (size_t i = 0; i < job_count; i++) {
        const struct case_job *job = &jobs[i];
        if (!is_list_equal(id, item, "finish", i, job->finish) ||
            !is_list_equal(id, item, "response", i, job->response) ||
            !is_list_equal(id, item, "turnaround", i, job->turnaround))
            return false;
    }
    return true;
}

/* Runs the case ITEM; returns its id. */
static const char *run_case(const json_t *item)
{
    const char *id = json_string_value(json_object_get(item, "id"));
    if (!id)
        unusable("a case without an id");
    const json_t *programs = json_object_get(item, "programs");
    tick_ns = (uint32_t)number(item, "tick_ns", TICK_NS_STANDARD);
    if (programs) {
        io_time = (tick_t)number(item, "io_length", PROGRAM_IO_TIME);
        read_programs(programs);
    } else {
        io_time = (tick_t)number(item, "io_time", 0);
        read_jobs(json_object_get(item, "jobs"));
    }
    set_policy(item);
    run();
    return id;
}

static bool passes(const json_t *item)
{
    const json_t *timeline = json_object_get(item, "timeline"),
                 *ticks = json_object_get(item, "ticks");
    if ((timeline && !json_is_array(timeline)) || (ticks && !json_is_array(ticks)))
        unusable("a timeline that is no list");
    const char *id = run_case(item);
    if ((timeline && !is_timeline_equal(id, timeline)) || !are_times_equal(id, item) ||
        (ticks && !are_ticks_equal(id, ticks)) ||
        !is_number_equal(id, item, "total", (long)tick_count) ||
        !is_number_equal(id, item, "cpu_busy", cpu_busy) ||
        !is_number_equal(id, item, "io_busy", io_busy))
        return false;
    printf("%s PASS\n", id);
    return true;
}

/* --- Showing --- */

static void show_job(size_t i)
{
    const struct case_job *job = &jobs[i];
    uint64_t length, io_count = job->io_every ? (job->length - 1) / job->io_every : 0;
    if (job->program)
        (void)program_read(job->program, &length, &io_count);
    printf("job %zu response %ld turnaround %ld waiting %ld\n", i, job->response,
           job->turnaround, job->turnaround - (long)(job->length + io_count * io_time));
}

static void show_policy(void)
{
    static char words[POLICY_WORDS_MAX];
    if (policies_describe(policy, words, sizeof(words)))
        unusable("a policy with too many values");
    printf("policy %s\n", words);
}

static bool show(const json_t *item)
{
    printf("case %s\n", run_case(item));
    show_policy();
    for (size_t i = 0; i < job_count; i++) {
        if (jobs[i].finish < 0)
            unusable("a job that does not end");
        show_job(i);
    }
    for (size_t i = 0; i < got_count; i++) {
        print_slice("slice ", &got[i], true);
        putchar('\n');
    }
    return true;
}

static json_t *load(const char *path)
{
    json_error_t error;
    json_t *cases = json_load_file(path, 0, &error);
    if (!json_is_array(cases))
        unusable(cases ? "no list of cases" : error.text);
    return cases;
}

int main(int argc, char *argv[])
{
    bool only_shows = argc == 3 && strcmp(argv[1], "--timeline") == 0;
    if (argc != 2 && !only_shows)
        unusable("usage: schedule [--timeline] CASES.json");
    json_t *cases = load(argv[argc - 1]), *item;
    policies_expect_whole();
    watch_init(WATCH_RULES, 0);
    mistakes_expect();
    size_t passed = 0, i;
    json_array_foreach(cases, i, item)
    {
        passed += only_shows ? show(item) : passes(item);
    }
    size_t count = json_array_size(cases);
    json_decref(cases);
    if (!only_shows)
        printf("%zu of %zu\n", passed, count);
    return passed == count ? EXIT_SUCCESS : EXIT_DIFFERENT;
}
