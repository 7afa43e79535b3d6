/* Calls on signals. As on Linux, some write what was before only when all is done: a bad
 * address there is told too late to change nothing. */
#include "abi/errno.h"
#include "kernel/process/process.h"
#include "kernel/process/timers.h"
#include "kernel/syscall/handlers.h"

enum { SET_BYTES = sizeof(uint64_t), HALF_SECOND_US = 500000 };

/* --- Sending --- */

int32_t sys_kill(uint32_t pid, uint32_t signal)
{
    return signal_kill((pid_t)pid, (int32_t)signal);
}

int32_t sys_tkill(uint32_t pid, uint32_t signal)
{
    return signal_tell((pid_t)pid, (int32_t)signal);
}

/* Each process has one thread. */
int32_t sys_tgkill(uint32_t group, uint32_t pid, uint32_t signal)
{
    if ((pid_t)group <= 0 || (pid_t)pid <= 0)
        return -EINVAL;
    return group == pid ? signal_tell((pid_t)pid, (int32_t)signal) : -ESRCH;
}

int32_t sys_rt_sigqueueinfo(uint32_t pid, uint32_t signal, virt_t address)
{
    struct siginfo told;
    int error = copy_in(&told, address, sizeof(told));
    if (error)
        return error;
    struct signal_info info = {.signal = (int32_t)signal,
                               .code = told.si_code,
                               {.pid = told.si_pid},
                               .uid = told.si_uid,
                               .value = told.si_status};
    return signal_queue((pid_t)pid, &info);
}

/* --- Actions and what is blocked --- */

/* A: the signal; B: its new action, C: where the old one goes, or NULL; D: bytes of a set. */
int32_t sys_rt_sigaction(const struct arch_call *call)
{
    struct signal_action action, old;
    if (call->d != SET_BYTES)
        return -EINVAL;
    int error = call->b ? copy_in(&action, call->b, sizeof(action)) : 0;
    if (!error)
        error = signals_act((int32_t)call->a, call->b ? &action : NULL, &old);
    return error || !call->c ? error : copy_out(call->c, &old, sizeof(old));
}

/* A: how; B: the set, C: where the old one goes, or NULL; D: bytes of a set. */
int32_t sys_rt_sigprocmask(const struct arch_call *call)
{
    uint64_t set, old = process_current()->signals.blocked;
    if (call->d != SET_BYTES)
        return -EINVAL;
    int error = call->b ? copy_in(&set, call->b, sizeof(set)) : 0;
    if (!error && call->b)
        error = signals_change_blocked(call->a, set);
    return error || !call->c ? error : copy_out(call->c, &old, sizeof(old));
}

int32_t sys_rt_sigpending(virt_t address, uint32_t size)
{
    const struct signal_sets *sets = &process_current()->signals;
    uint64_t set = sets->pending & sets->blocked;
    return size > SET_BYTES ? -EINVAL : copy_out(address, &set, size);
}

int32_t sys_sigaltstack(virt_t address, virt_t old_address)
{
    struct signal_stack stack, old;
    int error = address ? copy_in(&stack, address, sizeof(stack)) : 0;
    if (error)
        return error;
    signals_get_stack(&old);
    if (address)
        error = signals_change_stack(&stack);
    return error || !old_address ? error : copy_out(old_address, &old, sizeof(old));
}

/* --- Waiting --- */

int32_t sys_pause(void)
{
    return signals_pause();
}

int mask_for_call(virt_t address, uint32_t size)
{
    uint64_t set;
    if (!address)
        return 0;
    if (size != SET_BYTES)
        return -EINVAL;
    int error = copy_in(&set, address, sizeof(set));
    return error ? error : signals_mask(set);
}

int32_t sys_rt_sigsuspend(virt_t address, uint32_t size)
{
    int error = address ? mask_for_call(address, size) : -EFAULT;
    return error ? error : signals_pause();
}

/* A: the set; B: where what is told goes, or NULL; C: how long, or NULL; D: bytes of a
 * set. */
int32_t sys_rt_sigtimedwait(const struct arch_call *call)
{
    uint64_t set;
    tick_t deadline;
    struct signal_info info;
    struct siginfo told = {0};
    if (call->d != SET_BYTES)
        return -EINVAL;
    int error = copy_in(&set, call->a, sizeof(set));
    if (!error)
        error = copy_deadline(call->c, 1, &deadline);
    if (error)
        return error;
    int32_t signal = signals_await(set, deadline, &info);
    if (signal < 0 || !call->b)
        return signal;
    signal_describe(&info, &told);
    error = copy_out(call->b, &told, sizeof(told));
    return error ? error : signal;
}

/* --- Handlers return --- */

int32_t sys_sigreturn(void)
{
    return signals_return(false);
}

int32_t sys_rt_sigreturn(void)
{
    return signals_return(true);
}

/* --- Timers --- */

/* What was left of the one before, in seconds, rounded; but 0 if there was none. */
int32_t sys_alarm(uint32_t seconds)
{
    struct timer_value old;
    struct timer_value value = {.value_s =
                                    seconds < INT32_MAX ? (int32_t)seconds : INT32_MAX};
    int error = timer_get(ITIMER_REAL, &old);
    if (!error)
        error = timer_set(ITIMER_REAL, &value);
    if (error)
        return error;
    bool rounds_up = old.value_us >= HALF_SECOND_US || (old.value_s == 0 && old.value_us);
    return old.value_s + rounds_up;
}

int32_t sys_setitimer(uint32_t which, virt_t address, virt_t old_address)
{
    struct timer_value value = {0}, old;
    int error = address ? copy_in(&value, address, sizeof(value)) : 0;
    if (!error)
        error = timer_get(which, &old);
    if (!error)
        error = timer_set(which, &value);
    return error || !old_address ? error : copy_out(old_address, &old, sizeof(old));
}

int32_t sys_getitimer(uint32_t which, virt_t address)
{
    struct timer_value value;
    int error = timer_get(which, &value);
    return error ? error : copy_out(address, &value, sizeof(value));
}
