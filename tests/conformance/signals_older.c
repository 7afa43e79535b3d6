/* System V's calls on signals, and GNU's on sets. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

static volatile sig_atomic_t handled;

static void count(int signal)
{
    (void)signal;
    handled++;
}

static void show(const char *what, int result)
{
    printf("%s: %d %s, handled %d\n", what, result, result < 0 ? strerror(errno) : "",
           handled);
}

static const char *name(sighandler_t handler)
{
    return handler == SIG_ERR    ? "error"
           : handler == SIG_HOLD ? "hold"
           : handler == SIG_IGN  ? "ignore"
           : handler == SIG_DFL  ? "default"
           : handler == count    ? "count"
                                 : "another";
}

static void sets(void)
{
    sigset_t one, two, both;
    sigemptyset(&one);
    show("empty", sigisemptyset(&one));
    sigaddset(&one, SIGHUP);
    sigemptyset(&two);
    sigaddset(&two, SIGRTMAX - 3);
    sigorset(&both, &one, &two);
    show("or", sigismember(&both, SIGHUP) + sigismember(&both, SIGRTMAX - 3));
    show("empty", sigisemptyset(&two));
    sigandset(&both, &both, &two);
    show("and", sigismember(&both, SIGHUP) + sigismember(&both, SIGRTMAX - 3));
    sigandset(&both, &one, &two);
    show("empty", sigisemptyset(&both));
}

int main(void)
{
    sets();
    printf("%s\n", name(sigset(SIGUSR1, count)));
    raise(SIGUSR1);
    show("sigset", 0);
    show("sighold", sighold(SIGUSR1));
    raise(SIGUSR1);
    show("held", 0);
    show("sigpause", sigpause(SIGUSR1));
    raise(SIGUSR1);
    show("sigrelse", sigrelse(SIGUSR1));
    printf("%s\n", name(sigset(SIGUSR1, SIG_HOLD)));
    raise(SIGUSR1);
    show("held", 0);
    printf("%s\n", name(sigset(SIGUSR1, SIG_HOLD)));
    printf("%s\n", name(sigset(SIGUSR1, count)));
    show("no more", 0);
    show("sigignore", sigignore(SIGUSR1));
    raise(SIGUSR1);
    printf("%s\n", name(sigset(SIGUSR1, SIG_DFL)));
    printf("%s\n", name(sigset(SIGKILL, count)));
    printf("%s\n", name(sigset(99, SIG_HOLD)));
    show("sighold of none", sighold(99));
    show("sigrelse of none", sigrelse(0));
    show("sigpause of none", sigpause(99));
    show("sigignore of SIGSTOP", sigignore(SIGSTOP));
    return 0;
}
