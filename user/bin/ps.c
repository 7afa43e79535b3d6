/* ps: a line for each process; with -c, its state in a colour, if standard output is a
 * terminal; with -s, what the policy knows of it.
 *
 * usage: ps [-c | -s] */
#include <arguments.h>
#include <colour.h>
#include <errno.h>
#include <names.h>
#include <pids.h>
#include <process.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void print_process(const struct process_status *status, bool has_colour)
{
    const struct process_accounts *accounts = &status->accounts;

    printf("%5d %5d %5u %s%-7s %-4s%s %8llu %8u %5u %s\n", status->pid, status->parent,
           status->uid, colour_begin(status, has_colour), name_of_state(status->state),
           status->suspended ? "yes" : "-", colour_end(has_colour), accounts->run_ticks,
           accounts->yielded + accounts->preempted, status->resident_pages, status->name);
}

/* Those that count; under a policy without tickets, those that would. */
static uint32_t tickets_of(const struct process_status *status)
{
    uint32_t declared = status->scheduling.tickets;

    return status->tickets != 0 ? status->tickets
           : declared != 0      ? declared
                                : PROCESS_TICKETS_STANDARD;
}

static void print_scheduling(const struct process_status *status)
{
    const struct process_scheduling *scheduling = &status->scheduling;

    printf("%5d %7u %8llu %8u %5u %20llu %s\n", status->pid, tickets_of(status),
           scheduling->length_ticks, scheduling->priority, status->level, status->pass,
           status->name);
}

static void print_header(bool is_scheduling)
{
    if (is_scheduling)
        printf("%5s %7s %8s %8s %5s %20s %s\n", "PID", "TICKETS", "LENGTH", "PRIORITY",
               "LEVEL", "PASS", "COMMAND");
    else
        printf("%5s %5s %5s %-7s %-4s %8s %8s %5s %s\n", "PID", "PPID", "UID", "STATE",
               "SUSP", "TICKS", "SWITCHES", "PAGES", "COMMAND");
}

int main(int argc, char *argv[])
{
    bool is_scheduling = argc == 2 && strcmp(argv[1], "-s") == 0;
    struct process_status status;
    int count = 0;

    bool has_colour = argc == 2 && strcmp(argv[1], "-c") == 0;

    if (argc != 1 && !is_scheduling && !has_colour)
        return usage("ps [-c | -s]");
    has_colour = has_colour && isatty(STDOUT_FILENO);
    pid_t *pids = pids_all(&count);
    if (pids == NULL) {
        fprintf(stderr, "ps: list: %s\n", strerror(ENOMEM));
        return EXIT_FAILURE;
    }
    print_header(is_scheduling);
    for (int i = 0; i < count; i++) {
        if (process_status(pids[i], &status) < 0)
            continue; /* it has gone by now */
        if (is_scheduling)
            print_scheduling(&status);
        else
            print_process(&status, has_colour);
    }
    free(pids);
    return EXIT_SUCCESS;
}
