/* Process groups and sessions: who may move where, and whom a wait and a signal are for. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void tell(const char *what, int result)
{
    printf("%s: %d %d\n", what, result < 0 ? -1 : result == 0, result < 0 ? errno : 0);
}

static pid_t start(void)
{
    pid_t pid = fork();

    if (pid == 0)
        for (;;)
            pause();
    return pid;
}

static void tell_end(const char *what, pid_t pid, int options)
{
    int status = 0;
    pid_t found = waitpid(pid, &status, options);

    printf("%s: %d %x\n", what, found > 0, (unsigned)status);
}

static void in_a_session(void)
{
    pid_t first = start(), second = start();

    tell("a group of its own", setpgid(first, 0));
    tell("into it", setpgid(second, first));
    tell("where there is none", setpgid(second, second + 1000));
    tell("negative", setpgid(second, -1));
    tell("of a negative one", setpgid(-1, 0));
    tell("not a child", setpgid(getppid(), 0));
    tell("a leader of a session", setpgid(0, first));
    tell("a second session", setsid());
    printf("%d %d\n", getpgid(second) == first, getsid(second) == getpid());
    tell("another's group", getpgid(second + 1000));
    tell("stop both", kill(-first, SIGSTOP));
    tell_end("stopped", -first, WUNTRACED);
    tell_end("stopped", -first, WUNTRACED);
    tell_end("told", -first, WUNTRACED | WNOHANG);
    tell("go on", kill(-first, SIGCONT));
    tell_end("goes on", first, WCONTINUED);
    tell_end("goes on", second, WCONTINUED);
    tell("end both", kill(-first, SIGTERM));
    tell_end("ended", -first, 0);
    tell_end("ended", -first, 0);
    tell("nobody is left", waitpid(-first, NULL, 0));
    tell("nobody is left", kill(-first, 0));
    tell("unknown options", waitpid(-1, NULL, 64));
    tell("no children", waitpid(0, NULL, WNOHANG));
}

int main(void)
{
    pid_t pid;

    setvbuf(stdout, NULL, _IONBF, 0);
    pid = fork();
    if (pid == 0) {
        printf("%d\n", setsid() == getpid() && getpgrp() == getpid());
        in_a_session();
        exit(0);
    }
    tell_end("the session", pid, 0);
    return 0;
}
