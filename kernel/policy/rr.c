/* Round robin: everybody in turn, each for a slice of QUANTUM ticks. [OSTEP 7.7]
 *
 * Each CPU has one queue. The running job stands at its head and goes to the tail when
 * its slice is over, when it yields, and when it comes back from a wait. */
#include "kernel/policy/policy.h"

enum { QUANTUM_STANDARD = 4, QUANTUM_MAXIMUM = 1000000 };

static uint32_t quantum;
static uint32_t charges_time;
static struct list queue[CPUS_MAX];

static void set_standard(void)
{
    quantum = QUANTUM_STANDARD;
    charges_time = 0;
}

static void start(uint32_t cpu)
{
    list_init(&queue[cpu]);
}

static void ready(struct job *job, enum ready_why why)
{
    (void)why;
    list_push_back(&queue[job->cpu], &job->link);
    job_begin_slice(job);
}

static void leave(struct job *job, enum leave_why why)
{
    (void)why;
    list_remove(&job->link);
}

static void yield(struct job *job)
{
    list_move_back(&queue[job->cpu], &job->link);
    job_begin_slice(job);
}

static enum trace_reason tick(uint32_t cpu, struct job *running, tick_t now)
{
    (void)cpu;
    (void)now;
    if (!running || job_slice_ticks(running) < quantum)
        return REASON_NONE;
    yield(running);
    return REASON_SLICE_OVER;
}

static struct job *pick(uint32_t cpu)
{
    return list_first_entry(&queue[cpu], struct job, link);
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
    return job_behind(&queue[cpu], job);
}

static size_t check(uint32_t cpu)
{
    return list_check(&queue[cpu]);
}

static const struct policy_key keys[] = {
    {.name = "quantum", .minimum = 1, .maximum = QUANTUM_MAXIMUM, .values = &quantum},
    CHARGE_KEY(&charges_time),
    {0},
};

const struct policy policy_rr = {
    .name = "rr",
    .lets_run = true,
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
    .check = check,
};
