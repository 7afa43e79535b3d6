/* Fair scheduling: everybody's virtual time goes on evenly. [OSTEP 9.7]
 *
 * The time that a job has been charged, in nanoseconds and divided by its weight, is its
 * virtual time; the job that is furthest behind runs. It is charged the ticks that find it,
 * or, with charge=time, what it has run, to the nanosecond, as by Linux's CFS. A job that
 * has waited comes back at most LATENCY behind the others: enough to run soon, not enough to
 * keep the CPU for all that it has missed. `tickets` are the weight. */
#include "kernel/policy/policy.h"
#include "lib/divide.h"

enum {
    QUANTUM_STANDARD = 2, /* ticks that a job keeps the CPU if no sleeper is before it */
    QUANTUM_MAXIMUM = 1000000,
    LATENCY_STANDARD = 20, /* milliseconds that a sleeper may be behind when it wakes */
    LATENCY_MAXIMUM = 10000,
    NANOSECONDS_A_MILLISECOND = 1000000,
};

static uint32_t quantum, latency;
static uint32_t charges_time;

static struct run_queue {
    _Alignas(64) struct sorted jobs; /* by virtual time, the chosen one among them */
    struct job *chosen;  /* runs until its turn is over: its slice is, or a sleeper goes
                                before it */
    uint64_t least_time; /* how far even the furthest behind has come: never goes back */
} run_queues[CPUS_MAX];

struct marks {
    uint64_t virtual_time; /* and its key */
};
JOB_MARKS(struct marks)

static void set_standard(void)
{
    quantum = QUANTUM_STANDARD;
    latency = LATENCY_STANDARD;
    charges_time = 0;
}

static void start(uint32_t cpu)
{
    run_queues[cpu] = (struct run_queue){0};
    sorted_init(&run_queues[cpu].jobs);
}

/* Whether virtual time A is behind B, by their difference: with one ticket they begin
 * again at 0 after 5.8 years of CPU time, and just after 0 credit leads before it. */
static bool is_behind(uint64_t a, uint64_t b)
{
    return (int64_t)(a - b) < 0;
}

/* Before one joins or leaves: in between, who is furthest behind only goes on. */
static void note_least_time(struct run_queue *queue)
{
    const struct sorted_node *least =
        queue->chosen ? &queue->chosen->sorted : sorted_first(&queue->jobs);
    if (least && is_behind(queue->least_time, least->key))
        queue->least_time = least->key;
}

/* The virtual time with which one that has waited comes back at the earliest. */
static uint64_t earliest_return(const struct run_queue *queue)
{
    return queue->least_time - (uint64_t)latency * NANOSECONDS_A_MILLISECOND;
}

/* The turn of JOB, which runs, is over. Up to now it stood where it stood when it was chosen,
 * however often it has been charged; now it goes to its new place. */
static void end_turn(struct job *job)
{
    struct run_queue *queue = &run_queues[job->cpu];
    job->sorted.key = marks_of(job)->virtual_time;
    sorted_move(&queue->jobs, &job->sorted);
    queue->chosen = NULL;
}

static void ready(struct job *job, enum ready_why why)
{
    struct run_queue *queue = &run_queues[job->cpu];
    struct marks *marks = marks_of(job);
    note_least_time(queue);
    bool is_new = why == READY_NEW || why == READY_MOVED;
    uint64_t earliest = is_new ? queue->least_time : earliest_return(queue);
    if (is_new || is_behind(marks->virtual_time, earliest))
        marks->virtual_time = earliest;
    if (queue->chosen &&
        is_behind(marks->virtual_time, marks_of(queue->chosen)->virtual_time))
        end_turn(queue->chosen);
    job->sorted.key = marks->virtual_time;
    sorted_insert(&queue->jobs, &job->sorted);
}

static void leave(struct job *job, enum leave_why why)
{
    struct run_queue *queue = &run_queues[job->cpu];
    (void)why;
    note_least_time(queue);
    sorted_remove(&queue->jobs, &job->sorted);
    if (job == queue->chosen)
        queue->chosen = NULL;
}

/* What weighs as much as the standard needs no division. */
static __attribute__((noinline)) void charge_by_weight(struct job *job,
                                                       uint64_t nanoseconds)
{
    marks_of(job)->virtual_time +=
        divide_u64(nanoseconds * TICKETS_STANDARD, job_tickets(job), NULL);
}

static void charge(struct job *job, uint64_t nanoseconds)
{
    if (job_tickets(job) == TICKETS_STANDARD)
        marks_of(job)->virtual_time += nanoseconds;
    else
        charge_by_weight(job, nanoseconds);
}

/* The slice is given up: who is furthest behind runs. That can be JOB again; but of those
 * equally far behind it is the last. */
static void yield(struct job *job)
{
    end_turn(job);
}

static enum trace_reason tick(uint32_t cpu, struct job *running, tick_t now)
{
    (void)cpu;
    (void)now;
    if (!running || job_slice_ticks(running) < quantum)
        return REASON_NONE;
    end_turn(running);
    return REASON_SLICE_OVER;
}

static struct job *pick(uint32_t cpu)
{
    struct run_queue *queue = &run_queues[cpu];
    if (queue->chosen)
        return queue->chosen;
    struct sorted_node *first = sorted_first(&queue->jobs);
    if (!first)
        return NULL;
    struct job *job = queue->chosen = container_of(first, struct job, sorted);
    job_begin_slice(job);
    return job;
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
    shown->pass = marks_of(job)->virtual_time;
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
    {.name = "latency", .maximum = LATENCY_MAXIMUM, .values = &latency},
    CHARGE_KEY(&charges_time),
    {0},
};

const struct policy policy_fair = {
    .name = "fair",
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
    .charge = charge,
    .show = show,
    .check = check,
};
