/* A terminal waits for tenths of a second, of which 255 are the most. */
#include <console.h>
#include <divide.h>
#include <errno.h>
#include <fcntl.h>
#include <process.h>
#include <stdbool.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

enum { TENTH_NS = 100 * 1000 * 1000, TENTHS_MAX = UINT8_MAX };

static cc_t tenths(tick_t ticks)
{
    struct time_info info = {0};

    time_info(&info);
    if (ticks > (tick_t)TENTHS_MAX * TENTH_NS / 1000 / 1000) /* at 1,000 Hz */
        return TENTHS_MAX;
    uint64_t count =
        divide_u64(ticks * info.nanoseconds_per_tick + TENTH_NS - 1, TENTH_NS, NULL);
    return count > TENTHS_MAX ? TENTHS_MAX : (cc_t)count;
}

/* False: it is no terminal, or somebody else has it, and to set it would stop the caller, which
 * it does not want. */
static bool wait_at_most(cc_t tenths_of_second, bool may_stop)
{
    struct termios settings;

    if (tcgetattr(STDIN_FILENO, &settings) < 0 ||
        (!may_stop && tcgetpgrp(STDIN_FILENO) != getpgrp()))
        return false;
    settings.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
    settings.c_cc[VMIN] = 0;
    settings.c_cc[VTIME] = tenths_of_second;
    return tcsetattr(STDIN_FILENO, TCSANOW, &settings) == 0;
}

int console_take(void)
{
    int input = dup(STDIN_FILENO), keys = open("/dev/tty", O_RDONLY);

    if (keys >= 0) {
        dup2(keys, STDIN_FILENO);
        close(keys);
    }
    return input;
}

int console_key(tick_t timeout_ticks)
{
    tick_t now = process_now();
    tick_t deadline = timeout_ticks > TICK_NEVER - now ? TICK_NEVER : now + timeout_ticks;
    unsigned char key;

    fflush(stdout); /* who is to press a key sees what was asked */
    do {
        if (!wait_at_most(tenths(deadline - now), deadline == TICK_NEVER))
            return process_sleep_until(deadline) < 0 ? -EINTR : -ETIMEDOUT;
        ssize_t count = read(STDIN_FILENO, &key, 1);
        if (count != 0)
            return count < 0 ? -errno : key;
        now = process_now();
    } while (now < deadline);
    return -ETIMEDOUT;
}
