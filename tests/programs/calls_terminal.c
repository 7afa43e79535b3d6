/* Whether the terminal's settings do what POSIX says. The program is in the foreground, and
 * nobody types. */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "check.h"

enum { TENTHS = 3, TENTH_TICKS = 10 };

static struct termios usual;

static int error_of(int result)
{
    return result == -1 ? errno : 0;
}

static struct termios settings_now(void)
{
    struct termios settings;

    EXPECT_EQUAL(tcgetattr(0, &settings), 0);
    return settings;
}

static void set(const struct termios *settings)
{
    EXPECT_EQUAL(tcsetattr(0, TCSANOW, settings), 0);
}

/* Bytes are read: at least so many, or for so long. */
static void set_bytes(cc_t least, cc_t tenths)
{
    struct termios settings = usual;

    cfmakeraw(&settings);
    settings.c_cc[VMIN] = least;
    settings.c_cc[VTIME] = tenths;
    set(&settings);
}

static void lines_are_read_at_first(void)
{
    usual = settings_now();
    EXPECT_EQUAL(usual.c_lflag & (ICANON | ECHO | ECHOE | ISIG | IEXTEN),
                 ICANON | ECHO | ECHOE | ISIG | IEXTEN);
    EXPECT_EQUAL(usual.c_iflag, ICRNL);
    EXPECT_EQUAL(usual.c_oflag, OPOST | ONLCR);
    EXPECT_EQUAL(usual.c_cc[VINTR], 3);
    EXPECT_EQUAL(usual.c_cc[VERASE], 127);
    EXPECT_EQUAL(usual.c_cc[VEOF], 4);
    EXPECT_EQUAL(cfgetospeed(&usual), B38400);
}

static void what_is_set_is_kept_and_what_robin_has_not_is_not(void)
{
    struct termios settings = usual;

    settings.c_iflag = 0xFFFFFFFF;
    settings.c_oflag = settings.c_cflag = 0;
    settings.c_lflag = ICANON | ECHONL;
    settings.c_cc[VERASE] = 8;
    set(&settings);
    settings = settings_now();
    EXPECT_EQUAL(settings.c_iflag, ICRNL);
    EXPECT_EQUAL(settings.c_oflag, usual.c_oflag);
    EXPECT_EQUAL(settings.c_cflag, usual.c_cflag);
    EXPECT_EQUAL(settings.c_lflag & (ICANON | ECHO | ISIG | ECHONL), ICANON);
    EXPECT_EQUAL(settings.c_cc[VERASE], 8);
    set(&usual);
    EXPECT_EQUAL(tcsetattr(0, 3, &usual), -1);
    EXPECT_EQUAL(errno, EINVAL);
}

static void a_read_may_poll(void)
{
    char c;

    set_bytes(0, 0);
    EXPECT_EQUAL(read(0, &c, 1), 0);
    set(&usual);
}

static void a_read_may_wait_for_tenths_of_a_second(void)
{
    char c;
    tick_t start = at_tick();

    set_bytes(0, TENTHS);
    EXPECT_EQUAL(read(0, &c, 1), 0);
    EXPECT_EQUAL(process_now() - start, TENTHS * TENTH_TICKS);
    set(&usual);
}

static void the_size_is_a_screens_until_it_is_set(void)
{
    struct winsize size, other = {.ws_row = 50, .ws_col = 132};

    EXPECT_EQUAL(ioctl(1, TIOCGWINSZ, &size), 0);
    EXPECT_EQUAL(size.ws_row, 25);
    EXPECT_EQUAL(size.ws_col, 80);
    EXPECT_EQUAL(ioctl(1, TIOCSWINSZ, &other), 0);
    EXPECT_EQUAL(ioctl(1, TIOCGWINSZ, &other), 0);
    EXPECT_EQUAL(other.ws_col, 132);
    EXPECT_EQUAL(ioctl(1, TIOCSWINSZ, &size), 0);
}

static void only_a_terminal_is_one(void)
{
    int fd = open("/files/letters", O_RDONLY);
    struct termios settings;

    EXPECT(isatty(0) && isatty(1) && isatty(2));
    EXPECT(!isatty(fd));
    EXPECT_EQUAL(errno, ENOTTY);
    EXPECT_EQUAL(error_of(tcgetattr(fd, &settings)), ENOTTY);
    EXPECT_EQUAL(error_of(tcgetpgrp(fd)), ENOTTY);
    EXPECT_EQUAL(close(fd), 0);
    EXPECT(!isatty(fd));
    EXPECT_EQUAL(errno, EBADF);
    EXPECT_EQUAL(error_of(ioctl(0, 0x5405, &settings)), ENOTTY);
}

static void the_foreground_is_told_and_given(void)
{
    pid_t child =
        start_with(&(struct process_options){.flags = PROCESS_SUSPENDED}, "", 0);
    struct winsize size;

    EXPECT_EQUAL(tcgetpgrp(0), getpid());
    EXPECT_EQUAL(tcsetpgrp(0, child), 0);
    EXPECT_EQUAL(tcgetpgrp(0), child);
    EXPECT_EQUAL(ioctl(0, TIOCGWINSZ, &size), 0);
    EXPECT_EQUAL(ioctl(0, TIOCSWINSZ, &size), 0);
    signal(SIGTTOU, SIG_IGN); /* else it would be stopped */
    EXPECT_EQUAL(tcsetattr(0, TCSANOW, &usual), 0);
    EXPECT_EQUAL(tcflush(0, TCIFLUSH), 0);
    EXPECT_EQUAL(tcsetpgrp(0, getpid()), 0);
    EXPECT_EQUAL(tcgetpgrp(0), getpid());
    signal(SIGTTOU, SIG_DFL);
    destroy_and_collect(child);
}

static void the_foreground_is_given_to_somebody_who_lives(void)
{
    EXPECT_EQUAL(error_of(tcsetpgrp(0, 0)), ESRCH);
    EXPECT_EQUAL(error_of(tcsetpgrp(0, -1)), EINVAL);
    EXPECT_EQUAL(error_of(tcsetpgrp(0, 12345)), ESRCH);
    EXPECT_EQUAL(tcgetpgrp(0), getpid());
}

static void what_was_typed_is_dropped_and_what_was_written_is_out(void)
{
    EXPECT_EQUAL(tcflush(0, TCIOFLUSH), 0);
    EXPECT_EQUAL(error_of(tcflush(0, 3)), EINVAL);
    EXPECT_EQUAL(tcdrain(0), 0);
    EXPECT_EQUAL(tcsetattr(0, TCSAFLUSH, &usual), 0);
}

static int drain(void)
{
    return tcdrain(0);
}

static int flush(void)
{
    return tcflush(0, TCIFLUSH);
}

static int take(void)
{
    return tcsetpgrp(0, getpgrp());
}

static void who_changes_the_terminal_from_the_background_is_stopped(void)
{
    int (*const tries[])(void) = {drain, flush, take};
    int status;

    for (size_t i = 0; i < sizeof(tries) / sizeof(tries[0]); i++) {
        pid_t child = fork();
        if (child == 0) {
            setpgid(0, 0);
            _exit(tries[i]() == 0);
        }
        EXPECT_EQUAL(waitpid(child, &status, WUNTRACED), child);
        EXPECT(WIFSTOPPED(status));
        EXPECT_EQUAL(WSTOPSIG(status), SIGTTOU);
        destroy_and_collect(child);
    }
}

static void the_session_of_the_terminal_is_told_and_keeps_it(void)
{
    pid_t session = 0;
    int status;

    EXPECT_EQUAL(ioctl(0, TIOCGSID, &session), 0);
    EXPECT_EQUAL(session, getsid(0));
    EXPECT_EQUAL(ioctl(0, TIOCSCTTY, 0), getpid() == session ? 0 : -1);
    pid_t child = fork();
    if (child == 0) { /* the leader of a session of its own takes it only by force */
        setsid();
        if (ioctl(0, TIOCGSID, &session) == 0 || errno != ENOTTY)
            _exit(1);
        if (ioctl(0, TIOCSCTTY, 0) == 0 || errno != EPERM)
            _exit(2);
        _exit(0);
    }
    EXPECT_EQUAL(waitpid(child, &status, 0), child);
    EXPECT_EQUAL(status, 0);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(lines_are_read_at_first),
    BEHAVIOUR(what_is_set_is_kept_and_what_robin_has_not_is_not),
    BEHAVIOUR(a_read_may_poll),
    BEHAVIOUR(a_read_may_wait_for_tenths_of_a_second),
    BEHAVIOUR(the_size_is_a_screens_until_it_is_set),
    BEHAVIOUR(only_a_terminal_is_one),
    BEHAVIOUR(the_foreground_is_told_and_given),
    BEHAVIOUR(the_foreground_is_given_to_somebody_who_lives),
    BEHAVIOUR(what_was_typed_is_dropped_and_what_was_written_is_out),
    BEHAVIOUR(who_changes_the_terminal_from_the_background_is_stopped),
    BEHAVIOUR(the_session_of_the_terminal_is_told_and_keeps_it),
};

int main(void)
{
    return CHECK_ALL(behaviours);
}
