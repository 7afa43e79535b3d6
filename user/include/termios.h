/* The settings of a terminal: whether it is read by lines or by bytes, what is echoed, and
 * which keys do what. [POSIX termios.h]
 *
 * All return 0, or -1 and errno: EBADF; ENOTTY, FD is no terminal; EIO, another program has
 * the terminal. */
#pragma once

#include "abi/termios.h"
#include "abi/types.h"

#define TCSANOW   0 /* what was written is always out: so this ... */
#define TCSADRAIN 1 /* ... is the same as this */
#define TCSAFLUSH 2 /* and what was typed is dropped */

int tcgetattr(int fd, struct termios *settings);
/* What Robin has not, or cannot be changed, stays as it is. EINVAL: WHEN. */
int tcsetattr(int fd, int when, const struct termios *settings);
/* Bytes are read as they are typed, without echo; only Ctrl-\ keeps its meaning. */
void cfmakeraw(struct termios *settings);

/* Drops what was typed: WHAT is TCIFLUSH or TCIOFLUSH. */
int tcflush(int fd, int what);
int tcdrain(int fd);
int tcsendbreak(int fd, int length);
/* Holds what goes out or comes in: TCOOFF, TCOON, TCIOFF or TCION. Robin cannot: EINVAL. */
int tcflow(int fd, int action);

/* The speed is one, and settings for another are not kept. */
speed_t cfgetispeed(const struct termios *settings);
speed_t cfgetospeed(const struct termios *settings);
int cfsetispeed(struct termios *settings, speed_t speed);
int cfsetospeed(struct termios *settings, speed_t speed);
int cfsetspeed(struct termios *settings, speed_t speed);

/* Whose session has the terminal FD; -1 and errno: ENOTTY: another than the caller's. */
pid_t tcgetsid(int fd);
