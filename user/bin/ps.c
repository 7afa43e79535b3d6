/* ps: a line for each process.
 *
 * usage: ps */
#include <arguments.h>
#include <errno.h>
#include <names.h>
#include <pids.h>
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

    (void)argv;
    if (argc != 1)
        return usage("ps");
    pid_t *pids = pids_all(&count);
    if (pids == NULL) {
        fprintf(stderr, "ps: list: %s\n", strerror(ENOMEM));
        return EXIT_FAILURE;
    }
    printf("%5s %5s %5s %-7s %-4s %8s %8s %5s %s\n", "PID", "PPID", "UID", "STATE",
           "SUSP", "TICKS", "SWITCHES", "PAGES", "COMMAND");
    for (int i = 0; i < count; i++)
        if (process_status(pids[i], &status) == 0) /* it may be gone by now */
            print_process(&status);
    free(pids);
    return EXIT_SUCCESS;
}
