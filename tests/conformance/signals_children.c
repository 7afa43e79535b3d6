/* SIGCHLD: what is told of a child that ends, stops or goes on; children that leave no
 * zombies; and what fork and exec keep.
 * arguments: first */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static siginfo_t told[16];
static volatile sig_atomic_t count;
static pid_t child;

static void note(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    told[count++ % 16] = *info;
}

static void handle(int flags)
{
    struct sigaction action;
    memset(&action, 0, sizeof(action));
    action.sa_sigaction = note;
    action.sa_flags = SA_SIGINFO | flags;
    sigemptyset(&action.sa_mask);
    sigaction(SIGCHLD, &action, NULL);
    count = 0;
}

static void wait_for(int signals)
{
    sigset_t mask, old;
    sigemptyset(&mask);
    sigaddset(&mask, SIGCHLD);
    sigprocmask(SIG_BLOCK, &mask, &old);
    while (count < signals)
        sigsuspend(&old);
    sigprocmask(SIG_SETMASK, &old, NULL);
}

static void show(const char *what)
{
    const siginfo_t *info = &told[(count - 1) % 16];
    printf("%s: %d signals, code %d, status %d, of the child: %d\n", what, (int)count,
           info->si_code, info->si_status, info->si_pid == child);
}

static pid_t start(void)
{
    fflush(stdout);
    child = fork();
    if (child == 0)
        for (;;)
            pause();
    return child;
}

static void ends_and_stops(void)
{
    int status = 0;
    handle(0);
    start();
    kill(child, SIGSTOP);
    wait_for(1);
    show("stopped");
    kill(child, SIGCONT);
    wait_for(2);
    show("goes on");
    kill(child, SIGKILL);
    wait_for(3);
    show("killed");
    printf("waitpid: %d", waitpid(child, &status, 0) == child);
    printf(" signal %d\n", WTERMSIG(status));
}

static void is_inherited(void)
{
    sigset_t mask, pending;
    int status = 0;
    sigemptyset(&mask);
    sigaddset(&mask, SIGUSR1);
    sigprocmask(SIG_BLOCK, &mask, NULL);
    raise(SIGUSR1);
    fflush(stdout);
    child = fork();
    if (child == 0) {
        sigpending(&pending);
        sigprocmask(SIG_BLOCK, NULL, &mask);
        _exit(sigismember(&pending, SIGUSR1) + 2 * sigismember(&mask, SIGUSR1));
    }
    waitpid(child, &status, 0);
    printf("pending 1, blocked 2: %d\n", WEXITSTATUS(status));
    sigpending(&pending);
    printf("pending still: %d\n", sigismember(&pending, SIGUSR1));
}

static int what_exec_left(void)
{
    sigset_t mask, pending;
    struct sigaction action;
    sigpending(&pending);
    sigprocmask(SIG_BLOCK, NULL, &mask);
    printf("pending %d, blocked %d\n", sigismember(&pending, SIGUSR1),
           sigismember(&mask, SIGUSR1));
    sigaction(SIGUSR2, NULL, &action);
    printf("ignored is ignored: %d\n", action.sa_handler == SIG_IGN);
    sigaction(SIGHUP, NULL, &action);
    printf("handled is default: %d %x\n", action.sa_handler == SIG_DFL,
           (unsigned)action.sa_flags);
    stack_t stack;
    sigaltstack(NULL, &stack);
    printf("alternate stack: %d\n", stack.ss_flags);
    return 0;
}

static char alternate[16384];

int main(int argc, char *argv[])
{
    char path[64] = "/bin/";
    if (argc > 1 && strcmp(argv[1], "second") == 0)
        return what_exec_left();
    ends_and_stops();
    is_inherited();
    struct sigaction action;
    memset(&action, 0, sizeof(action));
    action.sa_sigaction = note;
    action.sa_flags = SA_SIGINFO | SA_RESTART | SA_NODEFER;
    sigaction(SIGHUP, &action, NULL);
    signal(SIGUSR2, SIG_IGN);
    sigaltstack(&(stack_t){.ss_sp = alternate, .ss_size = sizeof(alternate)}, NULL);
    fflush(stdout);
    char *const again[] = {argv[0], "second", NULL};
    execv("/proc/self/exe", again);
    execv(strcat(path, argv[0]), again);
    printf("exec: %s\n", strerror(errno));
    return 1;
}
