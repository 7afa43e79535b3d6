/* The order of OSTEP 4's simulator. The jobs stand in a circle, in the order in which they
 * came, and one has the turn until it ends or waits for an I/O:
 *
 *          0 -> 1 -> 2 -> 3 -.       the turn is 1's; when that waits, it goes on to 2, and
 *          ^    *            |       to 3 if 2 is not there
 *          '-----------------'
 *
 * switch=io: who waits for an I/O passes the turn on. switch=end: it keeps it, and the CPU
 * idles until it is back. io_done=later: whose I/O is done waits for its turn;
 * io_done=immediate: it takes the turn at once. [OSTEP 4.4, homework] */
#include "kernel/policy/policy.h"

enum { SWITCH_IO, SWITCH_END };
enum { DONE_LATER, DONE_IMMEDIATE };

static uint32_t switches_on, io_done;

static struct circle {
    struct sorted jobs; /* those that are ready, in the order of the circle */
    struct job *turn;   /* whose it is, one of them; NULL: nobody's */
    uint64_t kept_for; /* the place of the one that waits, and keeps it; 0: nobody does */
    uint64_t places;   /* that were given so far, from 1 on */
} circles[CPUS_MAX];

struct marks {
    uint64_t place; /* in the circle; it is the job's own, whether it is there or not */
};
JOB_MARKS(struct marks)

static void set_standard(void)
{
    switches_on = SWITCH_IO;
    io_done = DONE_LATER;
}

static void start(uint32_t cpu)
{
    circles[cpu] = (struct circle){0};
    sorted_init(&circles[cpu].jobs);
}

static struct job *first_of(const struct circle *circle)
{
    return job_behind_sorted(&circle->jobs, NULL);
}

/* The next one round the circle; JOB itself, if it is alone. */
static struct job *job_after(const struct circle *circle, const struct job *job)
{
    struct job *next = job_behind_sorted(&circle->jobs, job);
    return next ? next : first_of(circle);
}

static void give_turn(struct circle *circle, struct job *job)
{
    circle->turn = job;
    circle->kept_for = 0;
}

/* Whether who is ready now, for WHY, has the turn at once. Where the CPU is kept idle, whoever
 * comes back from a wait has it: it is the one for which it is kept, or a shell at which
 * somebody types. */
static bool takes_turn(const struct circle *circle, enum ready_why why)
{
    if (circle->kept_for)
        return why == READY_WOKEN;
    return !circle->turn || (why == READY_WOKEN && io_done == DONE_IMMEDIATE);
}

static void ready(struct job *job, enum ready_why why)
{
    struct circle *circle = &circles[job->cpu];
    if (marks_of(job)->place == 0)
        marks_of(job)->place = ++circle->places;
    job->sorted.key = marks_of(job)->place;
    job->sorted.order = 0;
    sorted_insert(&circle->jobs, &job->sorted);
    if (takes_turn(circle, why))
        give_turn(circle, job);
}

/* Who is next is settled now: whose I/O is done at the same tick has come too late. */
static void leave(struct job *job, enum leave_why why)
{
    struct circle *circle = &circles[job->cpu];
    struct job *next = job_after(circle, job);
    sorted_remove(&circle->jobs, &job->sorted);
    if (circle->turn != job)
        return;
    give_turn(circle, next == job ? NULL : next);
    if (why == LEAVE_BLOCKED && job->for_io && switches_on == SWITCH_END) {
        circle->turn = NULL;
        circle->kept_for = marks_of(job)->place;
    }
}

static void forget(struct job *job)
{
    struct circle *circle = &circles[job->cpu];
    if (circle->kept_for == marks_of(job)->place)
        give_turn(circle, first_of(circle));
}

static void yield(struct job *job)
{
    struct circle *circle = &circles[job->cpu];
    if (circle->turn == job)
        circle->turn = job_after(circle, job);
}

static enum trace_reason tick(uint32_t cpu, struct job *running, tick_t now)
{
    (void)cpu, (void)running, (void)now;
    return REASON_NONE; /* nobody's time is ever up */
}

static struct job *pick(uint32_t cpu)
{
    return circles[cpu].turn;
}

static struct job *next(uint32_t cpu, const struct job *job)
{
    const struct circle *circle = &circles[cpu];
    struct job *begin = circle->turn ? circle->turn : first_of(circle);
    struct job *found = job ? job_after(circle, job) : begin;
    return job && found == begin ? NULL : found;
}

static struct job *take(uint32_t cpu)
{
    struct job *job = next(cpu, NULL);
    if (job)
        leave(job, LEAVE_MOVED);
    return job;
}

static size_t check(uint32_t cpu)
{
    return sorted_check(&circles[cpu].jobs);
}

static const char *const switch_words[] = {"io", "end", NULL};
static const char *const io_done_words[] = {"later", "immediate", NULL};

static const struct policy_key keys[] = {
    {.name = "switch", .words = switch_words, .values = &switches_on},
    {.name = "io_done", .words = io_done_words, .values = &io_done},
    {0},
};

const struct policy policy_process_run = {
    .name = "process-run",
    .may_idle = true,
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
    .forget = forget,
    .check = check,
};
