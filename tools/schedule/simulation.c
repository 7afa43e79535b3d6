#include "simulation.h"

#include "kernel/arch.h"
#include "kernel/sched/watch.h"
#include "lib/string.h"
#include "user/workload/program.h"

enum { THE_CPU = 0 }; /* there is one */

enum job_state { WAITING, RUNNABLE, ENDED };

static struct simulated_job {
    struct job job;
    enum job_state state;
    bool has_come;
    tick_t arrival;
    tick_t wake;    /* when it arrives, or its I/O is done */
    uint64_t order; /* in which it began to wait */
    tick_t length, io_every;
    uint64_t io_count;
    const char *program; /* NULL: it has none */
} jobs[JOBS_MAX];

struct simulation simulation;
static const struct policy *policy;
static tick_t io_time;
static uint32_t tick_ns;
static uint64_t waits;

void arch_pause(void)
{
    /* there is no timer */
}

int32_t job_number(const struct job *job)
{
    return (int32_t)(container_of(job, const struct simulated_job, job) - jobs);
}

const char *simulation_word(enum activity activity)
{
    static const char *const words[] = {"cpu",   "io",      "io_done",
                                        "ready", "blocked", "done"};
    return words[activity];
}

/* --- The jobs --- */

void simulation_clear(void)
{
    memset(jobs, 0, sizeof(jobs));
    simulation.job_count = 0;
    waits = 0;
}

static const char *add(struct simulated_job job)
{
    size_t number = simulation.job_count;
    if (number == JOBS_MAX)
        return "more than 64 jobs";
    job.wake = job.arrival;
    job.order = waits++;
    job.job.scheduling.length_ticks = job.length;
    jobs[number] = job;
    simulation.times[number] = (struct job_times){-1, -1, -1, -1};
    simulation.job_count++;
    return NULL;
}

const char *simulation_add(tick_t arrival, tick_t length, tick_t io_every,
                           uint32_t tickets)
{
    if (length == 0)
        return "a job without a length";
    return add((struct simulated_job){
        .job.scheduling.tickets = tickets,
        .arrival = arrival,
        .length = length,
        .io_every = io_every,
        .io_count = io_every ? (length - 1) / io_every : 0,
    });
}

const char *simulation_add_program(const char *program)
{
    struct simulated_job job = {.program = program};
    if (!program_read(program, &job.length, &job.io_count))
        return "a program that is none";
    return add(job);
}

/* --- The mechanism --- */

static struct simulated_job *simulated_job_of(struct job *job)
{
    return job ? container_of(job, struct simulated_job, job) : NULL;
}

/* Of those whose time has come, the one that began to wait first. */
static struct simulated_job *next_due(tick_t now)
{
    struct simulated_job *due = NULL;
    for (size_t i = 0; i < simulation.job_count; i++) {
        struct simulated_job *job = &jobs[i];
        if (job->state != WAITING || job->wake > now)
            continue;
        if (!due || job->wake < due->wake ||
            (job->wake == due->wake && job->order < due->order))
            due = job;
    }
    return due;
}

static void wake_due(tick_t now)
{
    struct simulated_job *job;
    while ((job = next_due(now))) {
        job->state = RUNNABLE;
        policy->ready(&job->job, job->has_come ? READY_WOKEN : READY_NEW);
        job->has_come = true;
    }
}

static bool issues_io(const struct simulated_job *job)
{
    tick_t ran = job->job.ran_ticks;
    if (job->program)
        return program_operation(job->program, ran - 1) == OPERATION_IO;
    return job->io_every && ran % job->io_every == 0;
}

static void note_end(const struct simulated_job *job, tick_t now)
{
    struct job_times *times = &simulation.times[job - jobs];
    tick_t turnaround = now - job->arrival;
    times->finish = (int32_t)now;
    times->turnaround = (int32_t)turnaround;
    times->waiting = (int32_t)(turnaround - (job->length + job->io_count * io_time));
}

/* The running job has had one tick more: it may end, or wait for an I/O. */
static void charge(struct simulated_job *job, tick_t now)
{
    tick_t ran = ++job->job.ran_ticks;
    if (policy->charge)
        policy->charge(&job->job, tick_ns);
    if (ran == job->length) {
        job->state = ENDED;
        note_end(job, now);
        policy->leave(&job->job, LEAVE_ENDED);
    } else if (issues_io(job)) {
        job->state = WAITING;
        job->wake = now + io_time;
        job->order = waits++;
        job->job.for_io = true;
        policy->leave(&job->job, LEAVE_BLOCKED);
        job->job.for_io = false;
    }
}

/* --- What is noted of a tick --- */

static void note_slice(tick_t now, int32_t job)
{
    size_t count = simulation.slice_count;
    struct slice *last = count ? &simulation.slices[count - 1] : NULL;
    if (last && last->job == job)
        last->ticks++;
    else
        simulation.slices[simulation.slice_count++] =
            (struct slice){(int32_t)now, job, 1};
}

static enum activity activity_of(const struct simulated_job *job, bool has_cpu)
{
    static const enum activity running[] = {[OPERATION_CPU] = DOES_CPU,
                                            [OPERATION_IO] = DOES_IO,
                                            [OPERATION_IO_DONE] = DOES_IO_DONE};
    if (has_cpu && job->program)
        return running[program_operation(job->program, job->job.ran_ticks)];
    return job->state == WAITING ? IS_BLOCKED : job->state == ENDED ? IS_DONE : IS_READY;
}

/* What all are in the tick NOW, in which RUNNING, or nobody, has the CPU. */
static void note_activities(tick_t now, const struct simulated_job *running)
{
    bool any_blocked = false;
    for (size_t i = 0; i < simulation.job_count; i++) {
        simulation.activities[now][i] =
            (uint8_t)activity_of(&jobs[i], &jobs[i] == running);
        any_blocked |= jobs[i].state == WAITING;
    }
    simulation.tick_count = (size_t)now + 1;
    simulation.cpu_busy += running != NULL;
    simulation.io_busy += any_blocked;
}

static void note_tick(tick_t now, const struct simulated_job *running)
{
    int32_t job = running ? (int32_t)(running - jobs) : IDLE;
    note_slice(now, job);
    note_activities(now, running);
    if (running && simulation.times[job].response < 0)
        simulation.times[job].response = (int32_t)(now - running->arrival);
}

static bool have_all_ended(void)
{
    for (size_t i = 0; i < simulation.job_count; i++) {
        if (jobs[i].state != ENDED)
            return false;
    }
    return true;
}

const char *simulation_run(const struct policy *chosen, tick_t io_ticks,
                           uint32_t nanoseconds)
{
    policy = chosen;
    io_time = io_ticks;
    tick_ns = nanoseconds;
    simulation.slice_count = simulation.tick_count = 0;
    simulation.cpu_busy = simulation.io_busy = 0;
    policy->start(THE_CPU);
    wake_due(0);
    for (tick_t now = 0; now < TICKS_MAX && !have_all_ended(); now++) {
        struct simulated_job *running = simulated_job_of(policy->pick(THE_CPU));
        note_tick(now, running);
        if (running)
            charge(running, now + 1);
        bool runs_on = running && running->state == RUNNABLE;
        policy->tick(THE_CPU, runs_on ? &running->job : NULL, now + 1);
        wake_due(now + 1);
    }
    return have_all_ended() ? NULL : "a job that does not end in 100000 ticks";
}
