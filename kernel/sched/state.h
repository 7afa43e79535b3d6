/* What thread.c and scheduler.c share; nobody else includes it. */
#pragma once

#include "kernel/sched/scheduler.h"

struct scheduler {
    const struct policy *policy;
    uint32_t policy_number;  /* goes up with every change; never 0 */
    uint64_t charged_cycles; /* when the policy was told last how long one ran */
    struct heap alarms;      /* of threads, by (tick, order of going to sleep) */
    uint64_t alarms_set;
    struct list ending; /* threads that are to end, and have not yet */
};

extern struct scheduler scheduler;

/* Tells a policy that wants to know (`charge`) for how long the running thread, which
 * competes, has run since it was told last. */
void scheduler_charge_running(void);
/* THREAD competes from now on. */
void thread_join(struct thread *thread, enum ready_why why);
/* Takes THREAD off the CPU if one of its budgets is used up. An end wins over a rest. */
void thread_apply_budgets(struct thread *thread);
/* Starts and wakes all whose tick has come. */
void threads_wake_due(void);
