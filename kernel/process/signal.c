#include "kernel/process/signal.h"

#include "abi/errno.h"
#include "kernel/debug/panic.h"
#include "kernel/debug/trace.h"
#include "kernel/memory/object.h"
#include "kernel/process/end.h"
#include "kernel/process/group.h"
#include "kernel/process/signals.h"
#include "kernel/process/suspend.h"
#include "kernel/process/table.h"
#include "lib/string.h"

static struct object_cache cache = OBJECT_CACHE("signals", struct signals);

/* --- What is told of a signal --- */

int32_t signal_of_fault(uint32_t fault)
{
    static const uint8_t signals[FAULT_KINDS] = {
        [FAULT_UNMAPPED] = SIGSEGV,
        [FAULT_READ_ONLY] = SIGSEGV,
        [FAULT_STACK] = SIGSEGV,
        [FAULT_KERNEL_MEMORY] = SIGSEGV,
        [FAULT_PROTECTION] = SIGSEGV,
        [FAULT_OVERFLOW] = SIGSEGV,
        [FAULT_DIVIDE] = SIGFPE,
        [FAULT_FPU] = SIGFPE,
        [FAULT_DEBUG] = SIGTRAP,
        [FAULT_OPCODE] = SIGILL,
        [FAULT_ALIGNMENT] = SIGBUS,
        [FAULT_FILE] = SIGBUS,
        [FAULT_FORBIDDEN] = SIGSEGV,
        [FAULT_MEMORY] = SIGKILL, /* nobody can handle that: there is no page for it */
    };
    return fault < FAULT_KINDS ? signals[fault] : 0;
}

int32_t signal_of_end(const struct cause *cause)
{
    switch (cause->event) {
    case PROCESS_DESTROYED:
        return cause->code;
    case PROCESS_USED_UP:
        return SIGXCPU;
    case PROCESS_FAULTED:
        return signal_of_fault(cause->fault);
    default:
        return 0;
    }
}

/* The process that has sent it; 0: the kernel. */
static pid_t sender_of(const struct signal_info *info)
{
    bool is_by_process =
        info->code == SI_USER || info->code == SI_QUEUE || info->code == SI_TKILL;
    return is_by_process ? info->pid : 0;
}

/* --- Sending --- */

enum signal_effect signal_effect(const struct process *process, int32_t signal)
{
    const struct signal_sets *sets = &process->signals;
    uint64_t bit = SIGNAL_BIT(signal);
    if (sets->handled & bit)
        return EFFECT_HANDLED;
    if ((sets->ignored | SIGNALS_IGNORED) & bit || process == init_process)
        return EFFECT_NONE; /* process 1 cannot be ended from outside */
    if (!(bit & SIGNALS_STOPPING))
        return EFFECT_ENDS;
    return signal != SIGSTOP && group_is_orphaned(process->group) ? EFFECT_NONE
                                                                  : EFFECT_STOPS;
}

void signal_carry_out(struct process *process, enum signal_effect effect,
                      const struct signal_info *info)
{
    if (effect == EFFECT_STOPS)
        process_suspend_by(process, sender_of(info), info->signal);
    else
        process_end(process, (struct cause){.event = PROCESS_DESTROYED,
                                            .code = info->signal,
                                            .by = sender_of(info)});
}

/* Who is stopped ends or goes to its handler when it goes on. */
static void send_unblocked(struct process *process, const struct signal_info *info)
{
    enum signal_effect effect = signal_effect(process, info->signal);
    if (effect == EFFECT_NONE)
        return;
    trace(TRACE_SIGNAL, REASON_NONE, process->thread.id, (uint32_t)info->signal,
          (uint32_t)sender_of(info));
    if (effect == EFFECT_HANDLED || process->thread.suspended) {
        signals_put(process, info);
        thread_signal(&process->thread);
    } else {
        signal_carry_out(process, effect, info);
    }
}

static bool is_awaited(const struct process *process, int32_t signal)
{
    return process->signals.more && process->signals.more->awaited & SIGNAL_BIT(signal) &&
           process->thread.blocked_on == BLOCKED_SIGNAL;
}

static void send_blocked(struct process *process, const struct signal_info *info)
{
    trace(TRACE_SIGNAL, REASON_NONE, process->thread.id, (uint32_t)info->signal,
          (uint32_t)sender_of(info));
    signals_put(process, info);
    if (is_awaited(process, info->signal))
        thread_wake(&process->thread);
}

/* Signals of SET are pending no more. Who waits without one that would break the wait goes on
 * to wait. */
static void forget(struct process *process, uint64_t set)
{
    struct signal_sets *sets = &process->signals;
    if (sets->pending & set)
        signals_drop(process, set);
    if (process->thread.state == STATE_BLOCKED && !(sets->pending & ~sets->blocked))
        process->thread.signalled = false;
}

/* A signal that stops and one that makes go on undo each other, also if they are blocked or
 * ignored. [POSIX 2.4.1] */
static void undo_opposite(struct process *process, const struct signal_info *info)
{
    if (SIGNAL_BIT(info->signal) & SIGNALS_STOPPING)
        forget(process, SIGNAL_BIT(SIGCONT));
    if (info->signal != SIGCONT)
        return;
    forget(process, SIGNALS_STOPPING);
    process_resume_by(process, sender_of(info));
}

void signal_send(struct process *process, const struct signal_info *info)
{
    ASSERT(info->signal > 0 && info->signal <= SIGNAL_MAX);
    if (process->thread.state == STATE_ZOMBIE || process->thread.ending)
        return;
    if (info->signal == SIGKILL && process != init_process) {
        trace(TRACE_SIGNAL, REASON_NONE, process->thread.id, SIGKILL,
              (uint32_t)sender_of(info));
        signal_carry_out(process, EFFECT_ENDS, info);
        return;
    }
    undo_opposite(process, info);
    if (process->signals.blocked & SIGNAL_BIT(info->signal))
        send_blocked(process, info);
    else
        send_unblocked(process, info);
}

/* Most have nothing to do with SIGCONT but to go on. */
void signal_resume(struct process *process)
{
    const struct process *self = process_current();
    const struct signal_sets *sets = &process->signals;
    struct signal_info info = {
        .signal = SIGCONT, .code = SI_USER, {.pid = self->thread.id}, .uid = self->uid};
    bool is_noticed = (sets->handled | sets->blocked) & SIGNAL_BIT(SIGCONT);
    if (is_noticed || sets->pending & SIGNALS_STOPPING)
        signal_send(process, &info);
    else
        process_resume_by(process, self->thread.id);
}

void signal_send_by_kernel(struct process *process, int32_t signal)
{
    struct signal_info info = {.signal = signal, .code = SI_KERNEL};
    signal_send(process, &info);
}

/* --- Of faults --- */

static int32_t fpu_code(struct process *process)
{
    uint32_t errors = arch_fpu_errors(process->thread.stack);
    return errors & ARCH_FPU_INVALID                           ? FPE_FLTINV
           : errors & ARCH_FPU_DIVIDE                          ? FPE_FLTDIV
           : errors & ARCH_FPU_OVERFLOW                        ? FPE_FLTOVF
           : errors & (ARCH_FPU_UNDERFLOW | ARCH_FPU_DENORMAL) ? FPE_FLTUND
           : errors & ARCH_FPU_INEXACT                         ? FPE_FLTRES
                                                               : SI_KERNEL;
}

static int32_t fault_code(struct process *process, enum process_fault fault)
{
    switch (fault) {
    case FAULT_UNMAPPED:
    case FAULT_STACK:
    case FAULT_KERNEL_MEMORY:
        return SEGV_MAPERR;
    case FAULT_READ_ONLY:
    case FAULT_FORBIDDEN:
        return SEGV_ACCERR;
    case FAULT_DIVIDE:
        return FPE_INTDIV;
    case FAULT_FPU:
        return fpu_code(process);
    case FAULT_OPCODE:
        return ILL_ILLOPN;
    case FAULT_ALIGNMENT:
        return BUS_ADRALN;
    case FAULT_FILE:
        return BUS_ADRERR;
    default:
        return SI_KERNEL;
    }
}

/* Arithmetic and what is no instruction are where they are; memory, where it would be. */
static bool is_at_instruction(enum process_fault fault)
{
    return fault == FAULT_DIVIDE || fault == FAULT_FPU || fault == FAULT_OPCODE;
}

bool signal_fault(struct process *process, enum process_fault fault, virt_t address,
                  virt_t instruction)
{
    int32_t signal = signal_of_fault(fault);
    struct signal_sets *sets = &process->signals;
    if (!(sets->handled & ~sets->blocked & SIGNAL_BIT(signal)))
        return false;
    struct signal_info info = {
        .signal = signal,
        .code = fault_code(process, fault),
        {.address = is_at_instruction(fault) ? instruction : address}};
    signals_drop(process, SIGNAL_BIT(signal)); /* its own comes first */
    send_unblocked(process, &info);
    return true;
}

/* --- Of children --- */

static int32_t child_code(const struct cause *cause)
{
    switch (cause->event) {
    case PROCESS_EXITED:
        return CLD_EXITED;
    case PROCESS_WAS_SUSPENDED:
        return CLD_STOPPED;
    case PROCESS_WAS_RESUMED:
        return CLD_CONTINUED;
    default:
        return CLD_KILLED;
    }
}

static bool wants_ends_alone(const struct process *parent)
{
    const struct signals *more = parent->signals.more;
    return more && more->actions[SIGCHLD - 1].flags & SA_NOCLDSTOP;
}

void signal_parent_of(struct process *child)
{
    struct process *parent = child->parent;
    const struct cause *cause = &child->cause;
    const struct signal_sets *sets = &parent->signals;
    uint64_t noticed = sets->handled | (sets->blocked & ~sets->ignored);
    if (!(noticed & SIGNAL_BIT(SIGCHLD)))
        return; /* most parents: by default it is ignored */
    int32_t code = child_code(cause);
    if ((code == CLD_STOPPED || code == CLD_CONTINUED) && wants_ends_alone(parent))
        return;
    struct signal_info info = {.signal = SIGCHLD,
                               .code = code,
                               {.pid = child->thread.id},
                               .uid = child->uid,
                               .value = code == CLD_KILLED ? signal_of_end(cause)
                                                           : cause->code};
    signal_send(parent, &info);
}

/* --- The object --- */

bool signals_make(struct process *process)
{
    if (process->signals.more)
        return true;
    struct signals *more = object_allocate(&cache);
    if (!more)
        return false;
    memset(more, 0, offsetof(struct signals, queue));
    more->process = process;
    process->signals.more = more;
    return true;
}

/* What is pending, and timers, are the parent's alone. */
int signals_fork(struct process *child, const struct process *parent)
{
    child->signals = parent->signals;
    child->signals.pending = 0;
    child->signals.more = NULL;
    if (!parent->signals.more)
        return 0;
    if (!signals_make(child))
        return -ENOMEM;
    memcpy(child->signals.more->actions, parent->signals.more->actions,
           sizeof(child->signals.more->actions));
    child->signals.more->stack = parent->signals.more->stack;
    return 0;
}

/* What is blocked or pending stays so, and timers go on. */
void signals_exec(struct process *process)
{
    struct signals *more = process->signals.more;
    process->signals.handled = 0;
    if (!more)
        return;
    memset(more->actions, 0, sizeof(more->actions));
    for (int32_t signal = 1; signal <= SIGNAL_MAX; signal++)
        if (process->signals.ignored & SIGNAL_BIT(signal))
            more->actions[signal - 1].handler = SIGNAL_IGNORE;
    more->stack = (struct signal_stack){0};
}

uint32_t signals_alarms(const struct process *process)
{
    const struct signals *more = process->signals.more;
    return more && alarm_is_set(&more->alarm);
}

void signals_end(struct process *process)
{
    if (!process->signals.more)
        return;
    timers_clear(process);
    object_free(&cache, process->signals.more);
    process->signals.more = NULL;
}
