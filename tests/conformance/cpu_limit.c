/* A limit of CPU time, which children inherit: SIGXCPU first, SIGKILL at last. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

static void warn(int signal)
{
    printf("warned by %d\n", signal);
    fflush(stdout);
}

int main(void)
{
    const struct rlimit limit = {1, 2}, none = {0, 0};
    struct rlimit told;
    int status;
    getrlimit(RLIMIT_CPU, &told);
    printf("%d\n", told.rlim_cur == RLIM_INFINITY && told.rlim_max == RLIM_INFINITY);
    setrlimit(RLIMIT_CPU, &limit);
    getrlimit(RLIMIT_CPU, &told);
    printf("%lu %lu\n", (unsigned long)told.rlim_cur, (unsigned long)told.rlim_max);
    printf("no core file: %d\n", setrlimit(RLIMIT_CORE, &none));
    printf("%d %d\n", getrlimit(RLIMIT_DATA, &told), getrlimit(RLIMIT_FSIZE, &told));
    fflush(stdout);
    signal(SIGXCPU, warn);
    if (fork() == 0)
        while (1)
            ;
    wait(&status);
    printf("ended by %d\n", WIFSIGNALED(status) ? WTERMSIG(status) : -1);
    return 0;
}
