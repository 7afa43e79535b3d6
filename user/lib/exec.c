/* Other programs: in the caller's place, or as its child. Both get its environment, unless
 * they are given another. */
#include <errno.h>
#include <process.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "call.h"

enum { PATH_BYTES_MAX = 256 };

__attribute__((weak)) char **environ;

__attribute__((weak)) void stream_prepare(void);

pid_t process_create(const char *path, char *const argv[],
                     const struct process_options *options)
{
    if (stream_prepare)
        stream_prepare();
    return call_4(SYS_PROCESS_CREATE, word(path), word(argv), word(options),
                  word(environ));
}

int execve(const char *path, char *const argv[], char *const envp[])
{
    errno = -call_3(SYS_EXECVE, word(path), word(argv), word(envp));
    return -1;
}

int execv(const char *path, char *const argv[])
{
    return execve(path, argv, environ);
}

/* --- By name: in the folders of PATH --- */

static const char *folders(void)
{
    for (char **entry = environ; entry != NULL && *entry != NULL; entry++) {
        if (strncmp(*entry, "PATH=", 5) == 0)
            return *entry + 5;
    }
    return "/bin";
}

/* Tries NAME in the first LENGTH bytes of FOLDER. */
static void try_in(const char *folder, size_t length, const char *name,
                   char *const argv[], char *const envp[])
{
    char path[PATH_BYTES_MAX];
    size_t name_length = strlen(name);

    if (length + name_length + 2 > sizeof(path)) {
        errno = ENAMETOOLONG;
        return;
    }
    memcpy(path, folder, length);
    path[length] = '/';
    memcpy(path + length + (length > 0), name, name_length + 1);
    execve(path, argv, envp);
}

/* A folder that cannot be used may be followed by one that can; of what was found in several
 * and could not be run the last error stays, unless there was only nothing. */
int execvpe(const char *name, char *const argv[], char *const envp[])
{
    bool is_refused = false;

    if (strchr(name, '/') != NULL)
        return execve(name, argv, envp);
    errno = ENOENT;
    if (*name == '\0')
        return -1;
    for (const char *folder = folders();; folder++) {
        const char *end = strchr(folder, ':');
        size_t length = end != NULL ? (size_t)(end - folder) : strlen(folder);
        try_in(folder, length, name, argv, envp);
        is_refused |= errno == EACCES;
        if (errno != EACCES && errno != ENOENT && errno != ENOTDIR)
            return -1;
        folder += length;
        if (*folder == '\0')
            break;
    }
    errno = is_refused ? EACCES : ENOENT;
    return -1;
}

int execvp(const char *name, char *const argv[])
{
    return execvpe(name, argv, environ);
}

/* --- With the arguments one by one. They lie on the stack as an array does, with the NULL at
 * its end: the named one, and then those that LIST begins at. [i386 psABI 2.2.3] --- */

static char *const *array_of(va_list list)
{
    return (char *const *)list - 1;
}

int execl(const char *path, const char *argument, ...)
{
    va_list list;

    va_start(list, argument);
    int result = execv(path, array_of(list));
    va_end(list);
    return result;
}

int execlp(const char *name, const char *argument, ...)
{
    va_list list;

    va_start(list, argument);
    int result = execvp(name, array_of(list));
    va_end(list);
    return result;
}

/* The environment stands behind the NULL. */
int execle(const char *path, const char *argument, ...)
{
    va_list list;

    va_start(list, argument);
    char *const *argv = array_of(list), *const *end = argv;
    while (*end != NULL)
        end++;
    int result = execve(path, argv, (char *const *)(uintptr_t)end[1]);
    va_end(list);
    return result;
}
