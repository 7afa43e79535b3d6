/* Waiting for one of several files. [POSIX poll.h] */
#pragma once

#include <signal.h>
#include <time.h>

#include "abi/poll.h"

/* Waits until one of the COUNT descriptors at FDS is ready, TIMEOUT milliseconds (below 0:
 * for ever). How many are, as their revents say; or -1 and errno: EFAULT, EINTR, EINVAL (too
 * many), ENOMEM. */
int poll(struct pollfd *fds, nfds_t count, int timeout);
/* The same with a TIMEOUT of another kind (NULL: for ever); MASK, unless NULL, is what is
 * blocked meanwhile: a signal that comes before the wait breaks it, too. */
int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
          const sigset_t *mask);
