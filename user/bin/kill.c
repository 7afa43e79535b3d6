/* kill: destroys each PID or, with a signal, sends that. A PID of 0, or below, is a group, as
 * for kill(2); `--` in front says that the first is no signal. SIGNAL is a number or a name, with or without SIG. -l lists the names; with a
 * number, the name of that one, which may also be an exit status that tells of it.
 *
 * usage: kill [-SIGNAL | -s SIGNAL] PID...
 *        kill -l [NUMBER] */
#include <arguments.h>
#include <ctype.h>
#include <errno.h>
#include <process.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATUS_OF_SIGNAL = 128 };
enum { DESTROY = -1 }; /* in place of a signal */

static int complain(void)
{
    return usage("kill [-SIGNAL | -s SIGNAL] PID...\n       kill -l [NUMBER]");
}

static int list_signals(const char *number)
{
    uint64_t signal;

    if (number == NULL) {
        for (int i = 1; i <= SIGNAL_STANDARD_MAX; i++)
            printf("%d %s\n", i, signal_name(i));
        return EXIT_SUCCESS;
    }
    if (!argument_number(number, INT32_MAX, &signal))
        return complain();
    const char *name = signal_name(
        (int)(signal > STATUS_OF_SIGNAL ? signal - STATUS_OF_SIGNAL : signal));
    if (name == NULL)
        return complain();
    printf("%s\n", name);
    return EXIT_SUCCESS;
}

/* False: TEXT is no signal. */
static bool parse_signal(const char *text, int *signal)
{
    uint64_t number;

    if (argument_number(text, SIGNAL_MAX, &number)) {
        *signal = (int)number;
        return true;
    }
    *signal = signal_number(text);
    return *signal != 0;
}

static bool parse_pid(const char *text, pid_t *pid)
{
    uint64_t number;
    bool is_group = *text == '-';

    if (!argument_number(text + is_group, INT32_MAX, &number))
        return false;
    *pid = is_group ? -(pid_t)number : (pid_t)number;
    return true;
}

/* Returns 0 or -ENAME. Process 1 ignores a signal, but says that it cannot be destroyed. */
static int act_on(pid_t pid, int signal)
{
    if (signal == DESTROY && pid > 0)
        return process_destroy(pid);
    return kill(pid, signal == DESTROY ? SIGKILL : signal) == 0 ? 0 : -errno;
}

/* All of them are looked at before anything is done to one. */
static int act_on_all(char *pids[], int signal)
{
    int status = EXIT_SUCCESS;
    pid_t pid;

    for (int i = 0; i == 0 || pids[i] != NULL; i++)
        if (pids[i] == NULL || !parse_pid(pids[i], &pid))
            return complain();
    for (; *pids != NULL; pids++) {
        parse_pid(*pids, &pid);
        int error = act_on(pid, signal);

        if (error == 0)
            continue;
        fprintf(stderr, "kill: %s: %s\n", *pids, strerror(-error));
        status = EXIT_FAILURE;
    }
    return status;
}

int main(int argc, char *argv[])
{
    int signal = DESTROY;
    char **next = argv + 1;

    if (argc > 1 && strcmp(argv[1], "-l") == 0)
        return argc > 3 ? complain() : list_signals(argv[2]);
    if (argc > 1 && *argv[1] == '-' && strcmp(argv[1], "--") != 0) {
        const char *word = *next++ + 1;

        if (strcmp(word, "s") == 0 && argc > 2)
            word = *next++;
        if (!parse_signal(word, &signal))
            return complain();
    }
    if (*next != NULL && strcmp(*next, "--") == 0)
        next++;
    return act_on_all(next, signal);
}
