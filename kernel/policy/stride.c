/* Stride scheduling: the shares of a lottery, without chance. [OSTEP 9.6]
 *
 * Each job has a stride, the inverse of its tickets, and a pass. The job with the least
 * pass runs for a slice, and its pass goes on by its stride; among equals, who came
 * first. Who comes in begins at the least pass that competes, and who waited does not
 * save up for it. */
#include "kernel/policy/policy.h"
#include "lib/divide.h"

enum { QUANTUM_STANDARD = 1, QUANTUM_MAXIMUM = 1000000 };

/* The stride of one ticket, a slice long. */
static const uint64_t ONE_TICKET = 1000000000000;

static uint32_t quantum;

static struct heap jobs;   /* by pass, the running one among them */
static struct job *chosen; /* runs until its slice is over */
static uint64_t least;     /* pass that competed last */
static uint64_t arrivals;

struct marks {
    uint64_t order; /* in which it came */
    uint64_t pass;
};
JOB_MARKS(struct marks)

static void set_standard(void)
{
    quantum = QUANTUM_STANDARD;
}

static void start(void)
{
    heap_init(&jobs);
    chosen = NULL;
    least = arrivals = 0;
}

/* The pass that JOB gains for the part of a slice that it has had. */
static uint64_t progress(const struct job *job)
{
    uint64_t stride = divide_u64(ONE_TICKET, job_tickets(job), NULL);
    uint32_t used = job_slice_ticks(job);
    return used == quantum ? stride : divide_u64(stride * used, quantum, NULL);
}

static void enter(struct job *job)
{
    job->heap.key = marks_of(job)->pass;
    job->heap.order = marks_of(job)->order;
    heap_push(&jobs, &job->heap);
}

static void ready(struct job *job, enum ready_why why)
{
    struct marks *marks = marks_of(job);
    if (why == READY_NEW || why == READY_MOVED)
        *marks = (struct marks){.order = arrivals++};
    if (marks->pass < least)
        marks->pass = least;
    job->slice_start = job->ran_ticks;
    enter(job);
}

static void leave(struct job *job, enum leave_why why)
{
    (void)why;
    heap_remove(&jobs, &job->heap);
    marks_of(job)->pass += progress(job);
    if (job == chosen)
        chosen = NULL;
}

/* The slice is over, or given up: then it counts as a whole, or who yields first would be
 * chosen again at once. */
static void end_slice(struct job *job)
{
    heap_remove(&jobs, &job->heap);
    job->slice_start = job->ran_ticks - quantum;
    marks_of(job)->pass += progress(job);
    job->slice_start = job->ran_ticks;
    enter(job);
    chosen = NULL;
}

static void yield(struct job *job)
{
    end_slice(job);
}

static enum trace_reason tick(struct job *running, tick_t now)
{
    (void)now;
    if (!running || job_slice_ticks(running) < quantum)
        return REASON_NONE;
    end_slice(running);
    return REASON_SLICE_OVER;
}

static struct job *pick(void)
{
    struct heap_node *first = heap_first(&jobs);
    if (!chosen && first) {
        chosen = container_of(first, struct job, heap);
        least = marks_of(chosen)->pass;
    }
    return chosen;
}

static void show(const struct job *job, struct job_shown *shown)
{
    shown->tickets = job_tickets(job);
    shown->pass = marks_of(job)->pass;
}

static size_t check(void)
{
    return heap_check(&jobs);
}

static const struct policy_key keys[] = {
    {.name = "quantum", .minimum = 1, .maximum = QUANTUM_MAXIMUM, .values = &quantum},
    {0},
};

const struct policy policy_stride = {
    .name = "stride",
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
