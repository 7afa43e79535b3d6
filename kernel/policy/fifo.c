/* First in, first out: whoever came first runs until it blocks, yields or ends.
 * [OSTEP 7.3]
 *
 * One queue; the running job stands at its head. */
#include "kernel/policy/policy.h"

static struct list queue;

static void set_standard(void)
{
}

static void start(void)
{
    list_init(&queue);
}

static void ready(struct job *job, enum ready_why why)
{
    (void)why;
    list_push_back(&queue, &job->link);
}

static void leave(struct job *job, enum leave_why why)
{
    (void)why;
    list_remove(&job->link);
}

static void yield(struct job *job)
{
    list_move_back(&queue, &job->link);
}

static enum trace_reason tick(struct job *running, tick_t now)
{
    (void)running;
    (void)now;
    return REASON_NONE;
}

static struct job *pick(void)
{
    return list_first_entry(&queue, struct job, link);
}

static size_t check(void)
{
    return list_check(&queue);
}

static const struct policy_key keys[] = {{0}};

const struct policy policy_fifo = {
    .name = "fifo",
    .keys = keys,
    .set_standard = set_standard,
    .start = start,
    .ready = ready,
    .leave = leave,
    .yield = yield,
    .tick = tick,
    .pick = pick,
    .check = check,
};
