/* select by poll: the same question, with a struct for each descriptor in place of bits. */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/select.h>

static bool is_in(int fd, const fd_set *set)
{
    return set != NULL && FD_ISSET(fd, set);
}

static nfds_t ask(struct pollfd *polled, int count, const fd_set *reads,
                  const fd_set *writes, const fd_set *errors)
{
    nfds_t asked = 0;

    for (int fd = 0; fd < count; fd++) {
        bool is_read = is_in(fd, reads), is_written = is_in(fd, writes);

        if (is_read || is_written || is_in(fd, errors))
            polled[asked++] = (struct pollfd){
                .fd = fd,
                .events = (short)((is_read ? POLLIN : 0) | (is_written ? POLLOUT : 0))};
    }
    return asked;
}

/* Keeps FD's bit in SET if it was there and HOLDS. */
static int answer(int fd, fd_set *set, bool holds)
{
    if (!is_in(fd, set))
        return 0;
    if (!holds)
        FD_CLR(fd, set);
    return holds;
}

/* Rounded up, as all times to wait are. */
static int milliseconds(const struct timeval *timeout)
{
    if (timeout == NULL)
        return -1;
    if (timeout->tv_sec > INT_MAX / 1000 - 1)
        return INT_MAX;
    return (int)timeout->tv_sec * 1000 + (int)(timeout->tv_usec + 999) / 1000;
}

static int answer_all(const struct pollfd *polled, nfds_t asked, fd_set *reads,
                      fd_set *writes, fd_set *errors)
{
    int bits = 0;

    for (nfds_t i = 0; i < asked; i++)
        if (polled[i].revents & POLLNVAL) {
            errno = EBADF;
            return -1;
        }
    for (nfds_t i = 0; i < asked; i++) {
        bits +=
            answer(polled[i].fd, reads, polled[i].revents & (POLLIN | POLLHUP | POLLERR));
        bits += answer(polled[i].fd, writes, polled[i].revents & (POLLOUT | POLLERR));
        bits += answer(polled[i].fd, errors, polled[i].revents & POLLPRI);
    }
    return bits;
}

int select(int count, fd_set *restrict reads, fd_set *restrict writes,
           fd_set *restrict errors, struct timeval *restrict timeout)
{
    if (count < 0 || count > FD_SETSIZE ||
        (timeout != NULL && (timeout->tv_sec < 0 || timeout->tv_usec < 0))) {
        errno = EINVAL;
        return -1;
    }
    struct pollfd *polled = malloc((size_t)(count + 1) * sizeof(*polled));
    if (polled == NULL)
        return -1;
    nfds_t asked = ask(polled, count, reads, writes, errors);
    int bits = poll(polled, asked, milliseconds(timeout));
    if (bits >= 0)
        bits = answer_all(polled, asked, reads, writes, errors);
    int error = errno;
    free(polled);
    errno = error;
    return bits;
}
