/* Time, as calls take and tell it, with Linux's numbers and layouts for i386: under names of
 * its own, as the host has other layouts. Programs see them in <time.h> and <sys/time.h>.
 * [Linux include/uapi/linux/time.h, time_types.h] */
#pragma once

#include <stdint.h>

enum { NANOSECONDS_A_SECOND = 1000000000, NANOSECONDS_A_MICROSECOND = 1000 };

#define CLOCK_REALTIME           0 /* since the beginning of 1970 */
#define CLOCK_MONOTONIC          1 /* since the machine was switched on */
#define CLOCK_PROCESS_CPUTIME_ID 2 /* that the caller has had the CPU */
#define CLOCK_THREAD_CPUTIME_ID  3 /* the same: a process is one thread */
#define CLOCK_MONOTONIC_RAW      4
#define CLOCK_REALTIME_COARSE    5 /* Robin's are no coarser */
#define CLOCK_MONOTONIC_COARSE   6
#define CLOCK_BOOTTIME           7

#define TIMER_ABSTIME 1 /* clock_nanosleep: until that time */

struct time_seconds { /* struct timespec */
    int32_t seconds, nanoseconds;
};

struct time_long_seconds { /* that of the newer calls, whose seconds do not end in 2038 */
    int64_t seconds, nanoseconds;
};

struct time_of_day { /* struct timeval */
    int32_t seconds, microseconds;
};

struct time_zone {
    int32_t minutes_west, is_summer;
};

_Static_assert(sizeof(struct time_long_seconds) == 16, "Linux's");
