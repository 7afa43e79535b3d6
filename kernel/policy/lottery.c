/* Lottery scheduling: each slice goes to the holder of a ticket that is drawn.
 * [OSTEP 9.2]
 *
 * A ticket is drawn when a slice is over or the running job has left, and somebody
 * competes. The winning number is the drawn one modulo the tickets that compete, counted
 * along the row of jobs in the order in which they came. */
#include "kernel/policy/policy.h"

enum {
    QUANTUM_STANDARD = 1,
    QUANTUM_MAXIMUM = 1000000,
    SEED_STANDARD = 1,
    DRAWS_MAXIMUM = 512,
};

static uint32_t quantum;
static uint32_t seed;
static uint32_t draws[DRAWS_MAXIMUM], draw_count; /* used before the generator */

static struct tickets row;
static struct job *winner; /* of the present slice; NULL: to be drawn */
static struct random random;
static uint32_t drawn;

static void set_standard(void)
{
    quantum = QUANTUM_STANDARD;
    seed = SEED_STANDARD;
    draw_count = 0;
}

static void start(void)
{
    tickets_init(&row);
    random_init(&random, seed);
    winner = NULL;
    drawn = 0;
}

static void ready(struct job *job, enum ready_why why)
{
    (void)why;
    tickets_add(&row, &job->tickets, job_tickets(job));
}

static void leave(struct job *job, enum leave_why why)
{
    (void)why;
    tickets_remove(&row, &job->tickets);
    if (job == winner)
        winner = NULL;
}

static void yield(struct job *job)
{
    (void)job;
    winner = NULL;
}

static enum trace_reason tick(struct job *running, tick_t now)
{
    (void)now;
    if (!running || job_slice_ticks(running) < quantum)
        return REASON_NONE;
    winner = NULL;
    return REASON_SLICE_OVER;
}

static uint32_t draw(void)
{
    return drawn < draw_count ? draws[drawn++] : random_next(&random);
}

static struct job *pick(void)
{
    uint64_t total = tickets_total(&row);
    if (winner || total == 0)
        return winner;
    uint32_t number = draw();
    if (number >= total) /* then the total has 32 bits */
        number %= (uint32_t)total;
    winner = container_of(tickets_find(&row, number), struct job, tickets);
    winner->slice_start = winner->ran_ticks;
    return winner;
}

static void show(const struct job *job, struct job_shown *shown)
{
    shown->tickets = job_tickets(job);
}

static size_t check(void)
{
    return tickets_check(&row);
}

static const struct policy_key keys[] = {
    {.name = "quantum", .minimum = 1, .maximum = QUANTUM_MAXIMUM, .values = &quantum},
    {.name = "seed", .maximum = UINT32_MAX, .values = &seed},
    {.name = "draws",
     .maximum = UINT32_MAX,
     .values = draws,
     .count = &draw_count,
     .count_maximum = DRAWS_MAXIMUM},
    {0},
};

const struct policy policy_lottery = {
    .name = "lottery",
    .keys = keys,
    .set_standard = set_standard,
    .start = start,
    .ready = ready,
    .leave = leave,
    .yield = yield,
    .tick = tick,
    .pick = pick,
    .show = show,
    .check = check,
};
