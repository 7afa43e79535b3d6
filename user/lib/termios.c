/* All by one call. */
#include <errno.h>
#include <limits.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include "call.h"

int ioctl(int fd, unsigned long request, ...)
{
    va_list arguments;

    va_start(arguments, request);
    uint32_t argument = va_arg(arguments, uint32_t);
    va_end(arguments);
    int32_t result = call_3(SYS_IOCTL, (uint32_t)fd, request, argument);
    if (result >= 0)
        return result;
    errno = -result;
    return -1;
}

int tcgetattr(int fd, struct termios *settings)
{
    return ioctl(fd, TCGETS, settings);
}

int tcsetattr(int fd, int when, const struct termios *settings)
{
    if (when < TCSANOW || when > TCSAFLUSH) {
        errno = EINVAL;
        return -1;
    }
    return ioctl(fd, TCSETS + (unsigned long)when, settings);
}

void cfmakeraw(struct termios *settings)
{
    settings->c_iflag &=
        ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
    settings->c_oflag &= ~(tcflag_t)OPOST;
    settings->c_cflag = (settings->c_cflag & ~(tcflag_t)(CSIZE | PARENB)) | CS8;
    settings->c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
    settings->c_cc[VMIN] = 1;
    settings->c_cc[VTIME] = 0;
}

int tcflush(int fd, int what)
{
    return ioctl(fd, TCFLSH, what);
}

int tcdrain(int fd)
{
    return ioctl(fd, TCSBRK, 1);
}

speed_t cfgetospeed(const struct termios *settings)
{
    return settings->c_cflag & B38400;
}

speed_t cfgetispeed(const struct termios *settings)
{
    return cfgetospeed(settings);
}

int cfsetospeed(struct termios *settings, speed_t speed)
{
    if (speed > B38400) {
        errno = EINVAL;
        return -1;
    }
    settings->c_cflag = (settings->c_cflag & ~(tcflag_t)B38400) | speed;
    return 0;
}

int cfsetispeed(struct termios *settings, speed_t speed)
{
    return cfsetospeed(settings, speed);
}

int isatty(int fd)
{
    struct termios settings;

    return tcgetattr(fd, &settings) == 0;
}

pid_t tcgetpgrp(int fd)
{
    pid_t group;

    return ioctl(fd, TIOCGPGRP, &group) < 0 ? -1 : group;
}

pid_t tcgetsid(int fd)
{
    pid_t session;

    return ioctl(fd, TIOCGSID, &session) < 0 ? -1 : session;
}

int tcsetpgrp(int fd, pid_t group)
{
    return ioctl(fd, TIOCSPGRP, &group);
}

/* TIOCSBRK and its kin have no line to act on. */
int tcsendbreak(int fd, int length)
{
    (void)length;
    return ioctl(fd, TCSBRK, 0);
}

int tcflow(int fd, int action)
{
    return ioctl(fd, TCXONC, action);
}

int cfsetspeed(struct termios *settings, speed_t speed)
{
    return cfsetospeed(settings, speed);
}

/* Which of the devices it is, its number tells. */
int ttyname_r(int fd, char *path, size_t size)
{
    static const char *const paths[] = {"/dev/console", "/dev/tty"};
    struct stat file, device;

    if (!isatty(fd) || fstat(fd, &file) < 0)
        return errno;
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
        if (stat(paths[i], &device) == 0 && device.st_rdev == file.st_rdev)
            return string_copy(path, paths[i], size) ? 0 : ERANGE;
    return ENODEV;
}

char *ttyname(int fd)
{
    static char path[TTY_NAME_MAX];
    int error = ttyname_r(fd, path, sizeof(path));

    if (error == 0)
        return path;
    errno = error;
    return NULL;
}

char *ctermid(char *path)
{
    static char own[L_ctermid];

    return strcpy(path == NULL ? own : path, "/dev/tty");
}
