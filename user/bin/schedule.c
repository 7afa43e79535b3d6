/* schedule: gives a process other parameters for the policy; those that are not named
 * stay. 0 is the default, or undeclared.
 *
 * usage: schedule PID [tickets=N] [length=N] [priority=N] */
#include <arguments.h>
#include <process.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The value of WORD, if it is KEY and a number of at most MOST. */
static bool read_value(const char *word, const char *key, uint64_t most, uint64_t *value)
{
    size_t length = strlen(key);

    return strncmp(word, key, length) == 0 && argument_number(word + length, most, value);
}

static bool read_word(const char *word, struct process_scheduling *scheduling)
{
    uint64_t value;

    if (read_value(word, "tickets=", TICKETS_MAX, &value))
        scheduling->tickets = (uint32_t)value;
    else if (read_value(word, "priority=", UINT32_MAX, &value))
        scheduling->priority = (uint32_t)value;
    else if (read_value(word, "length=", UINT64_MAX, &value))
        scheduling->length_ticks = value;
    else
        return false;
    return true;
}

int main(int argc, char *argv[])
{
    struct process_status status;
    uint64_t pid;

    if (argc < 3 || !argument_number(argv[1], INT32_MAX, &pid))
        return usage("schedule PID [tickets=N] [length=N] [priority=N]");
    int error = process_status((pid_t)pid, &status);
    for (int i = 2; i < argc; i++) {
        if (!read_word(argv[i], &status.scheduling)) {
            fprintf(stderr, "schedule: wrong parameter or value: %s\n", argv[i]);
            return EXIT_USAGE;
        }
    }
    error = error ? error : process_schedule((pid_t)pid, &status.scheduling);
    if (error)
        fprintf(stderr, "schedule: %s: %s\n", argv[1], strerror(-error));
    return error ? EXIT_FAILURE : EXIT_SUCCESS;
}
