/* Waiting for children. */
#include "kernel/process/wait.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/debug/trace.h"
#include "kernel/process/status.h"
#include "kernel/process/table.h"

enum { LOOK_INSTRUCTIONS = 20 }; /* for kernel_worked: to look at a child */

static bool is_wanted(const struct process *child, uint32_t flags)
{
    if (child->thread.state == STATE_ZOMBIE)
        return true;
    return (child->cause.event == PROCESS_WAS_SUSPENDED && flags & WAIT_SUSPENDED) ||
           (child->cause.event == PROCESS_WAS_RESUMED && flags & WAIT_RESUMED);
}

void process_notify_parent(struct process *process)
{
    struct process *parent = process->parent;
    if (!parent || list_is_empty(&parent->waiting))
        return;
    bool is_meant = parent->wait_pid == -1 || parent->wait_pid == process->thread.id;
    if (is_meant && is_wanted(process, parent->wait_flags))
        thread_wake(&parent->thread);
}

/* A child that there is something to report of; NULL if none. Those that ended come
 * first, in the order of their ends. */
static struct process *find_any(struct process *self, uint32_t flags)
{
    struct list *first = list_first(&self->ended_children);
    if (first)
        return container_of(first, struct process, sibling);
    if (!(flags & (WAIT_SUSPENDED | WAIT_RESUMED)))
        return NULL;
    list_for_each(&self->children, node) {
        struct process *child = container_of(node, struct process, sibling);
        if (is_wanted(child, flags))
            return child;
        kernel_worked(LOOK_INSTRUCTIONS);
    }
    return NULL;
}

/* 1: *CHILD is to be reported; 0: not yet; -ECHILD: it never will be. */
static inline int look_for_child(struct process *self, pid_t pid, uint32_t flags,
                                 struct process **child)
{
    if (pid == -1) {
        *child = find_any(self, flags);
        if (!*child && list_is_empty(&self->children))
            return -ECHILD;
        return *child != NULL;
    }
    *child = table_find(pid);
    if (!*child || (*child)->parent != self)
        return -ECHILD;
    return is_wanted(*child, flags);
}

/* CHILD is a zombie, and nobody needs to know more of it. */
static void collect_zombie(struct process *child)
{
    trace(TRACE_REAP, REASON_NONE, child->thread.id, (uint32_t)child->parent->thread.id,
          0);
    list_remove(&child->sibling);
    table_remove(child);
}

/* Tells the caller about CHILD, unless it does not want to know. What cannot be told
 * stays to be reported. */
static pid_t report_child(struct process *child, struct transfer *to)
{
    pid_t pid = child->thread.id;
    const struct cause *cause = &child->cause;
    struct process_result result;
    result.pid = pid;
    result.event = cause->event;
    result.code = cause->code;
    result.by = cause->by;
    result.fault = cause->fault;
    result.address = cause->address;
    result.instruction = cause->instruction;
    process_accounts(child, &result.accounts);
    int error = to->left ? transfer_out(to, &result, sizeof(result)) : 0;
    if (error)
        return error;
    if (child->thread.state == STATE_ZOMBIE)
        collect_zombie(child);
    else
        child->cause.event = 0; /* it is told */
    return pid;
}

/* Blocks until there is something to report of PID. Apart from process_wait, which most
 * often has nothing to wait for. */
static __attribute__((noinline)) pid_t
wait_for_child(struct process *self, pid_t pid,
               const struct process_wait_options *options, struct transfer *to)
{
    struct process *child;
    int found;
    bool has_timeout = options->flags & WAIT_TIMEOUT;
    tick_t deadline = has_timeout ? clock_deadline(options->timeout_ticks) : TICK_NEVER;
    self->wait_pid = pid;
    self->wait_flags = options->flags;
    do {
        if (deadline <= clock_now())
            return -ETIMEDOUT;
        ASSERT(list_is_empty(&self->waiting)); /* only its own thread waits there */
        int error = transfer_check(to);        /* before it is too late */
        if (!error)
            error = thread_block(&self->waiting, BLOCKED_WAIT, deadline);
        if (error && error != -ETIMEDOUT)
            return error;
        found = look_for_child(self, pid, options->flags, &child);
    } while (found == 0);
    return found > 0 ? report_child(child, to) : found;
}

pid_t process_wait(pid_t pid, const struct process_wait_options *options,
                   struct transfer *to)
{
    struct process *self = process_current();
    struct process *child;
    int found = look_for_child(self, pid, options->flags, &child);
    if (found > 0)
        return report_child(child, to);
    if (found < 0 || options->flags & WAIT_POLL)
        return found;
    return wait_for_child(self, pid, options, to);
}
