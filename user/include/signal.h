/* Signals. [POSIX signal.h, Linux's values] */
#pragma once

#include "abi/signal.h"
#include <sys/types.h>

/* Sends SIGNAL (0: none, it only asks) to PID; 0: one's own group; -1: all; else the group
 * -PID. -1: EINVAL, ESRCH, EPERM. */
int kill(pid_t pid, int signal);
