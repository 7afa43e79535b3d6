/* select, and calls by their numbers. */
#include <errno.h>
#include <stdio.h>
#include <sys/select.h>
#include <sys/syscall.h>
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
