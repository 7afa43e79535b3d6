/* The calls on signals. */
#include <signal.h>

#include <stdbool.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "call.h"

_Static_assert(sizeof(struct sigaction) == sizeof(struct signal_action), "the kernel's");
_Static_assert(sizeof(siginfo_t) == sizeof(struct siginfo), "the kernel's");
_Static_assert(sizeof(stack_t) == sizeof(struct signal_stack), "the kernel's");
_Static_assert(sizeof(ucontext_t) == sizeof(struct signal_ucontext), "the kernel's");

/* Where handlers return to: they make the call sigreturn or, of one that takes more than the
 * signal's number, rt_sigreturn. [Linux arch/x86/include/asm/sigframe.h] */
void signal_return(void);
void signal_rt_return(void);
__asm__(".pushsection .text\n"
        "signal_return:\n"
        "    popl %eax\n"
        "    movl $119, %eax\n"
        "    int $0x80\n"
        "signal_rt_return:\n"
        "    movl $173, %eax\n"
        "    int $0x80\n"
        ".popsection");

static bool is_signal(int signal)
{
    if (signal > 0 && signal <= SIGNAL_MAX)
        return true;
    errno = EINVAL;
    return false;
}

/* --- Sending --- */

int kill(pid_t pid, int signal)
{
    return posix_result(call_2(SYS_KILL, (uint32_t)pid, (uint32_t)signal));
}

int killpg(pid_t group, int signal)
{
    if (group >= 0)
        return kill(-group, signal);
    errno = EINVAL;
    return -1;
}

int raise(int signal)
{
    uint32_t self = (uint32_t)getpid();

    return posix_result(call_3(SYS_TGKILL, self, self, (uint32_t)signal));
}

int sigqueue(pid_t pid, int signal, union sigval value)
{
    siginfo_t info;

    memset(&info, 0, sizeof(info));
    info.si_signo = signal;
    info.si_code = SI_QUEUE;
    info.si_pid = getpid();
    info.si_uid = (uid_t)getuid();
    info.si_value = value;
    return posix_result(
        call_3(SYS_RT_SIGQUEUEINFO, (uint32_t)pid, (uint32_t)signal, word(&info)));
}

/* --- Handling --- */

int sigaction(int signal, const struct sigaction *action, struct sigaction *old)
{
    struct sigaction with_return;

    if (action) {
        with_return = *action;
        with_return.sa_flags |= (int)SA_RESTORER;
        with_return.sa_restorer =
            action->sa_flags & (int)SA_SIGINFO ? signal_rt_return : signal_return;
    }
    return posix_result(call_4(SYS_RT_SIGACTION, (uint32_t)signal,
                               word(action ? &with_return : NULL), word(old),
                               sizeof(sigset_t)));
}

sighandler_t signal(int signal, sighandler_t handler)
{
    struct sigaction action, old;

    memset(&action, 0, sizeof(action));
    action.sa_handler = handler;
    action.sa_flags = (int)SA_RESTART;
    return sigaction(signal, &action, &old) ? SIG_ERR : old.sa_handler;
}

int siginterrupt(int signal, int interrupts)
{
    struct sigaction action;

    if (sigaction(signal, NULL, &action))
        return -1;
    action.sa_flags &= ~(int)SA_RESTART;
    if (!interrupts)
        action.sa_flags |= (int)SA_RESTART;
    return sigaction(signal, &action, NULL);
}

int sigaltstack(const stack_t *stack, stack_t *old)
{
    return posix_result(call_2(SYS_SIGALTSTACK, word(stack), word(old)));
}

/* --- Blocking and waiting --- */

int sigprocmask(int how, const sigset_t *set, sigset_t *old)
{
    return posix_result(call_4(SYS_RT_SIGPROCMASK, (uint32_t)how, word(set), word(old),
                               sizeof(sigset_t)));
}

int sigpending(sigset_t *set)
{
    return posix_result(call_2(SYS_RT_SIGPENDING, word(set), sizeof(*set)));
}

int sigsuspend(const sigset_t *set)
{
    return posix_result(call_2(SYS_RT_SIGSUSPEND, word(set), sizeof(*set)));
}

int pause(void)
{
    return posix_result(call_0(SYS_PAUSE));
}

int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout)
{
    return posix_result(call_4(SYS_RT_SIGTIMEDWAIT, word(set), word(info), word(timeout),
                               sizeof(sigset_t)));
}

int sigwaitinfo(const sigset_t *set, siginfo_t *info)
{
    return sigtimedwait(set, info, NULL);
}

int sigwait(const sigset_t *set, int *signal)
{
    int32_t result;

    do {
        result = call_4(SYS_RT_SIGTIMEDWAIT, word(set), 0, 0, sizeof(sigset_t));
    } while (result == -EINTR);
    if (result < 0)
        return -result;
    *signal = result;
    return 0;
}

/* --- Sets --- */

enum { BITS = 32 };

int sigemptyset(sigset_t *set)
{
    set->bits[0] = set->bits[1] = 0;
    return 0;
}

int sigfillset(sigset_t *set)
{
    set->bits[0] = set->bits[1] = ~0UL;
    return 0;
}

int sigaddset(sigset_t *set, int signal)
{
    if (!is_signal(signal))
        return -1;
    set->bits[(signal - 1) / BITS] |= 1UL << (signal - 1) % BITS;
    return 0;
}

int sigdelset(sigset_t *set, int signal)
{
    if (!is_signal(signal))
        return -1;
    set->bits[(signal - 1) / BITS] &= ~(1UL << (signal - 1) % BITS);
    return 0;
}

int sigismember(const sigset_t *set, int signal)
{
    if (!is_signal(signal))
        return -1;
    return set->bits[(signal - 1) / BITS] >> (signal - 1) % BITS & 1;
}

int sigisemptyset(const sigset_t *set)
{
    return (set->bits[0] | set->bits[1]) == 0;
}

int sigorset(sigset_t *set, const sigset_t *left, const sigset_t *right)
{
    set->bits[0] = left->bits[0] | right->bits[0];
    set->bits[1] = left->bits[1] | right->bits[1];
    return 0;
}

int sigandset(sigset_t *set, const sigset_t *left, const sigset_t *right)
{
    set->bits[0] = left->bits[0] & right->bits[0];
    set->bits[1] = left->bits[1] & right->bits[1];
    return 0;
}
