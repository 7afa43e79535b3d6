/* bench: what the kernel costs, in instructions. Prints `ROW: NUMBER` lines, medians;
 * tools/bench makes the table.
 *
 * usage: bench; with storm, only the ticks that get lost. `bench yielder` and `bench
 * sleeper TICK` are children of it. */
#include <divide.h>
#include <process.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <trace.h>
#include <unistd.h>

#include "abi/syscall.h"
#include "measure.h"

enum {
    ROUNDS = 101,
    PAGE = 4096,
    RACERS_MAX = 4000,
    LIVE_MAX = 40000,
    ZEROED_MAX = 1024, /* more frames than the kernel has cleared soon after the boot */
    STORMS = 20,
    STORM_EVERY_TICKS = 100,
};

static uint32_t samples[ROUNDS];
static pid_t pids[LIVE_MAX];
static char *const nothing[] = {"true", NULL};

static void sort(int count)
{
    for (int i = 1; i < count; i++) {
        for (int j = i; j > 0 && samples[j - 1] > samples[j]; j--) {
            uint32_t swapped = samples[j];
            samples[j] = samples[j - 1];
            samples[j - 1] = swapped;
        }
    }
}

static void report_some(const char *row, int count)
{
    sort(count);
    printf("%s: %u\n", row, samples[count / 2]);
}

static void report(const char *row)
{
    report_some(row, ROUNDS);
}

/* Measures STATEMENT, with BEFORE ahead of each round; what two readings of the counter
 * cost by themselves is taken off. */
#define MEASURE_AFTER(before, row, statement)                                            \
    do {                                                                                 \
        for (int round = 0; round < ROUNDS; round++) {                                   \
            before;                                                                      \
            uint32_t begin = cycles(), middle = cycles();                                \
            statement;                                                                   \
            samples[round] = cycles() - middle - (middle - begin);                       \
        }                                                                                \
        report(row);                                                                     \
    } while (0)

#define MEASURE(row, statement) MEASURE_AFTER((void)0, row, statement)

static pid_t start(const char *path, const char *word, uint32_t flags)
{
    struct process_options options = {.flags = flags};
    char *const argv[] = {"bench", (char *)word, NULL};
    pid_t pid = process_create(path, argv, &options);
    if (pid < 0) {
        fprintf(stderr, "bench: %s: %s\n", path, strerror(-pid));
        exit(1);
    }
    return pid;
}

static void end(pid_t pid)
{
    struct process_result result;
    (void)process_destroy(pid);
    (void)process_wait(pid, &result, NULL);
}

/* --- The rows --- */

static void yield_among(int count)
{
    char row[32];
    for (int i = 1; i < count; i++)
        pids[i] = start("/bin/bench", "yielder", 0);
    for (int i = 0; i < 3; i++)
        sched_yield(); /* all have begun */
    for (int round = 0; round < ROUNDS; round++) {
        uint32_t begin = cycles();
        (void)bare_call(SYS_SCHED_YIELD);
        samples[round] = (cycles() - begin) / (uint32_t)count;
    }
    snprintf(row, sizeof(row), "yield %d", count);
    report(row);
    for (int i = 1; i < count; i++)
        end(pids[i]);
}

static struct trace_record events[256];

/* Reads the newest events into `events`: those of about a millisecond. Returns how
 * many. */
static int newest_events(void)
{
    static uint64_t next;
    int count;
    while ((count = trace_read(events, 256, &next)) == 256)
        continue;
    process_sleep(1);
    return trace_read(events, 256, &next);
}

/* The cost of a switch under the present policy, from one `run` event to the next. */
static void report_switch(const char *policy, int count)
{
    int found = 0;
    char row[32];
    int events_count = newest_events();
    for (int i = 1; i < events_count && found < ROUNDS; i++) {
        bool are_neighbours =
            events[i - 1].kind == TRACE_RUN && events[i].kind == TRACE_RUN;
        if (are_neighbours)
            samples[found++] = (uint32_t)(events[i].time_ns - events[i - 1].time_ns);
    }
    snprintf(row, sizeof(row), "switch %s %d", policy, count);
    report_some(row, found);
}

static char *const all_policies[] = {"rr",      "fifo",   "sjf",  "stcf", "mlfq",
                                     "lottery", "stride", "fair", NULL};

static void switch_under_each(char *const *names, int count)
{
    for (int i = 0; i < count; i++)
        pids[i] = start("/bin/bench", "yielder", 0);
    const struct process_scheduling heavy = {.tickets = TICKETS_MAX};
    (void)process_schedule(getpid(),
                           &heavy); /* this program need not wait for all of them */
    for (int i = 0; names[i] != NULL; i++) {
        (void)policy_set(names[i], NULL);
        report_switch(names[i], count);
    }
    (void)policy_set("rr", NULL);
    for (int i = 0; i < count; i++)
        end(pids[i]);
}

/* What is missing between two readings in a tight loop is what a tick took. */
static void tick(void)
{
    uint32_t usual = 1000;
    for (int i = 0; i < ROUNDS; i++) {
        uint32_t begin = cycles(), took = cycles() - begin;
        usual = took < usual ? took : usual;
    }
    uint32_t before = cycles();
    for (int round = 0; round < ROUNDS;) {
        uint32_t now = cycles(), took = now - before;
        before = now;
        if (took > 2 * usual + 20 && took < 100000)
            samples[round++] = took - usual;
    }
    report("tick");
}

static char *next_page(void)
{
    return sbrk(PAGE);
}

/* Afterwards the kernel knows of no free frame that it is zero, be it that a row before
 * has left it or that the idle loop has cleared it. */
static void spend_zeroed_frames(void)
{
    for (int i = 0; i < ZEROED_MAX; i++)
        *next_page() = 1;
    (void)sbrk(-ZEROED_MAX * PAGE);
}

static void first_touch(void)
{
    char *at = NULL;
    (void)sbrk(PAGE - (intptr_t)((uintptr_t)sbrk(0) % PAGE));
    process_sleep(10);
    MEASURE_AFTER(at = next_page(), "first touch, zeroed", *(volatile char *)at = 1);
    spend_zeroed_frames();
    MEASURE_AFTER(at = next_page(), "first touch, not zeroed", *(volatile char *)at = 1);
}

static void create_and_wait(void)
{
    struct process_result result;
    pid_t pid = process_create("/bin/true", nothing, NULL);
    (void)process_wait(pid, &result, NULL);
}

/* The steady state is that of a script: one program after another, without a pause. */
static void create_exit_wait(void)
{
    spend_zeroed_frames();
    for (int i = 0; i < ROUNDS; i++)
        create_and_wait();
    MEASURE("create+exit+wait", create_and_wait());
    MEASURE_AFTER(process_sleep(2), "create+exit+wait, idle before", create_and_wait());
}

static pid_t start_spinner(void)
{
    pid_t pid = start("/bin/spin", NULL, 0);
    process_sleep(1);
    return pid;
}

static void destroy_wait(void)
{
    struct process_result result;
    pid_t pid = 0;
    MEASURE_AFTER(pid = start_spinner(), "destroy+wait", {
        (void)process_destroy(pid);
        (void)process_wait(pid, &result, NULL);
    });
}

static void suspend_resume(void)
{
    struct process_result result;
    struct process_wait_options both = {.flags = WAIT_SUSPENDED | WAIT_RESUMED};
    pid_t pid = start_spinner();
    MEASURE("suspend+wait+resume+wait", {
        (void)process_suspend(pid);
        (void)process_wait(pid, &result, &both);
        (void)process_resume(pid);
        (void)process_wait(pid, &result, &both);
    });
    end(pid);
}

/* Whether the child PID has run, and now sleeps. */
static bool is_asleep(pid_t pid)
{
    static struct process_status status;
    return process_status(pid, &status) == 0 && status.accounts.run_ns > 0 &&
           status.state == STATE_BLOCKED && status.blocked_on == BLOCKED_SLEEP;
}

static bool is_alive(pid_t pid)
{
    static struct process_status status;
    return process_status(pid, &status) == 0 && status.state != STATE_ZOMBIE;
}

/* Makes children until there is no memory for one more, each of which runs until it
 * sleeps; at the end those count that sleep still. */
static void live_processes(void)
{
    int count = 0, live = 0;
    char *const argv[] = {"sleep", "100000", NULL};
    while (count < LIVE_MAX &&
           (pids[count] = process_create("/bin/sleep", argv, NULL)) > 0) {
        pid_t pid = pids[count++];
        while (is_alive(pid) && !is_asleep(pid))
            sched_yield();
        if (!is_alive(pid))
            break;
    }
    for (int i = 0; i < count; i++)
        live += is_asleep(pids[i]);
    printf("live processes: %d\n", live);
    for (int i = 0; i < count; i++)
        end(pids[i]);
}

/* --- Ticks --- */

static void be_sleeper(tick_t first)
{
    for (int i = 0; i < STORMS; i++)
        process_sleep_until(first + (tick_t)i * STORM_EVERY_TICKS);
    exit(0);
}

static uint32_t ticks_passed(uint64_t begin)
{
    struct time_info info;
    (void)time_info(&info);
    return (uint32_t)divide_u64(cycles64() - begin + info.nanoseconds_per_tick / 2,
                                info.nanoseconds_per_tick, NULL);
}

/* 4,000 sleepers wake in one tick, again and again: the kernel shall count as many ticks
 * as the time that passes has. */
static void storm(void)
{
    char word[16];
    tick_t first = process_now() + 1000;
    char *const argv[] = {"bench", "sleeper", word, NULL};
    snprintf(word, sizeof(word), "%u", (unsigned)first);
    for (int i = 0; i < RACERS_MAX; i++)
        pids[i] = process_create("/bin/bench", argv, NULL);
    process_sleep_until(first - 1);
    uint64_t begin = cycles64();
    tick_t before = process_now();
    process_sleep_until(first + STORMS * STORM_EVERY_TICKS);
    uint32_t passed = ticks_passed(begin);
    printf("ticks lost: %u\n", passed - (uint32_t)(process_now() - before));
}

int main(int argc, char *argv[])
{
    if (argc > 1 && strcmp(argv[1], "yielder") == 0) {
        for (;;)
            (void)bare_call(SYS_SCHED_YIELD);
    }
    if (argc > 2 && strcmp(argv[1], "sleeper") == 0)
        be_sleeper(strtoul(argv[2], NULL, 10));
    if (argc > 1 && strcmp(argv[1], "storm") == 0)
        return storm(), 0;
    static const int racers[] = {2, 64, 1024, RACERS_MAX};
    bool is_switch = argc > 1 && strcmp(argv[1], "switch") == 0; /* ... NAME... alone */
    for (int i = 0; is_switch && i < 4; i++)
        switch_under_each(argv + 2, racers[i]);
    if (is_switch)
        return 0;
    first_touch(); /* these two before thousands of processes leave their frames */
    create_exit_wait();
    MEASURE("null call", (void)bare_call(SYS_GETPID));
    for (int i = 0; i < 4; i++)
        yield_among(racers[i]);
    for (int i = 0; i < 4; i++)
        switch_under_each(all_policies, racers[i]);
    tick();
    destroy_wait();
    suspend_resume();
    live_processes();
    return 0;
}
