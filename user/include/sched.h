/* Giving up the CPU. [POSIX sched.h] */
#pragma once

#include <sys/types.h>
#include <time.h>

/* Goes to the tail of those that are ready. What was used of the slice stays used.
 * Returns 0. */
int sched_yield(void);

/* Linux's classes of processes. Here policies decide (policy_set of <process.h>), so all are of
 * one class, SCHED_OTHER, with priority 0. -1: EINVAL, ESRCH, EPERM. */
#define SCHED_OTHER 0
#define SCHED_FIFO  1
#define SCHED_RR    2
#define SCHED_BATCH 3
#define SCHED_IDLE  5

struct sched_param {
    int sched_priority;
};

int sched_get_priority_max(int policy);
int sched_get_priority_min(int policy);
int sched_getscheduler(pid_t pid);
int sched_setscheduler(pid_t pid, int policy, const struct sched_param *parameters);
int sched_getparam(pid_t pid, struct sched_param *parameters);
int sched_setparam(pid_t pid, const struct sched_param *parameters);
