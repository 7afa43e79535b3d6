/* bad_create: tries to run each of the files below /files, and says what came of it: the
 * error by its name, or how it ended.
 *
 * usage: bad_create FILE... */
#include <errno.h>
#include <process.h>
#include <stdio.h>

static const char *name_of(int error)
{
    switch (-error) {
    case ENOEXEC:
        return "ENOEXEC";
    case ENOMEM:
        return "ENOMEM";
    default:
        return "another error";
    }
}

static void try(const char *file)
{
    char path[PROCESS_PATH_MAX];
    struct process_result result;

    snprintf(path, sizeof(path), "/files/%s", file);
    pid_t pid = process_create(path, NULL, NULL);
    if (pid < 0)
        printf("%s: %s\n", file, name_of(pid));
    else if (process_wait(pid, &result, NULL) == pid)
        printf("%s: event %u, code %d\n", file, result.event, result.code);
}

int main(int argc, char *argv[])
{
    for (int i = 1; i < argc; i++)
        try(argv[i]);
    return 0;
}
