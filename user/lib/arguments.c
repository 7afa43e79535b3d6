/* Arguments that several programs share: numbers, seconds and lists of pids. */
#include <arguments.h>
#include <ctype.h>
#include <errno.h>
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SECONDS_DIGITS = 9, NANOSECONDS_PER_SECOND = 1000000000 };

int usage(const char *text)
{
    fprintf(stderr, "usage: %s\n", text);
    return EXIT_USAGE;
}

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

/* Digits beyond nanoseconds must be digits, but count nothing. */
static bool parse_seconds(const char *text, uint32_t *seconds, uint32_t *nanoseconds)
{
    const char *digit = text;
    uint32_t unit = NANOSECONDS_PER_SECOND;

    for (*seconds = 0; isdigit(*digit); digit++)
        *seconds = *seconds * 10 + (uint32_t)(*digit - '0');
    if (digit - text > SECONDS_DIGITS)
        return false;
    *nanoseconds = 0;
    if (*digit == '.')
        for (digit++; isdigit(*digit); digit++)
            *nanoseconds += (uint32_t)(*digit - '0') * (unit /= 10);
    return *digit == '\0' && isdigit(digit == text ? *text : digit[-1]);
}

bool argument_seconds(const char *text, tick_t *ticks)
{
    uint32_t seconds, nanoseconds;
    struct time_info info;

    if (!parse_seconds(text, &seconds, &nanoseconds) || time_info(&info) < 0)
        return false;
    nanoseconds += info.nanoseconds_per_tick - 1;
    *ticks =
        (tick_t)seconds * info.ticks_per_second + nanoseconds / info.nanoseconds_per_tick;
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

static bool read_file(const char *program, const char *name, FILE *file,
                      void (*act)(FILE *file, const char *name))
{
    if (file != NULL)
        act(file, name);
    if (file != NULL && !ferror(file))
        return true;
    fprintf(stderr, "%s: %s: %s\n", program, name[0] == '\0' ? "standard input" : name,
            strerror(errno));
    return false;
}

bool argument_files(char *argv[], int first, void (*act)(FILE *file, const char *name))
{
    bool all_read = argv[first] != NULL || read_file(argv[0], "", stdin, act);

    for (int i = first; argv[i] != NULL; i++) {
        bool is_input = strcmp(argv[i], "-") == 0;
        FILE *file = is_input ? stdin : fopen(argv[i], "r");

        all_read = read_file(argv[0], is_input ? "" : argv[i], file, act) && all_read;
        if (file != NULL && !is_input)
            fclose(file);
    }
    return all_read;
}

int output_status(const char *program, int status)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return status;
    fprintf(stderr, "%s: output: %s\n", program, strerror(errno));
    return EXIT_FAILURE;
}
