/* Whether memory alone bounds the number of processes, and all of it comes back. */
#include <stdlib.h>

#include "check.h"

enum { MANY = 2000, MOST = 20000 };

static pid_t pids[MOST];

/* Makes up to COUNT children, which touch no page by themselves; returns how many, and in
 * *ERROR why no more. */
static int start_many(int count, int *error)
{
    const struct process_options options = {.flags = PROCESS_SUSPENDED};

    *error = 0;
    for (int i = 0; i < count; i++) {
        pids[i] = start_with(&options, "exit", 0);
        if (pids[i] < 0) {
            *error = pids[i];
            return i;
        }
    }
    return count;
}

static void end_many(int count)
{
    for (int i = 0; i < count; i++)
        destroy_and_collect(pids[i]);
}

static void thousands_of_processes_live_side_by_side(void)
{
    int error, others = process_list(NULL, 0);

    EXPECT_EQUAL(start_many(MANY, &error), MANY);
    EXPECT_EQUAL(process_list(NULL, 0), others + MANY);
    process_sleep(MANY / 10);
    EXPECT_EQUAL(status_of(pids[MANY - 1]).pid, pids[MANY - 1]);
    end_many(MANY);
    EXPECT_EQUAL(process_list(NULL, 0), others);
}

static void without_memory_create_fails_and_works_again_when_there_is_some(void)
{
    int error, count = start_many(MOST, &error);

    EXPECT_EQUAL(error, -ENOMEM);
    EXPECT(count > MANY);
    EXPECT_EQUAL(start("exit", 0), -ENOMEM);
    end_many(count);
    EXPECT_EQUAL(code_of(start("exit", 0)), 0);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(thousands_of_processes_live_side_by_side),
    BEHAVIOUR(without_memory_create_fails_and_works_again_when_there_is_some),
};

int main(void)
{
    return CHECK_ALL(behaviours);
}
