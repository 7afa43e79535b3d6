/* Several pieces of memory, read or written in one call. [POSIX sys/uio.h] */
#pragma once

#define IOV_MAX 1024 /* pieces a call */
