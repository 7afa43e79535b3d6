/* Calls that act on processes. */
#include "kernel/process/process.h"
#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/memory/frame.h"
#include "kernel/syscall/handlers.h"

enum {
    LIST_MAX = 1 << 20, /* pids: more than there can be processes, and no overflow */
    STRING_INSTRUCTIONS = 500, /* for kernel_worked: to copy an argument */
    CREATE_FLAGS = PROCESS_SUSPENDED | PROCESS_FILES | PROCESS_FOREGROUND,
    WAIT_FLAGS = WAIT_SUSPENDED | WAIT_RESUMED | WAIT_POLL | WAIT_TIMEOUT
};

/* --- create --- */

/* Collects the strings that the array at ARGV points to, up to its NULL; an ARGV of NULL
 * is an empty array. BUFFER is room for one string. */
static int copy_arguments(struct arguments *arguments, virt_t argv, char *buffer,
                          size_t size)
{
    struct space *space = &process_current()->space;
    arguments->count = arguments->bytes = 0;
    if (!argv)
        return 0;
    for (;; argv += sizeof(virt_t)) {
        virt_t string;
        int error = copy_in(&string, argv, sizeof(string));
        if (error || !string)
            return error;
        error = transfer_string(space, string, buffer, size);
        if (error == -ENAMETOOLONG)
            return -E2BIG;
        if (!error)
            error = arguments_add(arguments, buffer);
        if (error)
            return error;
        kernel_worked(STRING_INSTRUCTIONS);
    }
}

static int copy_options(struct process_options *options, virt_t address)
{
    *options = (struct process_options){0};
    int error = address ? copy_in(options, address, sizeof(*options)) : 0;
    if (error)
        return error;
    bool is_half_a_budget = !options->rest_every_ticks != !options->rest_ticks;
    return options->flags & ~(uint32_t)CREATE_FLAGS || is_half_a_budget ||
                   !process_can_schedule(&options->scheduling)
               ? -EINVAL
               : 0;
}

/* With a page of room for the arguments, which are too large for a kernel stack. */
static pid_t create_from_page(virt_t path_address, virt_t argv, virt_t options_address,
                              void *page)
{
    struct process *self = process_current();
    struct arguments *arguments = page;
    char *buffer = (char *)page + sizeof(*arguments);
    char path[PROCESS_PATH_MAX];
    struct process_request request = {.path = path, .arguments = arguments};
    int error = transfer_string(&self->space, path_address, path, sizeof(path));
    if (!error)
        error = copy_arguments(arguments, argv, buffer, PAGE_SIZE - sizeof(*arguments));
    if (!error)
        error = copy_options(&request.options, options_address);
    return error ? error : process_create(self, &request);
}

int32_t sys_process_create(virt_t path, virt_t argv, virt_t options)
{
    phys_t frame = frame_allocate();
    if (!frame)
        return -ENOMEM;
    pid_t pid = create_from_page(path, argv, options, arch_frame(frame));
    frame_free(frame);
    return pid;
}

/* --- The others --- */

int32_t sys_fork(void)
{
    return process_fork();
}

int32_t sys_process_destroy(uint32_t pid)
{
    return process_destroy((pid_t)pid);
}

int32_t sys_process_wait(uint32_t pid, virt_t result, virt_t options_address)
{
    struct process_wait_options options;
    struct transfer to = transfer_make(&process_current()->space, TO_USER, result,
                                       result ? sizeof(struct process_result) : 0);
    int error = 0;
    if (options_address)
        error = copy_in(&options, options_address, sizeof(options));
    else
        options = (struct process_wait_options){0};
    if (error)
        return error;
    if (options.flags & ~(uint32_t)WAIT_FLAGS)
        return -EINVAL;
    return process_wait((pid_t)pid, &options, &to);
}

int32_t sys_process_suspend(uint32_t pid)
{
    return process_suspend((pid_t)pid);
}

int32_t sys_process_resume(uint32_t pid)
{
    return process_resume((pid_t)pid);
}

int32_t sys_process_status(uint32_t pid, virt_t status)
{
    struct transfer to = transfer_make(&process_current()->space, TO_USER, status,
                                       sizeof(struct process_status));
    return process_status((pid_t)pid, &to);
}

int32_t sys_process_list(virt_t pids, uint32_t count)
{
    if ((int32_t)count < 0)
        return -EINVAL;
    uint32_t room = count < LIST_MAX ? count : LIST_MAX;
    struct transfer to =
        transfer_make(&process_current()->space, TO_USER, pids, room * sizeof(pid_t));
    return process_list(&to);
}

int32_t sys_process_foreground(uint32_t pid)
{
    return process_foreground((pid_t)pid);
}

int32_t sys_process_power_off(uint32_t status)
{
    return process_power_off((int)status);
}
