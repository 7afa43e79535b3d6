#include "kernel/sched/thoughts.h"

#include "kernel/arch.h"
#include "kernel/debug/trace.h"
#include "kernel/sched/watch.h"

enum {
    TOLD_MAX = 15,         /* jobs of a queue */
    A_RECORD = 3,          /* jobs in a record */
    HASH_PRIME = 16777619, /* [FNV-1] */
    HASH_START = 2166136261,
};

/* The hash of the order, and how many draws have been told, by CPU. */
static uint32_t order_told[CPUS_MAX], draws_told[CPUS_MAX];

void thoughts_begin(void)
{
    for (uint32_t cpu = 0; cpu < CPUS_MAX; cpu++) {
        order_told[cpu] = HASH_START;
        draws_told[cpu] = 0;
    }
}

static uint32_t low(uint64_t value)
{
    return (uint32_t)value;
}

static uint32_t high(uint64_t value)
{
    return (uint32_t)(value >> 32);
}

static uint32_t saturated(uint64_t value)
{
    return high(value) ? UINT32_MAX : low(value);
}

static uint32_t hash(uint32_t before, uint64_t value)
{
    return ((before ^ low(value)) * HASH_PRIME ^ high(value)) * HASH_PRIME;
}

static void tell(enum trace_kind kind, const struct job *job, uint32_t a, uint32_t b)
{
    trace(kind, REASON_NONE, job_number(job), a, b);
}

/* A level of 0 is told where the policy has nothing else to show. */
static void tell_job(const struct policy *policy, struct job *job)
{
    struct job_shown shown = {0};
    policy->show(job, &shown);
    uint32_t hashed =
        hash(hash(hash(HASH_START, shown.level), shown.tickets), shown.pass);
    uint32_t watched = (job->watched & JOB_QUEUED) | (hashed & ~JOB_QUEUED);
    if (watched == job->watched)
        return;
    job->watched = watched;
    if (shown.tickets)
        tell(TRACE_TICKETS, job, shown.tickets, 0);
    if (shown.pass)
        tell(TRACE_PASS, job, low(shown.pass), high(shown.pass));
    if (shown.level || !(shown.tickets || shown.pass))
        tell(TRACE_LEVEL, job, shown.level, 0);
}

static void tell_draw(const struct policy *policy, uint32_t cpu, const struct job *winner)
{
    const struct draw *draw = policy->drawn(cpu);
    if (draw->count == draws_told[cpu])
        return;
    draws_told[cpu] = draw->count;
    tell(TRACE_DRAW, winner, saturated(draw->ticket), saturated(draw->of));
}

/* NUMBERS of jobs, of which there are COUNT, in records of three; one that is not full ends
 * them. */
static void tell_order(const pid_t *numbers, uint32_t count)
{
    uint32_t records = count < TOLD_MAX ? count / A_RECORD + 1 : TOLD_MAX / A_RECORD;
    uint64_t cycles = arch_cycles();
    for (; records > 0; records--, numbers += A_RECORD)
        trace_at(cycles, TRACE_QUEUE, REASON_NONE, numbers[0], (uint32_t)numbers[1],
                 (uint32_t)numbers[2]);
}

/* A boost changes jobs that no callback is for: so all in the queues are looked at. */
static void tell_queue(const struct policy *policy, uint32_t cpu)
{
    pid_t numbers[TOLD_MAX + A_RECORD] = {0};
    uint32_t count = 0, order = HASH_START;
    for (struct job *job = NULL; count < TOLD_MAX && (job = policy->next(cpu, job));) {
        if (policy->show)
            tell_job(policy, job);
        numbers[count++] = job_number(job);
        order = hash(order, (uint32_t)job_number(job));
    }
    if (order == order_told[cpu])
        return;
    order_told[cpu] = order;
    tell_order(numbers, count);
}

void thoughts_record(const struct policy *policy, uint32_t cpu, struct job *job)
{
    if (job && policy->show)
        tell_job(policy, job);
    if (job && policy->drawn)
        tell_draw(policy, cpu, job);
    if (policy->next)
        tell_queue(policy, cpu);
}
