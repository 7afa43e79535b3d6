/* The error of the last call with a POSIX name that returned -1. The process calls do not
 * use it: they return -ENAME. */
#pragma once

#include "abi/errno.h"

#define ERANGE                                                                           \
    34 /* a number too large for its type: the library's own, never the kernel's */

extern int errno;
