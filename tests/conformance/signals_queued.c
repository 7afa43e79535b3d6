/* Real-time signals come as often as they were sent, in that order, the lowest number first; and
 * each tells what was sent along. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static sigset_t some, before;

static void told(int signal, siginfo_t *info, void *context)
{
    (void)context;
    printf(" %d:%d code %d%s", signal - SIGRTMIN, info->si_value.sival_int, info->si_code,
           info->si_pid == getpid() && info->si_uid == getuid() ? "" : " by another");
}

static void handle(int signal)
{
    struct sigaction action;
    memset(&action, 0, sizeof(action));
    action.sa_sigaction = told;
    action.sa_flags = SA_SIGINFO;
    sigfillset(&action.sa_mask);
    sigaction(signal, &action, NULL);
}

static void queue(int signal, int value)
{
    if (sigqueue(getpid(), signal, (union sigval){.sival_int = value}))
        printf("sigqueue: %s\n", strerror(errno));
}

/* Two of each of two kinds, the higher one first. */
static void queue_some(void)
{
    sigprocmask(SIG_BLOCK, &some, &before);
    for (int i = 0; i < 2; i++) {
        queue(SIGRTMIN + 2, i);
        queue(SIGRTMIN + 1, 10 + i);
    }
}

static void show_pending(const char *what)
{
    sigset_t pending;
    sigpending(&pending);
    printf("%s: %d %d\n", what, sigismember(&pending, SIGRTMIN + 1),
           sigismember(&pending, SIGRTMIN + 2));
    fflush(stdout);
}

static void handled_in_order(void)
{
    printf("at once:");
    queue(SIGRTMIN + 2, 5);
    printf("\nthen:");
    queue_some();
    sigprocmask(SIG_SETMASK, &before, NULL);
    printf("\n");
    show_pending("all came");
}

static void awaited_in_order(void)
{
    siginfo_t info;
    const struct timespec now = {0, 0};
    queue_some();
    for (int signal; (signal = sigtimedwait(&some, &info, &now)) > 0;) {
        printf("awaited %d:%d, ", signal - SIGRTMIN, info.si_value.sival_int);
        show_pending("left");
    }
    printf("%s\n", strerror(errno));
}

static void forgotten_when_ignored(void)
{
    queue_some();
    signal(SIGRTMIN + 2, SIG_IGN);
    show_pending("ignored");
    handle(SIGRTMIN + 2);
    printf("those left:");
    sigprocmask(SIG_SETMASK, &before, NULL);
    printf("\n");
}

static void not_those_of_the_parent(void)
{
    queue_some();
    if (fork() == 0) {
        show_pending("the child's");
        printf("the child's own:");
        queue(SIGRTMIN + 1, 7);
        sigprocmask(SIG_SETMASK, &before, NULL);
        fflush(stdout);
        _exit(0);
    }
    wait(NULL);
    printf("\nthe parent's:");
    sigprocmask(SIG_SETMASK, &before, NULL);
    printf("\n");
}

int main(void)
{
    setvbuf(stdout, NULL, _IOFBF, 4096);
    sigemptyset(&some);
    sigaddset(&some, SIGRTMIN + 1);
    sigaddset(&some, SIGRTMIN + 2);
    handle(SIGRTMIN + 1);
    handle(SIGRTMIN + 2);
    handled_in_order();
    awaited_in_order();
    forgotten_when_ignored();
    fflush(stdout);
    not_those_of_the_parent();
    return 0;
}
