/* Shortest job first: of those that wait, the one with the least declared length, and
 * then it runs until it blocks, yields or ends. [OSTEP 7.4]
 *
 * Who declared nothing comes behind all who did; among equals, who came first. The jobs
 * stand in a heap by length, the one that runs among them. */
#include "kernel/policy/policy.h"

static struct heap jobs;
static struct job
    *chosen; /* runs on until it leaves or yields; NULL: to be chosen anew */
static uint64_t arrivals;

static void set_standard(void)
{
}

static void start(void)
{
    heap_init(&jobs);
    chosen = NULL;
    arrivals = 0;
}

static void enter(struct job *job)
{
    tick_t length = job->scheduling.length_ticks;
    job->heap.key = length ? length : UINT64_MAX;
    job->heap.order = arrivals++;
    heap_push(&jobs, &job->heap);
}

static void ready(struct job *job, enum ready_why why)
{
    (void)why;
    enter(job);
}

static void leave(struct job *job, enum leave_why why)
{
    (void)why;
    heap_remove(&jobs, &job->heap);
    if (job == chosen)
        chosen = NULL;
}

/* Only jobs as short as itself can go first: a longer one still has to wait. */
static void yield(struct job *job)
{
    heap_remove(&jobs, &job->heap);
    enter(job);
    chosen = NULL;
}

static enum trace_reason tick(struct job *running, tick_t now)
{
    (void)running;
    (void)now;
    return REASON_NONE;
}

static struct job *pick(void)
{
    struct heap_node *first = heap_first(&jobs);
    if (!chosen && first)
        chosen = container_of(first, struct job, heap);
    return chosen;
}

static size_t check(void)
{
    return heap_check(&jobs);
}

static const struct policy_key keys[] = {{0}};

const struct policy policy_sjf = {
    .name = "sjf",
    .keys = keys,
    .set_standard = set_standard,
    .start = start,
    .ready = ready,
    .leave = leave,
    .yield = yield,
    .tick = tick,
    .pick = pick,
    .check = check,
};
