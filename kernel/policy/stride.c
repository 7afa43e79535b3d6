/* Stride scheduling: the shares of a lottery, without chance. [OSTEP 9.6]
 *
 * Each job has a stride, the inverse of its tickets, and a pass. The job with the least
 * pass runs for a slice, and its pass goes on by its stride; among equals, who came
 * first. Whoever comes begins at the least pass that is there, and whoever waited comes
 * back with no less: time spent waiting is not saved up. */
#include "kernel/policy/policy.h"
#include "lib/divide.h"

enum { QUANTUM_STANDARD = 1, QUANTUM_MAXIMUM = 1000000 };

/* The stride of one ticket, a slice long: nobody is further ahead of the least pass than
 * that, as only who has the least goes on. */
static const uint64_t ONE_TICKET = 1000000000000;

static uint32_t quantum;
static uint32_t charges_time;

static struct run_queue {
    struct sorted jobs;  /* by pass, the running one among them */
    struct job *chosen;  /* runs until its slice is over */
    uint64_t least_pass; /* that of the one chosen last: nobody's was less */
    uint64_t arrivals;
} run_queues[CPUS_MAX];

struct marks {
    uint64_t order; /* in which it came */
    uint64_t pass;
    uint64_t stride; /* that of its tickets, which are fixed while it is ready */
};
JOB_MARKS(struct marks)

static void set_standard(void)
{
    quantum = QUANTUM_STANDARD;
    charges_time = 0;
}

static void start(uint32_t cpu)
{
    run_queues[cpu] = (struct run_queue){0};
    sorted_init(&run_queues[cpu].jobs);
}

/* The pass that JOB gains by what it has used of its slice. */
static uint64_t pass_gained(const struct job *job)
{
    return divide_u64(marks_of(job)->stride * job_slice_ticks(job), quantum, NULL);
}

/* A pass begins again at 0 after 2^64, which 18 million slices with one ticket reach. So
 * there is no telling how far behind JOB is after a long wait; but if it is not ahead by
 * as little as one can be, it is behind. */
static void ready(struct job *job, enum ready_why why)
{
    struct run_queue *queue = &run_queues[job->cpu];
    struct marks *marks = marks_of(job);
    bool is_new = why == READY_NEW || why == READY_MOVED;
    if (is_new)
        *marks = (struct marks){.order = queue->arrivals++};
    marks->stride = divide_u64(ONE_TICKET, job_tickets(job), NULL);
    if (is_new || marks->pass - queue->least_pass > ONE_TICKET)
        marks->pass = queue->least_pass;
    job_begin_slice(job);
    job->sorted.key = marks->pass;
    job->sorted.order = marks->order;
    sorted_insert(&queue->jobs, &job->sorted);
}

static void leave(struct job *job, enum leave_why why)
{
    struct run_queue *queue = &run_queues[job->cpu];
    (void)why;
    sorted_remove(&queue->jobs, &job->sorted);
    marks_of(job)->pass += pass_gained(job);
    if (job == queue->chosen)
        queue->chosen = NULL;
}

/* The slice is over, or given up: then it counts as a whole, or who yields first would be
 * chosen again at once. */
static void end_slice(struct job *job)
{
    struct run_queue *queue = &run_queues[job->cpu];
    struct marks *marks = marks_of(job);
    job->sorted.key = marks->pass += marks->stride;
    job_begin_slice(job);
    sorted_move(&queue->jobs, &job->sorted);
    queue->chosen = NULL;
}

static void yield(struct job *job)
{
    end_slice(job);
}

static enum trace_reason tick(uint32_t cpu, struct job *running, tick_t now)
{
    (void)cpu;
    (void)now;
    if (!running || job_slice_ticks(running) < quantum)
        return REASON_NONE;
    end_slice(running);
    return REASON_SLICE_OVER;
}

static struct job *pick(uint32_t cpu)
{
    struct run_queue *queue = &run_queues[cpu];
    struct sorted_node *first = sorted_first(&queue->jobs);
    if (!queue->chosen && first) {
        queue->chosen = container_of(first, struct job, sorted);
        queue->least_pass = first->key;
    }
    return queue->chosen;
}

static struct job *take(uint32_t cpu)
{
    struct job *job = pick(cpu);
    if (job)
        leave(job, LEAVE_MOVED);
    return job;
}

static void show(const struct job *job, struct job_shown *shown)
{
    shown->tickets = job_tickets(job);
    shown->pass = marks_of(job)->pass;
}

static struct job *next(uint32_t cpu, const struct job *job)
{
    return job_behind_sorted(&run_queues[cpu].jobs, job);
}

static size_t check(uint32_t cpu)
{
    return sorted_check(&run_queues[cpu].jobs);
}

static const struct policy_key keys[] = {
    {.name = "quantum", .minimum = 1, .maximum = QUANTUM_MAXIMUM, .values = &quantum},
    CHARGE_KEY(&charges_time),
    {0},
};

const struct policy policy_stride = {
    .name = "stride",
    .keys = keys,
    .charges_time = &charges_time,
    .set_standard = set_standard,
    .start = start,
    .ready = ready,
    .leave = leave,
    .yield = yield,
    .tick = tick,
    .pick = pick,
    .take = take,
    .next = next,
    .show = show,
    .check = check,
};
