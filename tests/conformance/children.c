/* fork, exit and wait: what a parent learns. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t start(int code)
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0)
        _exit(code);
    return child;
}

static void tell(const char *what, int status)
{
    printf("%s: %04x exited %d", what, status, WIFEXITED(status));
    if (WIFEXITED(status))
        printf(" %d", WEXITSTATUS(status));
    printf(" signaled %d stopped %d continued %d\n", WIFSIGNALED(status),
           WIFSTOPPED(status), WIFCONTINUED(status) != 0);
}

static void codes(void)
{
    const int given[] = {0, 1, 42, 255, 256, -1};

    for (int i = 0; i < 6; i++) {
        int status = -1;
        pid_t child = start(given[i]);

        printf("%d ", waitpid(child, &status, 0) == child);
        tell("code", status);
    }
}

static void order(void)
{
    pid_t first = start(1), second = start(2);
    int status;

    printf("%d", waitpid(second, &status, 0) == second);
    tell("second", status);
    printf("%d", wait(&status) == first);
    tell("first", status);
    errno = 0;
    printf("%d", (int)wait(NULL));
    printf(" %d\n", errno == ECHILD);
    errno = 0;
    printf("%d", (int)waitpid(first, NULL, 0));
    printf(" %d\n", errno == ECHILD);
}

static void polled(void)
{
    int ends[2], status;
    char byte;
    struct rusage usage;

    printf("%d\n", pipe(ends));
    pid_t child = fork();
    if (child == 0) {
        close(ends[1]);
        _exit(read(ends[0], &byte, 1) == 0 ? 5 : 6);
    }
    close(ends[0]);
    printf("%d\n", (int)waitpid(child, &status, WNOHANG));
    close(ends[1]);
    printf("%d ", wait4(child, &status, 0, &usage) == child);
    tell("at the end", status);
    printf("%d %d\n", usage.ru_utime.tv_sec < 5, usage.ru_utime.tv_usec < 1000000);
    errno = 0;
    printf("%d", (int)waitpid(-1, NULL, 0x40));
    printf(" %d\n", errno == EINVAL);
}

static void buffered(void)
{
    char path[] = "what is buffered is there twice";

    fflush(stdout);
    setvbuf(stdout, NULL, _IOFBF, BUFSIZ);
    printf("%s;", path);
    pid_t child = fork();
    if (child == 0)
        exit(0);
    waitpid(child, NULL, 0);
    printf("\n");
    fflush(stdout);
    printf("lost by _exit");
    child = fork();
    if (child == 0)
        _exit(0);
    waitpid(child, NULL, 0);
    printf("\n");
}

int main(void)
{
    struct tms used;

    codes();
    order();
    polled();
    buffered();
    printf("%d\n", times(&used) != -1);
    return 0;
}
