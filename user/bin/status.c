/* status: all that the kernel knows of a process, or of itself: `key: value` lines,
 * tables of its regions and files, a map of its address space.
 *
 * usage: status [PID] */
#include <arguments.h>
#include <process.h>
#include <status_text.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int argc, char *argv[])
{
    struct process_status status;
    uint64_t pid = 0;

    if (argc > 2 || (argc == 2 && !argument_number(argv[1], INT32_MAX, &pid)))
        return usage("status [PID]");
    int error = process_status((pid_t)pid, &status);
    if (error < 0) {
        fprintf(stderr, "status: %llu: %s\n", pid, strerror(-error));
        return EXIT_FAILURE;
    }
    status_print_lines(&status);
    if (!status.full) {
        puts("registers, regions and files: for its owner and id 0 only");
        return EXIT_SUCCESS;
    }
    status_print_regions(&status);
    status_print_files(&status);
    status_print_map(&status);
    return EXIT_SUCCESS;
}
