/* Which calls a signal interrupts, and which are made again. The timer rings again and again,
 * as a machine that is busy may be late for the first time. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { INTERVAL = 20000 };

static volatile sig_atomic_t handled;
static int ends[2];
static pid_t child;

static void count(int signal)
{
    (void)signal;
    if (++handled != 2)
        return;
    if (ends[1])
        (void)!write(ends[1], "x", 1);
    if (child > 0)
        kill(child, SIGTERM);
}

static void handle(int flags)
{
    struct sigaction action;
    memset(&action, 0, sizeof(action));
    action.sa_handler = count;
    action.sa_flags = flags;
    sigaction(SIGALRM, &action, NULL);
    handled = 0;
}

static void ring_each(int interval)
{
    struct itimerval value = {{0, interval}, {0, interval}};
    setitimer(ITIMER_REAL, &value, NULL);
}

static void show(const char *what, long result)
{
    int error = errno;
    ring_each(0);
    printf("%s: %ld %s, handled %d\n", what, result, result < 0 ? strerror(error) : "",
           handled > 0);
    fflush(stdout);
}

static void reading(void)
{
    char byte;
    if (pipe(ends))
        printf("no pipe\n");
    handle(0);
    ring_each(INTERVAL);
    show("read", read(ends[0], &byte, 1));
    handle(SA_RESTART);
    ring_each(INTERVAL);
    show("read again", read(ends[0], &byte, 1));
}

static void writing(void)
{
    static char much[100000];
    int end = ends[1];
    ends[1] = 0;
    handle(0);
    ring_each(INTERVAL);
    show("write", write(end, much, sizeof(much)));
    handle(0);
    ring_each(INTERVAL);
    show("write when full", write(end, much, 1));
    close(end);
}

static void sleeping(void)
{
    struct timespec time = {10, 0}, left = {0, 0};
    close(ends[0]);
    handle(SA_RESTART);
    ring_each(INTERVAL);
    show("nanosleep", nanosleep(&time, &left));
    printf("left: %d\n", left.tv_sec > 0);
    handle(SA_RESTART);
    ring_each(INTERVAL);
    show("pause", pause());
    handle(0);
    alarm(1);
    printf("sleep: %d\n", sleep(100) > 0);
}

/* The second ring ends the child: first the parent's wait is broken, then made again. */
static void waiting(void)
{
    int status = 0;
    pid_t pid = fork();
    if (pid == 0)
        for (;;)
            pause();
    handle(0);
    ring_each(INTERVAL);
    show("waitpid", waitpid(pid, &status, 0));
    handle(SA_RESTART);
    child = pid;
    ring_each(INTERVAL);
    show("waitpid again", waitpid(pid, &status, 0) == pid);
    printf("ended by %d\n", WTERMSIG(status));
    child = 0;
}

/* What is ignored interrupts nothing. */
static void ignoring(void)
{
    struct timespec time = {0, 50000000};
    signal(SIGALRM, SIG_IGN);
    handled = 0;
    ring_each(INTERVAL);
    show("nanosleep", nanosleep(&time, NULL));
}

static void broken_pipe(void)
{
    handle(0);
    signal(SIGPIPE, count);
    if (pipe(ends))
        printf("no pipe\n");
    close(ends[0]);
    int end = ends[1];
    ends[1] = 0;
    show("write", write(end, "x", 1));
    signal(SIGPIPE, SIG_IGN);
    handled = 0;
    show("write, ignored", write(end, "x", 1));
    signal(SIGPIPE, SIG_DFL);
    fflush(stdout);
    pid_t pid = fork();
    int status = 0;
    if (pid == 0) {
        (void)!write(end, "x", 1);
        _exit(1);
    }
    waitpid(pid, &status, 0);
    printf("by default: %d\n", WTERMSIG(status));
}

int main(void)
{
    setvbuf(stdout, NULL, _IOFBF, 4096);
    reading();
    writing();
    sleeping();
    waiting();
    ignoring();
    broken_pipe();
    return 0;
}
