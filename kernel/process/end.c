/* How a process ends: it exits, is destroyed, uses up its budget or faults. In all cases
 * it gives back what it holds itself, on its own kernel stack, in process_finish; then it
 * is a zombie until its parent has collected it. */
#include "abi/errno.h"
#include "kernel/debug/panic.h"
#include "kernel/debug/trace.h"
#include "kernel/process/table.h"

static bool is_powering_off;
static int power_off_status;

/* Tells PROCESS to end, and notes why, unless it is ending already. */
static void end(struct process *process, struct cause cause)
{
    if (process->thread.ending)
        return;
    process->cause = cause;
    thread_end(&process->thread);
}

void process_exit(int code)
{
    end(process_current(), (struct cause){.event = PROCESS_EXITED, .code = code & 0xFF});
}

void process_fault(enum process_fault fault, virt_t address, virt_t instruction)
{
    struct process *process = process_current();
    trace(TRACE_FAULT, REASON_NONE, process->thread.id, fault, address);
    end(process, (struct cause){.event = PROCESS_FAULTED,
                                .fault = fault,
                                .address = address,
                                .instruction = instruction});
}

static void destroy(struct process *process, pid_t by)
{
    end(process, (struct cause){.event = PROCESS_DESTROYED, .by = by});
}

int process_destroy(pid_t pid)
{
    struct process *target;
    int error = table_find_target(pid, &target);
    if (!error)
        destroy(target, this_cpu()->running->id);
    return error;
}

bool process_interrupt_foreground(void)
{
    struct process *process = process_in_foreground();
    if (!process)
        return false;
    destroy(process, 0);
    return true;
}

int process_power_off(int status)
{
    if (process_current()->uid != 0)
        return -EPERM;
    is_powering_off = true;
    power_off_status = status;
    list_for_each(&all_processes, node) {
        struct process *process = container_of(node, struct process, all);
        if (process->thread.state != STATE_ZOMBIE)
            destroy(process, this_cpu()->running->id);
    }
    return 0;
}

bool process_is_over(void)
{
    return is_powering_off && this_cpu()->running == &this_cpu()->idle;
}

int process_power_off_status(void)
{
    return power_off_status;
}

/* --- The end itself --- */

static void give_back(struct process *process)
{
    for (uint32_t fd = 0; fd < process->files_end; fd++) {
        if (process->files[fd])
            file_close(process->files[fd]);
        process->files[fd] = NULL;
    }
    process_leave_console(process);
    arch_space_activate(NULL); /* one cannot stand on the tables that one gives back */
    process->thread.space = NULL;
    space_destroy(&process->space);
    program_put(process->program);
    process->program = NULL;
}

static void move_to_init(struct list *children, struct list *of_init)
{
    struct list *node;
    while ((node = list_first(children))) {
        struct process *child = container_of(node, struct process, sibling);
        list_remove(node);
        list_push_back(of_init, node);
        child->parent = init_process;
        process_notify_parent(child); /* what nobody has been told is init's to know */
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
    trace(TRACE_EXIT, end_reason(cause->event), process->thread.id, detail, 0);
}

static void become_zombie(struct process *process)
{
    process->thread.state = STATE_ZOMBIE;
    if (is_powering_off)
        return; /* nobody is there to be told */
    if (process == init_process)
        panic("init has ended: event %u, code %d, fault %u at %08x", process->cause.event,
              process->cause.code, process->cause.fault, process->cause.address);
    move_to_init(&process->children, &init_process->children);
    move_to_init(&process->ended, &init_process->ended);
    list_remove(&process->sibling);
    list_push_back(&process->parent->ended, &process->sibling);
    process_notify_parent(process);
}

void process_finish(void)
{
    struct process *process = process_current();
    note_end(process);
    give_back(process);
    become_zombie(process);
    thread_exit();
}

void process_reap(struct process *process)
{
    trace(TRACE_REAP, REASON_NONE, process->thread.id,
          (uint32_t)process->parent->thread.id, 0);
    list_remove(&process->sibling);
    table_remove(process);
    process_release(process);
}

void process_sweep(void)
{
    struct list *node;
    while ((node = list_first(&all_processes))) {
        struct process *process = container_of(node, struct process, all);
        ASSERT(process->thread.state == STATE_ZOMBIE);
        table_remove(process);
        process_release(process);
    }
    init_process = NULL;
}
