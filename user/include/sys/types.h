/* The types of POSIX's numbers, as Linux for i386 has them. [POSIX sys/types.h] */
#pragma once

#include "abi/types.h"

typedef int ssize_t;
typedef long off_t;
typedef int64_t off64_t;

typedef unsigned uid_t;
typedef unsigned gid_t;
typedef unsigned id_t;
typedef unsigned mode_t;
typedef unsigned nlink_t;
typedef unsigned long ino_t;
typedef uint64_t dev_t;
typedef long blksize_t;
typedef long blkcnt_t;

typedef long time_t; /* seconds since the beginning of 1970 */
typedef long suseconds_t;
typedef unsigned useconds_t;
typedef long clock_t;
typedef int clockid_t;
typedef void *timer_t;
typedef int key_t;
typedef unsigned long fsblkcnt_t, fsfilcnt_t;

/* Older names. */
typedef unsigned char u_char;
typedef unsigned short u_short, ushort;
typedef unsigned u_int, uint;
typedef unsigned long u_long, ulong;
typedef uint8_t u_int8_t;
typedef uint16_t u_int16_t;
typedef uint32_t u_int32_t;
typedef uint64_t u_int64_t, u_quad_t;
typedef int64_t quad_t, loff_t;
typedef int daddr_t, register_t;
typedef char *caddr_t;

/* Those that several headers have. */
struct timespec {
    time_t tv_sec;
    long tv_nsec; /* below 1,000,000,000 */
};

struct timeval {
    time_t tv_sec;
    suseconds_t tv_usec; /* below 1,000,000 */
};

typedef struct {
    unsigned long bits[2]; /* signal N is bit N - 1 */
} sigset_t;

#if __STDC_HOSTED__ /* programs from elsewhere expect them here, as on Linux */
#include <sys/select.h>
#endif
