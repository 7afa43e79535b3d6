/* Requests to a terminal. [Linux ioctl_tty(2)] */
#pragma once

#include "abi/termios.h"

/* The ARGUMENT of most is a pointer to what is told or set. 0, or -1 and errno: ENOTTY is a
 * REQUEST that is not in abi/termios.h, too. */
int ioctl(int fd, unsigned long request, ...);
