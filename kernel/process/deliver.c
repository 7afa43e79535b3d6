/* Signals are delivered: on the way out of the kernel, to the process that is about to go on
 * in its program. */
#include "kernel/debug/panic.h"
#include "kernel/debug/trace.h"
#include "kernel/process/signals.h"
#include "lib/string.h"

enum { TRIES_MAX = 4 }; /* to write a frame: each makes one part of it usable */

/* All that can be told of a signal lies in the first words of the struct: address and pid
 * are one of them. The others are never anything but 0. */
void signal_describe(const struct signal_info *info, struct siginfo *to)
{
    to->si_signo = info->signal;
    to->si_code = info->code;
    to->si_pid = info->pid;
    to->si_uid = info->uid;
    to->si_status = info->value;
}

/* --- A handler begins --- */

/* What a handler leaves blocked is what was blocked before sigsuspend, if that waits. */
static uint64_t blocked_before(const struct process *process)
{
    const struct signals *more = process->signals.more;
    return more->has_saved ? more->saved : process->signals.blocked;
}

static void choose_stack(struct process *process, struct arch_signal *signal)
{
    const struct signal_stack *stack = &process->signals.more->stack;
    bool is_there = signals_on_stack(process);
    if (signal->action->flags & SA_ONSTACK && stack->ss_size > 0 && !is_there) {
        signal->stack_top = stack->ss_sp + stack->ss_size;
        is_there = true;
    }
    if (is_there)
        signal->stack_least = stack->ss_sp;
}

/* Writes the frame; a part of the stack that is not there yet is made so. */
static bool write_frame(struct process *process, struct arch_signal *signal)
{
    for (int tries = 0; tries < TRIES_MAX; tries++) {
        if (arch_signal_begin(process->thread.stack, signal))
            return true;
        struct transfer to =
            transfer_make(&process->space, TO_USER, signal->frame, signal->frame_bytes);
        if (signal->frame_bytes == 0 || transfer_check(&to))
            return false;
    }
    return false;
}

static void block_for_handler(struct process *process, int32_t number,
                              const struct signal_action *action)
{
    uint64_t bit = SIGNAL_BIT(number), mask = signal_mask(action);
    process->signals.blocked |= action->flags & SA_NODEFER ? mask : mask | bit;
    process->signals.more->has_saved = false;
    if (action->flags & SA_RESETHAND) {
        process->signals.handled &= ~bit;
        process->signals.more->actions[number - 1].handler = SIGNAL_DEFAULT;
    }
}

/* False: its frame cannot be written. */
static bool begin_handler(struct process *process, const struct signal_info *info)
{
    static struct siginfo told; /* zeros, but for the words that signal_describe sets */
    struct signals *more = process->signals.more;
    struct arch_signal signal = {.info = &told,
                                 .action = &more->actions[info->signal - 1],
                                 .blocked = blocked_before(process),
                                 .alternate = &more->stack};
    signal_describe(info, &told);
    choose_stack(process, &signal);
    if (!write_frame(process, &signal))
        return false;
    trace(TRACE_HANDLE, REASON_NONE, process->thread.id, (uint32_t)info->signal, 0);
    if (signal.stack_top && more->stack.ss_flags & (int32_t)SS_AUTODISARM)
        more->stack = (struct signal_stack){0};
    block_for_handler(process, info->signal, signal.action);
    return true;
}

/* The stack cannot take a frame, or has none that is one: a fault of which no address is told.
 * [Linux signal.c] */
static void fault_at_stack(struct process *process)
{
    struct process_registers registers;
    struct signal_sets *sets = &process->signals;
    arch_stack_registers(process->thread.stack, &registers);
    if (sets->handled & ~sets->blocked & SIGNAL_BIT(SIGSEGV)) {
        signals_drop(process, SIGNAL_BIT(SIGSEGV)); /* its own comes first */
        signal_send_by_kernel(process, SIGSEGV);
    } else {
        process_fault(FAULT_STACK, registers.esp, registers.eip);
    }
}

/* The program may handle that on another stack; but not if it is the handler of that which
 * could not begin. */
static void force_fault(struct process *process, int32_t failed)
{
    if (failed == SIGSEGV)
        process->signals.handled &= ~SIGNAL_BIT(SIGSEGV);
    fault_at_stack(process);
}

/* --- Calls that were interrupted --- */

/* Before the handler of INFO begins; or, without INFO, when none does. */
static void settle_call(struct process *process, const struct signal_info *info,
                        enum signal_restart restart)
{
    bool is_asked =
        info && process->signals.more->actions[info->signal - 1].flags & SA_RESTART;
    bool does = restart == RESTART_UNHANDLED ? !info
                : restart == RESTART_ASKED   ? !info || is_asked
                                             : false;
    if (does)
        arch_call_restart(process->thread.stack);
}

/* Nothing was handled: sigsuspend goes on to wait, or is over. */
static void finish(struct process *process, enum signal_restart restart)
{
    settle_call(process, NULL, restart);
    signals_restore_blocked(process);
    signals_look(process);
}

void signals_deliver(enum signal_restart restart)
{
    struct process *process = process_current();
    bool has_handled = false;
    uint64_t set;
    while ((set = process->signals.pending & ~process->signals.blocked)) {
        struct signal_info info = signals_take(process, signals_next(set));
        enum signal_effect effect = signal_effect(process, info.signal);
        if (effect == EFFECT_NONE)
            continue;
        if (effect != EFFECT_HANDLED) {
            signal_carry_out(process, effect, &info);
            return; /* and the others, if it ever goes on */
        }
        if (!has_handled)
            settle_call(process, &info, restart);
        has_handled = true;
        if (!begin_handler(process, &info))
            force_fault(process, info.signal);
    }
    process->thread.signalled = false;
    if (!has_handled)
        finish(process, restart);
}

/* --- A handler returns --- */

static bool read_frame(struct process *process, bool with_info,
                       struct arch_signal *signal)
{
    for (int tries = 0; tries < TRIES_MAX; tries++) {
        if (arch_signal_return(process->thread.stack, with_info, signal))
            return true;
        struct transfer from =
            transfer_make(&process->space, FROM_USER, signal->frame, signal->frame_bytes);
        if (signal->frame_bytes == 0 || transfer_check(&from))
            return false;
    }
    return false;
}

int32_t signals_return(bool with_info)
{
    struct process *process = process_current();
    struct process_registers registers;
    struct signal_stack alternate = {0};
    struct arch_signal signal = {.alternate = &alternate};
    if (!read_frame(process, with_info, &signal)) {
        fault_at_stack(process);
        return 0;
    }
    if (with_info)
        signals_restore_stack(process, &alternate);
    signals_block(process, signal.blocked);
    arch_stack_registers(process->thread.stack, &registers);
    return (int32_t)registers.eax; /* which it takes for the call's result */
}
