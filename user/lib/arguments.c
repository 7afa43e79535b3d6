/* Arguments that several programs share: numbers and lists of pids. */
#include <arguments.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool argument_number(const char *text, uint64_t most, uint64_t *number)
{
    char *end;

    if (!isdigit(*text))
        return false;
    errno = 0;
    uint64_t value = strtoull(text, &end, 10);
    if (*end != '\0' || errno != 0 || value > most)
        return false;
    *number = value;
    return true;
}

static bool are_pids(int count, char *words[])
{
    uint64_t pid;

    for (int i = 0; i < count; i++)
        if (!argument_number(words[i], INT32_MAX, &pid))
            return false;
    return count > 0;
}

int argument_pids(int argc, char *argv[], int (*act)(pid_t pid))
{
    int status = EXIT_SUCCESS;

    if (!are_pids(argc - 1, argv + 1)) {
        fprintf(stderr, "usage: %s PID...\n", argv[0]);
        return EXIT_USAGE;
    }
    for (int i = 1; i < argc; i++) {
        int error = act(atoi(argv[i]));

        if (error < 0) {
            fprintf(stderr, "%s: %s: %s\n", argv[0], argv[i], strerror(-error));
            status = EXIT_FAILURE;
        }
    }
    return status;
}
