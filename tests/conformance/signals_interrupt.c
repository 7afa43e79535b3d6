/* Which calls a signal interrupts, and which are made again. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t handled;
static int ends[2];

static void count(int signal)
{
    (void)signal;
    if (++handled == 2 && ends[1])
        (void)!write(ends[1], "x", 1);
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

static void ring_after(int first, int interval)
{
    struct itimerval value = {{0, interval}, {0, first}};
    setitimer(ITIMER_REAL, &value, NULL);
}

static void show(const char *what, long result)
{
    int error = errno;
    ring_after(0, 0);
    printf("%s: %ld %s, handled %d\n", what, result, result < 0 ? strerror(error) : "",
           (int)handled);
    fflush(stdout);
}

static void reading(void)
{
    char byte;
    if (pipe(ends))
        printf("no pipe\n");
    handle(0);
    ring_after(20000, 0);
    show("read", read(ends[0], &byte, 1));
    handle(SA_RESTART);
    ring_after(20000, 20000);
    show("read again", read(ends[0], &byte, 1));
}

static void writing(void)
{
    static char much[100000];
    handle(0);
    ring_after(20000, 0);
    show("write", write(ends[1], much, sizeof(much)));
    handle(0);
    ring_after(20000, 0);
    show("write when full", write(ends[1], much, 1));
}

static void sleeping(void)
{
    struct timespec time = {10, 0}, left = {0, 0};
    close(ends[0]);
    close(ends[1]);
    ends[1] = 0;
    handle(SA_RESTART);
    ring_after(20000, 0);
    show("nanosleep", nanosleep(&time, &left));
    printf("left: %d\n", left.tv_sec == 9);
    handle(SA_RESTART);
    ring_after(20000, 0);
    show("pause", pause());
    handle(0);
    alarm(1);
    printf("sleep: %u\n", sleep(5));
}

static void waiting(void)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        signal(SIGALRM, SIG_DFL);
        struct timespec time = {0, 100000000};
        nanosleep(&time, NULL);
        _exit(3);
    }
    handle(0);
    ring_after(20000, 0);
    show("waitpid", waitpid(child, &status, 0));
    handle(SA_RESTART);
    ring_after(20000, 0);
    show("waitpid again", waitpid(child, &status, 0) == child);
    printf("status %d\n", WEXITSTATUS(status));
}

/* What is ignored interrupts nothing. */
static void ignoring(void)
{
    struct timespec time = {0, 50000000};
    signal(SIGALRM, SIG_IGN);
    handled = 0;
    ring_after(10000, 10000);
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
    pid_t child = fork();
    int status = 0;
    if (child == 0) {
        (void)!write(end, "x", 1);
        _exit(1);
    }
    waitpid(child, &status, 0);
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
