/* abort ends the program by SIGABRT, and a handler runs first. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void tell(int signal)
{
    if (write(STDOUT_FILENO, signal == SIGABRT ? "handler\n" : "?\n",
              signal == SIGABRT ? 8 : 2) < 0)
        _exit(1);
}

static int child_status(void (*act)(void))
{
    int status;
    pid_t child = fork();

    if (child == 0) {
        act();
        _exit(0);
    }
    waitpid(child, &status, 0);
    return status;
}

static void with_handler(void)
{
    signal(SIGABRT, tell);
    abort();
}

static void ignored(void)
{
    signal(SIGABRT, SIG_IGN);
    abort();
}

int main(void)
{
    int first = child_status(abort), second = child_status(with_handler);
    int third = child_status(ignored);

    printf("%d %d\n", WIFSIGNALED(first), WTERMSIG(first) == SIGABRT);
    printf("%d %d\n", WIFSIGNALED(second), WTERMSIG(second) == SIGABRT);
    printf("%d %d\n", WIFSIGNALED(third), WTERMSIG(third) == SIGABRT);
    return 0;
}
