/* Waiting for one of many descriptors, by their bits. [POSIX sys/select.h] */
#pragma once

#include <sys/types.h>

#define FD_SETSIZE 1024

typedef long fd_mask;
#define NFDBITS 32

typedef struct {
    unsigned long fds_bits[FD_SETSIZE / 32];
} fd_set;

#define FD_ZERO(set)      __builtin_memset((set), 0, sizeof(fd_set))
#define FD_SET(fd, set)   ((void)((set)->fds_bits[(fd) / 32] |= 1ul << (fd) % 32))
#define FD_CLR(fd, set)   ((void)((set)->fds_bits[(fd) / 32] &= ~(1ul << (fd) % 32)))
#define FD_ISSET(fd, set) (((set)->fds_bits[(fd) / 32] >> (fd) % 32 & 1) != 0)

/* Waits until one of the descriptors below COUNT can be read, be written, or has an error, for
 * at most TIMEOUT unless that is NULL. How many bits are set then; -1: EBADF, EINTR, EINVAL,
 * ENOMEM. */
int select(int count, fd_set *restrict reads, fd_set *restrict writes,
           fd_set *restrict errors, struct timeval *restrict timeout);
/* The same, but TIMEOUT is not changed; MASK, unless NULL, is what is blocked meanwhile: a
 * signal that comes before the wait breaks it, too. */
int pselect(int count, fd_set *restrict reads, fd_set *restrict writes,
            fd_set *restrict errors, const struct timespec *restrict timeout,
            const sigset_t *restrict mask);
