/* Time in microseconds. [POSIX sys/time.h] */
#pragma once

#include "abi/timer.h"
#include <sys/select.h> /* as POSIX has it */
#include <sys/types.h>

struct timezone {
    int tz_minuteswest, tz_dsttime; /* 0 */
};

/* The time since 1970; ZONE is NULL or gets Greenwich's. 0, or -1 and errno: EFAULT. */
int gettimeofday(struct timeval *restrict time, void *restrict zone);
/* As utimensat of <sys/stat.h>. */
int utimes(const char *path, const struct timeval times[2]);

#define timerclear(time) ((time)->tv_sec = (time)->tv_usec = 0)
#define timerisset(time) ((time)->tv_sec != 0 || (time)->tv_usec != 0)
#define timercmp(a, b, compare)                                                          \
    ((a)->tv_sec == (b)->tv_sec ? (a)->tv_usec compare(b)->tv_usec                       \
                                : (a)->tv_sec compare(b)->tv_sec)
#define timeradd(a, b, sum)                                                              \
    do {                                                                                 \
        (sum)->tv_sec = (a)->tv_sec + (b)->tv_sec;                                       \
        (sum)->tv_usec = (a)->tv_usec + (b)->tv_usec;                                    \
        if ((sum)->tv_usec >= 1000000) {                                                 \
            (sum)->tv_sec++;                                                             \
            (sum)->tv_usec -= 1000000;                                                   \
        }                                                                                \
    } while (0)
#define timersub(a, b, difference)                                                       \
    do {                                                                                 \
        (difference)->tv_sec = (a)->tv_sec - (b)->tv_sec;                                \
        (difference)->tv_usec = (a)->tv_usec - (b)->tv_usec;                             \
        if ((difference)->tv_usec < 0) {                                                 \
            (difference)->tv_sec--;                                                      \
            (difference)->tv_usec += 1000000;                                            \
        }                                                                                \
    } while (0)

struct itimerval {
    struct timeval it_interval, it_value;
};

/* A timer of the caller's: WHICH is ITIMER_REAL (time that passes: SIGALRM), ITIMER_VIRTUAL
 * (its CPU time: SIGVTALRM) or ITIMER_PROF (the same: SIGPROF). It rings when IT_VALUE is
 * over, and then in each IT_INTERVAL; 0 is never. 0, or -1: EINVAL, EFAULT. */
int getitimer(int which, struct itimerval *value);
int setitimer(int which, const struct itimerval *value, struct itimerval *old);

/* POSIX has select here, too; that header needs the struct above. */
#include <sys/select.h>
