/* What thread.c and scheduler.c share; nobody else includes it. */
#pragma once

#include "kernel/sched/scheduler.h"

struct scheduler {
    const struct policy *policy;
    uint64_t policy_number; /* goes up with every change; never 0 */
    bool counts_time;       /* charge=time: ran_ticks counts time run, not ticks found */
    bool wants_charge; /* that, or the policy has `charge`, and is told of each tick */
    void (*discard)(struct thread *); /* see scheduler_on_unwanted */
    struct list first; /* who goes on in the kernel alone, ahead of the policy's: to end,
                          or to come out of a call in which it has been suspended */
};

extern struct scheduler scheduler;

/* THREAD, which runs and is in the policy's queues, lets the others go first; time counts. */
void scheduler_charge_and_yield(struct thread *thread);
void scheduler_report_time(void);

/* Where time counts, charges the running thread what it has run since it was charged last, if
 * it is in the policy's queues. It comes before whatever makes the policy compare what each
 * has had. What the thread runs from then until the switch is not lost: it is charged the
 * next time. */
static inline void scheduler_charge_running(void)
{
    if (scheduler.counts_time)
        scheduler_report_time();
}

/* Leaves nothing in JOB that another policy has put there. */
void scheduler_clear_marks(struct job *job);
/* Puts THREAD into the policy's queues if it is runnable. */
void thread_enqueue(struct thread *thread, enum ready_why why);
/* Takes it out of them, if it is there; or tells the policy that it will not come back. */
void thread_leave_queues(struct thread *thread, enum leave_why why);
/* Whether THREAD has used up what it may have before a rest; and begins that. It runs, or has
 * just been woken. */
bool thread_has_to_rest(const struct thread *thread);
void thread_begin_rest(struct thread *thread);
void thread_end_rest(struct thread *thread);
/* The running THREAD has a budget, and a tick is charged to it: it may have to end, or to
 * rest. An end wins. */
void thread_charge_tick(struct thread *thread);
/* The same at a switch, where it is the time that it has run that counts. True: it ends. */
bool thread_ends_by_budget(struct thread *thread);
/* Starts or wakes the threads of all alarms in DUE, whose tick has come. */
void threads_wake_due(struct list *due);
