/* The mechanism of time sharing: it runs one thread, stops it, and runs another. Which, a
 * policy says. The scheduler owns the states of all threads, and who runs.
 *
 * Whatever may change who should run sets `reschedule`; the change itself is carried
 * out in one place, scheduler_switch, on the way out of the kernel or when the running
 * thread blocks. */
#pragma once

#include "kernel/clock/clock.h"
#include "kernel/sched/thread.h"

/* Only sched/ changes these, in the kernel, so with interrupts off. */
struct cpu {
    uint32_t number;
    struct thread *running;   /* `idle` when nobody else can */
    struct thread *ended;     /* has ended and switched away: its stack can be freed */
    bool reschedule;          /* kernel_leave has something to do */
    enum trace_reason reason; /* of the next switch: PREEMPTED, if nobody says another */
    struct thread
        idle; /* has no state: it is in no queue, of the policy's or any other */
};

/* The CPU that runs this code. Robin runs on one so far; nobody else names it. */
static inline struct cpu *this_cpu(void)
{
    extern struct cpu boot_cpu;
    return &boot_cpu;
}

/* --- The life of the scheduler: main.c calls these --- */

COLD void scheduler_init(const struct policy *policy);
/* Changes the policy as WORDS say (policies.h); all that are runnable move over, in the
 * order in which the old policy would have run them. 0; -EINVAL: *WRONG is the offset of
 * the wrong word, and nothing has changed. */
COLD MUST_CHECK int scheduler_set_policy(const char *words, size_t *wrong);
const struct policy *scheduler_policy(void);
/* Runs others; when nobody can run, halts until an interrupt. Returns when SHOULD_STOP
 * says so and nobody can run. */
void scheduler_idle(bool (*should_stop)(void));

/* --- The life of a thread, which the caller has zeroed, and then set what is set at
 * creation --- */

/* Gives THREAD the parameters of FROM, and what FROM has left of its budgets: no more can
 * be had by handing work on to children. 0; -EAGAIN: that is less than a tick. */
MUST_CHECK int thread_inherit(struct thread *thread, const struct thread *from);
/* Makes THREAD ready, at START_TICK or at once if that has passed. */
void thread_start(struct thread *thread, tick_t start_tick, bool suspended);
/* Takes THREAD from the CPU until it is resumed. False: it was suspended already. */
bool thread_suspend(struct thread *thread, pid_t by);
bool thread_resume(struct thread *thread, pid_t by);
/* Gives THREAD other parameters for the policy. */
void thread_schedule(struct thread *thread, const struct process_scheduling *scheduling);
/* What the policy has to show of THREAD. */
void thread_show(const struct thread *thread, struct job_shown *shown);
/* Records the parameters of THREAD in the trace. */
void thread_trace_scheduling(const struct thread *thread);
/* Tells THREAD to end: a wait is broken, and it executes no more instruction of its
 * program. It carries the end out itself (see kernel_leave), before any other thread runs
 * in user mode. */
void thread_end(struct thread *thread);
/* The running thread has given back all but its stack: it never returns. */
_Noreturn void thread_exit(void);

/* The running thread is held off for REST_TICKS when it has used AFTER_TICKS more, once;
 * neither is 0. -EPERM: its parent has given it rests, which it cannot exchange for others. */
MUST_CHECK int thread_rest_once(tick_t after_ticks, tick_t rest_ticks);
/* HOOK is called for each tick that THREAD is charged; NULL: none is. */
void thread_set_hook(struct thread *thread, struct thread_hook *hook);
/* DISCARD is called with each thread that has ended `unwanted`, and can be freed. */
void scheduler_on_unwanted(void (*discard)(struct thread *thread));

/* --- What the running thread does --- */

/* Lets others go first. Returns 0, as the call does. */
int32_t thread_yield(void);
/* Waits until thread_wake, in QUEUE unless it is NULL. 0: woken; -EINTR: interrupted, or
 * told to end. */
MUST_CHECK int thread_block(struct list *queue, enum process_blocked_on what);
/* The same, and no longer than until the tick DEADLINE, which is still to come (TICK_NEVER:
 * for ever): then -ETIMEDOUT. */
MUST_CHECK int thread_block_until(struct list *queue, enum process_blocked_on what,
                                  tick_t deadline);

/* Waits in QUEUE for what will come for sure, and soon: the disk. Nothing breaks this wait,
 * and it may be begun whatever the thread has been told. So what it holds may be something
 * that others wait for likewise. */
void thread_block_firmly(struct list *queue);
/* Whether the running thread has been told something, to end or that a signal has come: then
 * a call that has done a part of its work, and may say so, should do no more. */
static inline bool thread_is_called(void)
{
    return this_cpu()->running->acts_first;
}

/* If the running thread has been suspended, the call returns when it goes on, or is to end. */
void thread_stay_suspended(void);

/* --- What is done to others --- */

/* Ends the wait of THREAD, which is blocked, with success. */
void thread_wake(struct thread *thread);
void thread_wake_all(struct list *queue);
/* Ends the waits of all in QUEUE, who have blocked firmly. */
void thread_wake_firm(struct list *queue);
/* Breaks the wait of THREAD: its thread_block returns -EINTR, and it lives on. Changes
 * nothing if it is not blocked, or firmly, or rests because a budget is used up: no
 * thread_block could return that. */
void thread_interrupt(struct thread *thread);

/* THREAD has a signal to look at, or has to end: breaks its wait, once it is not suspended,
 * and has it look on its way out of the kernel. */
void thread_signal(struct thread *thread);

/* --- Time --- */

/* One timer interrupt, in exactly this order: time goes on; the running thread is
 * charged; its budget may end or rest it; the policy's tick; who is due starts or wakes.
 * [tests/ostep/README.md] */
void scheduler_tick(void);

/* Does what a tick does for each that came in a pause of the kernel. */
void scheduler_catch_up(void);

/* --- Switching --- */

/* Gives the CPU to whom the policy picks; returns when the caller has it again. */
void scheduler_switch(void);
/* What the first code of a new thread must call: the other end of the switch to it. */
void scheduler_begin(void);

/* The state of THREAD as others see it: who is ready and has the CPU, runs. */
static inline enum process_state thread_state(const struct thread *thread)
{
    return thread == this_cpu()->running ? STATE_RUNNING : thread->state;
}

/* Cycles that THREAD has had the CPU, up to now. */
static inline uint64_t thread_cycles(const struct thread *thread)
{
    return thread == this_cpu()->running ? thread->run_cycles + arch_cycles()
                                         : thread->run_cycles;
}

/* Panics if queues, alarms and states disagree, when so many of all threads are RUNNABLE
 * and so many have ALARMS. */
COLD void scheduler_check(size_t runnable, size_t alarms);
