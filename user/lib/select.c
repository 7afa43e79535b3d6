/* Waiting for one of many descriptors. */
#include <poll.h>
#include <sys/select.h>

#include "call.h"

int select(int count, fd_set *restrict reads, fd_set *restrict writes,
           fd_set *restrict errors, struct timeval *restrict timeout)
{
    const uint32_t words[6] = {(uint32_t)count, word(reads), word(writes), word(errors),
                               word(timeout)};

    return posix_result(call_6(SYS_NEWSELECT, words));
}

int pselect(int count, fd_set *restrict reads, fd_set *restrict writes,
            fd_set *restrict errors, const struct timespec *restrict timeout,
            const sigset_t *restrict mask)
{
    const uint32_t set[2] = {word(mask), sizeof(*mask)};
    struct timespec left; /* Linux's call changes it */

    if (timeout != NULL)
        left = *timeout;
    const uint32_t words[6] = {(uint32_t)count,
                               word(reads),
                               word(writes),
                               word(errors),
                               word(timeout != NULL ? &left : NULL),
                               word(set)};
    return posix_result(call_6(SYS_PSELECT6, words));
}

int ppoll(struct pollfd *fds, nfds_t count, const struct timespec *timeout,
          const sigset_t *mask)
{
    struct timespec left;

    if (timeout != NULL)
        left = *timeout;
    const uint32_t words[6] = {word(fds), count, word(timeout != NULL ? &left : NULL),
                               word(mask), sizeof(*mask)};
    return posix_result(call_6(SYS_PPOLL, words));
}
