/* Runs job lists through the policies, tick by tick, and compares what comes out with
 * what the list says: build/host/schedule CASES.json. simulation.c runs them, with the kernel's
 * policy files.
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

#include "kernel/sched/policies.h"
#include "kernel/sched/thoughts.h"
#include "kernel/sched/watch.h"
#include "mistakes.h"
#include "simulation.h"

enum {
    TICK_NS_STANDARD = 1000000,
    EXIT_DIFFERENT = 1,
    EXIT_UNUSABLE = 2,
    ROW_MAX = JOBS_MAX * 9, /* characters */
};

static const struct policy *policy;

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

static void expect_no(const char *problem)
{
    if (problem)
        unusable(problem);
}

static void read_jobs(const json_t *list)
{
    size_t i;
    json_t *job;
    json_array_foreach(list, i, job)
    {
        expect_no(simulation_add(
            (tick_t)number(job, "arrival", 0), (tick_t)number(job, "length", 0),
            (tick_t)number(job, "io_every", 0), (uint32_t)number(job, "tickets", 0)));
    }
}

static void read_programs(const json_t *list)
{
    size_t i;
    json_t *program;
    json_array_foreach(list, i, program)
    {
        const char *text = json_string_value(program);
        expect_no(simulation_add_program(text ? text : ""));
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

/* --- Comparing --- */

static struct slice slice_of(const json_t *timeline, size_t i)
{
    const json_t *entry = json_array_get(timeline, i);
    return (struct slice){(int32_t)json_integer_value(json_array_get(entry, 0)),
                          (int32_t)json_integer_value(json_array_get(entry, 1)),
                          (int32_t)json_integer_value(json_array_get(entry, 2))};
}

static void print_slice(const char *before, const struct slice *slice, bool is_there)
{
    if (is_there)
        printf("%s%d %d %d", before, slice->start, slice->job, slice->ticks);
    else
        printf("%snothing", before);
}

static bool is_timeline_equal(const char *id, const json_t *timeline)
{
    const struct slice *got = simulation.slices;
    size_t got_count = simulation.slice_count, expected_count = json_array_size(timeline);
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
    bool is_there = tick < simulation.tick_count;
    strcpy(row, is_there ? "" : "nothing");
    for (size_t i = 0; is_there && i < simulation.job_count; i++)
        strcat(strcat(row, i ? " " : ""),
               simulation_word(simulation.activities[tick][i]));
}

static bool are_ticks_equal(const char *id, const json_t *ticks)
{
    char expected[ROW_MAX], got_row[ROW_MAX];
    size_t count = json_array_size(ticks);
    for (size_t tick = 0; tick < count || tick < simulation.tick_count; tick++) {
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
    for (size_t i = 0; i < simulation.job_count; i++) {
        const struct job_times *times = &simulation.times[i];
        if (!is_list_equal(id, item, "finish", i, times->finish) ||
            !is_list_equal(id, item, "response", i, times->response) ||
            !is_list_equal(id, item, "turnaround", i, times->turnaround))
            return false;
    }
    return true;
}

/* Runs the case ITEM. NULL, or why what came out is of no use. */
static const char *run_case(const json_t *item)
{
    const json_t *programs = json_object_get(item, "programs");
    const char *io_time = programs ? "io_length" : "io_time";
    simulation_clear();
    if (programs)
        read_programs(programs);
    else
        read_jobs(json_object_get(item, "jobs"));
    if (simulation.job_count == 0)
        unusable("no jobs");
    set_policy(item);
    return simulation_run(policy,
                          (tick_t)number(item, io_time, programs ? PROGRAM_IO_TIME : 0),
                          (uint32_t)number(item, "tick_ns", TICK_NS_STANDARD));
}

static const char *id_of(const json_t *item)
{
    const char *id = json_string_value(json_object_get(item, "id"));
    if (!id)
        unusable("a case without an id");
    return id;
}

static bool passes(const json_t *item)
{
    const json_t *timeline = json_object_get(item, "timeline"),
                 *ticks = json_object_get(item, "ticks");
    if ((timeline && !json_is_array(timeline)) || (ticks && !json_is_array(ticks)))
        unusable("a timeline that is no list");
    const char *id = id_of(item);
    (void)run_case(item); /* a job that does not end differs from all that is expected */
    if ((timeline && !is_timeline_equal(id, timeline)) || !are_times_equal(id, item) ||
        (ticks && !are_ticks_equal(id, ticks)) ||
        !is_number_equal(id, item, "total", (long)simulation.tick_count) ||
        !is_number_equal(id, item, "cpu_busy", simulation.cpu_busy) ||
        !is_number_equal(id, item, "io_busy", simulation.io_busy))
        return false;
    printf("%s PASS\n", id);
    return true;
}

/* --- Showing --- */

static void show_policy(void)
{
    static char words[POLICY_WORDS_MAX];
    if (policies_describe(policy, words, sizeof(words)))
        unusable("a policy with too many values");
    printf("policy %s\n", words);
}

static bool show(const json_t *item)
{
    printf("case %s\n", id_of(item));
    expect_no(run_case(item));
    show_policy();
    for (size_t i = 0; i < simulation.job_count; i++) {
        const struct job_times *times = &simulation.times[i];
        printf("job %zu response %d turnaround %d waiting %d\n", i, times->response,
               times->turnaround, times->waiting);
    }
    for (size_t i = 0; i < simulation.slice_count; i++) {
        print_slice("slice ", &simulation.slices[i], true);
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
