/* How a process ends: it exits, is destroyed, uses up its budget or faults. In all cases
 * it gives back what it holds itself, on its own kernel stack, in process_finish; then it
 * is a zombie until its parent has collected it. */
#include "kernel/process/end.h"

#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/debug/trace.h"
#include "kernel/process/foreground.h"
#include "kernel/process/group.h"
#include "kernel/process/power.h"
#include "kernel/process/table.h"
#include "kernel/process/wait.h"
#include "kernel/terminal/terminal.h"

/* Instructions, for kernel_worked: to end, and to give a child to init. */
enum { END_INSTRUCTIONS = 3000, CHILD_INSTRUCTIONS = 300 };

void process_end(struct process *process, struct cause cause)
{
    if (process->thread.ending)
        return;
    process->cause = cause;
    thread_end(&process->thread);
}

void process_exit(int code)
{
    process_end(process_current(),
                (struct cause){.event = PROCESS_EXITED, .code = code & 0xFF});
}

void process_fault(enum process_fault fault, virt_t address, virt_t instruction)
{
    struct process *process = process_current();
    trace(TRACE_FAULT, REASON_NONE, process->thread.id, fault, address);
    if (signal_fault(process, fault, address, instruction))
        return;
    process_end(process, (struct cause){.event = PROCESS_FAULTED,
                                        .fault = fault,
                                        .address = address,
                                        .instruction = instruction});
}

int process_destroy(pid_t pid)
{
    struct process *target;
    int error = table_find_target(pid, &target);
    if (!error)
        process_end(target, (struct cause){.event = PROCESS_DESTROYED,
                                           .code = SIGKILL,
                                           .by = this_cpu()->running->id});
    return error;
}

/* --- The end itself --- */

/* The terminal is left while the parent is still known to live; the space last, since the
 * kernel works on its tables until they are no longer active. */
static void give_back(struct process *process)
{
    descriptors_close_all(&process->descriptors);
    signals_end(process);
    process_leave_directory(process);
    foreground_note_end(process);
    arch_space_leave(); /* one cannot stand on the tables that one gives back */
    space_destroy(&process->space);
    program_put(process->program);
    process->program = NULL;
}

/* Its parent's end may leave CHILD's group without anybody who could let it go on. */
static void hang_up_orphan(struct process *child, const struct process *parent)
{
    if (child->thread.state != STATE_ZOMBIE && child->group != parent->group &&
        child->group->session == parent->group->session)
        group_hang_up_orphans(child->group);
}

static void move_to_init(struct process *process, struct list *children,
                         struct list *of_init)
{
    struct list *node;
    while ((node = list_first(children))) {
        struct process *child = container_of(node, struct process, sibling);
        list_remove(node);
        list_push_back(of_init, node);
        child->parent = init_process;
        process_notify_parent(child); /* what nobody has been told is init's to know */
        hang_up_orphan(child, process);
        kernel_worked(CHILD_INSTRUCTIONS);
    }
}

static enum trace_reason end_reason(uint32_t event)
{
    switch (event) {
    case PROCESS_EXITED:
        return REASON_EXITED;
    case PROCESS_DESTROYED:
        return REASON_DESTROYED;
    case PROCESS_USED_UP:
        return REASON_USED_UP;
    default:
        return REASON_FAULTED;
    }
}

static void note_end(struct process *process)
{
    struct cause *cause = &process->cause;
    if (process->thread.end_reason == REASON_USED_UP)
        *cause = (struct cause){.event = PROCESS_USED_UP};
    process->ended_tick = clock_now();
    uint32_t detail = cause->event == PROCESS_EXITED      ? (uint32_t)cause->code
                      : cause->event == PROCESS_DESTROYED ? (uint32_t)cause->by
                                                          : cause->fault;
    trace_at(arch_cycles(), TRACE_EXIT, end_reason(cause->event), process->thread.id,
             detail, 0);
}

static void become_zombie(struct process *process)
{
    group_note_end(process);
    process->thread.state = STATE_ZOMBIE;
    if (process_powers_off)
        return; /* nobody is there to be told */
    if (process == init_process)
        panic("init has ended: event %u, code %d, fault %u at %08x", process->cause.event,
              process->cause.code, process->cause.fault, process->cause.address);
    if (!list_is_empty(&process->children))
        move_to_init(process, &process->children, &init_process->children);
    if (!list_is_empty(&process->ended_children))
        move_to_init(process, &process->ended_children, &init_process->ended_children);
    if (process->parent->group != process->group &&
        process->parent->group->session == process->group->session)
        group_hang_up_orphans(process->group);
    list_remove(&process->sibling);
    if (signals_leave_no_zombies(process->parent)) {
        process->thread.unwanted = true; /* gone when another has the CPU */
        process_notify_gone(process->parent);
    } else {
        list_push_back(&process->parent->ended_children, &process->sibling);
        process_notify_parent(process);
    }
    signal_parent_of(process);
}

/* What the order is for:
 *   - Everything is given back before the parent is told: when its wait returns, the memory
 *     is free and the files are closed.
 *   - The state is ZOMBIE before the parent is told: the parent looks at it to see whether
 *     there is something to collect.
 *   - The thread ends last. It still stands on its kernel stack, which is freed by whoever
 *     has the CPU next: a parent that collects it right then frees the process alone. */
void process_finish(void)
{
    struct process *process = process_current();
    ASSERT(process->thread.ending);
    kernel_worked(
        END_INSTRUCTIONS); /* when many end, one after the other comes by here */
    note_end(process);
    give_back(process);
    become_zombie(process);
    thread_exit();
}
