/* Calls on time. Linux's clocks are told to the nanosecond, and sleep to the tick: never
 * shorter than was asked for, and less than a tick longer. */
#include "abi/time.h"
#include "abi/errno.h"
#include "kernel/clock/clock.h"
#include "kernel/clock/wall.h"
#include "kernel/process/process.h"
#include "kernel/syscall/handlers.h"
#include "lib/divide.h"

static int32_t sleep_until(tick_t tick)
{
    if (tick <= clock_now())
        return 0;
    int error = thread_block_until(NULL, BLOCKED_SLEEP, tick);
    return error == -ETIMEDOUT ? 0 : error;
}

int32_t sys_process_sleep(uint32_t low, uint32_t high)
{
    return sleep_until(clock_deadline((tick_t)high << 32 | low));
}

int32_t sys_process_sleep_until(uint32_t low, uint32_t high)
{
    return sleep_until((tick_t)high << 32 | low);
}

int32_t sys_process_rest(const struct arch_call *call)
{
    tick_t after = (tick_t)call->b << 32 | call->a,
           rest = (tick_t)call->d << 32 | call->c;
    return after ? thread_rest_once(after, rest) : -EINVAL;
}

int32_t sys_process_now(virt_t address)
{
    tick_t now = clock_now();
    return copy_out(address, &now, sizeof(now));
}

int32_t sys_time_info(virt_t info)
{
    uint64_t idle_ns = arch_nanoseconds(thread_cycles(&this_cpu()->idle));
    struct time_info now = clock_info(idle_ns);
    return copy_out(info, &now, sizeof(now));
}

/* --- Linux's clocks --- */

static uint64_t wall_seconds(uint32_t *nanoseconds)
{
    return divide_u64(clock_wall_ns(), NANOSECONDS_A_SECOND, nanoseconds);
}

/* 0, or -EINVAL: there is no such CLOCK. */
static int clock_read(uint32_t clock, uint64_t *ns)
{
    switch (clock) {
    case CLOCK_REALTIME:
    case CLOCK_REALTIME_COARSE:
        *ns = clock_wall_ns();
        return 0;
    case CLOCK_MONOTONIC:
    case CLOCK_MONOTONIC_RAW:
    case CLOCK_MONOTONIC_COARSE:
    case CLOCK_BOOTTIME:
        *ns = clock_monotonic_ns();
        return 0;
    case CLOCK_PROCESS_CPUTIME_ID:
    case CLOCK_THREAD_CPUTIME_ID:
        *ns = arch_nanoseconds(thread_cycles(&process_current()->thread));
        return 0;
    }
    return -EINVAL;
}

/* Time in the older layout, or in the newer one, whose seconds are long. */
static int copy_out_time(virt_t address, uint64_t ns, bool is_long)
{
    uint32_t rest;
    uint64_t seconds = divide_u64(ns, NANOSECONDS_A_SECOND, &rest);
    struct time_long_seconds whole = {(int64_t)seconds, rest};
    struct time_seconds half = {(int32_t)seconds, (int32_t)rest};
    return is_long ? copy_out(address, &whole, sizeof(whole))
                   : copy_out(address, &half, sizeof(half));
}

static int32_t get_time(uint32_t clock, virt_t address, bool is_long)
{
    uint64_t ns;
    int error = clock_read(clock, &ns);
    return error ? error : copy_out_time(address, ns, is_long);
}

int32_t sys_clock_gettime(uint32_t clock, virt_t address)
{
    return get_time(clock, address, false);
}

int32_t sys_clock_gettime64(uint32_t clock, virt_t address)
{
    return get_time(clock, address, true);
}

/* ADDRESS 0: whether there is such a clock is all that is asked. */
static int32_t get_resolution(uint32_t clock, virt_t address, bool is_long)
{
    uint64_t now_ns;
    int error = clock_read(clock, &now_ns);
    return error || !address ? error : copy_out_time(address, 1, is_long);
}

int32_t sys_clock_getres(uint32_t clock, virt_t address)
{
    return get_resolution(clock, address, false);
}

int32_t sys_clock_getres64(uint32_t clock, virt_t address)
{
    return get_resolution(clock, address, true);
}

int32_t sys_gettimeofday(virt_t address, virt_t zone_address)
{
    static const struct time_zone greenwich;
    uint32_t nanoseconds;
    struct time_of_day now = {.seconds = (int32_t)wall_seconds(&nanoseconds)};
    now.microseconds = (int32_t)(nanoseconds / NANOSECONDS_A_MICROSECOND);
    int error = address ? copy_out(address, &now, sizeof(now)) : 0;
    if (error || !zone_address)
        return error;
    return copy_out(zone_address, &greenwich, sizeof(greenwich));
}

int32_t sys_time(virt_t address)
{
    uint32_t nanoseconds;
    int32_t now = (int32_t)wall_seconds(&nanoseconds);
    int error = address ? copy_out(address, &now, sizeof(now)) : 0;
    return error ? error : now;
}

/* --- Linux's sleeps --- */

/* The nanoseconds of a struct at ADDRESS. 0, -EFAULT, or -EINVAL: it is no time. */
static int copy_in_time(uint64_t *ns, virt_t address, bool is_long)
{
    struct time_long_seconds time;
    struct time_seconds half;
    int error = is_long ? copy_in(&time, address, sizeof(time))
                        : copy_in(&half, address, sizeof(half));
    if (error)
        return error;
    if (!is_long)
        time = (struct time_long_seconds){half.seconds, half.nanoseconds};
    if (time.seconds < 0 || time.nanoseconds < 0 ||
        time.nanoseconds >= NANOSECONDS_A_SECOND)
        return -EINVAL;
    uint64_t most = UINT64_MAX / NANOSECONDS_A_SECOND - 1;
    uint64_t seconds = (uint64_t)time.seconds < most ? (uint64_t)time.seconds : most;
    *ns = seconds * NANOSECONDS_A_SECOND + (uint64_t)time.nanoseconds;
    return 0;
}

/* More microseconds than a second has are fine. [select(2)] */
int copy_deadline(virt_t address, uint32_t part_ns, tick_t *deadline)
{
    struct {
        int32_t seconds, parts;
    } time;
    *deadline = TICK_NEVER;
    int error = address ? copy_in(&time, address, sizeof(time)) : 0;
    if (error || !address)
        return error;
    if (time.seconds < 0 || time.parts < 0 ||
        (part_ns == 1 && time.parts >= NANOSECONDS_A_SECOND))
        return -EINVAL;
    uint64_t ns = (uint64_t)time.seconds * NANOSECONDS_A_SECOND +
                  (uint64_t)(uint32_t)time.parts * part_ns;
    *deadline = ns == 0 ? 0 : clock_deadline_ns(ns);
    return 0;
}

/* In NS nanoseconds, rounded up. */
static tick_t tick_in(uint64_t ns)
{
    uint64_t whole = divide_u64(ns, clock_tick_ns(), NULL);
    return clock_deadline(whole * clock_tick_ns() < ns ? whole + 1 : whole);
}

/* Until the first tick at which CLOCK says END_NS or more; then it is 0. -EINTR: a signal
 * came first. A part of the present tick has passed already, so the first wake-up may come a
 * tick too early: then there is one more. */
static int sleep_until_clock(uint32_t clock, uint64_t end_ns)
{
    uint64_t now_ns;
    int error = clock_read(clock, &now_ns);
    while (!error && now_ns < end_ns) {
        error = sleep_until(tick_in(end_ns - now_ns));
        if (!error)
            error = clock_read(clock, &now_ns);
    }
    return error;
}

/* What was left when a signal came, where that is asked for. */
static int tell_rest(virt_t address, uint32_t clock, uint64_t end_ns, bool is_long)
{
    uint64_t now_ns;
    int error = clock_read(clock, &now_ns);
    if (error || !address)
        return error;
    return copy_out_time(address, end_ns > now_ns ? end_ns - now_ns : 0, is_long);
}

static int32_t sleep_for(uint32_t clock, virt_t length, virt_t rest, bool is_long)
{
    uint64_t ns, now_ns;
    int error = copy_in_time(&ns, length, is_long);
    if (!error)
        error = clock_read(clock, &now_ns);
    if (error || ns == 0)
        return error;
    uint64_t end_ns = ns > UINT64_MAX - now_ns ? UINT64_MAX : now_ns + ns;
    error = sleep_until_clock(clock, end_ns);
    if (error != -EINTR)
        return error;
    error = tell_rest(rest, clock, end_ns, is_long);
    return error ? error : -EINTR;
}

int32_t sys_nanosleep(virt_t length, virt_t rest)
{
    return sleep_for(CLOCK_MONOTONIC, length, rest, false);
}

/* Which clocks one can sleep by, as on Linux, but for the CPU's. */
static int check_clock(uint32_t clock)
{
    uint64_t ns;
    if (clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC || clock == CLOCK_BOOTTIME)
        return 0;
    return clock == CLOCK_THREAD_CPUTIME_ID || clock_read(clock, &ns) ? -EINVAL
                                                                      : -EOPNOTSUPP;
}

static int32_t sleep_by(const struct arch_call *call, bool is_long)
{
    uint64_t end_ns;
    int error = check_clock(call->a);
    if (error)
        return error;
    if (!(call->b & TIMER_ABSTIME))
        return sleep_for(call->a, call->c, call->d, is_long);
    error = copy_in_time(&end_ns, call->c, is_long);
    return error ? error : sleep_until_clock(call->a, end_ns);
}

int32_t sys_clock_nanosleep(const struct arch_call *call)
{
    return sleep_by(call, false);
}

int32_t sys_clock_nanosleep64(const struct arch_call *call)
{
    return sleep_by(call, true);
}
