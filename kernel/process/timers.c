/* Timers that send signals: ITIMER_REAL, and alarm, which is the same, by an alarm of the
 * kernel's; ITIMER_VIRTUAL and ITIMER_PROF by counting the ticks for which a process is
 * charged, of which the kernel's part is none: both count alike. */
#include "kernel/process/timers.h"

#include "abi/errno.h"
#include "kernel/debug/panic.h"
#include "kernel/process/signals.h"
#include "lib/divide.h"

enum { US_NS = 1000, SECOND_US = 1000000 };
static const uint64_t second_ns = 1000000000;

/* --- Seconds and microseconds, nanoseconds, ticks --- */

static uint64_t to_ns(int32_t seconds, int32_t microseconds)
{
    return (uint64_t)seconds * second_ns + (uint64_t)microseconds * US_NS;
}

/* What is left of a timer that runs is never told to be nothing. */
static void from_ns(uint64_t nanoseconds, int32_t *seconds, int32_t *microseconds)
{
    uint32_t rest;
    uint64_t us = divide_u64(nanoseconds, US_NS, NULL);
    if (us == 0 && nanoseconds > 0)
        us = 1;
    *seconds = (int32_t)divide_u64(us, SECOND_US, &rest);
    *microseconds = (int32_t)rest;
}

static uint64_t to_ticks(uint64_t nanoseconds)
{
    uint32_t tick_ns = clock_tick_ns();
    return divide_u64(nanoseconds + tick_ns - 1, tick_ns, NULL);
}

static uint64_t now_ns(void)
{
    return arch_nanoseconds(arch_cycles());
}

/* --- The timer of time that passes --- */

/* An interval is counted from the tick at which it was due, so that none is lost. */
static void ring(struct alarm *alarm)
{
    struct signals *more = container_of(alarm, struct signals, alarm);
    if (more->interval_ns > 0) {
        uint64_t ticks = to_ticks(more->interval_ns);
        more->due_ns = now_ns() + ticks * clock_tick_ns();
        alarm_set(alarm, clock_deadline(ticks));
    } else {
        more->due_ns = 0;
    }
    signal_send_by_kernel(more->process, SIGALRM);
}

/* One tick more than that takes, as the present one has begun: it is never too early. */
static void set_real(struct signals *more, uint64_t value_ns, uint64_t interval_ns)
{
    alarm_clear(&more->alarm);
    more->interval_ns = interval_ns;
    more->due_ns = 0;
    if (value_ns == 0)
        return;
    more->due_ns = now_ns() + value_ns;
    more->alarm.ring = ring;
    alarm_set(&more->alarm, clock_deadline(to_ticks(value_ns) + 1));
}

static uint64_t left_real_ns(const struct signals *more)
{
    if (more->due_ns == 0)
        return 0;
    uint64_t now = now_ns();
    return more->due_ns > now ? more->due_ns - now : US_NS;
}

/* --- Those of CPU time --- */

static void count(struct process *process, struct cpu_timer *timer, int32_t signal)
{
    if (timer->left_ticks == 0 || --timer->left_ticks > 0)
        return;
    timer->left_ticks = timer->interval_ticks;
    signal_send_by_kernel(process, signal);
}

static bool is_limited(const struct process *process)
{
    return process->limits[LIMIT_CPU].rlim_max != RLIM_INFINITY ||
           process->limits[LIMIT_CPU].rlim_cur != RLIM_INFINITY;
}

/* At each second of its CPU time there is something to do, or not. */
static void check_limit(struct process *process)
{
    const struct rlimit *limit = &process->limits[LIMIT_CPU];
    uint64_t used_ns = process->thread.job.ran_ticks * clock_tick_ns();
    uint64_t seconds = divide_u64(used_ns, (uint32_t)second_ns, NULL);
    if (seconds == divide_u64(used_ns - clock_tick_ns(), (uint32_t)second_ns, NULL))
        return;
    if (limit->rlim_max != RLIM_INFINITY && seconds >= limit->rlim_max)
        signal_send_by_kernel(process, SIGKILL);
    else if (limit->rlim_cur != RLIM_INFINITY && seconds >= limit->rlim_cur)
        signal_send_by_kernel(process, SIGXCPU);
}

static void count_tick(struct thread_hook *hook)
{
    struct signals *more = container_of(hook, struct signals, hook);
    count(more->process, &more->cpu_timers[0], SIGVTALRM);
    count(more->process, &more->cpu_timers[1], SIGPROF);
    if (is_limited(more->process))
        check_limit(more->process);
}

static void choose_hook(struct signals *more)
{
    bool counts = more->cpu_timers[0].left_ticks || more->cpu_timers[1].left_ticks ||
                  is_limited(more->process);
    more->hook.tick = count_tick;
    thread_set_hook(&more->process->thread, counts ? &more->hook : NULL);
}

static void set_cpu(struct signals *more, struct cpu_timer *timer, uint64_t value_ns,
                    uint64_t interval_ns)
{
    timer->left_ticks = to_ticks(value_ns);
    timer->interval_ticks = to_ticks(interval_ns);
    choose_hook(more);
}

int timers_watch_limit(struct process *process)
{
    if (is_limited(process) && !signals_make(process))
        return -ENOMEM;
    if (process->signals.more)
        choose_hook(process->signals.more);
    return 0;
}

/* --- The calls --- */

static bool is_valid(int32_t seconds, int32_t microseconds)
{
    return seconds >= 0 && microseconds >= 0 && microseconds < SECOND_US;
}

int timer_get(uint32_t which, struct timer_value *value)
{
    const struct signals *more = process_current()->signals.more;
    uint64_t left_ns = 0, interval_ns = 0;
    if (which > ITIMER_PROF)
        return -EINVAL;
    if (more && which == ITIMER_REAL) {
        left_ns = left_real_ns(more);
        interval_ns = more->interval_ns;
    } else if (more) {
        const struct cpu_timer *timer = &more->cpu_timers[which - ITIMER_VIRTUAL];
        left_ns = timer->left_ticks * clock_tick_ns();
        interval_ns = timer->interval_ticks * clock_tick_ns();
    }
    from_ns(left_ns, &value->value_s, &value->value_us);
    from_ns(interval_ns, &value->interval_s, &value->interval_us);
    return 0;
}

int timer_set(uint32_t which, const struct timer_value *value)
{
    struct process *process = process_current();
    if (which > ITIMER_PROF || !is_valid(value->value_s, value->value_us) ||
        !is_valid(value->interval_s, value->interval_us))
        return -EINVAL;
    if (!signals_make(process))
        return -ENOMEM;
    struct signals *more = process->signals.more;
    uint64_t value_ns = to_ns(value->value_s, value->value_us);
    uint64_t interval_ns = to_ns(value->interval_s, value->interval_us);
    if (which == ITIMER_REAL)
        set_real(more, value_ns, interval_ns);
    else
        set_cpu(more, &more->cpu_timers[which - ITIMER_VIRTUAL], value_ns, interval_ns);
    return 0;
}

void timers_clear(struct process *process)
{
    alarm_clear(&process->signals.more->alarm);
    thread_set_hook(&process->thread, NULL);
}
