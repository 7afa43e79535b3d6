/* Limits of a process, with Linux's numbers and struct. [Linux
 * include/uapi/asm-generic/resource.h] */
#pragma once

#include <stdint.h>

#define RLIMIT_CPU    0 /* seconds: SIGXCPU at the soft one and in each after it; SIGKILL */
#define RLIMIT_FSIZE  1 /* bytes of a file: none, and fixed */
#define RLIMIT_DATA   2 /* bytes of the heap: the same */
#define RLIMIT_STACK  3 /* bytes of the stack: fixed */
#define RLIMIT_CORE   4 /* bytes of what is written of who ends badly: 0, and fixed */
#define RLIMIT_NPROC  6 /* processes of the user, zombies too; user 0 is not held to it */
#define RLIMIT_NOFILE 7 /* above the highest descriptor */
#define RLIMIT_AS     9 /* bytes of all regions, the whole stack with them */

/* Of those there are none: EINVAL. */
#define RLIMIT_RSS        5
#define RLIMIT_MEMLOCK    8
#define RLIMIT_LOCKS      10
#define RLIMIT_SIGPENDING 11
#define RLIMIT_MSGQUEUE   12
#define RLIMIT_NICE       13
#define RLIMIT_RTPRIO     14
#define RLIMIT_RTTIME     15
#define RLIM_NLIMITS      16

#define RLIM_INFINITY UINT32_MAX

typedef uint32_t rlim_t;

struct rlimit {
    rlim_t rlim_cur; /* that counts: the soft limit */
    rlim_t rlim_max; /* up to which the process may raise it: the hard one */
};

_Static_assert(sizeof(struct rlimit) == 8, "Linux's for i386");

/* Of whom getrusage tells. */
#define RUSAGE_SELF     0
#define RUSAGE_CHILDREN (-1) /* that it has waited for, and those that these have */
#define RUSAGE_THREAD   1

/* What was used: <sys/resource.h>'s struct rusage, which has another name here, as on the
 * host that one has another layout. Robin counts what has a comment; the rest is 0. [Linux
 * include/uapi/linux/resource.h] */
struct usage_time {
    int32_t seconds, microseconds;
};

struct usage {
    struct usage_time user; /* on the CPU, the kernel's work for it with it */
    struct usage_time system;
    int32_t maxrss, ixrss, idrss, isrss;
    int32_t minflt; /* page faults */
    int32_t majflt, nswap, inblock, oublock, msgsnd, msgrcv, nsignals;
    int32_t nvcsw;  /* switches away that it asked for: it yielded or waited */
    int32_t nivcsw; /* and those that it did not */
};

_Static_assert(sizeof(struct usage) == 72, "Linux's for i386");

/* What times(2) tells, in parts of a second of which Linux has 100, whatever the timer's. */
#define TIMES_A_SECOND 100

struct usage_times {
    int32_t user, system, children_user, children_system;
};
