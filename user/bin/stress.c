/* stress: creates, suspends, resumes, waits, sleeps and destroys at random, with several
 * children at a time, and compares every result with what it must be. ROUNDS is 1000 if
 * it is not given; the same SEED makes the same choices.
 *
 * usage: stress [ROUNDS [SEED]] */
#include <arguments.h>
#include <errno.h>
#include <process.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { CHILDREN = 8, ROUNDS = 1000, SLEEP_TICKS_MAX = 2 };

/* What children there are, and how each ends if it is let. None spins for ever: there are
 * policies under which nobody else would run. */
static const struct kind {
    const char *path;
    char *const argv[3];
    tick_t end_after_ticks;
    uint32_t event, detail; /* detail: exit code or fault. No event: it lives on */
} kinds[] = {
    {"/bin/sleep", {"sleep", "1000000"}, 0, 0, 0},
    {"/bin/true", {"true"}, 0, PROCESS_EXITED, 0},
    {"/bin/false", {"false"}, 0, PROCESS_EXITED, 1},
    {"/bin/spin", {"spin"}, 1, PROCESS_USED_UP, 0},
    {"/bin/spin", {"spin"}, 20, PROCESS_USED_UP, 0},
    {"/bin/crash", {"crash", "divide"}, 0, PROCESS_FAULTED, FAULT_DIVIDE},
};

static struct child {
    pid_t pid; /* 0: there is none */
    const struct kind *kind;
    bool is_suspended;
} children[CHILDREN];

static pid_t latest;
static uint64_t round;

static void expect(const char *what, int64_t expected, int64_t got)
{
    if (got == expected)
        return;
    printf("stress: round %llu: %s: expected %lld, got %lld\n", round, what, expected,
           got);
    exit(EXIT_FAILURE);
}

static void create(struct child *child)
{
    child->kind = &kinds[(unsigned)rand() % (sizeof(kinds) / sizeof(kinds[0]))];
    child->is_suspended = rand() % 2;
    struct process_options options = {
        .flags = child->is_suspended ? PROCESS_SUSPENDED : 0,
        .end_after_ticks = child->kind->end_after_ticks,
    };
    child->pid = process_create(child->kind->path, child->kind->argv, &options);
    expect("create gives a new pid", true, child->pid > latest);
    latest = child->pid;
}

/* Collects CHILD, which must end or have ended as EVENT says; and then it is gone. */
static void collect(struct child *child, uint32_t event, uint32_t detail)
{
    struct process_status status;
    struct process_result result;

    expect("wait", child->pid, process_wait(child->pid, &result, NULL));
    expect("how it ended", event, result.event);
    expect("its exit code or signal", event == PROCESS_FAULTED ? 0 : (int32_t)detail,
           result.code);
    expect("its fault", event == PROCESS_FAULTED ? detail : 0, result.fault);
    expect("who destroyed it", event == PROCESS_DESTROYED ? getpid() : 0, result.by);
    expect("wait for who is gone", -ECHILD, process_wait(child->pid, &result, NULL));
    expect("status of who is gone", -ESRCH, process_status(child->pid, &status));
    child->pid = 0;
}

/* It may have ended by itself before it could be done to it: then it is collected. */
static bool has_ended(struct child *child, int result)
{
    if (result != -ESRCH || child->kind->event == 0)
        return false;
    collect(child, child->kind->event, child->kind->detail);
    return true;
}

static void destroy(struct child *child)
{
    int result = process_destroy(child->pid);

    if (has_ended(child, result))
        return;
    expect("destroy", 0, result);
    expect("destroy again", -ESRCH, process_destroy(child->pid));
    collect(child, PROCESS_DESTROYED, SIGKILL);
}

static void suspend_or_resume(struct child *child, bool suspend)
{
    struct process_status status;
    int result = (suspend ? process_suspend : process_resume)(child->pid);

    if (has_ended(child, result))
        return;
    expect(suspend ? "suspend" : "resume", 0, result);
    child->is_suspended = suspend;
    expect("status", 0, process_status(child->pid, &status));
    expect("its parent", getpid(), status.parent);
    if (suspend)
        expect("suspended", true, status.suspended);
}

/* Who has no end of its own, or is suspended, does not end. */
static void wait(struct child *child)
{
    const struct process_wait_options options = {.flags = WAIT_TIMEOUT,
                                                 .timeout_ticks = (unsigned)rand() % 2};
    struct process_result result;

    if (child->kind->event != 0 && !child->is_suspended)
        collect(child, child->kind->event, child->kind->detail);
    else if (child->kind->event == 0)
        expect("wait with a time-out", -ETIMEDOUT,
               process_wait(child->pid, &result, &options));
}

static void take_a_nap(void)
{
    tick_t until = process_now() + (unsigned)rand() % (SLEEP_TICKS_MAX + 1);

    expect("sleep", 0, process_sleep_until(until));
    expect("sleep is long enough", true, process_now() >= until);
}

static void act(struct child *child)
{
    unsigned choice = (unsigned)rand() % 6;

    if (choice == 0)
        take_a_nap();
    else if (child->pid == 0)
        create(child);
    else if (choice == 1)
        destroy(child);
    else if (choice == 2)
        wait(child);
    else
        suspend_or_resume(child, choice == 3);
}

int main(int argc, char *argv[])
{
    uint64_t rounds = ROUNDS, seed = 1;
    struct process_result result;

    if (argc > 3 || (argc > 1 && !argument_number(argv[1], UINT64_MAX, &rounds)) ||
        (argc > 2 && !argument_number(argv[2], UINT32_MAX, &seed)))
        return usage("stress [ROUNDS [SEED]]");
    srand((unsigned)seed);
    for (round = 1; round <= rounds; round++)
        act(&children[(unsigned)rand() % CHILDREN]);
    for (int i = 0; i < CHILDREN; i++)
        if (children[i].pid != 0)
            destroy(&children[i]);
    expect("wait without children", -ECHILD, process_wait(-1, &result, NULL));
    printf("stress: %llu rounds, all as they should be\n", rounds);
    return EXIT_SUCCESS;
}
