/* The call on the terminal: ioctl. An argument is a struct in the program's memory, but for
 * the numbers of TCFLSH and TCSBRK. */
#include "kernel/terminal/terminal.h"
#include "abi/errno.h"
#include "abi/signal.h"
#include "kernel/fs/pipe.h"
#include "kernel/process/process.h"
#include "kernel/syscall/handlers.h"
#include "kernel/terminal/console.h"

/* Whether the running process may change the terminal: a program in the background would
 * change it for the one in the foreground, and is stopped. 0, -EIO or -EINTR. [POSIX
 * tcsetattr] */
static int wait_to_change(void)
{
    enum terminal_use use;
    do {
        use = process_use_terminal(SIGTTOU);
    } while (use == USE_AGAIN);
    return use == USE_ALLOWED ? 0 : use == USE_INTERRUPTED ? -EINTR : -EIO;
}

static int32_t set_settings(virt_t argument, bool drops_input)
{
    struct termios settings;
    int error = copy_in(&settings, argument, sizeof(settings));
    if (!error)
        error = wait_to_change();
    if (error)
        return error;
    console_set(&settings);
    if (drops_input)
        console_drop_input();
    return 0;
}

/* Nobody is stopped by it [Linux tty_io.c]: it is for whoever shows the terminal, from anywhere. */
static int32_t set_size(virt_t argument)
{
    struct winsize size, *known = console_size();
    int error = copy_in(&size, argument, sizeof(size));
    if (error)
        return error;
    bool is_new = size.ws_row != known->ws_row || size.ws_col != known->ws_col ||
                  size.ws_xpixel != known->ws_xpixel ||
                  size.ws_ypixel != known->ws_ypixel;
    *known = size;
    if (is_new)
        (void)signal_send_to_group(terminal_reader(), SIGWINCH);
    return 0;
}

/* Output is never kept back, so there is only input to drop. */
static int32_t flush(uint32_t what)
{
    if (what > TCIOFLUSH)
        return -EINVAL;
    int error = wait_to_change();
    if (error)
        return error;
    if (what != TCOFLUSH)
        console_drop_input();
    return 0;
}

static int32_t get_foreground(virt_t argument)
{
    pid_t group = terminal_reader();
    if (!process_has_terminal_of_session())
        return -ENOTTY;
    return copy_out(argument, &group, sizeof(group));
}

/* [Linux tty_io.c: a group that is an orphan is told that this is not its terminal] */
static int32_t set_foreground(virt_t argument)
{
    pid_t group;
    int error = wait_to_change();
    if (error)
        return error == -EIO ? -ENOTTY : error;
    error = copy_in(&group, argument, sizeof(group));
    if (error)
        return error;
    return group < 0 ? -EINVAL : process_set_terminal_group(group);
}

static int32_t get_session(virt_t argument)
{
    pid_t session = process_terminal_session();
    return session < 0 ? session : copy_out(argument, &session, sizeof(session));
}

int32_t sys_ioctl(uint32_t fd, uint32_t request, virt_t argument)
{
    const struct file *file = descriptors_find(&process_current()->descriptors, fd);
    if (!file)
        return -EBADF;
    if (request == FIONREAD && pipe_is(file)) {
        uint32_t used = pipe_used(file);
        return copy_out(argument, &used, sizeof(used));
    }
    if (!console_is(file))
        return -ENOTTY;
    switch (request) {
    case TCGETS:
        return copy_out(argument, console_settings(), sizeof(struct termios));
    case TCSETS:
    case TCSETSW:
    case TCSETSF:
        return set_settings(argument, request == TCSETSF);
    case TCFLSH:
        return flush(argument);
    case TCSBRK:
        return wait_to_change(); /* all is out already */
    case TIOCGPGRP:
        return get_foreground(argument);
    case TIOCSPGRP:
        return set_foreground(argument);
    case TIOCGSID:
        return get_session(argument);
    case TIOCSCTTY:
        return process_take_terminal(argument);
    case TIOCGWINSZ:
        return copy_out(argument, console_size(), sizeof(struct winsize));
    case TIOCSWINSZ:
        return set_size(argument);
    default:
        return -ENOTTY;
    }
}
