/* What the attacks share: the lots that they draw, and how their attackers, who are all one
 * user's, are ended again. An attack is a program of user 0's, `attack_NAME SEED COUNT`; the
 * same numbers make the same attack. It ends with a line of what it did, and with 0 if all that
 * it looks at was as it must be. */
#pragma once

#include <errno.h>
#include <process.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ATTACKER = 1000, WITNESS = 1001, PAGE = 4096, PIDS = 512, PATIENCE = 200 };

static const char *attack; /* its name */
static bool has_failed;

static inline void fail(const char *what, int number)
{
    printf("\n%s: FAILED: %s (%d)\n", attack, what, number);
    has_failed = true;
}

/* --- Lots --- */

static uint32_t lots;

/* The lots of ATTACKER number N: others than those of any other one. */
static inline void draw_for(uint32_t seed, uint32_t n)
{
    lots = seed * 0x01000193 ^ n * 0x85EBCA6B;
}

static inline uint32_t draw_word(void)
{
    uint32_t word = lots += 0x9E3779B9; /* [MurmurHash3's finalizer] */
    word = (word ^ word >> 16) * 0x85EBCA6B;
    word = (word ^ word >> 13) * 0xC2B2AE35;
    return word ^ word >> 16;
}

static inline uint32_t draw(uint32_t count)
{
    return draw_word() % count;
}

static const uint32_t odd_words[] = {
    0,          1,          2,          3,          7,          8,
    0x7F,       0x80,       0xFF,       0x100,      0x3FF,      0x400,
    0xFFF,      0x1000,     0x1001,     0xFFFF,     0x10000,    0x3FFFFFFF,
    0x40000000, 0xBFFFFFF,  0x7FFFFFFF, 0x80000000, 0x80000001, 0xBFFFFFFF,
    0xC0000000, 0xFFFFF000, 0xFFFFFFF,  0xFFFFFFFE, 0xFFFFFFFF,
};

static inline uint32_t draw_odd_word(void)
{
    uint32_t kind = draw(8);

    if (kind == 0)
        return draw_word();
    if (kind == 1)
        return 1U << draw(32);
    if (kind == 2)
        return draw(64);
    return odd_words[draw(sizeof(odd_words) / sizeof(odd_words[0]))];
}

/* --- Attackers --- */

/* Destroys those of them that were made AGE ticks ago or earlier, or collects them. Returns how
 * many there were. */
static inline int sweep(tick_t age)
{
    static struct process_status status;
    static pid_t pids[PIDS];
    int count = process_list(pids, PIDS), attackers = 0;
    tick_t now = process_now();

    for (int i = 0; i < count && i < PIDS; i++) {
        if (process_status(pids[i], &status) || status.uid != ATTACKER)
            continue;
        attackers++;
        if (status.state != STATE_ZOMBIE && status.accounts.created_tick + age <= now)
            process_destroy(pids[i]);
    }
    return attackers;
}

/* Collects a child that has ended: its pid, else not more than 0. */
static inline pid_t collect(struct process_result *result)
{
    const struct process_wait_options poll = {.flags = WAIT_POLL};

    return process_wait(-1, result, &poll);
}

static inline void end_all(void)
{
    int left = PATIENCE;

    while (sweep(0) > 0 && left-- > 0) {
        while (collect(NULL) > 0)
            ;
        process_sleep(1); /* orphans are process 1's to collect */
    }
    if (left <= 0)
        fail("some attackers do not end", sweep(0));
}

/* --- The frame of each attack --- */

static struct process_status before;
static int processes_before;

static inline void begin(int argc, char *argv[])
{
    attack = argv[0];
    if (argc < 3) {
        printf("usage: %s SEED COUNT\n", attack);
        exit(2);
    }
    process_status(0, &before);
    processes_before = process_list(NULL, 0);
}

/* The last line, and the exit status. DONE: what was done, after NUMBER times what. */
static inline int end(uint32_t seed, uint32_t number, const char *done)
{
    static struct process_status after;

    end_all();
    process_status(0, &after);
    if (after.file_count != before.file_count)
        fail("descriptors have come or gone", (int)after.file_count);
    if (process_list(NULL, 0) != processes_before)
        fail("processes have come or gone", process_list(NULL, 0));
    printf("\n%s: seed %u: %u %s%s\n", attack, seed, number, done,
           has_failed ? ", but FAILED" : "");
    return has_failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
