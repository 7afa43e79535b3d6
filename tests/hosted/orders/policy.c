#include "tests/hosted/orders/policy.h"

#include "kernel/sched/policies.h"
#include "kernel/sched/thread.h"

static struct list runnable;
static pid_t chosen;

void orders_policy_choose(pid_t pid)
{
    chosen = pid;
}

static void set_standard(void)
{
}

static void start(uint32_t cpu)
{
    (void)cpu;
    list_init(&runnable);
}

static void ready(struct job *job, enum ready_why why)
{
    (void)why;
    list_push_back(&runnable, &job->link);
}

static void leave(struct job *job, enum leave_why why)
{
    (void)why;
    list_remove(&job->link);
}

static void yield(struct job *job)
{
    (void)job;
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
    (void)cpu;
    list_for_each(&runnable, node) {
        struct job *job = container_of(node, struct job, link);
        if (container_of(job, struct thread, job)->id == chosen)
            return job;
    }
    return NULL;
}

static struct job *take(uint32_t cpu)
{
    struct job *job = cpu ? NULL : list_first_entry(&runnable, struct job, link);
    if (job)
        list_remove(&job->link);
    return job;
}

static size_t check(uint32_t cpu)
{
    return cpu ? 0 : list_check(&runnable);
}

static const struct policy_key no_keys[] = {{0}};

static const struct policy policy_orders = {
    .name = "orders",
    .may_idle = true,
    .keys = no_keys,
    .set_standard = set_standard,
    .start = start,
    .ready = ready,
    .leave = leave,
    .yield = yield,
    .tick = tick,
    .pick = pick,
    .take = take,
    .check = check,
};

const struct policy *const policies[] = {&policy_orders, NULL};
const struct policy *const own_policy = NULL;
