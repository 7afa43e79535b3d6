/* Waiting for one of several files. [POSIX poll.h] */
#pragma once

#include "abi/poll.h"

/* Waits until one of the COUNT descriptors at FDS is ready, TIMEOUT milliseconds (below 0:
 * for ever). How many are, as their revents say; or -1 and errno: EFAULT, EINTR, EINVAL (too
 * many), ENOMEM. */
int poll(struct pollfd *fds, nfds_t count, int timeout);
