/* A policy decides who runs next, and nothing else. The mechanism (kernel/sched) tells it
 * which jobs compete for the CPU and when time passes; it answers with a job, and says
 * why. It knows no hardware, no process and no clock, allocates nothing, and is compiled
 * on the host unchanged.
 *
 * The jobs that compete are in the policy's queues, the running one among them: `pick`
 * looks, it does not take. The mechanism keeps these rules:
 *   - `ready` is called for a job in no queue, the others for jobs that are in one
 *   - `tick` is called at every tick, with the job that the tick found running, if it
 *     still competes, else with NULL
 *   - `pick` is called before a job runs on after `ready`, `leave`, `yield`, or a `tick`
 *     that returned a reason */
#pragma once

#include <stdbool.h>

#include "abi/process.h"
#include "abi/trace.h"
#include "kernel/lib/list.h"

/* What a policy sees of a process. */
struct job {
    struct list link;                     /* the policy's, while the job competes */
    struct process_scheduling scheduling; /* as its parent declared it */
    tick_t ran_ticks;                     /* CPU ticks so far; the mechanism counts */
    tick_t slice_ticks;                   /* the policy's: used of the current slice */
};

enum ready_why { READY_NEW, READY_WOKEN, READY_RESUMED };
enum leave_why { LEAVE_BLOCKED, LEAVE_SUSPENDED, LEAVE_ENDED };

/* A parameter `name=value` of a policy. */
struct policy_key {
    const char *name;
    uint32_t minimum, maximum, standard;
    uint32_t *value; /* the policy reads it, policies.c sets it */
};

struct policy {
    const char *name;
    const struct policy_key *keys; /* the last has no name; NULL: no parameters */
    /* Begins with nobody competing. */
    void (*start)(void);
    void (*ready)(struct job *job, enum ready_why why);
    void (*leave)(struct job *job, enum leave_why why);
    /* JOB, which runs, lets the others go first. */
    void (*yield)(struct job *job);
    /* Returns a reason if another job may have to run now, else REASON_NONE. */
    enum trace_reason (*tick)(struct job *running, tick_t now);
    /* Who is to run now; NULL if nobody competes. */
    struct job *(*pick)(void);
    /* How many jobs compete; SIZE_MAX if a queue is broken. For check=1. */
    size_t (*check)(void);
};
