/* ps: a line for each process.
 *
 * usage: ps */
#include <errno.h>
#include <names.h>
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SPARE_PIDS = 16 };

/* All pids, to be freed, and how many in *COUNT; NULL if there is no memory for them.
 * More processes may have come since they were counted: then once more. */
static pid_t *list_pids(int *count)
{
    pid_t *pids = NULL;
    int room = 0;

    for (int total = 0; (total = process_list(pids, room)) > room;) {
        free(pids);
        room = total + SPARE_PIDS;
        pids = malloc((size_t)room * sizeof(*pids));
        if (pids == NULL)
            return NULL;
        *count = total;
    }
    return pids;
}

static void print_process(const struct process_status *status)
{
    const struct process_accounts *accounts = &status->accounts;

    printf("%5d %5d %5u %-7s %-4s %8llu %8u %5u %s\n", status->pid, status->parent,
           status->uid, name_of_state(status->state), status->suspended ? "yes" : "-",
           accounts->run_ticks, accounts->yielded + accounts->preempted,
           status->resident_pages, status->name);
}

int main(int argc, char *argv[])
{
    struct process_status status;
    int count = 0;

    if (argc != 1) {
        fprintf(stderr, "usage: %s\n", argv[0]);
        return EXIT_USAGE;
    }
    pid_t *pids = list_pids(&count);
    if (pids == NULL) {
        fprintf(stderr, "ps: list: %s\n", strerror(ENOMEM));
        return EXIT_FAILURE;
    }
    printf("%5s %5s %5s %-7s %-4s %8s %8s %5s %s\n", "PID", "PPID", "UID", "STATE",
           "SUSP", "TICKS", "SWITCHES", "PAGES", "COMMAND");
    for (int i = 0; i < count; i++)
        if (process_status(pids[i], &status) ==
            0) /* else it has been collected meanwhile */
            print_process(&status);
    free(pids);
    return EXIT_SUCCESS;
}
