/* System V's calls on signals, which POSIX had until 2024. */
#include <signal.h>
#include <stdbool.h>
#include <string.h>

/* HOW of SIGNAL alone. -1: there is no such signal. */
static int change_blocked(int how, int signal, sigset_t *old)
{
    sigset_t one;

    sigemptyset(&one);
    return sigaddset(&one, signal) < 0 ? -1 : sigprocmask(how, &one, old);
}

int sighold(int signal)
{
    return change_blocked(SIG_BLOCK, signal, NULL);
}

int sigrelse(int signal)
{
    return change_blocked(SIG_UNBLOCK, signal, NULL);
}

static int set_handler(int signal, sighandler_t handler, struct sigaction *old)
{
    struct sigaction action;

    memset(&action, 0, sizeof(action));
    action.sa_handler = handler;
    return sigaction(signal, &action, old);
}

int sigignore(int signal)
{
    return set_handler(signal, SIG_IGN, NULL);
}

int sigpause(int signal)
{
    sigset_t blocked;

    sigprocmask(SIG_BLOCK, NULL, &blocked);
    return sigdelset(&blocked, signal) < 0 ? -1 : sigsuspend(&blocked);
}

sighandler_t sigset(int signal, sighandler_t handler)
{
    struct sigaction old;
    sigset_t blocked;
    bool is_hold = handler == SIG_HOLD;

    if ((is_hold ? sigaction(signal, NULL, &old) : set_handler(signal, handler, &old)) <
            0 ||
        change_blocked(is_hold ? SIG_BLOCK : SIG_UNBLOCK, signal, &blocked) < 0)
        return SIG_ERR;
    return sigismember(&blocked, signal) ? SIG_HOLD : old.sa_handler;
}
