/* bench: what the kernel costs, in instructions: under QEMU's -icount the cycle counter
 * counts them. Prints `ROW: NUMBER` lines, medians; tools/bench makes the table.
 *
 * usage: bench; `bench yielder` is a child of it; with touch, and with suspend, only that
 * row is measured, for tools/where */
#include <process.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <trace.h>
#include <unistd.h>

#include "abi/syscall.h"

enum { ROUNDS = 101, PAGE = 4096, RACERS_MAX = 4000, LIVE_MAX = 40000, ZEROED_MAX = 64 };

static uint32_t samples[ROUNDS];
static pid_t pids[LIVE_MAX];
static char *const nothing[] = {"true", NULL};

/* The low word is enough for what is measured here. */
static inline uint32_t cycles(void)
{
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high) : : "memory");
    return low;
}

/* A call without the library around it. */
static inline int32_t bare_call(int32_t number)
{
    __asm__ volatile("int $0x80" : "+a"(number) : : "memory");
    return number;
}

static void sort(void)
{
    for (int i = 1; i < ROUNDS; i++) {
        for (int j = i; j > 0 && samples[j - 1] > samples[j]; j--) {
            uint32_t swapped = samples[j];
            samples[j] = samples[j - 1];
            samples[j - 1] = swapped;
        }
    }
}

static void report(const char *row)
{
    sort();
    printf("%s: %u\n", row, samples[ROUNDS / 2]);
}

/* Measures STATEMENT; what two readings of the counter cost by themselves is taken
 * off. */
#define MEASURE(row, statement)                                                          \
    do {                                                                                 \
        for (int round = 0; round < ROUNDS; round++) {                                   \
            uint32_t begin = cycles(), middle = cycles();                                \
            statement;                                                                   \
            samples[round] = cycles() - middle - (middle - begin);                       \
        }                                                                                \
        report(row);                                                                     \
    } while (0)

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
    while (found > 0 && found < ROUNDS) { /* the median stays what it is */
        samples[found] = samples[found % 7];
        found++;
    }
    snprintf(row, sizeof(row), "switch %s %d", policy, count);
    report(row);
}

static void switch_under_each_policy(int count)
{
    static const char *const names[] = {"rr",   "fifo",    "sjf",    "stcf",
                                        "mlfq", "lottery", "stride", "fair"};
    for (int i = 0; i < count; i++)
        pids[i] = start("/bin/bench", "yielder", 0);
    const struct process_scheduling heavy = {.tickets = TICKETS_MAX};
    (void)process_schedule(getpid(),
                           &heavy); /* this program need not wait for all of them */
    for (int i = 0; i < 8; i++) {
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

static void first_touch(void)
{
    char *at = sbrk((ROUNDS + ZEROED_MAX + 2) * PAGE);
    at = (char *)(((uintptr_t)at + PAGE) & ~(uintptr_t)(PAGE - 1));
    for (int i = 0; i < ZEROED_MAX; i++, at += PAGE)
        *at = 1; /* the frames that the kernel knows to be zero already */
    MEASURE("first touch", (at += PAGE, *(volatile char *)at = 1));
}

static void create_exit_wait(void)
{
    struct process_result result;
    MEASURE("create+exit+wait", {
        pid_t pid = process_create("/bin/true", nothing, NULL);
        (void)process_wait(pid, &result, NULL);
    });
}

static void destroy_wait(void)
{
    struct process_result result;
    for (int round = 0; round < ROUNDS; round++) {
        pid_t pid = start("/bin/spin", NULL, 0);
        process_sleep(1);
        uint32_t begin = cycles();
        (void)process_destroy(pid);
        (void)process_wait(pid, &result, NULL);
        samples[round] = cycles() - begin;
    }
    report("destroy+wait");
}

static void suspend_resume(void)
{
    struct process_result result;
    struct process_wait_options both = {.flags = WAIT_SUSPENDED | WAIT_RESUMED};
    pid_t pid = start("/bin/spin", NULL, 0);
    process_sleep(1);
    MEASURE("suspend+wait+resume+wait", {
        (void)process_suspend(pid);
        (void)process_wait(pid, &result, &both);
        (void)process_resume(pid);
        (void)process_wait(pid, &result, &both);
    });
    end(pid);
}

/* Makes children until MOST are there or no more can be made. */
static int fill(const char *program, const char *word, int most)
{
    int count = 0;
    char *const argv[] = {"bench", (char *)word, NULL};
    while (count < most && (pids[count] = process_create(program, argv, NULL)) > 0)
        count++;
    return count;
}

static void live_processes(void)
{
    int count = fill("/bin/sleep", "100000", LIVE_MAX);
    printf("live processes: %d\n", count);
    for (int i = 0; i < count; i++)
        end(pids[i]);
}

/* --- The longest stretches without an interrupt: calls that do not block --- */

#define STRETCH(name, statement)                                                         \
    do {                                                                                 \
        uint32_t begin = cycles();                                                       \
        statement;                                                                       \
        printf("longest %s: %u\n", name, cycles() - begin);                              \
    } while (0)

static void longest_calls(void)
{
    static char text[PAGE];
    static struct process_status status;
    struct process_result result;
    pid_t pid = 0;
    memset(text, '.', sizeof(text));
    STRETCH("create, program not known",
            pid = start("/bin/top", NULL, PROCESS_SUSPENDED));
    STRETCH("destroy", (void)process_destroy(pid));
    STRETCH("wait", (void)process_wait(pid, &result, NULL));
    STRETCH("status", (void)process_status(0, &status));
    STRETCH("write of 1 KiB to the console", (void)write(1, text, 1024));
    putchar('\n');
    (void)policy_set("fifo", NULL); /* this program runs on, as under sjf */
    int count = fill("/bin/spin", NULL, RACERS_MAX);
    STRETCH("list of so many", (void)process_list(pids + RACERS_MAX, count));
    STRETCH("policy change with so many ready", (void)policy_set("sjf", NULL));
    for (int i = 0; i < count; i++)
        end(pids[i]);
    (void)policy_set("rr", NULL);
    printf("so many: %d\n", count);
}

int main(int argc, char *argv[])
{
    if (argc > 1 && strcmp(argv[1], "yielder") == 0) {
        for (;;)
            (void)bare_call(SYS_SCHED_YIELD);
    }
    if (argc > 1 && strcmp(argv[1], "touch") == 0)
        return first_touch(), 0;
    if (argc > 1 && strcmp(argv[1], "suspend") == 0)
        return suspend_resume(), 0;
    first_touch();
    MEASURE("null call", (void)bare_call(SYS_GETPID));
    static const int racers[] = {2, 64, 1024, RACERS_MAX};
    for (int i = 0; i < 4; i++)
        yield_among(racers[i]);
    for (int i = 0; i < 4; i++)
        switch_under_each_policy(racers[i]);
    tick();
    create_exit_wait();
    destroy_wait();
    suspend_resume();
    live_processes();
    longest_calls();
    return 0;
}
