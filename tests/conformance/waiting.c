/* waitid: each kind of news by itself, looked at or taken. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static pid_t child;

/* What waitid says, in words. */
static void tell(idtype_t kind, pid_t id, int options)
{
    siginfo_t info;
    memset(&info, 0x55, sizeof(info));
    errno = 0;
    if (waitid(kind, (id_t)id, &info, options) < 0)
        printf("%s\n", strerror(errno));
    else if (info.si_pid == 0)
        printf("nothing, %d\n", info.si_signo);
    else
        printf("signal %d, code %d, status %d, the child: %d, one's user: %d\n",
               info.si_signo, info.si_code, info.si_status, info.si_pid == child,
               info.si_uid == getuid());
    fflush(stdout);
}

static pid_t start(int code)
{
    child = fork();
    if (child == 0 && code >= 0)
        _exit(code);
    while (child == 0)
        pause();
    return child;
}

int main(void)
{
    tell(P_ALL, 0, WEXITED);
    tell(P_ALL, 0, WNOHANG);
    tell(P_PID, 0, WEXITED);
    tell(P_ALL, 0, WEXITED | 0x4000);
    tell(P_PID, start(7), WEXITED | WNOWAIT);
    tell(P_PID, child, WSTOPPED);
    tell(P_ALL, 0, WSTOPPED);
    tell(P_ALL, 0, WEXITED);
    tell(P_ALL, 0, WEXITED | WNOHANG);
    start(-1);
    tell(P_PID, child, WEXITED | WSTOPPED | WCONTINUED | WNOHANG);
    kill(child, SIGSTOP);
    tell(P_PGID, 0, WSTOPPED | WNOWAIT);
    tell(P_PGID, getpgrp(), WSTOPPED);
    kill(child, SIGCONT);
    tell(P_ALL, 0, WCONTINUED);
    tell(P_ALL, 0, WSTOPPED | WCONTINUED | WNOHANG);
    kill(child, SIGTERM);
    tell(P_ALL, 0, WEXITED);
    if (start(-1) && fork() == 0) {
        kill(child, SIGKILL);
        _exit(0);
    }
    tell(P_PID, child, WSTOPPED); /* it dies meanwhile */
    tell(P_PID, child, WEXITED);
    printf("%d\n", wait(NULL) > 0);
    return 0;
}
