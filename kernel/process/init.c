/* Process 1, from which all others descend. */
#include "kernel/debug/panic.h"
#include "kernel/process/table.h"

/* Of the stack; init and the calls of the library need one page. */
enum { STACK_BYTES = 4 * PAGE_SIZE };

void process_start_init(const char *path, const char *commands)
{
    static struct arguments arguments; /* too large for a kernel stack */
    struct process_request request = {.path = path, .arguments = &arguments};
    arguments.count = arguments.bytes = 0;
    int error = arguments_add(&arguments, path);
    if (!error && commands)
        error = arguments_add(&arguments, "-c");
    if (!error && commands)
        error = arguments_add(&arguments, commands);
    pid_t pid = error ? error : process_create(NULL, &request);
    /* Its end is the end of all: no page of it may be missing when there are none left. */
    error = pid < 0 ? pid : space_fill(&init_process->space, STACK_BYTES);
    if (error)
        panic("cannot start %s: error %d", path, -error);
}
