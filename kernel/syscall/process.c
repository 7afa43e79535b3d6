/* Calls that act on processes. */
#include "kernel/process/process.h"
#include "abi/clone.h"
#include "abi/errno.h"
#include "abi/signal.h"
#include "kernel/syscall/handlers.h"
#include "kernel/syscall/path.h"

enum {
    LIST_MAX = 1 << 20, /* pids: more than there can be processes, and no overflow */
    CREATE_FLAGS = PROCESS_SUSPENDED | PROCESS_FILES | PROCESS_FOREGROUND
};

/* --- create --- */

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

static int copy_request(struct process_request *request, struct arguments *arguments,
                        const struct arch_call *call)
{
    int error = arguments_copy(arguments, call->b, call->d, false);
    return error ? error : copy_options(&request->options, call->c);
}

int32_t sys_process_create(const struct arch_call *call)
{
    struct process *self = process_current();
    struct path_copy copy;
    struct arguments arguments;
    struct process_request request = {.arguments = &arguments};
    arguments_init(&arguments);
    int result = path_copy(&copy, call->a);
    request.path = copy.path;
    if (!result)
        result = copy_request(&request, &arguments, call);
    if (!result)
        result = process_create(self, &request);
    struct script script;
    if (result == -ENOEXEC) {
        result = script_find(&script, &request.path, &arguments);
        request.path = script.path;
        if (!result)
            result = process_create(self, &request);
    }
    arguments_free(&arguments);
    path_free(&copy);
    return result;
}

/* --- fork, exec --- */

int32_t sys_fork(void)
{
    return process_fork(&(struct fork_request){0});
}

/* As far as it makes processes, and not threads: those that POSIX's fork and posix_spawn ask
 * for. */
int32_t sys_clone(const struct arch_call *call)
{
    enum { HANDLED = CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID };
    uint32_t flags = call->a & ~CLONE_SIGNAL & ~(uint32_t)HANDLED;
    bool is_wanted = call->a & CLONE_CHILD_SETTID && call->e >= USER_START &&
                     call->e < USER_END && call->e % sizeof(pid_t) == 0;
    struct fork_request request = {.stack = call->b, .own_pid = is_wanted ? call->e : 0};
    if ((call->a & CLONE_SIGNAL) != SIGCHLD ||
        (flags && flags != CLONE_VFORK && flags != (CLONE_VM | CLONE_VFORK)))
        return -EINVAL;
    pid_t pid = process_fork(&request);
    int error = pid > 0 && call->a & CLONE_PARENT_SETTID
                    ? copy_out(call->c, &pid, sizeof(pid))
                    : 0;
    (void)error; /* as Linux has it: the child is there */
    return pid;
}

int32_t sys_execve(virt_t path_address, virt_t argv, virt_t envp)
{
    struct path_copy copy;
    struct arguments arguments;
    arguments_init(&arguments);
    int error = path_copy(&copy, path_address);
    if (!error)
        error = arguments_copy(&arguments, argv, envp, true);
    if (!error)
        error = process_exec(&copy.path, &arguments);
    struct script script;
    if (error == -ENOEXEC) {
        error = script_find(&script, &copy.path, &arguments);
        if (!error)
            error = process_exec(&script.path, &arguments);
    }
    arguments_free(&arguments);
    path_free(&copy);
    return error;
}

/* --- The others --- */

int32_t sys_process_destroy(uint32_t pid)
{
    return process_destroy((pid_t)pid);
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

int32_t sys_process_sharers(const struct arch_call *call)
{
    uint32_t count = call->d;
    if ((int32_t)count < 0)
        return -EINVAL;
    uint32_t room = count < LIST_MAX ? count : LIST_MAX;
    struct transfer to =
        transfer_make(&process_current()->space, TO_USER, call->c, room * sizeof(pid_t));
    return process_sharers((pid_t)call->a, call->b, &to);
}

int32_t sys_process_foreground(uint32_t pid)
{
    return process_foreground((pid_t)pid);
}

int32_t sys_process_power_off(uint32_t status)
{
    return process_power_off((int)status);
}
