/* Handlers, masks, what is told of a signal, and the calls that one interrupts. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

static volatile sig_atomic_t handled, depth, inside, nested, order[8];

static void show(const char *what, long result)
{
    printf("%s: %ld %s\n", what, result, result < 0 ? strerror(errno) : "");
    fflush(stdout);
}

static void count(int signal)
{
    order[handled++ % 8] = signal;
}

static void set(int signal, void (*handler)(int), int flags)
{
    struct sigaction action;
    memset(&action, 0, sizeof(action));
    action.sa_handler = handler;
    action.sa_flags = flags;
    sigemptyset(&action.sa_mask);
    show("sigaction", sigaction(signal, &action, NULL));
}

/* --- A handler, and what it may say of itself --- */

static void again(int signal)
{
    nested += inside++ > 0;
    if (++depth < 3)
        raise(signal);
    handled++;
    inside--;
}

static void simple_handlers(void)
{
    set(SIGUSR1, count, 0);
    show("raise", raise(SIGUSR1));
    show("handled", handled);
    set(SIGUSR1, again, SA_NODEFER);
    handled = depth = 0;
    raise(SIGUSR1);
    show("with SA_NODEFER", handled);
    show("nested", nested);
    set(SIGUSR1, again, 0);
    handled = depth = nested = 0;
    raise(SIGUSR1);
    show("without", handled);
    show("nested", nested);
    set(SIGUSR1, count, (int)SA_RESETHAND);
    handled = 0;
    raise(SIGUSR1);
    struct sigaction action;
    sigaction(SIGUSR1, NULL, &action);
    show("with SA_RESETHAND", handled);
    show("is default", action.sa_handler == SIG_DFL);
}

/* --- Masks and what is pending --- */

static void masks(void)
{
    sigset_t mask, old, pending;
    set(SIGUSR1, count, 0);
    set(SIGUSR2, count, 0);
    set(SIGHUP, count, 0);
    sigemptyset(&mask);
    sigaddset(&mask, SIGUSR1);
    sigaddset(&mask, SIGUSR2);
    sigaddset(&mask, SIGKILL);
    show("sigprocmask", sigprocmask(SIG_BLOCK, &mask, &old));
    handled = 0;
    raise(SIGUSR2);
    raise(SIGUSR1);
    raise(SIGUSR1);
    raise(SIGHUP);
    show("handled", handled);
    sigpending(&pending);
    show("usr1", sigismember(&pending, SIGUSR1));
    show("usr2", sigismember(&pending, SIGUSR2));
    show("hup", sigismember(&pending, SIGHUP));
    sigprocmask(SIG_BLOCK, NULL, &mask);
    show("kill is blocked", sigismember(&mask, SIGKILL));
    sigprocmask(SIG_SETMASK, &old, NULL);
    show("handled", handled);
    show("the later first", order[1] > order[2]); /* on top of the others */
    show("bad how", sigprocmask(7, &old, NULL));
    show("how without a set", sigprocmask(7, NULL, &old));
}

static void ignored(void)
{
    sigset_t mask, pending;
    set(SIGUSR1, SIG_IGN, 0);
    show("raise ignored", raise(SIGUSR1));
    sigemptyset(&mask);
    sigaddset(&mask, SIGUSR1);
    sigprocmask(SIG_BLOCK, &mask, NULL);
    raise(SIGUSR1);
    sigpending(&pending);
    show("pending while ignored", sigismember(&pending, SIGUSR1));
    set(SIGUSR1, SIG_IGN, 0);
    sigpending(&pending);
    show("ignored again", sigismember(&pending, SIGUSR1));
    sigprocmask(SIG_UNBLOCK, &mask, NULL);
    show("sigaction of SIGKILL", sigaction(SIGKILL, &(struct sigaction){0}, NULL));
    show("sigaction of 0", sigaction(0, NULL, &(struct sigaction){0}));
    show("sigaction of 65", sigaction(65, NULL, &(struct sigaction){0}));
}

/* --- What is told --- */

static siginfo_t told;
static unsigned long context_mask;

static void note(int signal, siginfo_t *info, void *context)
{
    ucontext_t *ucontext = context;
    told = *info;
    handled = signal;
    context_mask = ((unsigned long *)&ucontext->uc_sigmask)[0];
}

static void set_info(int signal, int flags)
{
    struct sigaction action;
    memset(&action, 0, sizeof(action));
    action.sa_sigaction = note;
    action.sa_flags = SA_SIGINFO | flags;
    sigemptyset(&action.sa_mask);
    show("sigaction", sigaction(signal, &action, NULL));
}

static void what_is_told(void)
{
    sigset_t mask;
    set_info(SIGUSR1, 0);
    kill(getpid(), SIGUSR1);
    show("signal", told.si_signo);
    show("code", told.si_code);
    show("by oneself", told.si_pid == getpid());
    raise(SIGUSR1);
    show("code of raise", told.si_code);
    sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 77});
    show("code of sigqueue", told.si_code);
    show("its value", told.si_value.sival_int);
    sigemptyset(&mask);
    sigaddset(&mask, SIGTERM);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    raise(SIGUSR1);
    show("mask", (long)context_mask);
    sigemptyset(&mask);
    sigprocmask(SIG_SETMASK, &mask, NULL);
}

/* --- The alternate stack --- */

static char alternate[16384] __attribute__((aligned(16)));
static int was_there;
static stack_t seen;

static void look(int signal)
{
    char here;
    (void)signal;
    was_there = &here >= alternate && &here < alternate + sizeof(alternate);
    sigaltstack(NULL, &seen);
    show("change it there", sigaltstack(&(stack_t){.ss_flags = SS_DISABLE}, NULL));
}

static void another_stack(void)
{
    stack_t stack = {.ss_sp = alternate, .ss_size = sizeof(alternate)}, old;
    show("sigaltstack", sigaltstack(&stack, &old));
    show("before", old.ss_flags);
    set(SIGUSR2, look, SA_ONSTACK);
    raise(SIGUSR2);
    show("was there", was_there);
    show("flags there", seen.ss_flags);
    sigaltstack(NULL, &old);
    show("flags after", old.ss_flags);
    set(SIGUSR2, look, 0);
    raise(SIGUSR2);
    show("was there without", was_there);
    sigaltstack(&stack, NULL);
    stack.ss_size = 100;
    show("too small", sigaltstack(&stack, NULL));
    stack.ss_flags = 4;
    show("bad flags", sigaltstack(&stack, NULL));
}

/* --- Waiting --- */

static void waits(void)
{
    sigset_t mask, none;
    siginfo_t info;
    int signal = 0;
    struct timespec now = {0, 0}, soon = {0, 30000000}, bad = {0, -1};
    sigemptyset(&none);
    sigemptyset(&mask);
    sigaddset(&mask, SIGUSR1);
    sigprocmask(SIG_BLOCK, &mask, NULL);
    show("nothing yet", sigtimedwait(&mask, &info, &now));
    show("nor soon", sigtimedwait(&mask, &info, &soon));
    show("bad time", sigtimedwait(&mask, &info, &bad));
    kill(getpid(), SIGUSR1);
    show("sigtimedwait", sigtimedwait(&mask, &info, &now));
    show("code", info.si_code);
    kill(getpid(), SIGUSR1);
    show("sigwait", sigwait(&mask, &signal));
    show("signal", signal);
    set(SIGUSR1, count, 0);
    handled = 0;
    kill(getpid(), SIGUSR1);
    show("sigsuspend", sigsuspend(&none));
    show("handled", handled);
    sigprocmask(SIG_BLOCK, NULL, &none);
    show("blocked again", sigismember(&none, SIGUSR1));
    sigprocmask(SIG_UNBLOCK, &mask, NULL);
}

/* --- Timers --- */

static void timers(void)
{
    struct itimerval value = {{0, 20000}, {0, 20000}}, old;
    set(SIGALRM, count, 0);
    handled = 0;
    show("setitimer", setitimer(ITIMER_REAL, &value, NULL));
    show("pause", pause());
    show("handled", handled > 0);
    value = (struct itimerval){{0, 0}, {0, 0}};
    setitimer(ITIMER_REAL, &value, NULL);
    show("alarm", alarm(100));
    show("alarm", alarm(0));
    show("alarm", alarm(0));
    value = (struct itimerval){{0, 10000}, {0, 10000}};
    setitimer(ITIMER_REAL, &value, NULL);
    for (int i = 0; i < 3; i++)
        pause();
    getitimer(ITIMER_REAL, &old);
    show("interval", old.it_interval.tv_usec);
    value = (struct itimerval){{0, 0}, {0, 0}};
    setitimer(ITIMER_REAL, &value, &old);
    show("interval", old.it_interval.tv_usec);
    getitimer(ITIMER_REAL, &old);
    show("left", old.it_value.tv_usec);
    value.it_value.tv_usec = 1000000;
    show("bad", setitimer(ITIMER_REAL, &value, NULL));
    value.it_value.tv_usec = 0;
    show("which", setitimer(3, &value, NULL));
}

int main(void)
{
    simple_handlers();
    masks();
    ignored();
    what_is_told();
    another_stack();
    waits();
    timers();
    return 0;
}
