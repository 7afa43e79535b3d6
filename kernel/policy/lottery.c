/* Lottery scheduling: each slice goes to the holder of a ticket that is drawn.
 * [OSTEP 9.2]
 *
 * A ticket is drawn when a slice is over or the running job has left, and somebody is
 * there. The winning number is the drawn one modulo the tickets in the row of jobs,
 * counted along the row, which has the order in which the jobs came. Each CPU draws from
 * a generator of its own, so that its luck does not hang on what others do. */
#include "kernel/policy/policy.h"

enum {
    QUANTUM_STANDARD = 1,
    QUANTUM_MAXIMUM = 1000000,
    SEED_STANDARD = 1,
    DRAWS_MAXIMUM = 512,
};

static uint32_t quantum;
static uint32_t charges_time;
static uint32_t seed;
static uint32_t draws[DRAWS_MAXIMUM], draw_count; /* used before the generator */

static struct run_queue {
    struct tickets row;
    struct job *winner; /* of the present slice; NULL: to be drawn */
    uint32_t drawn;     /* of `draws` */
    struct random random;
    struct draw last; /* for pictures */
} run_queues[CPUS_MAX];

static void set_standard(void)
{
    quantum = QUANTUM_STANDARD;
    seed = SEED_STANDARD;
    draw_count = 0;
    charges_time = 0;
}

static void start(uint32_t cpu)
{
    run_queues[cpu] = (struct run_queue){0};
    tickets_init(&run_queues[cpu].row);
    random_init(&run_queues[cpu].random, seed + cpu);
}

static void ready(struct job *job, enum ready_why why)
{
    (void)why;
    tickets_add(&run_queues[job->cpu].row, &job->tickets, job_tickets(job));
}

static void leave(struct job *job, enum leave_why why)
{
    struct run_queue *queue = &run_queues[job->cpu];
    (void)why;
    tickets_remove(&queue->row, &job->tickets);
    if (job == queue->winner)
        queue->winner = NULL;
}

static void yield(struct job *job)
{
    run_queues[job->cpu].winner = NULL;
}

static enum trace_reason tick(uint32_t cpu, struct job *running, tick_t now)
{
    (void)now;
    if (!running || job_slice_ticks(running) < quantum)
        return REASON_NONE;
    run_queues[cpu].winner = NULL;
    return REASON_SLICE_OVER;
}

static uint32_t draw_number(struct run_queue *queue)
{
    return queue->drawn < draw_count ? draws[queue->drawn++]
                                     : random_next(&queue->random);
}

/* A ticket of so many (TOTAL). Of more than a number has bits for, the bits above are
 * drawn too, and again if there is no such ticket: so none is luckier than another. */
static uint64_t draw_ticket(struct run_queue *queue, uint64_t total)
{
    uint32_t number = draw_number(queue), highest = (uint32_t)(total >> 32);
    if (highest == 0)
        return number < total ? number : number % (uint32_t)total;
    for (;;) {
        uint32_t above = random_next(&queue->random) % (highest + 1);
        uint64_t ticket = (uint64_t)above << 32 | number;
        if (ticket < total)
            return ticket;
        number = draw_number(queue);
    }
}

static struct job *pick(uint32_t cpu)
{
    struct run_queue *queue = &run_queues[cpu];
    uint64_t total = tickets_total(&queue->row);
    if (queue->winner || total == 0)
        return queue->winner;
    uint64_t ticket = draw_ticket(queue, total);
    queue->last = (struct draw){ticket, total, queue->last.count + 1};
    struct job *winner =
        container_of(tickets_find(&queue->row, ticket), struct job, tickets);
    job_begin_slice(winner);
    return queue->winner = winner;
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
}

/* The row of tickets: a draw decides. */
static struct job *next(uint32_t cpu, const struct job *job)
{
    struct ticket_node *node =
        tickets_next(&run_queues[cpu].row, job ? &job->tickets : NULL);
    return node ? container_of(node, struct job, tickets) : NULL;
}

static const struct draw *drawn(uint32_t cpu)
{
    return &run_queues[cpu].last;
}

static size_t check(uint32_t cpu)
{
    return tickets_check(&run_queues[cpu].row);
}

static const struct policy_key keys[] = {
    {.name = "quantum", .minimum = 1, .maximum = QUANTUM_MAXIMUM, .values = &quantum},
    {.name = "seed", .maximum = UINT32_MAX, .values = &seed},
    {.name = "draws",
     .maximum = UINT32_MAX,
     .values = draws,
     .count = &draw_count,
     .count_maximum = DRAWS_MAXIMUM},
    CHARGE_KEY(&charges_time),
    {0},
};

const struct policy policy_lottery = {
    .name = "lottery",
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
    .drawn = drawn,
    .show = show,
    .check = check,
};
