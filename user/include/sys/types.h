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

typedef int key_t;
typedef int64_t loff_t;

/* Older names, of BSD and System V. */
typedef unsigned char u_char;
typedef unsigned short u_short, ushort;
typedef unsigned int u_int, uint;
typedef unsigned long u_long, ulong;
typedef char *caddr_t;
