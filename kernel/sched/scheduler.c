/* The tick, the switch, and the change of policy. */
#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/debug/trace.h"
#include "kernel/memory/frame.h"
#include "kernel/sched/policies.h"
#include "kernel/sched/state.h"
#include "kernel/sched/watch.h"
#include "lib/string.h"

/* Instructions, for kernel_worked: to move a job out of a policy's queues or into them. */
enum { MOVE_INSTRUCTIONS = 600 };

struct cpu boot_cpu;
struct scheduler scheduler;

static struct thread *thread_of(struct job *job)
{
    return container_of(job, struct thread, job);
}

/* To the nearest tick: who runs from one tick to the next is charged one, as by the ticks
 * themselves, though the kernel has had a little of it. */
static inline void count_ticks(struct thread *thread, uint64_t nanoseconds)
{
    int64_t tick_ns = clock_tick_ns();
    thread->uncounted_ns += (int64_t)nanoseconds;
    while (thread->uncounted_ns >= tick_ns / 2) {
        thread->uncounted_ns -= tick_ns;
        thread->job.ran_ticks++;
    }
}

/* THREAD runs, and is in the policy's queues. */
static void charge_time(struct thread *thread)
{
    uint64_t cycles = thread->run_cycles + arch_cycles(); /* as it has the CPU */
    uint64_t nanoseconds = arch_nanoseconds(cycles - thread->charged_cycles);
    thread->charged_cycles = cycles;
    count_ticks(thread, nanoseconds);
    if (scheduler.policy->charge)
        scheduler.policy->charge(&thread->job, nanoseconds);
}

void scheduler_report_time(void)
{
    if (thread_is_runnable(this_cpu()->running)) /* else it is in no queue */
        charge_time(this_cpu()->running);
}

void scheduler_charge_and_yield(struct thread *thread)
{
    charge_time(thread);
    scheduler.policy->yield(&thread->job);
}

/* --- The policy --- */

static void start_policy(const struct policy *policy)
{
    scheduler.policy = watch_policy(policy);
    scheduler.policy_number++;
    scheduler.counts_time = policy->charges_time && *policy->charges_time;
    scheduler.wants_charge = scheduler.counts_time || policy->charge;
    for (uint32_t cpu = 0; cpu < CPUS_MAX; cpu++)
        scheduler.policy->start(cpu);
}

int32_t job_number(const struct job *job)
{
    return container_of(job, const struct thread, job)->id;
}

const struct policy *scheduler_policy(void)
{
    return scheduler.policy;
}

/* All leave the policy, into LIST, in the order in which it would have run them. One that
 * it kept back would be lost: no other policy would ever hear of it. */
static void empty_policy(struct list *list)
{
    for (uint32_t cpu = 0; cpu < CPUS_MAX; cpu++) {
        struct job *job;
        while ((job = scheduler.policy->take(cpu))) {
            list_push_back(list, &thread_of(job)->link);
            kernel_worked(MOVE_INSTRUCTIONS);
        }
        ASSERT(scheduler.policy->check(cpu) == 0);
    }
}

void scheduler_clear_marks(struct job *job)
{
    _Static_assert(sizeof(job->sorted) >= sizeof(job->tickets),
                   "and so all of the union");
    job->sorted = (struct sorted_node){0};
    job->slice_start = 0;
    memset(job->marks, 0, sizeof(job->marks));
}

__attribute__((cold)) int scheduler_set_policy(const char *words, size_t *wrong)
{
    const struct policy *next;
    struct list *node, moving;
    int error = policies_find(words, &next, wrong);
    if (error)
        return error;
    list_init(&moving);
    scheduler_charge_running();
    empty_policy(&moving);
    policies_set(words);
    start_policy(next);
    trace(TRACE_POLICY, REASON_NONE, this_cpu()->running->id, policies_index(next), 0);
    while ((node = list_first(&moving))) {
        list_remove(node);
        thread_enqueue(container_of(node, struct thread, link), READY_MOVED);
        kernel_worked(MOVE_INSTRUCTIONS);
    }
    return 0;
}

/* --- The tick --- */

/* A tick has found THREAD, and is charged whole, however much of it the thread has run: else
 * the time that the kernel takes would decide who is behind, and a machine on which it takes
 * longer would have another schedule. Where time counts, what was run is charged. */
static __attribute__((noinline)) void charge_tick(struct thread *thread)
{
    if (scheduler.counts_time) {
        scheduler_report_time();
        return;
    }
    thread->job.ran_ticks++;
    if (thread_is_runnable(thread)) /* else it is in no queue */
        scheduler.policy->charge(&thread->job, clock_tick_ns());
}

/* The order is that of OSTEP's simulators, and the schedules of tests/ostep depend on it:
 *   - The budget comes before the policy's tick, which is told of jobs in its queues
 *     alone, and one that rests or ends has left them. A rest is a wait: with
 *     io_resets_allotment it resets the allotment before the slice is taken off it.
 *   - The charge comes before both, which compare what each has had.
 *   - Sleepers wake after the policy's tick. Whose slice is over stands in the queue
 *     before those who wake at the same tick; the other way round they would change
 *     places at each such tick, and most of mlfq's schedules come out wrong. */
void scheduler_tick(void)
{
    uint64_t cycles = arch_cycles();
    tick_t now = clock_advance();
    trace_at(cycles, TRACE_TICK, REASON_NONE, this_cpu()->running->id, (uint32_t)now,
             (uint32_t)(now >> 32));
    struct thread *thread = this_cpu()->running;
    if (scheduler.wants_charge)
        charge_tick(thread);
    else
        thread->job.ran_ticks++;
    if (thread->has_budget)
        thread_charge_tick(thread);
    enum trace_reason reason = scheduler.policy->tick(
        this_cpu()->number, thread_is_runnable(thread) ? &thread->job : NULL, now);
    if (reason) {
        this_cpu()->reason = reason;
        this_cpu()->reschedule = true;
    }
    struct list *due = alarms_due(now);
    if (!list_is_empty(due))
        threads_wake_due(due);
}

void scheduler_catch_up(void)
{
    while (pause_has_ticks) {
        pause_take_tick();
        scheduler_tick();
    }
}

/* --- The switch --- */

/* The next of those that go first, of which there is one. It shall run in the kernel alone:
 * with `reschedule` set it cannot get past kernel_leave, which ends it, or leaves the CPU to
 * another. */
static struct thread *remove_first(void)
{
    struct thread *thread = list_first_entry(&scheduler.first, struct thread, link);
    list_remove(&thread->link);
    this_cpu()->reschedule = true;
    if (this_cpu()->reason == REASON_PREEMPTED)
        this_cpu()->reason = REASON_ENDING;
    return thread;
}

/* Threads that are to end come before all that the policy would pick: what they hold is
 * given back before anybody can miss it; and so do others that hold something. */
static inline struct thread *choose_next(void)
{
    if (!list_is_empty(&scheduler.first))
        return remove_first();
    if (this_cpu()->reason == REASON_PREEMPTED)
        scheduler_charge_running(); /* for any other reason that has been done */
    struct job *job = scheduler.policy->pick(this_cpu()->number);
    return job ? thread_of(job) : &this_cpu()->idle;
}

static __attribute__((noinline)) void
count_preemption(struct thread *before, enum trace_reason reason, uint64_t cycles)
{
    before->preempted++;
    trace_at(cycles, TRACE_PREEMPT, reason, before->id, 0, 0);
}

/* BEFORE loses the CPU: of its own will, or not. Who has blocked or ended is not ready any
 * more, and the idle loop never is. */
static inline void count_departure(struct thread *before, enum trace_reason reason,
                                   uint64_t cycles)
{
    if (reason == REASON_YIELDED || before->state != STATE_READY)
        before->yielded++;
    else
        count_preemption(before, reason, cycles);
}

/* The first thing that a thread does when it has the CPU again: frees the stack of the
 * one that ended before it. That one could not do so itself, as it stood on it. */
static inline void finish_switch(void)
{
    struct thread *ended = this_cpu()->ended;
    if (!ended)
        return;
    this_cpu()->ended = NULL;
    arch_stack_destroy(ended->stack);
    ended->stack = NULL;
    if (ended->unwanted)
        scheduler.discard(ended);
}

void scheduler_on_unwanted(void (*discard)(struct thread *thread))
{
    scheduler.discard = discard;
}

/* What the order is for:
 *   - `running` is NEXT before the stack is NEXT's: a thread that runs for the first time
 *     does not come back from arch_switch, but begins in kernel_thread_begin, and there it
 *     must find itself on the CPU.
 *   - What stands after arch_switch is done when BEFORE has the CPU again, on its stack;
 *     by then who has ended is another one than at the call. */
static void switch_to(struct thread *next, enum trace_reason reason)
{
    struct thread *before = this_cpu()->running;
    uint64_t cycles = arch_cycles();
    before->run_cycles += cycles;
    next->run_cycles -= cycles;
    count_departure(before, reason, cycles);
    trace_at(cycles, TRACE_RUN, reason, next->id, (uint32_t)before->id, 0);
    this_cpu()->running = next;
    arch_switch(before->stack, next->stack);
    finish_switch();
}

/* What the order is for: `reschedule` is cleared before all that may set it again, and the
 * budget comes before the choice, as who has used it up cannot be chosen. It is looked at
 * here, too, since who always leaves the CPU before a tick is never charged one. */
void scheduler_switch(void)
{
    struct thread *running = this_cpu()->running;
    this_cpu()->reschedule = pause_has_ticks;
    if (running->has_budget && thread_ends_by_budget(running))
        return; /* to kernel_leave, where it ends */
    struct thread *next = choose_next();
    enum trace_reason reason = this_cpu()->reason;
    this_cpu()->reason = REASON_PREEMPTED;
    this_cpu()->reschedule |= next->signalled; /* it looks at them on its way out */
    if (next != this_cpu()->running) /* it may have been woken before it had left */
        switch_to(next, reason);
}

void scheduler_begin(void)
{
    finish_switch();
    if (!this_cpu()->running->ending)
        this_cpu()->running->first_run_tick = clock_now();
}

void scheduler_idle(bool (*should_stop)(void))
{
    for (;;) {
        scheduler_catch_up();
        scheduler_switch();
        if (should_stop())
            return;
        if (!this_cpu()->reschedule)
            arch_idle(!frame_clear_one());
        this_cpu()->reason = REASON_IDLE_OVER;
    }
}

void scheduler_init(const struct policy *chosen)
{
    scheduler = (struct scheduler){0};
    start_policy(chosen);
    list_init(&scheduler.first);
    alarms_init();
    boot_cpu = (struct cpu){.running = &this_cpu()->idle, .reason = REASON_IDLE_OVER};
    this_cpu()->idle.stack = arch_stack_boot();
    this_cpu()->idle.run_cycles -= arch_cycles();
}

void scheduler_check(size_t runnable, size_t alarms_expected)
{
    size_t queued = 0;
    for (uint32_t cpu = 0; cpu < CPUS_MAX; cpu++)
        queued += scheduler.policy->check(cpu);
    ASSERT(queued == runnable);
    bool is_idle = this_cpu()->running == &this_cpu()->idle && !this_cpu()->reschedule;
    if (is_idle && runnable && !scheduler.policy->may_idle)
        panic("policy %s leaves the CPU idle", scheduler.policy->name);
    ASSERT(alarms_check() == alarms_expected);
    ASSERT(list_check(&scheduler.first) != SIZE_MAX);
    ASSERT(!this_cpu()->ended); /* else a stack has not been freed, and never will be */
    ASSERT(this_cpu()->running->state == STATE_READY || this_cpu()->running->ending ||
           this_cpu()->running->state == STATE_BLOCKED ||
           this_cpu()->running == &this_cpu()->idle);
}
