/* A thread: what a CPU can switch to. It holds the job that a policy sees, and is held by
 * a process.
 *
 *                 start tick            pick
 *        NEW ---------------> READY <---------> RUNNING
 *                               ^                  | blocks, or its budget rests it
 *                               +---- BLOCKED <----+
 *
 * Who runs is ready, too, and has the CPU: its state says READY, and the CPU says who runs.
 * `suspended` is apart from the state: who is suspended sleeps on and is woken as ever,
 * but is runnable only when resumed. `ending` too: who has been told to end is runnable
 * no more; the scheduler runs it ahead of all policy, in the kernel alone, to give back
 * what it holds. Its last state is ZOMBIE. So it runs a thread, too, that was suspended
 * while it waited for the disk, up to the end of its call: it may hold what others need. */
#pragma once

#include "kernel/arch.h"
#include "kernel/policy/policy.h"
#include "kernel/sched/alarms.h"

/* Interrupts are off in the kernel: nobody comes between two changes. Who may change a
 * field, and when, is what the groups say. */
struct thread_hook {
    void (*tick)(struct thread_hook *hook);
};

struct thread {
    struct job job; /* what the policy sees; the head of policy.h says who changes what */

    /* Set before thread_start, and then fixed; the end gives stack and space back. */
    pid_t id, group; /* the keys of a terminal reach a group; so far each is its own */
    struct arch_stack *stack;
    tick_t end_after_ticks, rest_every_ticks, rest_ticks; /* budgets; 0: none */
    struct thread_hook *hook;                             /* counts ticks, too */
    bool has_budget;                                      /* at least one of them */
    bool rests_once; /* the rest is one that it asked for itself, and comes but once */

    /* Only sched/ changes these, by the calls in scheduler.h. */
    enum process_state state;
    bool suspended;
    union {
        struct {
            bool ending;
            bool signalled; /* it has signals to look at before it goes on */
        };
        uint16_t acts_first; /* any of these: it has to act before it goes on */
    };
    bool unwanted; /* nobody waits for its end: it is gone with that */
    bool is_firm;  /* it waits firmly, or has not gone on since: others may wait for it */
    uint64_t policy_number;       /* under which policy it was runnable last */
    enum trace_reason end_reason; /* REASON_USED_UP if a budget ended it */
    tick_t rest_left_ticks;       /* CPU ticks until its next rest */
    uint64_t rested_cycles;       /* of all it ran, what was before its last rest */
    tick_t first_run_tick;        /* TICK_NEVER: it has not run */

    /* One link for three lists, as a thread is never due in two of them: in a wait queue
     * it is blocked; among those that go first it is `ending` or suspended, and not blocked
     * any more; among those that move to another policy it is runnable, so none of that. */
    struct list link;
    /* While it is new or blocked: when it starts, wakes, or waits no longer. */
    struct alarm alarm;

    /* Have a meaning only while it is blocked; the result until thread_block returns. */
    enum process_blocked_on blocked_on;
    int wait_result;

    /* Change only while it has the CPU, by sched/, and the last two by entry.c. */
    uint64_t run_cycles; /* that it had the CPU; while it has it, less the cycle counter
                                at which it got it: see thread_cycles */
    uint64_t charged_cycles; /* of all it ran, what it has been charged (counts_time) */
    int64_t uncounted_ns;    /* of that, what ran_ticks does not show */
    uint32_t yielded, preempted;
    uint32_t calls, page_faults;
};

/* Whether THREAD may be given the CPU, and so is in the policy's queues. */
static inline bool thread_is_runnable(const struct thread *thread)
{
    return thread->state == STATE_READY && !thread->suspended && !thread->ending;
}
