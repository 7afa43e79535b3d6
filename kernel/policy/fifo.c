/* First in, first out: whoever came first runs until it blocks, yields or ends.
 * [OSTEP 7.3]
 *
 * Each CPU has one queue; the running job stands at its head. */
#include "kernel/policy/policy.h"

static struct list queue[CPUS_MAX];

static void set_standard(void)
{
}

static void start(uint32_t cpu)
{
    list_init(&queue[cpu]);
}

static void ready(struct job *job, enum ready_why why)
{
    (void)why;
    list_push_back(&queue[job->cpu], &job->link);
}

static void leave(struct job *job, enum leave_why why)
{
    (void)why;
    list_remove(&job->link);
}

static void yield(struct job *job)
{
    list_move_back(&queue[job->cpu], &job->link);
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

static const struct policy_key keys[] = {{0}};

const struct policy policy_fifo = {
    .name = "fifo",
    .lets_run = true,
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
