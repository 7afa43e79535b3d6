/* Waiting for children. [POSIX sys/wait.h] */
#pragma once

#include <signal.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "abi/wait.h"

#define WAIT_ANY                 (-1)
#define WAIT_MYPGRP              0
#define WCOREFLAG                0x80
#define W_EXITCODE(code, signal) ((code) << 8 | (signal))
#define W_STOPCODE(signal)       ((signal) << 8 | 0x7f)

/* Waits for a child to end, or, if OPTIONS say so, to be stopped or to go on. PID: that one;
 * -1: any; 0: any of one's own process group; else any of the group -PID. Its pid, and what
 * has become of it in *STATUS unless that is NULL; 0: WNOHANG, and there is nothing to tell.
 * wait4 tells what it has used, too, unless USAGE is NULL. -1: ECHILD, EINTR, EINVAL. */
pid_t wait(int *status);
pid_t waitpid(pid_t pid, int *status, int options);
pid_t wait3(int *status, int options, struct rusage *usage);
pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage);

/* KIND is whose ID it is: P_PID, P_PGID (0: one's own group), or P_ALL, nobody's. Waits for the kinds of news that are in OPTIONS: WEXITED, WSTOPPED, WCONTINUED; and WNOHANG;
 * and WNOWAIT: it stays to be told. 0: *INFO is as SIGCHLD's handler gets it, or si_pid is 0,
 * there being nothing to tell. -1: ECHILD, EINTR, EINVAL. */
int waitid(idtype_t kind, id_t id, siginfo_t *info, int options);
