/* Process 1, from which all others descend. */
#include "kernel/debug/panic.h"
#include "kernel/process/process.h"

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
    if (pid < 0)
        panic("cannot start %s: error %d", path, -pid);
}
