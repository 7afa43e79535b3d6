/* What processes have used: getrusage, times, and what wait4 tells. */
#include "kernel/process/usage.h"

#include "abi/errno.h"
#include "lib/divide.h"

enum { SECOND_NS = 1000000000, MICROSECOND_NS = 1000 };

/* What PROCESS itself has used up to now. */
static struct past_usage usage_of(const struct process *process)
{
    const struct thread *thread = &process->thread;
    return (struct past_usage){.run_cycles = thread_cycles(thread),
                               .page_faults = thread->page_faults,
                               .yielded = thread->yielded,
                               .preempted = thread->preempted};
}

static struct usage_time time_of(uint64_t cycles)
{
    uint32_t rest_ns;
    uint64_t seconds = divide_u64(arch_nanoseconds(cycles), SECOND_NS, &rest_ns);
    return (struct usage_time){(int32_t)seconds, (int32_t)(rest_ns / MICROSECOND_NS)};
}

static void describe_usage(const struct past_usage *past, struct usage *usage)
{
    *usage = (struct usage){.user = time_of(past->run_cycles),
                            .minflt = (int32_t)past->page_faults,
                            .nvcsw = (int32_t)past->yielded,
                            .nivcsw = (int32_t)past->preempted};
}

static void past_add(struct past_usage *past, const struct past_usage *more)
{
    past->run_cycles += more->run_cycles;
    past->page_faults += more->page_faults;
    past->yielded += more->yielded;
    past->preempted += more->preempted;
}

void process_tell_usage(const struct process *process, struct usage *usage)
{
    struct past_usage all = usage_of(process);
    past_add(&all, &process->past);
    describe_usage(&all, usage);
}

void process_inherit_usage(struct process *parent, const struct process *child)
{
    struct past_usage *past = &parent->past;
    past->run_cycles += thread_cycles(&child->thread);
    past->page_faults += child->thread.page_faults;
    past->yielded += child->thread.yielded;
    past->preempted += child->thread.preempted;
    if (child->past.run_cycles) /* it has collected some itself */
        past_add(past, &child->past);
}

int process_usage(int32_t who, struct usage *usage)
{
    const struct process *self = process_current();
    struct past_usage own = usage_of(self);
    if (who != RUSAGE_SELF && who != RUSAGE_THREAD && who != RUSAGE_CHILDREN)
        return -EINVAL;
    describe_usage(who == RUSAGE_CHILDREN ? &self->past : &own, usage);
    return 0;
}

static int32_t parts_of_a_second(uint64_t ns)
{
    return (int32_t)divide_u64(ns, SECOND_NS / TIMES_A_SECOND, NULL);
}

int32_t process_run_time(uint64_t cycles)
{
    return parts_of_a_second(arch_nanoseconds(cycles));
}

int32_t process_time_of(tick_t tick)
{
    return parts_of_a_second(tick * clock_tick_ns());
}

void process_times(struct usage_times *times)
{
    const struct process *self = process_current();
    *times = (struct usage_times){
        .user = process_run_time(thread_cycles(&self->thread)),
        .children_user = process_run_time(self->past.run_cycles),
    };
}

int32_t process_uptime(void)
{
    return process_time_of(clock_now());
}
