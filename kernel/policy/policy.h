/* A policy decides who runs next, and nothing else. The mechanism (kernel/sched) tells it
 * which jobs are runnable and when time passes; it answers with a job, and says why. It
 * knows no hardware, no process and no clock, allocates nothing, and is compiled on the
 * host unchanged.
 *
 * Each CPU has queues of its own, and a job is in the queues of one CPU, `job->cpu`. So
 * no two CPUs can be given the same job, and a policy thinks of one CPU at a time. This
 * is multi-queue scheduling [OSTEP 10.5]; to keep the CPUs evenly loaded is the work of
 * the mechanism, which moves jobs. Parameters are the same for all CPUs.
 *
 * The jobs that are runnable are in the policy's queues, the running one among them:
 * `pick` looks, it does not take. The mechanism keeps these rules:
 *   - `ready` is called for a job in no queue, the others for jobs that are in one
 *   - `tick` is called at every tick of a CPU, with the job that the tick found running
 *     there, if it is still runnable, else with NULL
 *   - `pick` is called before a job runs on after `ready`, `yield`, a `tick` that gave a
 *     reason, or the `leave` of the running job
 *   - `job->cpu` changes only while the job is in no queue, between a `leave` and a
 *     `ready` that say MOVED
 * A policy needs no lock: one CPU at a time is in the kernel. */
#pragma once

#include <stdbool.h>

#include "abi/process.h"
#include "abi/trace.h"
#include "lib/list.h"
#include "lib/sorted.h"
#include "lib/tickets.h"

enum {
    CPUS_MAX = 4,
    MARKS_BYTES = 32,
    TICKETS_STANDARD = PROCESS_TICKETS_STANDARD, /* of a job whose parent declared none */
};

/* What a policy sees of a process. */
struct job {
    /* The mechanism changes these, a policy only reads them. */
    struct process_scheduling scheduling; /* as its parent declared it */
    tick_t ran_ticks;                     /* CPU ticks so far; see charges_time */
    uint16_t cpu;                         /* in whose queues it is, below CPUS_MAX */
    bool for_io; /* in a `leave` that says BLOCKED: what it waits for is an I/O */
    uint32_t
        watched; /* kernel/sched/watch.h: JOB_QUEUED, and what it has told of the job */

    /* The policy's, only while the job is in its queues. */
    union {
        struct list link;           /* in a list */
        struct sorted_node sorted;  /* in an order */
        struct ticket_node tickets; /* among the tickets */
    };

    /* The policy's, while the job waits too; all zero when the job comes to a policy for
     * the first time. */
    uint32_t slice_start; /* see job_begin_slice */
    uint64_t marks[MARKS_BYTES / sizeof(uint64_t)];
};

/* What else a policy has to remember of each job is a struct of its own, in the job's
 * marks. JOB_MARKS(struct marks) checks that it fits and makes `marks_of(job)`. */
#define JOB_MARKS(type)                                                                  \
    _Static_assert(sizeof(type) <= MARKS_BYTES, "a job has room for MARKS_BYTES");       \
    static inline type *marks_of(const struct job *job)                                  \
    {                                                                                    \
        return (type *)(void *)job->marks;                                               \
    }

/* What `status` and `ps -s` show of a job under its policy; 0: the policy has no such. */
struct job_shown {
    uint32_t level;   /* 0 is the highest */
    uint32_t tickets; /* that count: declared, or TICKETS_STANDARD */
    uint64_t pass;    /* or virtual time */
};

/* A ticket that was drawn. */
struct draw {
    uint64_t ticket, of; /* its number, of so many */
    uint32_t count;      /* of all draws, so far */
};

/* Why a job comes and goes. READY_MOVED: from another policy, and its marks are zero; or
 * from another CPU, and they compare it with the jobs that it had beside it there. */
enum ready_why { READY_NEW, READY_WOKEN, READY_RESUMED, READY_MOVED };
enum leave_why { LEAVE_BLOCKED, LEAVE_SUSPENDED, LEAVE_ENDED, LEAVE_MOVED };

/* A parameter of a policy, `name=value` or `name=value,value,...`. policies.c checks and
 * sets it, the policy reads it. A value is a number, or one of some words; then the place
 * of the word among them is set, and the first of them is the standard. */
struct policy_key {
    const char *name;
    uint32_t minimum, maximum;
    const char *const *words; /* the last is NULL; NULL: values are numbers */
    uint32_t *values;
    uint32_t *count;        /* of values; NULL: there is just one */
    uint32_t count_maximum; /* room for values */
    const uint32_t
        *count_limit; /* NULL, or another parameter: no more values than it says, */
    uint32_t count_limit_standard; /* or than this, where that is not given */
};

/* The parameter that says what a job is charged: the ticks that found it running, as in
 * the book, or the time that it has run, to the nearest tick. By ticks a job that sleeps
 * over each of them has run for nothing. [OSTEP 8.4] */
static const char *const charge_words[] = {"tick", "time", NULL};
#define CHARGE_KEY(by_time)                                                              \
    {                                                                                    \
        .name = "charge", .words = charge_words, .values = (by_time)                     \
    }

struct policy {
    const char *name;
    bool may_idle; /* `pick` may return NULL though jobs are there; else that is a bug */
    bool lets_run; /* who becomes ready takes the CPU from no job: `pick` is not asked */
    const struct policy_key *keys; /* the last has no name */
    /* NULL, or the value of CHARGE_KEY: 1 if `ran_ticks` is to count time that was run. It
     * is read when the policy starts. */
    const uint32_t *charges_time;
    /* Sets all parameters to their standard values. */
    void (*set_standard)(void);
    /* Begins with empty queues for CPU. */
    void (*start)(uint32_t cpu);
    void (*ready)(struct job *job, enum ready_why why);
    void (*leave)(struct job *job, enum leave_why why);
    /* JOB, which runs, lets the others go first. */
    void (*yield)(struct job *job);
    /* Returns a reason if CPU may have to run another job now, else REASON_NONE. */
    enum trace_reason (*tick)(uint32_t cpu, struct job *running, tick_t now);
    /* Who is to run on CPU now; NULL: nobody. It stays in its queue. */
    struct job *(*pick)(uint32_t cpu);
    /* Takes a job out of the queues of CPU and returns it, in the order in which they
     * would run; NULL: none is left. So all move to another policy. */
    struct job *(*take)(uint32_t cpu);
    /* JOB, which runs, is charged NANOSECONDS: a whole tick, at each that finds it, before
     * what else happens at that tick. So the same jobs have the same schedule on every
     * machine. With charge=time it is the time that JOB has had the CPU since the policy was
     * told last, and comes before `yield`, `leave` and `tick` of the running job, and before
     * a `pick` that may take the CPU from it. NULL: the policy does not want to know. */
    void (*charge)(struct job *job, uint64_t nanoseconds);
    /* The job behind JOB, which is in the queues of CPU, in the order in which they would run;
     * of NULL, the first. NULL: there is none. For pictures. NULL: the policy does not tell. */
    struct job *(*next)(uint32_t cpu, const struct job *job);
    /* What was drawn last for CPU. For pictures. NULL: the policy does not draw. */
    const struct draw *(*drawn)(uint32_t cpu);
    /* JOB, which waits, is suspended or ends. For a policy that may idle until JOB is back;
     * NULL: that does not matter. */
    void (*forget)(struct job *job);
    /* Fills in what there is to show of JOB, which may be in no queue; *SHOWN is all zero
     * before. NULL: nothing. */
    void (*show)(const struct job *job, struct job_shown *shown);
    /* How many jobs are in the queues of CPU; SIZE_MAX if one is broken. For check=1. */
    size_t (*check)(uint32_t cpu);
};

/* What `next` answers, in a policy whose queue is a list, or a row that is sorted. */
static inline struct job *job_behind(const struct list *queue, const struct job *job)
{
    struct list *node = job ? list_next(queue, &job->link) : list_first(queue);
    return node ? container_of(node, struct job, link) : NULL;
}

static inline struct job *job_behind_sorted(const struct sorted *row,
                                            const struct job *job)
{
    struct sorted_node *node = sorted_next(row, job ? &job->sorted : NULL);
    return node ? container_of(node, struct job, sorted) : NULL;
}

/* A slice of JOB begins. No slice has 2^32 ticks: the low half of the count will do. */
static inline void job_begin_slice(struct job *job)
{
    job->slice_start = (uint32_t)job->ran_ticks;
}

/* CPU ticks that JOB has used of its slice. */
static inline uint32_t job_slice_ticks(const struct job *job)
{
    return (uint32_t)job->ran_ticks - job->slice_start;
}

/* How many tickets JOB has, where tickets count. */
static inline uint32_t job_tickets(const struct job *job)
{
    return job->scheduling.tickets ? job->scheduling.tickets : TICKETS_STANDARD;
}

/* CPU ticks that JOB still needs, as declared; 0: nothing was declared, or it overran. */
static inline tick_t job_rest_ticks(const struct job *job)
{
    tick_t length = job->scheduling.length_ticks;
    return length > job->ran_ticks ? length - job->ran_ticks : 0;
}
