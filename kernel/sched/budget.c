/* Budgets: how much CPU a thread may have in all, or before it has to rest. */
#include "abi/errno.h"
#include "kernel/debug/trace.h"
#include "kernel/sched/state.h"
#include "lib/divide.h"

/* So many TICKS' worth of nanoseconds, if they can be counted. */
static uint64_t ticks_worth(tick_t ticks)
{
    return ticks > UINT32_MAX ? UINT64_MAX : ticks * clock_tick_ns();
}

/* A budget of N ticks is used up at the Nth tick that is charged; and, so that nobody gets
 * round it by being off the CPU at each tick, when N ticks' worth of time have been run: a
 * tick or a switch comes before the next one is over. */
static bool is_used_up(tick_t budget, tick_t ticks, uint64_t cycles)
{
    return budget && (ticks >= budget || arch_nanoseconds(cycles) >= ticks_worth(budget));
}

bool thread_has_to_rest(const struct thread *thread)
{
    tick_t every = thread->rest_every_ticks;
    return is_used_up(every, every - thread->rest_left_ticks,
                      thread_cycles(thread) - thread->rested_cycles);
}

/* From now on THREAD, which runs, rests for so long after so many ticks; 0: never. */
static void set_rest(struct thread *thread, tick_t after_ticks, tick_t rest_ticks)
{
    thread->rest_every_ticks = thread->rest_left_ticks = after_ticks;
    thread->rest_ticks = rest_ticks;
    thread->rests_once = after_ticks > 0;
    thread_set_hook(thread, thread->hook); /* has it a budget now? */
}

int thread_rest_once(tick_t after_ticks, tick_t rest_ticks)
{
    struct thread *thread = this_cpu()->running;
    if (thread->rest_every_ticks && !thread->rests_once)
        return -EPERM;
    set_rest(thread, after_ticks, rest_ticks);
    thread->rested_cycles = thread_cycles(thread);
    return 0;
}

void thread_begin_rest(struct thread *thread)
{
    if (thread->rests_once)
        set_rest(thread, 0, thread->rest_ticks);
    thread->rest_left_ticks = thread->rest_every_ticks;
    thread->rested_cycles = thread_cycles(thread);
    trace(TRACE_BLOCK, REASON_NONE, thread->id, BLOCKED_REST, 0);
    thread->job.for_io = true;
    thread_leave_queues(thread, LEAVE_BLOCKED);
    thread->job.for_io = false;
    if (thread == this_cpu()->running)
        this_cpu()->reason = REASON_BLOCKED;
    thread->state = STATE_BLOCKED;
    thread->blocked_on = BLOCKED_REST;
    tick_t end = clock_deadline(thread->rest_ticks);
    if (thread->rest_ticks == 0)
        thread_end_rest(thread);
    else if (end != TICK_NEVER)
        alarm_set(&thread->alarm, end);
}

bool thread_ends_by_budget(struct thread *thread)
{
    if (thread->ending)
        return false; /* it does already */
    if (is_used_up(thread->end_after_ticks, thread->job.ran_ticks,
                   thread_cycles(thread))) {
        thread->end_reason = REASON_USED_UP;
        thread_end(thread);
        return true;
    }
    if (thread->state == STATE_READY && thread_has_to_rest(thread))
        thread_begin_rest(thread);
    return false;
}

void thread_set_hook(struct thread *thread, struct thread_hook *hook)
{
    thread->hook = hook;
    thread->has_budget = thread->end_after_ticks || thread->rest_every_ticks || hook;
}

void thread_charge_tick(struct thread *thread)
{
    if (thread->hook)
        thread->hook->tick(thread->hook);
    if (thread->rest_left_ticks > 0)
        thread->rest_left_ticks--;
    (void)thread_ends_by_budget(thread);
}

/* The ticks that THREAD has begun to use, as it is charged or by time, whichever is more. */
static tick_t used_ticks(const struct thread *thread)
{
    uint64_t nanoseconds = arch_nanoseconds(thread_cycles(thread));
    tick_t begun = divide_u64(nanoseconds, clock_tick_ns(), NULL) + 1;
    return thread->job.ran_ticks > begun ? thread->job.ran_ticks : begun;
}

/* Its first rest comes when FROM's would have come: of what it has run since its last one
 * it has run less than nothing, the count goes round. */
static int inherit_budget(struct thread *thread, const struct thread *from)
{
    tick_t used = used_ticks(from);
    if (from->end_after_ticks && used >= from->end_after_ticks)
        return -EAGAIN;
    thread->end_after_ticks = from->end_after_ticks ? from->end_after_ticks - used : 0;
    if (!from->rests_once) {
        thread->rest_every_ticks = from->rest_every_ticks;
        thread->rest_ticks = from->rest_ticks;
        thread->rest_left_ticks = from->rest_left_ticks;
        thread->rested_cycles = from->rested_cycles - thread_cycles(from);
    }
    thread->has_budget = thread->end_after_ticks || thread->rest_every_ticks;
    return 0;
}

int thread_inherit(struct thread *thread, const struct thread *from)
{
    thread->job.scheduling = from->job.scheduling;
    return from->has_budget ? inherit_budget(thread, from) : 0;
}
