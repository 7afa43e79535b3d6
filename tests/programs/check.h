/* What the test programs share. A program is a list of behaviours, named as sentences;
 * for each it prints `ok NAME` or, for each thing that does not hold, `FAIL NAME: ...`.
 * Its exit status is the number of behaviours that failed. Children to try the calls on
 * are made of act.c. */
#pragma once

#include <errno.h>
#include <process.h>
#include <stdbool.h>
#include <stdio.h>

struct behaviour {
    const char *name;
    void (*check)(void);
};

#define BEHAVIOUR(name)                                                                  \
    {                                                                                    \
#name, name                                                                      \
    }

/* main's body: checks all of the array BEHAVIOURS. */
#define CHECK_ALL(behaviours)                                                            \
    check_all(behaviours, sizeof(behaviours) / sizeof((behaviours)[0]))

#define EXPECT(condition) expect(condition, #condition, __LINE__)
#define EXPECT_EQUAL(actual, expected)                                                   \
    expect_equal((int64_t)(actual), (int64_t)(expected), #actual, __LINE__)

static const char *current_name;
static bool current_failed;

static inline void expect(bool holds, const char *condition, int line)
{
    if (holds)
        return;
    current_failed = true;
    printf("FAIL %s: line %d: not %s\n", current_name, line, condition);
}

static inline void expect_equal(int64_t actual, int64_t expected, const char *what,
                                int line)
{
    if (actual == expected)
        return;
    current_failed = true;
    printf("FAIL %s: line %d: %s is %lld, not %lld\n", current_name, line, what, actual,
           expected);
}

static inline int check_all(const struct behaviour *behaviours, size_t count)
{
    int failures = 0;

    for (size_t i = 0; i < count; i++) {
        current_name = behaviours[i].name;
        current_failed = false;
        behaviours[i].check();
        if (current_failed)
            failures++;
        else
            printf("ok %s\n", current_name);
    }
    return failures;
}

/* --- Addresses that no program may use, out of sight of the compiler. */

static inline void *bad_pointer(uint32_t address)
{
    volatile uint32_t hidden = address;

    return (void *)hidden;
}

#define NOWHERE       bad_pointer(0x1000)
#define KERNEL_MEMORY bad_pointer(0xC0100000)

/* --- Children: WHAT is a word that act.c knows, NUMBER its argument. */

static inline pid_t start_with(const struct process_options *options, const char *what,
                               uint64_t number)
{
    char digits[24];

    snprintf(digits, sizeof(digits), "%llu", number);
    return process_create("/bin/act", (char *[]){"act", (char *)what, digits, NULL},
                          options);
}

static inline pid_t start(const char *what, uint64_t number)
{
    return start_with(NULL, what, number);
}

/* How the child PID ends. */
static inline struct process_result end_of(pid_t pid)
{
    struct process_result result = {0};

    EXPECT(pid > 0);
    if (pid > 0)
        EXPECT_EQUAL(process_wait(pid, &result, NULL), pid);
    return result;
}

/* Runs a child to its end, and returns what it exits with; -1 if it does not. */
static inline int code_of(pid_t pid)
{
    struct process_result result = end_of(pid);

    return result.event == PROCESS_EXITED ? result.code : -1;
}

static inline void destroy_and_collect(pid_t pid)
{
    EXPECT_EQUAL(process_destroy(pid), 0);
    EXPECT_EQUAL(end_of(pid).event, PROCESS_DESTROYED);
}

static inline struct process_status status_of(pid_t pid)
{
    static struct process_status status;

    EXPECT_EQUAL(process_status(pid, &status), 0);
    return status;
}

/* Returns just behind a tick: what follows has nearly all of the next one. */
static inline tick_t at_tick(void)
{
    process_sleep(1);
    return process_now();
}
