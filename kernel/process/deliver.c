/* Signals are delivered: on the way out of the kernel, to the process that is about to go on
 * in its program. */
#include "kernel/debug/panic.h"
#include "kernel/process/signals.h"
#include "lib/string.h"

/* Those of a fault come first, as the program is where it happened. */
#define SIGNALS_OF_FAULTS                                                                \
    (SIGNAL_BIT(SIGSEGV) | SIGNAL_BIT(SIGBUS) | SIGNAL_BIT(SIGILL) |                     \
     SIGNAL_BIT(SIGTRAP) | SIGNAL_BIT(SIGFPE) | SIGNAL_BIT(SIGSYS))

/* The lowest signal in SET; 0: it is empty. */
static int32_t lowest_in(uint64_t set)
{
    uint32_t low = (uint32_t)set, high = (uint32_t)(set >> 32);
    return low ? __builtin_ctz(low) + 1 : high ? __builtin_ctz(high) + 33 : 0;
}

static int32_t next_signal(uint64_t set)
{
    return lowest_in(set & SIGNALS_OF_FAULTS ? set & SIGNALS_OF_FAULTS : set);
}

/* SIGNAL, which is pending, is so no more. */
static struct signal_info take_pending(struct process *process, int32_t signal)
{
    struct signal_sets *sets = &process->signals;
    struct signal_info info = {.signal = signal};
    ASSERT(sets->pending & SIGNAL_BIT(signal));
    if (sets->more && signal <= SIGNAL_STANDARD_MAX) {
        struct signal_told *told = &sets->more->infos[signal - 1];
        info = (struct signal_info){
            signal, told->code, {.pid = told->pid}, told->uid, told->value};
        memset(told, 0, sizeof(*told));
    }
    sets->pending &= ~SIGNAL_BIT(signal);
    return info;
}

void signals_deliver(void)
{
    struct process *process = process_current();
    uint64_t set;
    while ((set = process->signals.pending & ~process->signals.blocked)) {
        struct signal_info info = take_pending(process, next_signal(set));
        enum signal_effect effect = signal_effect(process, info.signal);
        if (effect == EFFECT_NONE)
            continue;
        signal_carry_out(process, effect, &info);
        return; /* and the others, if it ever goes on */
    }
    process->thread.signalled = false;
}
