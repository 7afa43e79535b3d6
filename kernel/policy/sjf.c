/* Shortest job first: of those that wait, the one with the least declared length, and
 * then it runs until it blocks, yields or ends. [OSTEP 7.4]
 *
 * Who declared nothing comes behind all who did; among equals, who came first. The jobs
 * stand in the order of their lengths, the one that runs among them. */
#include "kernel/policy/policy.h"

/* Stands for the length of who declared none, or one as good as endless: keys must not
 * lie further apart. */
static const tick_t LENGTH_UNKNOWN = INT64_MAX;

static struct run_queue {
    struct sorted jobs; /* by length */
    struct job *chosen; /* runs on until it leaves or yields; NULL: to be chosen anew */
    uint64_t arrivals;
} run_queues[CPUS_MAX];

static void set_standard(void)
{
}

static void start(uint32_t cpu)
{
    run_queues[cpu] = (struct run_queue){0};
    sorted_init(&run_queues[cpu].jobs);
}

static void ready(struct job *job, enum ready_why why)
{
    struct run_queue *queue = &run_queues[job->cpu];
    tick_t length = job->scheduling.length_ticks;
    (void)why;
    job->sorted.key = length && length < LENGTH_UNKNOWN ? length : LENGTH_UNKNOWN;
    job->sorted.order = queue->arrivals++;
    sorted_insert(&queue->jobs, &job->sorted);
}

static void leave(struct job *job, enum leave_why why)
{
    struct run_queue *queue = &run_queues[job->cpu];
    (void)why;
    sorted_remove(&queue->jobs, &job->sorted);
    if (job == queue->chosen)
        queue->chosen = NULL;
}

/* Only jobs as short as itself can go first: a longer one still has to wait. */
static void yield(struct job *job)
{
    struct run_queue *queue = &run_queues[job->cpu];
    job->sorted.order = queue->arrivals++;
    sorted_move(&queue->jobs, &job->sorted);
    queue->chosen = NULL;
}

static enum trace_reason tick(uint32_t cpu, struct job *running, tick_t now)
{
    (void)cpu;
    (void)running;
    (void)now;
    return REASON_NONE;
}

static struct job *pick(uint32_t cpu)
{
    struct run_queue *queue = &run_queues[cpu];
    struct sorted_node *first = sorted_first(&queue->jobs);
    if (!queue->chosen && first)
        queue->chosen = container_of(first, struct job, sorted);
    return queue->chosen;
}

static struct job *take(uint32_t cpu)
{
    struct job *job = pick(cpu);
    if (job)
        leave(job, LEAVE_MOVED);
    return job;
}

static struct job *next(uint32_t cpu, const struct job *job)
{
    return job_behind_sorted(&run_queues[cpu].jobs, job);
}

static size_t check(uint32_t cpu)
{
    return sorted_check(&run_queues[cpu].jobs);
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
    .take = take,
    .next = next,
    .check = check,
};
