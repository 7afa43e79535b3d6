/* Where a name is found is decided here, and what becomes of a file that is no program, so that
 * both ways to start one agree. */
#include "user/sh/start.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STATUS_NOT_EXECUTABLE = 126, STATUS_NOT_FOUND = 127 };
enum { PATH_BYTES = PATH_MAX, START_BYTES = 128 };
static const char SHELL[] = "/bin/sh";

static bool is_there(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);

    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

/* NAME in the first LENGTH bytes of FOLDER, none of which stand for where the shell is. */
static bool join_path(char path[PATH_BYTES], const char *folder, size_t length,
                      const char *name)
{
    return snprintf(path, PATH_BYTES, "%.*s%s%s", (int)length, folder,
                    length > 0 ? "/" : "", name) < PATH_BYTES;
}

/* The path of NAME: in the last folder whether it is there or not. 0, or -ENAME. */
static int find_program(const char *name, const struct variables *variables,
                        char path[PATH_BYTES])
{
    const char *folder = variable_get(variables, "PATH", strlen("PATH"));
    bool fits = true, is_last = false;

    if (strchr(name, '/') != NULL)
        return string_copy(path, name, PATH_BYTES) ? 0 : -ENAMETOOLONG;
    if (*name == '\0')
        return -ENOENT;
    for (folder = folder == NULL ? "/bin" : folder; !is_last; folder++) {
        size_t length = strcspn(folder, ":");

        fits = join_path(path, folder, length, name);
        folder += length;
        is_last = *folder == '\0' || (fits && is_there(path));
    }
    return fits ? 0 : -ENAMETOOLONG;
}

/* Programs get `environ`, which lives until the next one is started. */
static int set_environment(const struct variables *variables)
{
    static char **environment;

    free(environment);
    environ = environment = variables_environment(variables);
    return environment == NULL ? -ENOMEM : 0;
}

static int prepare(const char *name, const struct variables *variables,
                   char path[PATH_BYTES])
{
    int error = find_program(name, variables, path);

    if (error == 0)
        error = set_environment(variables);
    fflush(stdout);
    return error;
}

/* Whether the file at PATH is a text whose first line names no program that is to read it: then a
 * shell does. [POSIX 2.9.1.1] */
static bool is_plain_script(const char *path)
{
    char start[START_BYTES];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t count = fd < 0 ? -1 : read(fd, start, sizeof(start));

    if (fd >= 0)
        close(fd);
    return count >= 0 && memchr(start, '\0', (size_t)count) == NULL &&
           (count < 2 || memcmp(start, "#!", 2) != 0);
}

/* The words for a shell that is to read the script at PATH, malloc's; NULL: no memory, or it is
 * none. */
static char **script_words(char *const argv[], const char *path)
{
    size_t count = 1;

    while (argv[count] != NULL)
        count++;
    char **words = is_plain_script(path) ? calloc(count + 2, sizeof(*words)) : NULL;
    if (words == NULL)
        return NULL;
    words[0] = "sh";
    words[1] = (char *)(uintptr_t)path;
    memcpy(words + 2, argv + 1, (count - 1) * sizeof(*words));
    return words;
}

pid_t shell_start(char *const argv[], const struct process_options *options,
                  const struct variables *variables)
{
    char path[PATH_BYTES];
    int error = prepare(argv[0], variables, path);

    if (error != 0)
        return error;
    pid_t pid = process_create(path, argv, options);
    char **words = pid == -ENOEXEC ? script_words(argv, path) : NULL;
    if (words != NULL)
        pid = process_create(SHELL, words, options);
    free(words);
    return pid;
}

int shell_execute(char *const argv[], const struct variables *variables)
{
    char path[PATH_BYTES];
    int error = prepare(argv[0], variables, path);

    if (error != 0)
        return error;
    execve(path, argv, environ);
    error = -errno;
    char **words = error == -ENOEXEC ? script_words(argv, path) : NULL;
    if (words != NULL)
        execve(SHELL, words, environ);
    free(words);
    return error;
}

int shell_complain(const char *name, int error)
{
    if (error == -ENOENT || error == -ENOTDIR || error == -ENAMETOOLONG) {
        fprintf(stderr, "sh: %s: not found\n", name);
        return STATUS_NOT_FOUND;
    }
    fprintf(stderr, "sh: %s: %s\n", name, strerror(-error));
    return STATUS_NOT_EXECUTABLE;
}
