/* Limits of the process, which its children inherit. Both return 0, or -1 and errno.
 * A RESOURCE that is not in abi/resource.h has no limit here: EINVAL. */
#pragma once

#include <sys/time.h>

#include "abi/resource.h"

/* What was used; what Robin does not count is 0. */
struct rusage {
    struct timeval ru_utime, ru_stime;
    long ru_maxrss, ru_ixrss, ru_idrss, ru_isrss;
    long ru_minflt, ru_majflt, ru_nswap;
    long ru_inblock, ru_oublock, ru_msgsnd, ru_msgrcv, ru_nsignals;
    long ru_nvcsw, ru_nivcsw;
};

/* WHO: RUSAGE_SELF, or RUSAGE_CHILDREN. 0, or -1 and errno: EINVAL, EFAULT. */
int getrusage(int who, struct rusage *usage);

#define RLIM_SAVED_CUR RLIM_INFINITY
#define RLIM_SAVED_MAX RLIM_INFINITY
#define RLIMIT_NLIMITS RLIM_NLIMITS
#define RLIMIT_OFILE   RLIMIT_NOFILE

/* There are policies here in place of them: ENOSYS. */
#define PRIO_PROCESS 0
#define PRIO_PGRP    1
#define PRIO_USER    2
#define PRIO_MIN     (-20)
#define PRIO_MAX     20
int getpriority(int which, id_t who);
int setpriority(int which, id_t who, int priority);

/* EINVAL; EFAULT. */
int getrlimit(int resource, struct rlimit *limit);

/* Whatever is above the new limit stays; nothing more is given. EFAULT; EINVAL: also if
 * the soft limit is above the hard one, or the limit is fixed at another value; EPERM:
 * only id 0 may raise a hard limit. */
int setrlimit(int resource, const struct rlimit *limit);
