/* Shortest time to completion first: whoever has least left of the length that was
 * declared, at any moment; a newcomer that needs less takes the CPU at once. [OSTEP 7.5]
 *
 * Whoever declared nothing, or has used up more than was declared, comes behind all
 * others, in round robin with slices of QUANTUM ticks: nothing is known of how long it
 * will take. */
#include "kernel/policy/policy.h"

enum { QUANTUM_STANDARD = 4, QUANTUM_MAXIMUM = 1000000 };

/* More counts as so much: keys must not lie further apart. */
static const tick_t REST_MAXIMUM = INT64_MAX;

static uint32_t quantum;
static uint32_t charges_time;

static struct run_queue {
    struct sorted known; /* by ticks left */
    struct list unknown; /* in turn */
    uint64_t arrivals;
} run_queues[CPUS_MAX];

struct marks {
    bool is_unknown; /* in which of the two it is */
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
    sorted_init(&run_queues[cpu].known);
    list_init(&run_queues[cpu].unknown);
}

static tick_t key_of_rest(tick_t rest)
{
    return rest < REST_MAXIMUM ? rest : REST_MAXIMUM;
}

static void insert_by_rest(struct job *job)
{
    struct run_queue *queue = &run_queues[job->cpu];
    tick_t rest = job_rest_ticks(job);
    marks_of(job)->is_unknown = rest == 0;
    if (rest == 0) {
        list_push_back(&queue->unknown, &job->link);
        job_begin_slice(job);
        return;
    }
    job->sorted.key = key_of_rest(rest);
    job->sorted.order = queue->arrivals++;
    sorted_insert(&queue->known, &job->sorted);
}

static void ready(struct job *job, enum ready_why why)
{
    (void)why;
    insert_by_rest(job);
}

static void leave(struct job *job, enum leave_why why)
{
    (void)why;
    if (marks_of(job)->is_unknown)
        list_remove(&job->link);
    else
        sorted_remove(&run_queues[job->cpu].known, &job->sorted);
}

static void yield(struct job *job)
{
    leave(job, LEAVE_BLOCKED);
    insert_by_rest(job);
}

/* The running job has less left now. If it is the first, it still is, and its key can change
 * where it stands; but somebody with less may have become ready since it was chosen. */
static enum trace_reason tick_known(struct job *job)
{
    struct sorted *known = &run_queues[job->cpu].known;
    tick_t rest = job_rest_ticks(job);
    if (rest > 0) {
        job->sorted.key = key_of_rest(rest);
        if (sorted_first(known) != &job->sorted)
            sorted_move(known, &job->sorted);
        return REASON_NONE;
    }
    sorted_remove(known, &job->sorted);
    insert_by_rest(job);
    return REASON_SLICE_OVER;
}

static enum trace_reason tick(uint32_t cpu, struct job *running, tick_t now)
{
    (void)cpu;
    (void)now;
    if (!running)
        return REASON_NONE;
    if (!marks_of(running)->is_unknown)
        return tick_known(running);
    if (job_slice_ticks(running) < quantum)
        return REASON_NONE;
    yield(running);
    return REASON_SLICE_OVER;
}

static struct job *pick(uint32_t cpu)
{
    const struct run_queue *queue = &run_queues[cpu];
    struct sorted_node *shortest = sorted_first(&queue->known);
    if (shortest)
        return container_of(shortest, struct job, sorted);
    return list_first_entry(&queue->unknown, struct job, link);
}

static struct job *take(uint32_t cpu)
{
    struct job *job = pick(cpu);
    if (job)
        leave(job, LEAVE_MOVED);
    return job;
}

/* Level 1 stands for those of whom nothing is known: they come behind all others. */
static void show(const struct job *job, struct job_shown *shown)
{
    shown->level = marks_of(job)->is_unknown;
}

static struct job *next(uint32_t cpu, const struct job *job)
{
    const struct run_queue *queue = &run_queues[cpu];
    if (job && marks_of(job)->is_unknown)
        return job_behind(&queue->unknown, job);
    struct job *behind = job_behind_sorted(&queue->known, job);
    return behind ? behind : job_behind(&queue->unknown, NULL);
}

static size_t check(uint32_t cpu)
{
    size_t known = sorted_check(&run_queues[cpu].known);
    size_t unknown = list_check(&run_queues[cpu].unknown);
    bool is_broken = known == SIZE_MAX || unknown == SIZE_MAX;
    return is_broken ? SIZE_MAX : known + unknown;
}

static const struct policy_key keys[] = {
    {.name = "quantum", .minimum = 1, .maximum = QUANTUM_MAXIMUM, .values = &quantum},
    CHARGE_KEY(&charges_time),
    {0},
};

const struct policy policy_stcf = {
    .name = "stcf",
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
