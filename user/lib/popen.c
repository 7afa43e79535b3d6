/* Commands for the shell. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "user/lib/stream.h"

enum { STATUS_NO_SHELL = 127 };

static _Noreturn void become_shell(const char *command)
{
    execl("/bin/sh", "sh", "-c", command, (char *)NULL);
    _exit(STATUS_NO_SHELL);
}

static int wait_for(pid_t child)
{
    int status;

    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return status;
}

/* The child's END of the pipe becomes FD, 0 or 1; both ends are for nobody else. */
static pid_t start(const char *command, const int ends[2], int fd)
{
    pid_t child = fork();

    if (child != 0)
        return child;
    if (ends[fd] == fd)
        fcntl(fd, F_SETFD, 0);
    else
        dup2(ends[fd], fd);
    become_shell(command);
}

FILE *popen(const char *command, const char *mode)
{
    bool reads = *mode == 'r';
    int ends[2];

    if (!reads && *mode != 'w') {
        errno = EINVAL;
        return NULL;
    }
    if (pipe2(ends, O_CLOEXEC) < 0)
        return NULL;
    pid_t child = start(command, ends, reads ? STDOUT_FILENO : STDIN_FILENO);
    close(ends[reads ? 1 : 0]);
    FILE *file =
        child < 0 ? NULL
                  : stream_new(ends[reads ? 0 : 1], reads ? STREAM_READ : STREAM_WRITE);
    if (file == NULL)
        close(ends[reads ? 0 : 1]);
    else
        file->child = child;
    return file;
}

int pclose(FILE *file)
{
    pid_t child = file->child;

    fclose(file);
    return wait_for(child);
}
