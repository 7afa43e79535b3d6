/* Waiting for one of several files. [POSIX poll.h; Linux for the numbers] */
#pragma once

#define POLLIN     0x001 /* there is something to read, or its end */
#define POLLPRI    0x002
#define POLLOUT    0x004 /* a write would not wait */
#define POLLERR    0x008 /* always told: nobody reads the pipe */
#define POLLHUP    0x010 /* always told: nobody writes to the pipe */
#define POLLNVAL   0x020 /* always told: the descriptor is closed */
#define POLLRDNORM 0x040
#define POLLRDBAND 0x080
#define POLLWRNORM 0x100
#define POLLWRBAND 0x200
#define POLLMSG    0x400
#define POLLRDHUP  0x2000

typedef unsigned long nfds_t;

struct pollfd {
    int fd; /* below 0: it is passed over */
    short events, revents;
};
