/* Shortest time to completion first: whoever has least left of the length that was
 * declared, at any moment; a newcomer that needs less takes the CPU at once. [OSTEP 7.5]
 *
 * Whoever declared nothing, or has used up more than was declared, comes behind all
 * others, in round robin with slices of QUANTUM ticks: nothing is known of how long it
 * will take. */
#include "kernel/policy/policy.h"

enum { QUANTUM_STANDARD = 4, QUANTUM_MAXIMUM = 1000000 };

static uint32_t quantum;
static struct heap known;   /* by ticks left */
static struct list unknown; /* in turn */
static uint64_t arrivals;

struct marks {
    bool is_unknown; /* in which of the two it is */
};
JOB_MARKS(struct marks)

static void set_standard(void)
{
    quantum = QUANTUM_STANDARD;
}

static void start(void)
{
    heap_init(&known);
    list_init(&unknown);
    arrivals = 0;
}

static void enter(struct job *job)
{
    tick_t rest = job_rest_ticks(job);
    marks_of(job)->is_unknown = rest == 0;
    if (rest == 0) {
        list_push_back(&unknown, &job->link);
        job->slice_start = job->ran_ticks;
        return;
    }
    job->heap.key = rest;
    job->heap.order = arrivals++;
    heap_push(&known, &job->heap);
}

static void ready(struct job *job, enum ready_why why)
{
    (void)why;
    enter(job);
}

static void leave(struct job *job, enum leave_why why)
{
    (void)why;
    if (marks_of(job)->is_unknown)
        list_remove(&job->link);
    else
        heap_remove(&known, &job->heap);
}

static void yield(struct job *job)
{
    leave(job, LEAVE_BLOCKED);
    enter(job);
}

/* The running job has less left now; it keeps its place among those with as much left. */
static enum trace_reason tick_known(struct job *job)
{
    heap_remove(&known, &job->heap);
    job->heap.key--;
    if (job->heap.key > 0) {
        heap_push(&known, &job->heap);
        return REASON_NONE;
    }
    enter(job);
    return REASON_SLICE_OVER;
}

static enum trace_reason tick(struct job *running, tick_t now)
{
    (void)now;
    if (!running)
        return REASON_NONE;
    if (!marks_of(running)->is_unknown)
        return tick_known(running);
    if (job_slice_ticks(running) < quantum)
        return REASON_NONE;
    yield(running);
    return REASON_SLICE_OVER;
}

static struct job *pick(void)
{
    struct heap_node *shortest = heap_first(&known);
    struct list *first = list_first(&unknown);
    if (shortest)
        return container_of(shortest, struct job, heap);
    return first ? container_of(first, struct job, link) : NULL;
}

/* Level 1 stands for those of whom nothing is known: they come behind all others. */
static void show(const struct job *job, struct job_shown *shown)
{
    shown->level = marks_of(job)->is_unknown;
}

static size_t check(void)
{
    size_t known_count = heap_check(&known), unknown_count = list_check(&unknown);
    bool is_broken = known_count == SIZE_MAX || unknown_count == SIZE_MAX;
    return is_broken ? SIZE_MAX : known_count + unknown_count;
}

static const struct policy_key keys[] = {
    {.name = "quantum", .minimum = 1, .maximum = QUANTUM_MAXIMUM, .values = &quantum},
    {0},
};

const struct policy policy_stcf = {
    .name = "stcf",
    .keys = keys,
    .set_standard = set_standard,
    .start = start,
    .ready = ready,
    .leave = leave,
    .yield = yield,
    .tick = tick,
    .pick = pick,
    .show = show,
    .check = check,
};
