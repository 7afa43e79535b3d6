/* Timers that send a signal when they ring: Linux's for setitimer. */
#pragma once

#include "abi/types.h"

#define ITIMER_REAL    0 /* time that passes: SIGALRM */
#define ITIMER_VIRTUAL 1 /* CPU time: SIGVTALRM */
#define ITIMER_PROF    2 /* the same: SIGPROF */

struct timer_value { /* struct itimerval, in seconds and microseconds */
    int32_t interval_s, interval_us, value_s, value_us;
};
