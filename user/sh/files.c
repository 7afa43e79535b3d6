/* What the shell opens for itself lies above what a command can name, and is closed by
 * execve. */
#include "user/sh/files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MODE_OF_FILES = 0666 };

static bool has_others; /* `exec` has opened some from 3 on for all that follow */

struct shell_files shell_files_begin(int input, int output)
{
    struct shell_files files;

    for (int i = 0; i < SHELL_FILES_MAX; i++)
        files.fds[i] = i;
    files.fds[STDIN_FILENO] = input;
    files.fds[STDOUT_FILENO] = output;
    return files;
}

/* --- Redirections */

/* FD, moved above all that a command can name. */
static int move_up(int fd)
{
    if (fd < 0 || fd >= SHELL_FILES_MAX)
        return fd;
    int moved = fcntl(fd, F_DUPFD_CLOEXEC, SHELL_FILES_MAX);
    close(fd);
    if (moved < 0)
        errno = EMFILE; /* also where there is no such number: EINVAL */
    return moved;
}

static int complain(const char *what)
{
    fprintf(stderr, "sh: %s: %s\n", what, strerror(errno));
    return EXIT_FAILURE;
}

static int open_file(struct shell_redirection *redirection,
                     const struct shell_values *values)
{
    static const int flags[] = {
        [REDIRECT_IN] = O_RDONLY,
        [REDIRECT_OUT] = O_WRONLY | O_CREAT | O_TRUNC,
        [REDIRECT_APPEND] = O_WRONLY | O_CREAT | O_APPEND,
    };
    char *path = shell_words_value(redirection->word.part, values);
    int status = EXIT_SUCCESS;

    if (path == NULL)
        return complain("words");
    redirection->source =
        move_up(open(path, flags[redirection->kind] | O_CLOEXEC, MODE_OF_FILES));
    if (redirection->source < 0)
        status = complain(path);
    free(path);
    return status;
}

static bool is_open(int fd)
{
    return fd >= 0 && fcntl(fd, F_GETFD) >= 0;
}

static int complain_of_number(int fd)
{
    fprintf(stderr, "sh: %d: %s\n", fd, strerror(EBADF));
    return EXIT_FAILURE;
}

static int copy_descriptor(struct shell_files *files,
                           const struct shell_redirection *redirection)
{
    int source = redirection->source;

    if (source >= SHELL_FILES_MAX || !is_open(files->fds[source]))
        return complain_of_number(source);
    files->fds[redirection->fd] = files->fds[source];
    return EXIT_SUCCESS;
}

static bool names_file(const struct shell_redirection *redirection)
{
    return redirection->kind != REDIRECT_COPY && redirection->kind != REDIRECT_CLOSE;
}

static int redirect(struct shell_files *files, struct shell_redirection *redirection,
                    const struct shell_values *values)
{
    int status = EXIT_SUCCESS;

    if (redirection->fd >= SHELL_FILES_MAX)
        return complain_of_number(redirection->fd);
    if (redirection->kind == REDIRECT_COPY)
        return copy_descriptor(files, redirection);
    if (names_file(redirection))
        status = open_file(redirection, values);
    if (status == EXIT_SUCCESS)
        files->fds[redirection->fd] = names_file(redirection) ? redirection->source : -1;
    return status;
}

int shell_files_open(struct shell_files *files, struct shell_redirection *list,
                     const struct shell_values *values)
{
    int status = EXIT_SUCCESS;

    for (struct shell_redirection *at = list; at != NULL; at = at->next)
        if (names_file(at))
            at->source = -1;
    for (struct shell_redirection *at = list; at != NULL && status == EXIT_SUCCESS;
         at = at->next)
        status = redirect(files, at, values);
    if (status != EXIT_SUCCESS)
        shell_files_close(list);
    return status;
}

void shell_files_close(const struct shell_redirection *list)
{
    for (; list != NULL; list = list->next)
        if (names_file(list) && list->source >= 0)
            close(list->source);
}

/* --- Their outcome */

bool shell_files_are_standard(const struct shell_files *files)
{
    for (int i = STDERR_FILENO + 1; i < SHELL_FILES_MAX; i++)
        if (files->fds[i] != i)
            return false;
    return !has_others;
}

/* First the shell's own that others become are moved up, and those that are to be saved: so
 * `3>&1 1>&2 2>&3` finds each of them as it was. */
bool shell_files_take(const struct shell_files *files, struct shell_files *saved)
{
    struct shell_files own = shell_files_begin(STDIN_FILENO, STDOUT_FILENO);

    for (int i = 0; i < SHELL_FILES_MAX; i++)
        if (files->fds[i] != i) {
            own.fds[i] = fcntl(i, F_DUPFD_CLOEXEC, SHELL_FILES_MAX);
            if (own.fds[i] < 0 && errno != EBADF) {
                own.fds[i] = i;
                shell_files_restore(&own);
                errno = EMFILE;
                return false;
            }
        }
    for (int i = 0; i < SHELL_FILES_MAX; i++) {
        int source = files->fds[i];

        if (source >= 0 && source < SHELL_FILES_MAX)
            source = own.fds[source];
        if (source >= 0 && source != i)
            dup2(source, i);
        else if (source < 0)
            close(i);
    }
    if (saved != NULL)
        *saved = own;
    return true;
}

void shell_files_restore(const struct shell_files *saved)
{
    for (int i = 0; i < SHELL_FILES_MAX; i++) {
        if (saved->fds[i] == i)
            continue;
        if (saved->fds[i] < 0) {
            close(i);
        } else {
            dup2(saved->fds[i], i);
            close(saved->fds[i]);
        }
    }
}

void shell_files_keep(const struct shell_files *saved)
{
    for (int i = 0; i < SHELL_FILES_MAX; i++) {
        if (saved->fds[i] == i)
            continue;
        has_others |= i > STDERR_FILENO;
        if (saved->fds[i] >= 0)
            close(saved->fds[i]);
    }
}
