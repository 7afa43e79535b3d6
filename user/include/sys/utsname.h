/* The system's name. [POSIX sys/utsname.h] */
#pragma once

#include "abi/utsname.h"

/* 0, or -1 and errno: EFAULT. */
int uname(struct utsname *name);
