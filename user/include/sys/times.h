/* CPU time in parts of a second. [POSIX sys/times.h] */
#pragma once

#include <sys/types.h>

struct tms {
    clock_t tms_utime,
        tms_stime; /* the caller's, in parts of which sysconf knows how many */
    clock_t tms_cutime, tms_cstime; /* that of children it has waited for */
};

/* Returns how many such parts have passed since some time long ago. */
clock_t times(struct tms *used);
