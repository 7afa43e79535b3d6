/* The policy is changed 10,000 times among all eight, while processes of every kind
 * run, rest and are suspended: nobody may be lost. It takes so many ticks that it
 * runs in a boot with short ones (tests/booted/test_policies.py). */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

enum { CHANGES = 10000, SPINNERS = 4, OTHERS = 3, LOAD = SPINNERS + OTHERS, QUANTUM = 3 };

static pid_t load[LOAD];

/* The first six take the CPU from who has it: only under these may this program wait. */
static const char *const policies[] = {
    "rr quantum=1",
    "stcf quantum=2",
    "mlfq levels=4 quantum=1,2 boost=16 io_resets_allotment=1 io_done_to_front=1",
    "lottery seed=3",
    "stride quantum=2",
    "fair latency=5",
    "fifo",
    "sjf",
};
enum {
    POLICIES = sizeof(policies) / sizeof(policies[0]),
    PREEMPTIVE = 6,
    WAIT_EVERY = 16
};

/* Some declare how long they take, some hold tickets, and some rest every other tick. */
static void start_load(void)
{
    for (uint32_t i = 0; i < LOAD; i++) {
        bool rests = i >= SPINNERS;
        const struct process_options options = {
            .rest_every_ticks = rests ? 1 : 0,
            .rest_ticks = rests ? i : 0,
            .scheduling = {.tickets = i % 3 * 50, .length_ticks = i % 2 * 10 * i},
        };

        load[i] = start_with(&options, "spin", 0);
        EXPECT(load[i] > 0);
    }
}

/* Under fifo and sjf only the CPU's owner lets others run: it stays this program, which
 * has declared the least. */
static void change(int round)
{
    int choice = rand() % POLICIES;

    EXPECT_EQUAL(policy_set(policies[choice], NULL), 0);
    if (rand() % 2 && round % 2)
        EXPECT_EQUAL(process_suspend(load[round % LOAD]), 0);
    else
        EXPECT_EQUAL(process_resume(load[round % LOAD]), 0);
    if (choice < PREEMPTIVE && round % WAIT_EVERY == 0)
        process_sleep(1);
}

static void change_often(void)
{
    const struct process_scheduling shortest = {.tickets = 1000, .length_ticks = 1};

    EXPECT_EQUAL(process_schedule(getpid(), &shortest), 0);
    start_load();
    for (int round = 0; round < CHANGES; round++)
        change(round);
    EXPECT_EQUAL(policy_set("rr quantum=3", NULL), 0);
    for (int i = 0; i < LOAD; i++) {
        EXPECT_EQUAL(process_resume(load[i]), 0);
        EXPECT_EQUAL(status_of(load[i]).parent, getpid());
    }
}

/* Only the spinners are left to run. */
static void expect_turns_under_rr(void)
{
    tick_t before[SPINNERS];

    for (int i = SPINNERS; i < LOAD; i++)
        destroy_and_collect(load[i]);
    at_tick();
    for (int i = 0; i < SPINNERS; i++)
        before[i] = status_of(load[i]).accounts.run_ticks;
    process_sleep(SPINNERS * QUANTUM);
    for (int i = 0; i < SPINNERS; i++)
        EXPECT(status_of(load[i]).accounts.run_ticks > before[i]);
    for (int i = 0; i < SPINNERS; i++)
        destroy_and_collect(load[i]);
}

int main(void)
{
    current_name = "policy_changes";
    change_often();
    expect_turns_under_rr();
    puts(current_failed ? "somebody was lost" : "nobody was lost");
    return current_failed;
}
