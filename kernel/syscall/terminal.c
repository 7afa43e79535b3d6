/* The call on the terminal: ioctl. An argument is a struct in the program's memory, but for
 * the numbers of TCFLSH and TCSBRK. */
#include "kernel/terminal/terminal.h"
#include "abi/errno.h"
#include "kernel/process/process.h"
#include "kernel/syscall/handlers.h"
#include "kernel/terminal/console.h"

/* Only who may read may change it: a program in the background would change it for the
 * one in the foreground. [POSIX tcsetattr: EIO] */
static bool has_terminal(void)
{
    return terminal_reader() == this_cpu()->running->group;
}

static int32_t set_settings(virt_t argument, bool drops_input)
{
    struct termios settings;
    int error = copy_in(&settings, argument, sizeof(settings));
    if (error)
        return error;
    if (!has_terminal())
        return -EIO;
    console_set(&settings);
    if (drops_input)
        console_drop_input();
    return 0;
}

static int32_t set_size(virt_t argument)
{
    struct winsize size;
    int error = copy_in(&size, argument, sizeof(size));
    if (error)
        return error;
    if (!has_terminal())
        return -EIO;
    *console_size() = size;
    return 0;
}

/* Output is never kept back, so there is only input to drop. */
static int32_t flush(uint32_t what)
{
    if (what > TCIOFLUSH)
        return -EINVAL;
    if (!has_terminal())
        return -EIO;
    if (what != TCOFLUSH)
        console_drop_input();
    return 0;
}

static int32_t get_foreground(virt_t argument)
{
    pid_t group = terminal_reader();
    return copy_out(argument, &group, sizeof(group));
}

/* Who names itself claims the terminal, as a shell does when its job is over. */
static int32_t set_foreground(virt_t argument)
{
    pid_t group;
    int error = copy_in(&group, argument, sizeof(group));
    if (error)
        return error;
    if (group <= 0)
        return -EINVAL;
    return process_foreground(group == this_cpu()->running->group ? 0 : group);
}

int32_t sys_ioctl(uint32_t fd, uint32_t request, virt_t argument)
{
    const struct file *file = descriptors_find(&process_current()->descriptors, fd);
    if (!file)
        return -EBADF;
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
        return 0;
    case TIOCGPGRP:
        return get_foreground(argument);
    case TIOCSPGRP:
        return set_foreground(argument);
    case TIOCGWINSZ:
        return copy_out(argument, console_size(), sizeof(struct winsize));
    case TIOCSWINSZ:
        return set_size(argument);
    default:
        return -ENOTTY;
    }
}
