/* Round robin that can make each mistake which a policy can make: `mistake=` says which. The
 * third job that comes is the first that it happens to, so that a shell is there. */
#include "kernel/policy/policy.h"

enum mistake {
    NONE,
    FINDS_NOBODY,
    NAMES_A_BLOCKED_JOB,
    NAMES_NONSENSE,
    TAKES_THE_JOB_OUT,
    QUEUES_TWICE,
    FORGETS_TO_QUEUE,
    LEAVES_IN_THE_QUEUE,
    LOSES_IT_IN_YIELD,
    BREAKS_THE_LIST,
    WRITES_TO_NULL,
    WRITES_TO_CODE,
    WRITES_TO_THE_KERNEL,
    WRITES_BEHIND_ITS_MARKS,
    CHANGES_RAN_TICKS,
    RETURNS_NO_REASON,
    LOOPS_IN_PICK,
    LOOPS_IN_READY,
    LOOPS_IN_CHECK,
    RECURSES,
    KEEPS_ONE_IN_TAKE,
    BEGINS_WITHOUT_A_LIST,
};
static const char *const mistakes[] = {
    "none",
    "finds_nobody",
    "names_blocked",
    "names_nonsense",
    "takes_out",
    "queues_twice",
    "forgets",
    "leaves_in",
    "loses",
    "breaks_list",
    "writes_null",
    "writes_code",
    "writes_kernel",
    "writes_behind",
    "changes_ran",
    "no_reason",
    "loops_in_pick",
    "loops_in_ready",
    "loops_in_check",
    "recurses",
    "keeps_in_take",
    "no_list",
    NULL,
};

enum { FIRST_JOBS = 2 };

static uint32_t mistake, came;
static struct list queue[CPUS_MAX];
static struct job *blocked, *victim;

static bool is_time(enum mistake which)
{
    return mistake == which && came > FIRST_JOBS;
}

static void set_standard(void)
{
    mistake = NONE;
}

static void start(uint32_t cpu)
{
    came = 0;
    blocked = victim = NULL;
    if (mistake != BEGINS_WITHOUT_A_LIST)
        list_init(&queue[cpu]);
}

static void loop(void)
{
    for (volatile uint32_t i = 0;; i++)
        ;
}

static uint32_t recurse(volatile uint32_t *above)
{
    volatile uint32_t here = *above + 1;
    return recurse(&here) + here;
}

/* Some page below those of this file's own variables. */
static volatile uint32_t *kernel_variable(void)
{
    enum { BELOW = 2 * 4096 };
    return (volatile uint32_t *)((uintptr_t)queue - BELOW);
}

static void ready(struct job *job, enum ready_why why)
{
    came += why == READY_NEW || why == READY_MOVED;
    victim = came > FIRST_JOBS ? job : NULL;
    if (is_time(FORGETS_TO_QUEUE))
        return;
    if (is_time(LOOPS_IN_READY))
        loop();
    if (is_time(RECURSES))
        came += recurse(&came);
    if (is_time(WRITES_TO_NULL))
        *(volatile uint32_t *)4 = 1;
    if (is_time(WRITES_TO_CODE))
        *(volatile uint32_t *)(uintptr_t)ready = 1;
    if (is_time(WRITES_TO_THE_KERNEL))
        *kernel_variable() = 1;
    if (is_time(WRITES_BEHIND_ITS_MARKS))
        *(volatile uint32_t *)(job + 1) = 0xBAD;
    list_push_back(&queue[job->cpu], &job->link);
    if (is_time(QUEUES_TWICE))
        list_push_back(&queue[job->cpu], &job->link);
    if (is_time(BREAKS_THE_LIST))
        job->link.prev = &job->link;
    job_begin_slice(job);
}

static void leave(struct job *job, enum leave_why why)
{
    blocked = why == LEAVE_BLOCKED ? job : blocked;
    if (!is_time(LEAVES_IN_THE_QUEUE))
        list_remove(&job->link);
}

static void yield(struct job *job)
{
    list_move_back(&queue[job->cpu], &job->link);
    if (is_time(LOSES_IT_IN_YIELD))
        list_remove(&job->link);
    job_begin_slice(job);
}

static enum trace_reason tick(uint32_t cpu, struct job *running, tick_t now)
{
    (void)cpu;
    (void)now;
    if (is_time(RETURNS_NO_REASON))
        return (enum trace_reason)77;
    if (is_time(CHANGES_RAN_TICKS) && running)
        running->ran_ticks = 0;
    if (!running || job_slice_ticks(running) < 2)
        return REASON_NONE;
    yield(running);
    return REASON_SLICE_OVER;
}

static struct job *pick(uint32_t cpu)
{
    if (is_time(FINDS_NOBODY))
        return NULL;
    if (is_time(NAMES_A_BLOCKED_JOB) && blocked)
        return blocked;
    if (is_time(NAMES_NONSENSE))
        return (struct job *)16;
    if (is_time(LOOPS_IN_PICK))
        loop();
    struct job *job = list_first_entry(&queue[cpu], struct job, link);
    if (is_time(TAKES_THE_JOB_OUT))
        list_remove(&job->link);
    return job;
}

static struct job *take(uint32_t cpu)
{
    struct job *job = list_first_entry(&queue[cpu], struct job, link);
    if (is_time(KEEPS_ONE_IN_TAKE) && job && job == victim)
        return NULL;
    if (job)
        list_remove(&job->link);
    return job;
}

static size_t check(uint32_t cpu)
{
    if (is_time(LOOPS_IN_CHECK))
        loop();
    return list_check(&queue[cpu]);
}

static const struct policy_key keys[] = {
    {.name = "mistake", .words = mistakes, .values = &mistake},
    {0},
};

const struct policy policy_mistakes = {
    .name = "mistakes",
    .keys = keys,
    .set_standard = set_standard,
    .start = start,
    .ready = ready,
    .leave = leave,
    .yield = yield,
    .tick = tick,
    .pick = pick,
    .take = take,
    .check = check,
};
