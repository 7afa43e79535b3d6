/* A command for the shell, while the caller waits and does not hear what the keys ask of both:
 * those mean the command. [POSIX system] */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { STATUS_NO_SHELL = 127 };

struct kept {
    struct sigaction interrupt, quit;
    sigset_t mask;
};

static void close_ears(struct kept *kept)
{
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigset_t children;

    sigemptyset(&children);
    sigaddset(&children, SIGCHLD);
    sigprocmask(SIG_BLOCK, &children, &kept->mask);
    sigaction(SIGINT, &ignore, &kept->interrupt);
    sigaction(SIGQUIT, &ignore, &kept->quit);
}

static void open_ears(const struct kept *kept)
{
    sigaction(SIGINT, &kept->interrupt, NULL);
    sigaction(SIGQUIT, &kept->quit, NULL);
    sigprocmask(SIG_SETMASK, &kept->mask, NULL);
}

static int wait_for(pid_t child)
{
    int status = -1;

    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    return status;
}

int system(const char *command)
{
    struct kept kept;

    if (command == NULL)
        return access("/bin/sh", X_OK) == 0;
    close_ears(&kept);
    pid_t child = fork();
    if (child == 0) {
        open_ears(&kept);
        execl("/bin/sh", "sh", "-c", command, (char *)NULL);
        _exit(STATUS_NO_SHELL);
    }
    int status = child < 0 ? -1 : wait_for(child);
    open_ears(&kept);
    return status;
}
