/* Process 1, from which all others descend. */
#include "abi/errno.h"
#include "kernel/debug/panic.h"
#include "kernel/memory/frame.h"
#include "kernel/process/table.h"
#include "lib/string.h"

/* Of the stack; init and the calls of the library need one page. */
enum { STACK_BYTES = 4 * PAGE_SIZE };

/* PAGE is room for them: a boot line is shorter. */
static pid_t create_init(const char *path, const char *commands, char *page)
{
    struct arguments arguments = {.pages = {page}};
    struct process_request request = {.path = {path, (uint32_t)strlen(path) + 1},
                                      .arguments = &arguments};
    int error = arguments_add(&arguments, path);
    if (!error && commands)
        error = arguments_add(&arguments, "-c");
    if (!error && commands)
        error = arguments_add(&arguments, commands);
    return error ? error : process_create(NULL, &request);
}

void process_start_init(const char *path, const char *commands)
{
    phys_t frame = frame_allocate();
    pid_t pid = frame ? create_init(path, commands, arch_frame(frame)) : -ENOMEM;
    /* Its end is the end of all: no page of it may be missing when there are none left. */
    int error = pid < 0 ? pid : space_fill(&init_process->space, STACK_BYTES);
    if (error)
        boot_fail("cannot start %s: error %d", path, -error);
    frame_free(frame);
}
