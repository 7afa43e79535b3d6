#include "kernel/sched/scheduler.h"

#include "abi/errno.h"
#include "kernel/panic.h"
#include "kernel/sched/policies.h"
#include "kernel/trace.h"

struct cpu cpu;

static const struct policy *policy;
static uint32_t policy_number; /* goes up with every change; never 0 */
static tick_t now;
static uint64_t charged_cycles; /* when the policy was told last how long one ran */
static struct heap alarms;      /* by (tick, order of going to sleep) */
static uint64_t alarms_set;
static struct list ending; /* threads that are to end, and have not yet */

/* --- Who competes --- */

static struct thread *thread_of(struct job *job)
{
    return container_of(job, struct thread, job);
}

/* What another policy has left in the job means nothing to this one. */
static void join(struct thread *thread, enum ready_why why)
{
    struct job *job = &thread->job;
    if (thread->policy_number != policy_number) {
        thread->policy_number = policy_number;
        job->level = 0;
        job->pass = 0;
        why = why == READY_NEW ? READY_NEW : READY_MOVED;
    }
    policy->ready(&thread->job, why);
    cpu.reschedule = true;
}

/* Tells the policy, if it wants to know, for how long the running thread has run since it
 * was told last. */
static void charge_running(void)
{
    uint64_t cycles = arch_cycles();
    policy->charge(&cpu.running->job, arch_nanoseconds(cycles - charged_cycles));
    charged_cycles = cycles;
}

static void leave(struct thread *thread, enum leave_why why)
{
    if (policy->charge && thread == cpu.running)
        charge_running();
    policy->leave(&thread->job, why);
    cpu.reschedule = true;
}

static void make_ready(struct thread *thread, enum ready_why why)
{
    trace(TRACE_READY, REASON_NONE, thread->id, thread->state, 0);
    thread->state = STATE_READY;
    thread->blocked_on = BLOCKED_NOT;
    if (thread_competes(thread))
        join(thread, why);
}

/* --- The policy --- */

const struct policy *scheduler_policy(void)
{
    return policy;
}

/* Everybody leaves the policy, into LIST, as it would have picked them. */
static void empty_policy(struct list *list)
{
    struct job *job;
    while ((job = policy->pick())) {
        policy->leave(job, LEAVE_MOVED);
        list_push_back(list, &thread_of(job)->link);
    }
}

int scheduler_set_policy(const char *words, size_t *wrong)
{
    const struct policy *next;
    struct list *node, moving;
    int error = policies_find(words, &next, wrong);
    if (error)
        return error;
    list_init(&moving);
    if (policy->charge && cpu.running != &cpu.idle)
        charge_running();
    empty_policy(&moving);
    policies_set(words);
    policy = next;
    policy_number++;
    policy->start();
    trace(TRACE_POLICY, REASON_NONE, cpu.running->id, policies_index(policy), 0);
    while ((node = list_first(&moving))) {
        list_remove(node);
        join(container_of(node, struct thread, link), READY_MOVED);
    }
    return 0;
}

void thread_schedule(struct thread *thread, const struct process_scheduling *scheduling)
{
    bool competes = thread_competes(thread);
    if (competes)
        leave(thread, LEAVE_MOVED);
    thread->job.scheduling = *scheduling;
    if (competes)
        join(thread, READY_RESUMED);
}

/* --- Alarms --- */

/* At TICK; never, if that is TICK_NEVER. */
static void set_alarm(struct thread *thread, tick_t tick)
{
    if (tick == TICK_NEVER)
        return;
    thread->alarm.key = tick;
    thread->alarm.order = alarms_set++;
    heap_push(&alarms, &thread->alarm);
}

static void clear_alarm(struct thread *thread)
{
    if (heap_is_linked(&alarms, &thread->alarm))
        heap_remove(&alarms, &thread->alarm);
}

/* --- Waiting --- */

/* THREAD runs, and waits for WHAT from now on. */
static void become_blocked(struct thread *thread, enum process_blocked_on what)
{
    trace(TRACE_BLOCK, REASON_NONE, thread->id, what, 0);
    leave(thread, LEAVE_BLOCKED);
    cpu.reason = REASON_BLOCKED;
    thread->state = STATE_BLOCKED;
    thread->blocked_on = what;
}

static void end_wait(struct thread *thread, int result, enum trace_reason reason)
{
    trace(TRACE_WAKE, reason, thread->id, 0, 0);
    if (list_is_linked(&thread->link))
        list_remove(&thread->link);
    clear_alarm(thread);
    thread->wait_result = result;
    make_ready(thread, READY_WOKEN);
}

int thread_block(struct list *queue, enum process_blocked_on what, tick_t deadline)
{
    struct thread *thread = cpu.running;
    ASSERT(thread != &cpu.idle);
    if (thread->ending)
        return -EINTR;
    become_blocked(thread, what);
    if (queue)
        list_push_back(queue, &thread->link);
    set_alarm(thread, deadline);
    scheduler_switch();
    return thread->ending ? -EINTR
                          : thread->wait_result; /* it may have ended since it woke */
}

void thread_wake(struct thread *thread)
{
    ASSERT(thread->state == STATE_BLOCKED);
    end_wait(thread, 0, REASON_EVENT);
}

void thread_wake_all(struct list *queue)
{
    struct list *first;
    while ((first = list_first(queue)))
        thread_wake(container_of(first, struct thread, link));
}

void thread_yield(void)
{
    if (policy->charge)
        charge_running();
    policy->yield(&cpu.running->job);
    cpu.reason = REASON_YIELDED;
    cpu.reschedule = true;
}

/* --- Starting, stopping, ending --- */

void thread_start(struct thread *thread, tick_t start_tick, bool suspended)
{
    thread->state = STATE_NEW;
    thread->suspended = suspended;
    thread->first_run_tick = TICK_NEVER;
    thread->rest_left_ticks = thread->rest_every_ticks;
    if (start_tick > now)
        set_alarm(thread, start_tick);
    else
        make_ready(thread, READY_NEW);
}

bool thread_suspend(struct thread *thread, pid_t by)
{
    if (thread->suspended)
        return false;
    trace(TRACE_SUSPEND, REASON_NONE, thread->id, (uint32_t)by, 0);
    if (thread_competes(thread))
        leave(thread, LEAVE_SUSPENDED);
    if (thread == cpu.running)
        cpu.reason = REASON_SUSPENDED;
    thread->suspended = true;
    return true;
}

bool thread_resume(struct thread *thread, pid_t by)
{
    if (!thread->suspended)
        return false;
    trace(TRACE_RESUME, REASON_NONE, thread->id, (uint32_t)by, 0);
    thread->suspended = false;
    if (thread_competes(thread))
        join(thread, READY_RESUMED);
    return true;
}

void thread_end(struct thread *thread)
{
    if (thread->ending)
        return;
    if (thread_competes(thread))
        leave(thread, LEAVE_ENDED);
    thread->ending = true;
    if (thread->state == STATE_BLOCKED) {
        end_wait(thread, -EINTR, REASON_BROKEN);
    } else if (thread->state == STATE_NEW) {
        clear_alarm(thread);
        make_ready(thread, READY_NEW);
    }
    if (thread != cpu.running)
        list_push_back(&ending, &thread->link);
    cpu.reschedule = true;
}

void thread_exit(void)
{
    cpu.running->state = STATE_ZOMBIE;
    cpu.gone = cpu.running;
    cpu.reason = REASON_ENDED;
    scheduler_switch();
    panic("a thread that has ended runs");
}

/* --- The tick --- */

/* Takes the thread off the CPU if one of its budgets is used up. An end wins over a rest.
 */
static void apply_budgets(struct thread *thread)
{
    if (thread->end_after_ticks && thread->job.ran_ticks >= thread->end_after_ticks) {
        thread->end_reason = REASON_USED_UP;
        thread_end(thread);
    } else if (thread->rest_every_ticks && --thread->rest_left_ticks == 0) {
        thread->rest_left_ticks = thread->rest_every_ticks;
        become_blocked(thread, BLOCKED_REST);
        set_alarm(thread, scheduler_deadline(thread->rest_ticks));
    }
}

static void wake_due(void)
{
    struct heap_node *first;
    while ((first = alarms.root) && first->key <= now) {
        struct thread *thread = container_of(first, struct thread, alarm);
        heap_pop(&alarms);
        if (thread->state == STATE_NEW)
            make_ready(thread, READY_NEW);
        else
            end_wait(thread, -ETIMEDOUT, REASON_TIME);
    }
}

void scheduler_tick(void)
{
    struct thread *thread = cpu.running;
    now++;
    trace(TRACE_TICK, REASON_NONE, thread->id, (uint32_t)now, (uint32_t)(now >> 32));
    if (thread != &cpu.idle) {
        thread->job.ran_ticks++;
        apply_budgets(thread);
    }
    bool runs_on = thread != &cpu.idle && thread_competes(thread);
    if (policy->charge && runs_on)
        charge_running();
    enum trace_reason reason = policy->tick(runs_on ? &thread->job : NULL, now);
    if (reason) {
        cpu.reason = reason;
        cpu.reschedule = true;
    }
    wake_due();
}

tick_t scheduler_now(void)
{
    return now;
}

tick_t scheduler_deadline(tick_t ticks)
{
    return ticks > TICK_NEVER - now ? TICK_NEVER : now + ticks;
}

/* --- The switch --- */

/* Who runs next. A thread that is to end comes first: what it holds is given back before
 * anybody can miss it. */
static inline struct thread *choose(void)
{
    struct list *first = list_first(&ending);
    if (first) {
        cpu.reason = cpu.reason ? cpu.reason : REASON_ENDING;
        return container_of(first, struct thread, link);
    }
    if (policy->charge && cpu.running->state == STATE_RUNNING && cpu.running != &cpu.idle)
        charge_running();
    struct job *job = policy->pick();
    return job ? thread_of(job) : &cpu.idle;
}

/* BEFORE loses the CPU: of its own will, or not. */
static inline void count_departure(struct thread *before, enum trace_reason reason,
                                   uint64_t cycles)
{
    before->run_cycles += cycles - cpu.since_cycles;
    cpu.since_cycles = cycles;
    bool could_run_on = before->state == STATE_RUNNING;
    if (could_run_on)
        before->state = STATE_READY;
    if (!could_run_on || reason == REASON_YIELDED) {
        before->yielded++;
    } else if (before != &cpu.idle) {
        before->preempted++;
        trace_at(cycles, TRACE_PREEMPT, reason, before->id, 0, 0);
    }
}

/* Runs on the new thread's stack: now nobody needs the stack of one that has ended. */
static inline void arrive(void)
{
    if (!cpu.gone)
        return;
    arch_stack_destroy(cpu.gone->stack);
    cpu.gone->stack = NULL;
    cpu.gone = NULL;
}

static void switch_to(struct thread *next)
{
    struct thread *before = cpu.running;
    enum trace_reason reason = cpu.reason ? cpu.reason : REASON_PREEMPTED;
    uint64_t cycles = arch_cycles();
    charged_cycles = cycles;
    count_departure(before, reason, cycles);
    trace_at(cycles, TRACE_RUN, reason, next->id, (uint32_t)before->id, 0);
    next->state = STATE_RUNNING;
    if (next->ending) {
        list_remove(&next->link);
        cpu.reschedule = true; /* it must not get past kernel_leave */
    }
    cpu.running = next;
    cpu.reason = REASON_NONE;
    if (next->space != before->space)
        arch_space_activate(next->space);
    arch_switch(before->stack, next->stack);
    arrive();
}

void scheduler_switch(void)
{
    struct thread *next = choose();
    cpu.reschedule = false;
    if (next != cpu.running) {
        switch_to(next);
        return;
    }
    next->state = STATE_RUNNING; /* it may have been woken before it had left */
    cpu.reason = REASON_NONE;
}

void scheduler_begin(void)
{
    arrive();
    if (!cpu.running->ending)
        cpu.running->first_run_tick = now;
}

void scheduler_idle(bool (*should_stop)(void))
{
    for (;;) {
        scheduler_switch();
        if (should_stop())
            return;
        arch_idle();
        cpu.reason = REASON_IDLE_OVER;
    }
}

void scheduler_init(const struct policy *chosen)
{
    policy = chosen;
    policy_number = 1;
    policy->start();
    list_init(&ending);
    heap_init(&alarms);
    now = 0;
    cpu = (struct cpu){
        .running = &cpu.idle, .since_cycles = arch_cycles(), .reason = REASON_IDLE_OVER};
    cpu.idle.stack = arch_stack_boot();
    cpu.idle.state = STATE_RUNNING;
}

uint64_t thread_cycles(const struct thread *thread)
{
    if (thread != cpu.running)
        return thread->run_cycles;
    return thread->run_cycles + (arch_cycles() - cpu.since_cycles);
}

void scheduler_check(size_t competing, size_t alarms_expected)
{
    ASSERT(policy->check() == competing);
    ASSERT(heap_check(&alarms) == alarms_expected);
    ASSERT(list_check(&ending) != SIZE_MAX);
    ASSERT(cpu.running->state == STATE_RUNNING || cpu.running->ending ||
           cpu.running->state == STATE_BLOCKED);
}
