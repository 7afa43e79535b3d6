/* The calls that change who runs next: the policy for all, and what one process gets from
 * it. The behaviours come in an order: the last one makes this an ordinary user's. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"

enum { USER = 5, WORDS_MAX = 6144, NOBODY = 30000, UNTOUCHED = 12345 };

static char words[WORDS_MAX], again[WORDS_MAX], too_long[WORDS_MAX + 1];

static void expect_wrong(const char *text, uint32_t offset)
{
    uint32_t wrong = UNTOUCHED;

    EXPECT_EQUAL(policy_set(text, &wrong), -EINVAL);
    EXPECT_EQUAL(wrong, offset);
    EXPECT_EQUAL(policy_get(words, sizeof(words)), 0);
    EXPECT(strcmp(words, "rr quantum=7") == 0);
}

static void a_wrong_word_is_named_by_its_offset_and_nothing_changes(void)
{
    EXPECT_EQUAL(policy_set("rr quantum=7", NULL), 0);
    expect_wrong("", 0);
    expect_wrong("nosuch", 0);
    expect_wrong("  nosuch quantum=2", 2);
    expect_wrong("fifo quantum=2", 5);
    expect_wrong("rr quantum=2 nosuch=1", 13);
    expect_wrong("rr quantum=0", 3);
    expect_wrong("rr quantum=x", 3);
    expect_wrong("mlfq levels=9", 5);
    expect_wrong("mlfq levels=2 quantum=1,2,3", 14);
    expect_wrong("mlfq boost=1 quantum=1,,2", 13);
    expect_wrong("mlfq io_done_to_front=2", 5);
    expect_wrong("lottery draws=1,", 8);
    expect_wrong("stride quantum=1 quantum='1", 17);
}

static void the_offset_is_not_asked_for_by_all(void)
{
    EXPECT_EQUAL(policy_set("nosuch", NULL), -EINVAL);
}

static void bad_addresses_are_refused(void)
{
    EXPECT_EQUAL(policy_set(NOWHERE, NULL), -EFAULT);
    EXPECT_EQUAL(policy_set(KERNEL_MEMORY, NULL), -EFAULT);
    EXPECT_EQUAL(policy_set("nosuch", KERNEL_MEMORY), -EFAULT);
    EXPECT_EQUAL(policy_get(NOWHERE, sizeof(words)), -EFAULT);
    EXPECT_EQUAL(process_schedule(getpid(), NOWHERE), -EFAULT);
}

static void what_does_not_fit_is_refused(void)
{
    memset(too_long, ' ', sizeof(too_long) - 1);
    EXPECT_EQUAL(policy_set(too_long, NULL), -E2BIG);
    EXPECT_EQUAL(policy_set("rr quantum=7", NULL), 0);
    EXPECT_EQUAL(policy_get(words, 0), -E2BIG);
    EXPECT_EQUAL(policy_get(words, strlen("rr quantum=7")), -E2BIG);
    EXPECT_EQUAL(policy_get(words, strlen("rr quantum=7") + 1), 0);
}

static void what_is_shown_can_be_set(void)
{
    static const char *const policies[] = {
        "rr quantum=9", "fifo",   "sjf",  "stcf", "mlfq levels=2 quantum=1,5 boost=0",
        "lottery",      "stride", "fair", "rr"};

    for (size_t i = 0; i < sizeof(policies) / sizeof(policies[0]); i++) {
        EXPECT_EQUAL(policy_set(policies[i], NULL), 0);
        EXPECT_EQUAL(policy_get(words, sizeof(words)), 0);
        EXPECT(strncmp(words, policies[i], strlen(policies[i])) == 0 || i == 4);
        EXPECT_EQUAL(policy_set(words, NULL), 0);
        EXPECT_EQUAL(policy_get(again, sizeof(again)), 0);
        EXPECT(strcmp(words, again) == 0);
    }
}

static void parameters_of_create_are_in_status(void)
{
    const struct process_options options = {
        .scheduling = {.tickets = 250, .priority = 3, .length_ticks = 1ull << 40}};
    pid_t pid = start_with(&options, "spin", 0);
    struct process_scheduling scheduling = status_of(pid).scheduling;

    EXPECT_EQUAL(memcmp(&scheduling, &options.scheduling, sizeof(scheduling)), 0);
    destroy_and_collect(pid);
}

static void parameters_of_a_process_can_be_changed(void)
{
    const struct process_scheduling mine = {.tickets = 8, .priority = 1};
    pid_t pid = start("spin", 0);

    EXPECT_EQUAL(process_schedule(getpid(), &mine), 0);
    EXPECT_EQUAL(process_schedule(pid, &mine), 0);
    EXPECT_EQUAL(status_of(0).scheduling.tickets, 8);
    EXPECT_EQUAL(status_of(pid).scheduling.priority, 1);
    EXPECT_EQUAL(status_of(pid).scheduling.length_ticks, 0);
    destroy_and_collect(pid);
    EXPECT_EQUAL(process_schedule(pid, &mine), -ESRCH);
}

static void more_tickets_than_there_may_be_are_refused(void)
{
    const struct process_scheduling most = {.tickets = TICKETS_MAX};
    const struct process_scheduling more = {.tickets = TICKETS_MAX + 1};
    const struct process_options options = {.scheduling = more};

    EXPECT_EQUAL(process_schedule(getpid(), &more), -EINVAL);
    EXPECT_EQUAL(process_schedule(NOBODY, &more), -EINVAL);
    EXPECT_EQUAL(process_schedule(NOBODY, &most), -ESRCH);
    EXPECT_EQUAL(process_schedule(getpid(), &most), 0);
    EXPECT_EQUAL(status_of(0).scheduling.tickets, TICKETS_MAX);
    EXPECT_EQUAL(start_with(&options, "spin", 0), -EINVAL);
}

static void only_user_0_changes_the_policy_or_others(void)
{
    const struct process_scheduling mine = {.tickets = 8};
    pid_t pid = start("spin", 0);

    EXPECT_EQUAL(setuid(USER), 0);
    EXPECT_EQUAL(policy_set("fifo", NULL), -EPERM);
    EXPECT_EQUAL(policy_get(words, sizeof(words)), 0);
    EXPECT_EQUAL(process_schedule(pid, &mine), -EPERM);
    EXPECT_EQUAL(process_schedule(getpid(), &mine), 0);
}

int main(void)
{
    static const struct behaviour behaviours[] = {
        BEHAVIOUR(a_wrong_word_is_named_by_its_offset_and_nothing_changes),
        BEHAVIOUR(the_offset_is_not_asked_for_by_all),
        BEHAVIOUR(bad_addresses_are_refused),
        BEHAVIOUR(what_does_not_fit_is_refused),
        BEHAVIOUR(what_is_shown_can_be_set),
        BEHAVIOUR(parameters_of_create_are_in_status),
        BEHAVIOUR(parameters_of_a_process_can_be_changed),
        BEHAVIOUR(more_tickets_than_there_may_be_are_refused),
        BEHAVIOUR(only_user_0_changes_the_policy_or_others),
    };

    return CHECK_ALL(behaviours);
}
