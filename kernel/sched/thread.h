/* A thread: what a CPU can switch to. It holds the job that a policy sees, and is held by
 * a process.
 *
 *                 start tick            pick
 *        NEW ---------------> READY <---------> RUNNING
 *                               ^                  | blocks, or its budget rests it
 *                               +---- BLOCKED <----+
 *
 * `suspended` is apart from the state: who is suspended sleeps on and is woken as ever,
 * but competes for the CPU only when resumed. `ending` too: who has been told to end
 * competes no more; the scheduler runs it ahead of all policy, in the kernel alone, to
 * give back what it holds. Its last state is ZOMBIE. */
#pragma once

#include "kernel/arch.h"
#include "kernel/policy/policy.h"
#include "lib/heap.h"

struct thread {
    struct job job; /* what the policy sees */

    /* set when it is created */
    pid_t id;
    struct arch_stack *stack;
    struct arch_space *space;                             /* NULL: none (the idle loop) */
    tick_t end_after_ticks, rest_every_ticks, rest_ticks; /* budgets; 0: none */

    /* owned by sched/ */
    enum process_state state;
    bool suspended, ending;
    uint32_t policy_number;       /* under which policy it competed last: see join */
    enum trace_reason end_reason; /* REASON_USED_UP if a budget ended it */
    enum process_blocked_on blocked_on;
    /* in a wait queue, among those that end, or moving to a new policy */
    struct list link;
    struct heap_node alarm; /* the tick at which it starts, wakes, or waits no longer */
    int wait_result;        /* how its last wait ended */
    tick_t rest_left_ticks; /* CPU ticks until its next rest */
    uint64_t run_cycles;
    tick_t first_run_tick; /* TICK_NEVER: it has not run */
    uint32_t yielded, preempted;

    /* counted by entry.c */
    uint32_t calls, page_faults;
};

/* Whether THREAD may be given the CPU, and so is in the policy's queues. */
static inline bool thread_competes(const struct thread *thread)
{
    return (thread->state == STATE_READY || thread->state == STATE_RUNNING) &&
           !thread->suspended && !thread->ending;
}
