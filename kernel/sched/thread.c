/* A thread's life: it starts, waits, wakes, is suspended and resumed, and ends; and with
 * each step it comes into the policy's queues or leaves them. Who has the CPU is
 * scheduler.c's business.
 *
 * Invariant: a thread is in the policy's queues exactly while it is runnable. So whatever
 * makes it runnable comes before thread_enqueue, and whatever ends that comes after
 * thread_dequeue: both look at the state, as does the charge for what it has run. */
#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/debug/trace.h"
#include "kernel/sched/state.h"

enum { WAKE_INSTRUCTIONS = 500 }; /* for kernel_worked: to make a thread ready */

/* --- Into the policy's queues and out of them --- */

/* The policy sees THREAD for the first time; it is told so. */
static __attribute__((noinline)) enum ready_why forget_policy(struct thread *thread,
                                                              enum ready_why why)
{
    thread->policy_number = scheduler.policy_number;
    scheduler_clear_marks(&thread->job); /* they mean nothing to this policy */
    thread->charged_cycles = thread_cycles(thread);
    thread->uncounted_ns = 0;
    return why == READY_NEW ? READY_NEW : READY_MOVED;
}

static inline void enqueue(struct thread *thread, enum ready_why why)
{
    if (!thread_is_runnable(thread))
        return;
    if (thread->policy_number != scheduler.policy_number)
        why = forget_policy(thread, why);
    scheduler.policy->ready(&thread->job, why);
    if (!scheduler.policy->lets_run || this_cpu()->running == &this_cpu()->idle)
        this_cpu()->reschedule = true; /* who leaves the CPU has set it */
}

void thread_enqueue(struct thread *thread, enum ready_why why)
{
    enqueue(thread, why);
}

/* Who waits, and for whom the policy may keep the CPU idle, will not come back from that. */
static __attribute__((noinline)) void tell_waiter_is_lost(struct thread *thread)
{
    if (scheduler.policy->forget && thread->state == STATE_BLOCKED &&
        thread->policy_number == scheduler.policy_number) {
        scheduler.policy->forget(&thread->job);
        this_cpu()->reschedule = true;
    }
}

static inline void thread_dequeue(struct thread *thread, enum leave_why why)
{
    if (!thread_is_runnable(thread)) {
        if (why != LEAVE_MOVED)
            tell_waiter_is_lost(thread);
        return;
    }
    if (thread == this_cpu()->running) {
        scheduler_charge_running();
        this_cpu()->reschedule = true;
    }
    scheduler.policy->leave(&thread->job, why);
}

void thread_leave_queues(struct thread *thread, enum leave_why why)
{
    thread_dequeue(thread, why);
}

static inline void make_ready(struct thread *thread, enum process_state left,
                              enum ready_why why, uint64_t cycles)
{
    trace_at(cycles, TRACE_READY, REASON_NONE, thread->id, left, 0);
    thread->state = STATE_READY;
    thread->blocked_on = BLOCKED_NOT;
    enqueue(thread, why);
}

/* THREAD, which is new, does not wait for its start any longer. */
static __attribute__((noinline)) void begin_now(struct thread *thread)
{
    make_ready(thread, STATE_NEW, READY_NEW, arch_cycles());
}

/* A thread that has waited since before the policy changed still has the old one's
 * marks: they are cleared when it is ready. */
void thread_show(const struct thread *thread, struct job_shown *shown)
{
    struct job job = thread->job;
    if (thread->policy_number != scheduler.policy_number)
        scheduler_clear_marks(&job);
    *shown = (struct job_shown){0};
    if (scheduler.policy->show)
        scheduler.policy->show(&job, shown);
}

void thread_trace_scheduling(const struct thread *thread)
{
    const struct process_scheduling *scheduling = &thread->job.scheduling;
    tick_t length = scheduling->length_ticks;
    trace(TRACE_SCHEDULE, REASON_NONE, thread->id, scheduling->tickets,
          length < UINT32_MAX ? (uint32_t)length : UINT32_MAX);
}

void thread_schedule(struct thread *thread, const struct process_scheduling *scheduling)
{
    thread_leave_queues(thread, LEAVE_MOVED); /* its place may depend on what changes */
    thread->job.scheduling = *scheduling;
    thread_trace_scheduling(thread);
    thread_enqueue(thread, READY_RESUMED);
}

/* THREAD is none of the policy's, and goes on ahead of all that are. */
static void run_first(struct thread *thread)
{
    list_push_back(&scheduler.first, &thread->link);
    this_cpu()->reschedule = true;
}

/* --- Alarms --- */

/* At TICK; never, if that is TICK_NEVER. */
static inline void set_alarm(struct thread *thread, tick_t tick)
{
    if (tick != TICK_NEVER)
        alarm_set(&thread->alarm, tick);
}

/* --- Waiting --- */

static inline __attribute__((always_inline)) void
leave_wait(struct thread *thread, int result, enum trace_reason reason)
{
    uint64_t cycles = arch_cycles();
    ASSERT(thread->state == STATE_BLOCKED);
    trace_at(cycles, TRACE_WAKE, reason, thread->id, 0, 0);
    if (list_is_linked(&thread->link))
        list_remove(&thread->link);
    if (alarm_is_set(&thread->alarm))
        alarm_clear(&thread->alarm);
    thread->wait_result = result;
    make_ready(thread, STATE_BLOCKED, READY_WOKEN, cycles);
}

static inline __attribute__((always_inline)) void
end_wait(struct thread *thread, int result, enum trace_reason reason)
{
    leave_wait(thread, result, reason);
    if (thread->has_budget && !thread->ending && thread_has_to_rest(thread))
        thread_begin_rest(thread); /* it used its budget up before it began to wait */
}

static __attribute__((noinline)) void break_wait(struct thread *thread, int result,
                                                 enum trace_reason reason)
{
    end_wait(thread, result, reason);
}

/* It may have come on the way out of a wait, whose result is kept. */
void thread_end_rest(struct thread *thread)
{
    break_wait(thread, thread->wait_result, REASON_TIME);
}

/* It runs and does not end, so it is in the policy's queues unless it is suspended, too. */
int thread_block(struct list *queue, enum process_blocked_on what)
{
    struct thread *thread = this_cpu()->running;
    ASSERT(thread->state == STATE_READY && !list_is_linked(&thread->link));
    if (thread->acts_first)
        return -EINTR;
    trace_at(arch_cycles(), TRACE_BLOCK, REASON_NONE, thread->id, what, 0);
    if (!thread->suspended) {
        scheduler_charge_running();
        scheduler.policy->leave(&thread->job, LEAVE_BLOCKED);
    }
    thread->state = STATE_BLOCKED;
    thread->blocked_on = what;
    if (queue)
        list_push_back(queue, &thread->link);
    this_cpu()->reason = REASON_BLOCKED;
    scheduler_switch();
    return thread->wait_result;
}

int thread_block_until(struct list *queue, enum process_blocked_on what, tick_t deadline)
{
    struct thread *thread = this_cpu()->running;
    if (deadline != TICK_NEVER && !thread->acts_first)
        alarm_set(&thread->alarm, deadline);
    return thread_block(queue, what);
}

/* It may be suspended, or be about to end, and have come to wait all the same: within a call
 * that goes on until it can be left. A budget that is used up is no reason to go on before
 * the wait is over; once it is, the way out of the kernel looks at it. */
void thread_block_firmly(struct list *queue)
{
    struct thread *thread = this_cpu()->running;
    ASSERT(thread->state == STATE_READY && !list_is_linked(&thread->link));
    trace_at(arch_cycles(), TRACE_BLOCK, REASON_NONE, thread->id, BLOCKED_DISK, 0);
    if (thread_is_runnable(thread)) {
        scheduler_charge_running();
        scheduler.policy->leave(&thread->job, LEAVE_BLOCKED);
    }
    thread->state = STATE_BLOCKED;
    thread->blocked_on = BLOCKED_DISK;
    thread->is_firm = true;
    list_push_back(queue, &thread->link);
    while (thread->state == STATE_BLOCKED) {
        this_cpu()->reason = REASON_BLOCKED;
        scheduler_switch();
    }
    thread->is_firm = false;
    if (thread->has_budget)
        this_cpu()->reschedule = true;
}

/* Whom the policy may not run goes on nevertheless: others may wait for what it holds. */
__attribute__((cold)) void thread_wake_firm(struct list *queue)
{
    struct list *node;
    while ((node = list_first(queue))) {
        struct thread *thread = container_of(node, struct thread, link);
        leave_wait(thread, 0, REASON_EVENT);
        if (!thread_is_runnable(thread))
            run_first(thread);
        kernel_worked(WAKE_INSTRUCTIONS);
    }
}

void thread_wake(struct thread *thread)
{
    end_wait(thread, 0, REASON_EVENT);
}

static __attribute__((noinline)) void wake_many(struct list *queue)
{
    while (!list_is_empty(queue)) {
        thread_wake(list_first_entry(queue, struct thread, link));
        kernel_worked(WAKE_INSTRUCTIONS);
    }
}

void thread_wake_all(struct list *queue)
{
    struct list *first = queue->next;
    if (first != queue->prev)
        wake_many(queue);
    else if (first != queue) /* it is the only one, as most often */
        thread_wake(container_of(first, struct thread, link));
}

/* To break a rest would give back the time that its budget has used up. */
void thread_interrupt(struct thread *thread)
{
    if (thread->state == STATE_BLOCKED && thread->blocked_on != BLOCKED_REST &&
        thread->blocked_on != BLOCKED_DISK)
        break_wait(thread, -EINTR, REASON_BROKEN);
}

void thread_signal(struct thread *thread)
{
    thread->signalled = true;
    if (thread == this_cpu()->running)
        this_cpu()->reschedule = true;
    else if (!thread->suspended)
        thread_interrupt(thread);
}

int32_t thread_yield(void)
{
    struct thread *thread = this_cpu()->running;
    if (scheduler.counts_time)
        scheduler_charge_and_yield(thread);
    else
        scheduler.policy->yield(&thread->job);
    this_cpu()->reason = REASON_YIELDED;
    this_cpu()->reschedule = true;
    return 0;
}

void thread_stay_suspended(void)
{
    const struct thread *thread = this_cpu()->running;
    while (thread->suspended && !thread->ending)
        scheduler_switch();
    if (thread->signalled)
        this_cpu()->reschedule = true; /* to look at its signals on the way out */
}

/* --- Starting, stopping, ending --- */

void thread_start(struct thread *thread, tick_t start_tick, bool suspended)
{
    ASSERT(thread->stack && thread->state == 0);
    thread->job.cpu = (uint16_t)this_cpu()->number;
    thread->policy_number = scheduler.policy_number; /* no other has left any marks */
    thread->state = STATE_NEW;
    thread->suspended = suspended;
    thread->first_run_tick = TICK_NEVER;
    if (thread->rest_left_ticks == 0)
        thread->rest_left_ticks = thread->rest_every_ticks;
    if (start_tick > clock_now())
        set_alarm(thread, start_tick);
    else
        make_ready(thread, STATE_NEW, READY_NEW, arch_cycles());
}

bool thread_suspend(struct thread *thread, pid_t by)
{
    if (thread->suspended)
        return false;
    trace_at(arch_cycles(), TRACE_SUSPEND, REASON_NONE, thread->id, (uint32_t)by, 0);
    thread_dequeue(thread, LEAVE_SUSPENDED);
    if (thread == this_cpu()->running)
        this_cpu()->reason = REASON_SUSPENDED;
    thread->suspended = true;
    if (thread->state == STATE_READY && thread->is_firm)
        run_first(thread); /* as thread_wake_firm does */
    return true;
}

bool thread_resume(struct thread *thread, pid_t by)
{
    if (!thread->suspended)
        return false;
    trace_at(arch_cycles(), TRACE_RESUME, REASON_NONE, thread->id, (uint32_t)by, 0);
    thread->suspended = false;
    if (thread->state == STATE_READY && !thread->ending && list_is_linked(&thread->link))
        list_remove(&thread->link); /* from now on the policy runs it */
    thread_enqueue(thread, READY_RESUMED);
    if (thread->signalled)
        thread_interrupt(thread);
    return true;
}

/* `ending` is set before the wait is broken, or the wake-up would put the thread back
 * into the policy's queues; and the wait is broken before the thread queues up to end, as
 * it has one link for both. A firm wait is not broken: who wakes it queues it up. */
void thread_end(struct thread *thread)
{
    if (thread->ending)
        return;
    thread_dequeue(thread, LEAVE_ENDED);
    thread->ending = true;
    if (thread->state == STATE_BLOCKED) {
        if (thread->blocked_on != BLOCKED_DISK)
            break_wait(thread, 0, REASON_BROKEN); /* a rest, too */
    } else if (thread->state == STATE_NEW) {
        alarm_clear(&thread->alarm);
        begin_now(thread);
    }
    thread->wait_result = -EINTR; /* though what it waited for may have come before */
    if (thread != this_cpu()->running && !list_is_linked(&thread->link))
        run_first(thread);
    this_cpu()->reschedule = true;
}

void thread_exit(void)
{
    this_cpu()->running->state = STATE_ZOMBIE;
    this_cpu()->ended = this_cpu()->running;
    this_cpu()->reason = REASON_ENDED;
    scheduler_switch();
    panic("a thread that has ended runs");
}

/* --- Alarms --- */

static void wake_due(struct alarm *alarm)
{
    if (alarm->ring) {
        alarm_clear(alarm);
        alarm->ring(alarm);
        return;
    }
    struct thread *thread = container_of(alarm, struct thread, alarm);
    alarm_clear(alarm);
    if (thread->state == STATE_NEW)
        begin_now(thread);
    else if (thread->blocked_on == BLOCKED_REST)
        thread_end_rest(thread);
    else
        break_wait(thread, -ETIMEDOUT, REASON_TIME);
}

void threads_wake_due(struct list *due)
{
    while (!list_is_empty(due)) {
        wake_due(container_of(due->next, struct alarm, link));
        kernel_worked(WAKE_INSTRUCTIONS);
    }
}
