/* Signals that are pending, and what is told of them: of a standard one it once,
 * however often it was sent; of a real-time one each time. [POSIX 2.4.1] */
#include "kernel/debug/panic.h"
#include "kernel/process/signals.h"

/* Those of a fault come first, as the program is where it happened. */
#define SIGNALS_OF_FAULTS                                                                \
    (SIGNAL_BIT(SIGSEGV) | SIGNAL_BIT(SIGBUS) | SIGNAL_BIT(SIGILL) |                     \
     SIGNAL_BIT(SIGTRAP) | SIGNAL_BIT(SIGFPE) | SIGNAL_BIT(SIGSYS))

/* What finds no room is pending all the same, and nothing is told of it, as on Linux. */
void signals_put(struct process *process, const struct signal_info *info)
{
    struct signal_sets *sets = &process->signals;
    struct signals *more = sets->more;
    bool is_standard = info->signal <= SIGNAL_STANDARD_MAX;
    bool is_there = sets->pending & SIGNAL_BIT(info->signal);
    uint32_t max = is_standard ? QUEUED_MAX : QUEUED_REAL_TIME_MAX;
    sets->pending |= SIGNAL_BIT(info->signal);
    if (more && more->queued < max && !(is_standard && is_there))
        more->queue[more->queued++] = *info;
}

bool signals_queue_is_full(const struct process *process)
{
    const struct signals *more = process->signals.more;
    return more && more->queued >= QUEUED_REAL_TIME_MAX;
}

/* The lowest signal in SET; 0: it is empty. */
static int32_t lowest_in(uint64_t set)
{
    uint32_t low = (uint32_t)set, high = (uint32_t)(set >> 32);
    return low ? __builtin_ctz(low) + 1 : high ? __builtin_ctz(high) + 33 : 0;
}

int32_t signals_next(uint64_t set)
{
    return lowest_in(set & SIGNALS_OF_FAULTS ? set & SIGNALS_OF_FAULTS : set);
}

struct signal_info signals_take(struct process *process, int32_t signal)
{
    struct signal_sets *sets = &process->signals;
    struct signals *more = sets->more;
    struct signal_info info = {.signal = signal};
    uint32_t count = more ? more->queued : 0, kept = 0, found = 0;
    ASSERT(sets->pending & SIGNAL_BIT(signal));
    for (uint32_t i = 0; i < count; i++) {
        if (more->queue[i].signal == signal && found++ == 0)
            info = more->queue[i];
        else
            more->queue[kept++] = more->queue[i];
    }
    if (more)
        more->queued = kept;
    if (found <= 1)
        sets->pending &= ~SIGNAL_BIT(signal);
    return info;
}

void signals_drop(struct process *process, uint64_t set)
{
    uint64_t dropped;
    while ((dropped = process->signals.pending & set))
        (void)signals_take(process, signals_next(dropped));
}
