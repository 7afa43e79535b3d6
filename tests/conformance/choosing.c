/* select, pselect and ppoll, and calls by their numbers. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static void choose(const char *what, int fd, int other, struct timeval *timeout)
{
    fd_set reads, writes;

    FD_ZERO(&reads);
    FD_ZERO(&writes);
    FD_SET(fd, &reads);
    FD_SET(other, &writes);
    int count = select((fd > other ? fd : other) + 1, &reads, &writes, NULL, timeout);
    printf("%s: %d, read %d, write %d\n", what, count, FD_ISSET(fd, &reads) != 0,
           FD_ISSET(other, &writes) != 0);
}

/* --- With another mask meanwhile --- */

static volatile sig_atomic_t handled;

static void count_signal(int signal)
{
    (void)signal;
    handled++;
}

static void show(const char *what, int result)
{
    int error = errno;
    sigset_t mask;
    sigprocmask(SIG_SETMASK, NULL, &mask);
    printf("%s: %d %s, handled %d, blocked %d\n", what, result,
           result < 0 ? strerror(error) : "", handled, sigismember(&mask, SIGUSR1));
    fflush(stdout);
    handled = 0;
}

static void with_masks(int empty, int full)
{
    const struct timespec now = {0, 0}, soon = {0, 20000000}, long_time = {1000, 0};
    struct itimerval ring = {{0, 0}, {0, 30000}};
    struct pollfd none = {empty, POLLIN, 0}, one = {full, POLLIN, 0};
    sigset_t nothing, usr1;
    fd_set reads;

    FD_ZERO(&reads);
    sigemptyset(&nothing);
    sigemptyset(&usr1);
    sigaddset(&usr1, SIGUSR1);
    signal(SIGUSR1, count_signal);
    signal(SIGALRM, count_signal);
    sigprocmask(SIG_BLOCK, &usr1, NULL);
    show("ppoll, nothing", ppoll(&none, 1, &soon, &nothing));
    show("pselect, nothing", pselect(0, NULL, NULL, NULL, &soon, &nothing));
    raise(SIGUSR1);
    show("ppoll, still blocked", ppoll(&none, 1, &soon, NULL));
    show("ppoll, came before", ppoll(&none, 1, &long_time, &nothing));
    raise(SIGUSR1);
    show("ppoll, no time", ppoll(&none, 1, &now, &nothing));
    raise(SIGUSR1);
    show("ppoll, ready", ppoll(&one, 1, NULL, &nothing));
    show("pselect, came before", pselect(0, NULL, NULL, NULL, NULL, &nothing));
    FD_SET(full, &reads);
    show("pselect, ready", pselect(full + 1, &reads, NULL, NULL, &long_time, &nothing));
    setitimer(ITIMER_REAL, &ring, NULL);
    show("ppoll, rings", ppoll(&none, 1, &long_time, &usr1));
    setitimer(ITIMER_REAL, &ring, NULL);
    show("pselect, rings", pselect(0, NULL, NULL, NULL, NULL, NULL));
    show("ppoll, bad time", ppoll(&none, 1, &(struct timespec){0, -1}, NULL));
    show("pselect, bad time",
         pselect(0, NULL, NULL, NULL, &(struct timespec){0, 1000000000}, NULL));
    printf("unchanged: %ld\n", (long)long_time.tv_sec);
}

int main(void)
{
    struct timeval soon = {0, 20000}, at_once = {0, 0};
    fd_set none;
    int first[2], second[2];

    printf("%d %d\n", pipe(first), pipe(second));
    fflush(stdout);
    choose("writable", first[0], second[1], NULL);
    if (write(first[1], "x", 1) != 1)
        return 1;
    choose("both", first[0], second[1], &at_once);
    with_masks(second[0], first[0]);
    close(first[1]);
    choose("at its end", first[0], second[1], &at_once);
    printf("%d\n", select(0, NULL, NULL, NULL, &soon));
    FD_ZERO(&none);
    FD_SET(second[0], &none);
    soon = (struct timeval){0, 20000};
    printf("%d\n", select(second[0] + 1, &none, NULL, NULL, &soon));
    printf("%d\n", FD_ISSET(second[0], &none) != 0);
    FD_SET(40, &none);
    errno = 0;
    printf("%d", select(41, &none, NULL, NULL, &at_once));
    printf(" %d\n", errno == EBADF);
    printf("%d\n", syscall(SYS_getpid) == getpid());
    errno = 0;
    printf("%d", (int)syscall(SYS_close, 99));
    printf(" %d\n", errno == EBADF);
    fflush(stdout);
    printf("%d\n", (int)syscall(SYS_write, 1, "by number\n", 10));
    return 0;
}
