/* A process goes on with another program: same pid, parent, files and limits, other memory. The
 * new memory is built beside the old one, so that the program that asked for it goes on if
 * that fails. */
#include "abi/errno.h"
#include "kernel/debug/trace.h"
#include "kernel/process/load.h"
#include "lib/string.h"

static void trace_exec(const struct process *process)
{
    uint32_t name[2];
    memcpy(name, process->name, sizeof(name));
    trace(TRACE_EXEC, REASON_NONE, process->thread.id, 0, 0);
    trace(TRACE_NAME, REASON_NONE, process->thread.id, name[0], name[1]);
}

/* The running PROCESS becomes what is LOADED, whose space is the old one then: that can be
 * given back when it is no longer active. Nothing can fail. */
static void become(struct process *process, struct loaded *loaded)
{
    struct program *before = process->program;
    space_swap(&process->space, loaded->space);
    process->program = loaded->program;
    process->has_executed = true;
    memcpy(process->name, process->program->name, sizeof(process->name));
    arch_stack_exec(process->thread.stack, &process->space.arch,
                    process->program->elf.entry, loaded->stack_pointer);
    arch_fpu_drop(process->thread.stack);
    descriptors_exec(&process->descriptors);
    signals_exec(process);
    trace_exec(process);
    space_destroy(loaded->space);
    program_put(before);
}

int process_exec(const struct path *path, const struct arguments *arguments)
{
    struct process *self = process_current();
    struct space space = {.account = self->space.account};
    struct loaded loaded = {.space = &space};
    const struct walker walker = process_walker(self);
    int error = load_program(&loaded, &walker, path, arguments,
                             self->limits[LIMIT_SPACE].rlim_cur);
    if (error)
        load_undo(&loaded);
    else
        become(self, &loaded);
    return error == -EISDIR ? -EACCES : error; /* as execve(2) has it */
}
