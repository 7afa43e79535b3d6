/* Fair scheduling: everybody's virtual time goes on evenly. [OSTEP 9.7, Linux's CFS]
 *
 * The time that a job has had, in nanoseconds and divided by its weight, is its virtual
 * time; the job that is furthest behind runs. A job that has waited comes back at most a
 * slice behind the others: enough to run soon, not enough to keep the CPU for what it has
 * missed. `tickets` are the weight. */
#include "kernel/policy/policy.h"
#include "lib/divide.h"

enum {
    QUANTUM_STANDARD = 2, /* ticks a job may run on after another has fallen behind it */
    QUANTUM_MAXIMUM = 1000000,
    LATENCY_STANDARD = 20, /* milliseconds that who has waited may be behind the others */
    LATENCY_MAXIMUM = 10000,
    NANOSECONDS_A_MILLISECOND = 1000000,
};

static uint32_t quantum, latency;

static struct heap jobs;   /* by virtual time, the running one among them */
static struct job *chosen; /* runs until its slice is over or a sleeper goes before it */
static uint64_t least;     /* virtual time: never goes back */
static uint64_t arrivals;

struct marks {
    uint64_t virtual_time;
};
JOB_MARKS(struct marks)

static void set_standard(void)
{
    quantum = QUANTUM_STANDARD;
    latency = LATENCY_STANDARD;
}

static void start(void)
{
    heap_init(&jobs);
    chosen = NULL;
    least = arrivals = 0;
}

static void enter(struct job *job)
{
    job->heap.key = marks_of(job)->virtual_time;
    job->heap.order = arrivals++;
    heap_push(&jobs, &job->heap);
}

static uint64_t earliest_return(void)
{
    uint64_t credit = (uint64_t)latency * NANOSECONDS_A_MILLISECOND;
    return least > credit ? least - credit : 0;
}

static void ready(struct job *job, enum ready_why why)
{
    struct marks *marks = marks_of(job);
    bool is_new = why == READY_NEW || why == READY_MOVED;
    uint64_t earliest = is_new ? least : earliest_return();
    if (is_new || marks->virtual_time < earliest)
        marks->virtual_time = earliest;
    job->slice_start = job->ran_ticks;
    enter(job);
    if (chosen && marks->virtual_time < marks_of(chosen)->virtual_time)
        chosen = NULL;
}

static void leave(struct job *job, enum leave_why why)
{
    (void)why;
    heap_remove(&jobs, &job->heap);
    if (job == chosen)
        chosen = NULL;
}

static void charge(struct job *job, uint64_t nanoseconds)
{
    heap_remove(&jobs, &job->heap);
    marks_of(job)->virtual_time +=
        divide_u64(nanoseconds * TICKETS_STANDARD, job_tickets(job), NULL);
    enter(job);
}

/* Behind all that are as far, and one nanosecond more. */
static void yield(struct job *job)
{
    job->slice_start = job->ran_ticks;
    chosen = NULL;
}

static enum trace_reason tick(struct job *running, tick_t now)
{
    (void)now;
    if (!running || job_slice_ticks(running) < quantum)
        return REASON_NONE;
    yield(running);
    return REASON_SLICE_OVER;
}

static struct job *pick(void)
{
    struct heap_node *first = heap_first(&jobs);
    if (chosen || !first)
        return chosen;
    chosen = container_of(first, struct job, heap);
    chosen->slice_start = chosen->ran_ticks;
    if (marks_of(chosen)->virtual_time > least)
        least = marks_of(chosen)->virtual_time;
    return chosen;
}

static void show(const struct job *job, struct job_shown *shown)
{
    shown->tickets = job_tickets(job);
    shown->pass = marks_of(job)->virtual_time;
}

static size_t check(void)
{
    return heap_check(&jobs);
}

static const struct policy_key keys[] = {
    {.name = "quantum", .minimum = 1, .maximum = QUANTUM_MAXIMUM, .values = &quantum},
    {.name = "latency", .maximum = LATENCY_MAXIMUM, .values = &latency},
    {0},
};

const struct policy policy_fair = {
    .name = "fair",
    .keys = keys,
    .set_standard = set_standard,
    .start = start,
    .ready = ready,
    .leave = leave,
    .yield = yield,
    .tick = tick,
    .pick = pick,
    .charge = charge,
    .show = show,
    .check = check,
};
