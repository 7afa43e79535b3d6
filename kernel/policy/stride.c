/* Stride scheduling: the shares of a lottery, without chance. [OSTEP 9.6]
 *
 * Each job has a stride, the inverse of its tickets, and a pass. The job with the least
 * pass runs for a slice, and its pass goes on by its stride; among equals, who came
 * first. Whoever comes begins at the least pass that is there, and whoever waited comes
 * back with no less: time spent waiting is not saved up. */
#include "kernel/policy/policy.h"
#include "lib/divide.h"

enum { QUANTUM_STANDARD = 1, QUANTUM_MAXIMUM = 1000000 };

/* The stride of one ticket, a slice long. */
static const uint64_t ONE_TICKET = 1000000000000;

static uint32_t quantum;

static struct run_queue {
    struct heap jobs;    /* by pass, the running one among them */
    struct job *chosen;  /* runs until its slice is over */
    uint64_t least_pass; /* that of the one chosen last: nobody's was less */
    uint64_t arrivals;
} run_queues[CPUS_MAX];

struct marks {
    uint64_t order; /* in which it came */
    uint64_t pass;
};
JOB_MARKS(struct marks)

static void set_standard(void)
{
    quantum = QUANTUM_STANDARD;
}

static void start(uint32_t cpu)
{
    run_queues[cpu] = (struct run_queue){0};
    heap_init(&run_queues[cpu].jobs);
}

/* The pass that JOB gains by USED ticks of its slice. */
static uint64_t pass_gained(const struct job *job, uint32_t used)
{
    uint64_t stride = divide_u64(ONE_TICKET, job_tickets(job), NULL);
    return used == quantum ? stride : divide_u64(stride * used, quantum, NULL);
}

static void insert_by_pass(struct run_queue *queue, struct job *job)
{
    job->heap.key = marks_of(job)->pass;
    job->heap.order = marks_of(job)->order;
    heap_push(&queue->jobs, &job->heap);
}

static void ready(struct job *job, enum ready_why why)
{
    struct run_queue *queue = &run_queues[job->cpu];
    struct marks *marks = marks_of(job);
    if (why == READY_NEW || why == READY_MOVED)
        *marks = (struct marks){.order = queue->arrivals++};
    if (marks->pass < queue->least_pass)
        marks->pass = queue->least_pass;
    job_begin_slice(job);
    insert_by_pass(queue, job);
}

static void leave(struct job *job, enum leave_why why)
{
    struct run_queue *queue = &run_queues[job->cpu];
    (void)why;
    heap_remove(&queue->jobs, &job->heap);
    marks_of(job)->pass += pass_gained(job, job_slice_ticks(job));
    if (job == queue->chosen)
        queue->chosen = NULL;
}

/* The slice is over, or given up: then it counts as a whole, or who yields first would be
 * chosen again at once. */
static void end_slice(struct job *job)
{
    struct run_queue *queue = &run_queues[job->cpu];
    heap_remove(&queue->jobs, &job->heap);
    marks_of(job)->pass += pass_gained(job, quantum);
    job_begin_slice(job);
    insert_by_pass(queue, job);
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
    struct heap_node *first = heap_first(&queue->jobs);
    if (!queue->chosen && first) {
        queue->chosen = container_of(first, struct job, heap);
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

static size_t check(uint32_t cpu)
{
    return heap_check(&run_queues[cpu].jobs);
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
    .take = take,
    .show = show,
    .check = check,
};
