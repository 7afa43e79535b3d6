/* Time in microseconds. [POSIX sys/time.h] */
#pragma once

#include <sys/types.h>

struct timeval {
    time_t tv_sec;
    suseconds_t tv_usec; /* below 1,000,000 */
};
