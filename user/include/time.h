/* Time in nanoseconds. [POSIX time.h] */
#pragma once

#include <sys/types.h>

struct timespec {
    time_t tv_sec;
    long tv_nsec; /* below 1,000,000,000 */
};
