/* What a process does about signals: its actions, what it blocks, its alternate stack; and
 * waiting for them. */
#include "abi/errno.h"
#include "kernel/debug/panic.h"
#include "kernel/process/signals.h"

/* --- Actions --- */

static bool is_all_default(const struct signal_action *action)
{
    return action->handler == SIGNAL_DEFAULT && action->flags == 0 &&
           signal_mask(action) == 0;
}

/* What is ignored from now on is pending no more. [POSIX 2.4.3] */
static void set_action(struct process *process, int32_t signal,
                       const struct signal_action *action)
{
    struct signal_sets *sets = &process->signals;
    uint64_t bit = SIGNAL_BIT(signal);
    struct signal_action *own = &sets->more->actions[signal - 1];
    *own = *action;
    own->mask[0] &= ~(uint32_t)SIGNALS_UNBLOCKABLE;
    sets->ignored &= ~bit;
    sets->handled &= ~bit;
    if (action->handler == SIGNAL_IGNORE)
        sets->ignored |= bit;
    else if (action->handler != SIGNAL_DEFAULT)
        sets->handled |= bit;
    bool is_ignored = action->handler == SIGNAL_IGNORE ||
                      (action->handler == SIGNAL_DEFAULT && bit & SIGNALS_IGNORED);
    if (is_ignored)
        signals_drop(process, bit);
}

int signals_act(int32_t signal, const struct signal_action *action,
                struct signal_action *old)
{
    struct process *process = process_current();
    if (signal < 1 || signal > SIGNAL_MAX ||
        (action && SIGNAL_BIT(signal) & SIGNALS_UNBLOCKABLE))
        return -EINVAL;
    *old = process->signals.more ? process->signals.more->actions[signal - 1]
                                 : (struct signal_action){0};
    if (!action || (is_all_default(action) && !process->signals.more))
        return 0;
    if (!signals_make(process))
        return -ENOMEM;
    set_action(process, signal, action);
    return 0;
}

bool signals_leave_no_zombies(const struct process *parent)
{
    const struct signals *more = parent->signals.more;
    return parent->signals.ignored & SIGNAL_BIT(SIGCHLD) ||
           (more && more->actions[SIGCHLD - 1].flags & SA_NOCLDWAIT);
}

/* --- Blocking --- */

void signals_look(struct process *process)
{
    if (process->signals.pending & ~process->signals.blocked)
        thread_signal(&process->thread);
}

void signals_block(struct process *process, uint64_t set)
{
    process->signals.blocked = set & ~SIGNALS_UNBLOCKABLE;
    signals_look(process);
}

int signals_change_blocked(uint32_t how, uint64_t set)
{
    struct process *process = process_current();
    uint64_t blocked = process->signals.blocked;
    if (how > SIG_SETMASK)
        return -EINVAL;
    signals_make(process); /* without it less is told of what is pending */
    signals_block(process, how == SIG_BLOCK     ? blocked | set
                           : how == SIG_UNBLOCK ? blocked & ~set
                                                : set);
    return 0;
}

/* --- The alternate stack --- */

bool signals_on_stack(const struct process *process)
{
    struct process_registers registers;
    const struct signals *more = process->signals.more;
    if (!more || more->stack.ss_size == 0 ||
        more->stack.ss_flags & (int32_t)SS_AUTODISARM)
        return false;
    arch_stack_registers(process->thread.stack, &registers);
    return registers.esp > more->stack.ss_sp &&
           registers.esp - more->stack.ss_sp <= more->stack.ss_size;
}

void signals_get_stack(struct signal_stack *stack)
{
    const struct process *process = process_current();
    const struct signals *more = process->signals.more;
    *stack = more ? more->stack : (struct signal_stack){0};
    stack->ss_flags |= stack->ss_size == 0         ? SS_DISABLE
                       : signals_on_stack(process) ? SS_ONSTACK
                                                   : 0;
}

static int set_stack(struct process *process, const struct signal_stack *stack)
{
    int32_t disarm = (int32_t)SS_AUTODISARM, mode = stack->ss_flags & ~disarm;
    if (signals_on_stack(process))
        return -EPERM;
    if (mode != 0 && mode != SS_ONSTACK && mode != SS_DISABLE)
        return -EINVAL;
    if (mode != SS_DISABLE && stack->ss_size < MINSIGSTKSZ)
        return -ENOMEM;
    if (!signals_make(process))
        return -ENOMEM;
    struct signal_stack *own = &process->signals.more->stack;
    *own = (struct signal_stack){.ss_flags = stack->ss_flags & disarm};
    if (mode != SS_DISABLE) {
        own->ss_sp = stack->ss_sp;
        own->ss_size = stack->ss_size;
    }
    return 0;
}

int signals_change_stack(const struct signal_stack *stack)
{
    return set_stack(process_current(), stack);
}

/* Most often it is what it was. What the program has made of it counts no more than if it had
 * asked for it by a call. */
void signals_restore_stack(struct process *process, const struct signal_stack *stack)
{
    static const struct signal_stack none;
    const struct signals *more = process->signals.more;
    const struct signal_stack *own = more ? &more->stack : &none;
    if (own->ss_sp == stack->ss_sp && own->ss_size == stack->ss_size &&
        own->ss_flags == stack->ss_flags)
        return;
    int error = set_stack(process, stack);
    (void)error;
}

/* --- Waiting --- */

int signals_pause(void)
{
    return thread_block(NULL, BLOCKED_SIGNAL);
}

/* What was blocked before is kept in the frame of a handler. */
int signals_mask(uint64_t set)
{
    struct process *process = process_current();
    if (!signals_make(process))
        return -ENOMEM;
    process->signals.more->saved = process->signals.blocked;
    process->signals.more->has_saved = true;
    signals_block(process, set);
    return 0;
}

/* Also when time was up at once, a signal that is not blocked here is handled. */
int32_t signals_unmask(int32_t result)
{
    const struct signal_sets *sets = &process_current()->signals;
    if (result == -EINTR || (result == 0 && sets->pending & ~sets->blocked))
        return -EINTR;
    signals_restore_blocked(process_current());
    return result;
}

void signals_restore_blocked(struct process *process)
{
    struct signals *more = process->signals.more;
    if (more && more->has_saved) {
        more->has_saved = false;
        signals_block(process, more->saved);
    }
}

int32_t signals_await(uint64_t set, tick_t deadline, struct signal_info *info)
{
    struct process *process = process_current();
    uint64_t *pending = &process->signals.pending;
    set &= ~SIGNALS_UNBLOCKABLE;
    if (!signals_make(process))
        return -ENOMEM;
    if (!(*pending & set)) {
        if (deadline <= clock_now())
            return -EAGAIN;
        process->signals.more->awaited = set;
        int error = thread_block_until(NULL, BLOCKED_SIGNAL, deadline);
        process->signals.more->awaited = 0;
        if (!(*pending & set))
            return error == -ETIMEDOUT ? -EAGAIN : -EINTR;
    }
    *info = signals_take(process, signals_next(*pending & set));
    return info->signal;
}
