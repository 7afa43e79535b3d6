/* A program file becomes a process. Nothing that others can see changes before the last
 * thing that can fail has succeeded. */
#include "kernel/process/birth.h"

#include "abi/errno.h"
#include "kernel/debug/panic.h"
#include "kernel/debug/trace.h"
#include "kernel/process/group.h"
#include "kernel/process/limits.h"
#include "kernel/process/load.h"
#include "kernel/process/table.h"
#include "kernel/process/timers.h"
#include "kernel/terminal/terminal.h"
#include "lib/string.h"

int process_inherit_user(struct process *process, const struct process *parent)
{
    if (parent) {
        process->space.account = parent->space.account;
        account_hold(process->space.account);
        process->uid = parent->uid;
        memcpy(process->limits, parent->limits, sizeof(process->limits));
        return 0;
    }
    process->umask = UMASK_STANDARD;
    limits_start(process->limits);
    process->space.account = account_get(0);
    return process->space.account ? 0 : -ENOMEM;
}

static int make_memory(struct process *process, const struct process_request *request,
                       virt_t *stack_pointer)
{
    struct loaded loaded = {.space = &process->space};
    const struct walker walker = process_walker(process);
    int error = load_program(&loaded, &walker, &request->path, request->arguments,
                             process->limits[LIMIT_SPACE].rlim_cur);
    process->program = loaded.program;
    *stack_pointer = loaded.stack_pointer;
    return error;
}

static int make_thread(struct process *process, const struct process_request *request,
                       virt_t stack_pointer)
{
    struct thread *thread = &process->thread;
    thread->stack = arch_stack_create();
    if (!thread->stack)
        return -ENOMEM;
    arch_stack_start(thread->stack, &process->space.arch, process->program->elf.entry,
                     stack_pointer);
    thread->end_after_ticks = request->options.end_after_ticks;
    thread->rest_every_ticks = request->options.rest_every_ticks;
    thread->rest_ticks = request->options.rest_ticks;
    thread->has_budget = thread->end_after_ticks || thread->rest_every_ticks;
    thread->job.scheduling = request->options.scheduling;
    return 0;
}

void process_discard(struct process *process)
{
    if (process->thread.stack)
        arch_stack_destroy(process->thread.stack);
    if (space_exists(&process->space))
        space_destroy(&process->space);
    if (process->program)
        program_put(process->program);
    descriptors_close_all(&process->descriptors); /* while its account is there */
    if (process->space.account)
        account_put(process->space.account);
    signals_end(process);
    process_leave_directory(process);
    if (process->group)
        group_discard(process->group);
    table_discard(process);
}

/* What a reader of the trace has to know from the beginning. */
static void trace_birth(const struct process *process, bool suspended, bool has_forked)
{
    const struct thread *thread = &process->thread;
    uint32_t parent = process->parent ? (uint32_t)process->parent->thread.id : 0;
    uint32_t name[2];
    memcpy(name, process->name, sizeof(name));
    uint64_t cycles = arch_cycles();
    trace_at(cycles, TRACE_CREATE, REASON_NONE, thread->id, parent, has_forked);
    trace_at(cycles, TRACE_NAME, REASON_NONE, thread->id, name[0], name[1]);
    if (thread->job.scheduling.tickets || thread->job.scheduling.length_ticks)
        thread_trace_scheduling(thread);
    if (suspended)
        trace(TRACE_SUSPEND, REASON_NONE, thread->id, parent, 0);
}

/* Whoever has forked stays with its parent. The shell that process 1 starts for the person at
 * the terminal founds a session, with put_in_foreground below. */
static void enter_group(struct process *process, const struct process *parent,
                        bool has_forked)
{
    struct group *group = process->group;
    pid_t session = parent ? parent->group->session : process->thread.id;
    if (has_forked)
        group_join(parent->group, process);
    else
        group_found(group, process, session);
}

/* From here on nothing can fail, and others can see the process. What the order is for:
 *   - The table gives the pid, by which the terminal and the trace name the process.
 *   - The birth is traced before the thread starts: a reader must have heard of a process
 *     when it becomes ready.
 *   - The thread starts last: from then on the policy may pick it, and it must find its
 *     memory, its files and its parent. */
void process_publish(struct process *process, struct process *parent,
                     const struct process_options *options, bool has_forked)
{
    ASSERT(process->thread.stack && space_exists(&process->space) && process->program);
    list_init(&process->children);
    list_init(&process->ended_children);
    list_init(&process->waiting);
    process->created_tick = clock_now();
    process->ended_tick = TICK_NEVER;
    table_add(process);
    enter_group(process, parent, has_forked);
    if (parent) {
        process->parent = parent;
        list_push_back(&parent->children, &process->sibling);
    } else {
        init_process = process;
        terminal_init(process->thread.group);
    }
    trace_birth(process, options->flags & PROCESS_SUSPENDED, has_forked);
    if (options->flags & PROCESS_SUSPENDED)
        group_note_suspension(process);
    thread_start(&process->thread, options->start_tick,
                 options->flags & PROCESS_SUSPENDED);
}

static int try_create(struct process *parent, const struct process_request *request,
                      struct process **result)
{
    virt_t stack_pointer = 0;
    struct process *process = table_allocate();
    if (!process)
        return -ENOMEM;
    int error = process_inherit_user(process, parent);
    if (parent)
        process_inherit_place(process, parent);
    if (!error)
        error = make_memory(process, request, &stack_pointer);
    if (!error)
        error = make_thread(process, request, stack_pointer);
    if (!error && process->limits[LIMIT_CPU].rlim_cur != RLIM_INFINITY)
        error = timers_watch_limit(process);
    if (!error && !parent)
        error = descriptors_open_console(&process->descriptors);
    if (!error && !(process->group = group_allocate()))
        error = -ENOMEM;
    if (error) {
        process_discard(process);
        return error;
    }
    memcpy(process->name, process->program->name, sizeof(process->name));
    if (parent) /* only now: each failure would have to give them up again */
        descriptors_share(&process->descriptors, &parent->descriptors, &request->options);
    process_publish(process, parent, &request->options, false);
    *result = process;
    return 0;
}

/* User 0 is not held to the limit: whoever shall end what there is too much of must be able
 * to start something. */
int process_may_have_child(const struct process *parent)
{
    uint32_t most = parent->limits[LIMIT_PROCESSES].rlim_cur;
    bool has_too_many = parent->uid != 0 && parent->space.account->process_count >= most;
    return has_too_many || !table_has_pid() ? -EAGAIN : 0;
}

/* The child of a program in the background stays there, too. */
static void put_in_foreground(struct process *process)
{
    pid_t group = process->thread.group, giver = process->parent->thread.group;
    if (process->parent == init_process) {
        process->group->session = group;
        terminal_begin(group);
    } else if (terminal_may_give(giver)) {
        terminal_give(group, giver);
    }
}

pid_t process_create(struct process *parent, const struct process_request *request)
{
    struct process *process;
    int error =
        parent ? descriptors_check_options(&parent->descriptors, &request->options) : 0;
    if (!error && parent)
        error = process_may_have_child(parent);
    if (error)
        return error;
    table_makes_process = true;
    error = try_create(parent, request, &process);
    table_makes_process = false;
    if (error)
        return error;
    if (request->options.flags & PROCESS_FOREGROUND)
        put_in_foreground(process);
    return process->thread.id;
}
