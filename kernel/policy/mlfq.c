/* The multi-level feedback queue: it learns from what a job does. [OSTEP 8]
 *
 *   Rules 1, 2: the highest level that is not empty runs, its jobs in round robin
 *   Rule 3: a job comes in at the top
 *   Rule 4: whoever has used up its allotment of slices on a level goes one down
 *   Rule 5: every BOOST ticks all go back to the top
 *
 * A level has a queue, a quantum (ticks a slice) and an allotment (slices before going
 * down). A job that a higher one displaces stays at the head of its level, with the rest
 * of its slice. */
#include "kernel/policy/policy.h"
#include "lib/divide.h"

enum {
    LEVELS_MAXIMUM = 8,
    LEVELS_STANDARD = 3,
    QUANTUM_STANDARD = 2, /* at the top; twice as much on each level below */
    QUANTUM_MAXIMUM = 1000000,
    BOOST_STANDARD = 100,
    BOOST_MAXIMUM = 1000000000,
};

static uint32_t levels;
static uint32_t quantum[LEVELS_MAXIMUM],
    quantum_count; /* the last one counts for all below */
static uint32_t allotment[LEVELS_MAXIMUM], allotment_count; /* as well */
static uint32_t boost;
static uint32_t io_resets_allotment, io_done_to_front;
static uint32_t charges_time;

static struct list queues[CPUS_MAX][LEVELS_MAXIMUM]; /* level 0 is the top */
static uint32_t boosts[CPUS_MAX];                    /* so far */

struct marks {
    uint32_t level;
    uint32_t allotment; /* slices left on this level */
    uint32_t boosts;    /* that there had been when the level was set */
};
JOB_MARKS(struct marks)

static void set_standard(void)
{
    levels = quantum_count = LEVELS_STANDARD;
    for (uint32_t level = 0; level < LEVELS_STANDARD; level++)
        quantum[level] = (uint32_t)QUANTUM_STANDARD << level;
    allotment_count = 1;
    allotment[0] = 1;
    boost = BOOST_STANDARD;
    io_resets_allotment = io_done_to_front = 0;
    charges_time = 0;
}

static void start(uint32_t cpu)
{
    for (uint32_t level = 0; level < LEVELS_MAXIMUM; level++)
        list_init(&queues[cpu][level]);
    boosts[cpu] = 0;
}

static uint32_t at_level(const uint32_t *values, uint32_t count, uint32_t level)
{
    return values[level < count ? level : count - 1];
}

static void set_level(struct job *job, uint32_t level)
{
    *marks_of(job) = (struct marks){
        .level = level,
        .allotment = at_level(allotment, allotment_count, level),
        .boosts = boosts[job->cpu],
    };
    job_begin_slice(job);
}

/* A boost lifts every job, those that wait elsewhere too; each notices when it is next
 * looked at. */
static void notice_boost(struct job *job)
{
    if (marks_of(job)->boosts != boosts[job->cpu])
        set_level(job, 0);
}

static struct list *queue_of(const struct job *job)
{
    return &queues[job->cpu][marks_of(job)->level];
}

static void ready(struct job *job, enum ready_why why)
{
    if (why == READY_NEW || why == READY_MOVED)
        set_level(job, 0);
    notice_boost(job);
    if (why == READY_WOKEN && io_done_to_front)
        list_push_front(queue_of(job), &job->link);
    else
        list_push_back(queue_of(job), &job->link);
}

static bool is_slice_over(const struct job *job)
{
    return job_slice_ticks(job) >= at_level(quantum, quantum_count, marks_of(job)->level);
}

/* Takes a slice off the allotment, which may cost the job its level. */
static void charge_slice(struct job *job)
{
    struct marks *marks = marks_of(job);
    job_begin_slice(job);
    if (--marks->allotment == 0)
        set_level(job, marks->level + 1 < levels ? marks->level + 1 : marks->level);
}

/* A job that waits at the very tick at which its slice ends has used up the slice too. */
static void leave(struct job *job, enum leave_why why)
{
    list_remove(&job->link);
    notice_boost(job);
    bool was_slice_over = is_slice_over(job);
    if (why == LEAVE_BLOCKED && io_resets_allotment)
        set_level(job, marks_of(job)->level);
    if (was_slice_over)
        charge_slice(job);
}

/* To the tail; what it has used of its slice stays used. */
static void yield(struct job *job)
{
    notice_boost(job);
    list_move_back(queue_of(job), &job->link);
}

static void boost_all(uint32_t cpu)
{
    boosts[cpu]++;
    for (uint32_t level = levels - 1; level > 0; level--)
        list_append(&queues[cpu][0], &queues[cpu][level]);
}

static enum trace_reason end_slice(struct job *job)
{
    charge_slice(job);
    list_move_back(queue_of(job), &job->link);
    return REASON_SLICE_OVER;
}

static bool is_boost_due(tick_t now)
{
    uint32_t rest;
    (void)divide_u64(now, boost, &rest);
    return rest == 0;
}

static enum trace_reason tick(uint32_t cpu, struct job *running, tick_t now)
{
    enum trace_reason reason = REASON_NONE;
    if (running)
        notice_boost(running);
    if (running && is_slice_over(running))
        reason = end_slice(running);
    if (boost && is_boost_due(now)) {
        boost_all(cpu);
        reason = REASON_BOOSTED; /* `pick` looks at the job next, before it runs */
    }
    return reason;
}

static struct job *pick(uint32_t cpu)
{
    for (uint32_t level = 0; level < levels; level++) {
        struct job *job = list_first_entry(&queues[cpu][level], struct job, link);
        if (job) {
            notice_boost(job);
            return job;
        }
    }
    return NULL;
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
    const struct marks *marks = marks_of(job);
    bool is_boosted = marks->boosts != boosts[job->cpu]; /* and has not noticed it yet */
    shown->level = is_boosted ? 0 : marks->level;
}

/* The first job on LEVEL or below. */
static struct job *first_from(uint32_t cpu, uint32_t level)
{
    for (; level < levels; level++) {
        if (!list_is_empty(&queues[cpu][level]))
            return job_behind(&queues[cpu][level], NULL);
    }
    return NULL;
}

/* A job that has been boosted notices it when it is looked at; its queue knows already. */
static struct job *next(uint32_t cpu, const struct job *job)
{
    if (!job)
        return first_from(cpu, 0);
    uint32_t level = marks_of(job)->boosts == boosts[cpu] ? marks_of(job)->level : 0;
    struct job *behind = job_behind(&queues[cpu][level], job);
    return behind ? behind : first_from(cpu, level + 1);
}

static size_t check(uint32_t cpu)
{
    size_t total = 0;
    for (uint32_t level = 0; level < LEVELS_MAXIMUM; level++) {
        size_t count = list_check(&queues[cpu][level]);
        if (count == SIZE_MAX || (level >= levels && count > 0))
            return SIZE_MAX;
        total += count;
    }
    return total;
}

static const struct policy_key keys[] = {
    {.name = "levels", .minimum = 1, .maximum = LEVELS_MAXIMUM, .values = &levels},
    {.name = "quantum",
     .minimum = 1,
     .maximum = QUANTUM_MAXIMUM,
     .values = quantum,
     .count = &quantum_count,
     .count_maximum = LEVELS_MAXIMUM,
     .count_limit = &levels,
     .count_limit_standard = LEVELS_STANDARD},
    {.name = "allotment",
     .minimum = 1,
     .maximum = QUANTUM_MAXIMUM,
     .values = allotment,
     .count = &allotment_count,
     .count_maximum = LEVELS_MAXIMUM,
     .count_limit = &levels,
     .count_limit_standard = LEVELS_STANDARD},
    {.name = "boost", .minimum = 0, .maximum = BOOST_MAXIMUM, .values = &boost},
    {.name = "io_resets_allotment", .maximum = 1, .values = &io_resets_allotment},
    {.name = "io_done_to_front", .maximum = 1, .values = &io_done_to_front},
    CHARGE_KEY(&charges_time),
    {0},
};

const struct policy policy_mlfq = {
    .name = "mlfq",
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
