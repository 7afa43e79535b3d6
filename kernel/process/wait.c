/* Waiting for children. */
#include "kernel/process/wait.h"

#include "abi/errno.h"
#include "abi/wait.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/debug/trace.h"
#include "kernel/process/status.h"
#include "kernel/process/table.h"
#include "kernel/process/usage.h"

enum { LOOK_INSTRUCTIONS = 20 }; /* for kernel_worked: to look at a child */

enum { ANY_CHILD = 0 };

/* Whether a wait for PID is for CHILD, too: the negative of a group is for its members. */
static inline bool is_meant(const struct process *child, pid_t pid)
{
    return pid == ANY_CHILD || child->thread.id == pid || child->thread.group == -pid;
}

static bool is_passed_over(const struct process *child, uint32_t flags)
{
    return child->thread.state == STATE_ZOMBIE && flags & WAIT_NO_ENDS;
}

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
    if (is_meant(process, parent->wait_pid) && is_wanted(process, parent->wait_flags))
        thread_wake(&parent->thread);
}

void process_notify_gone(struct process *parent)
{
    if (!list_is_empty(&parent->waiting))
        thread_wake(&parent->thread);
}

/* The first of CHILDREN whom a wait for PID is for, and of whom there is something to
 * report; NULL if none. *EXISTS becomes true if there is one at all whom it is for. */
static struct process *find_among(struct list *children, pid_t pid, uint32_t flags,
                                  bool *exists)
{
    list_for_each(children, node) {
        struct process *child = container_of(node, struct process, sibling);
        kernel_worked(LOOK_INSTRUCTIONS);
        if (!is_meant(child, pid) || is_passed_over(child, flags))
            continue;
        *exists = true;
        if (is_wanted(child, flags))
            return child;
    }
    return NULL;
}

/* Those that ended come first, in the order of their ends. */
static int look_for_member(struct process *self, pid_t pid, uint32_t flags,
                           struct process **child)
{
    bool exists = false;
    *child = find_among(&self->ended_children, pid, flags, &exists);
    if (!*child)
        *child = find_among(&self->children, pid, flags, &exists);
    return *child ? 1 : exists ? 0 : -ECHILD;
}

/* For any child nobody is looked at who can have nothing to tell. */
static inline int look_for_any(struct process *self, uint32_t flags,
                               struct process **child)
{
    struct list *first = list_first(&self->ended_children);
    if (first && !(flags & WAIT_NO_ENDS)) {
        *child = container_of(first, struct process, sibling);
        return 1;
    }
    if (flags & (WAIT_SUSPENDED | WAIT_RESUMED | WAIT_NO_ENDS))
        return look_for_member(self, ANY_CHILD, flags, child);
    return list_is_empty(&self->children) ? -ECHILD : 0;
}

/* 1: *CHILD is to be reported; 0: not yet; -ECHILD: it never will be. */
static inline int look_for_child(struct process *self, pid_t pid, uint32_t flags,
                                 struct process **child)
{
    if (pid == ANY_CHILD)
        return look_for_any(self, flags, child);
    if (pid < 0)
        return look_for_member(self, pid, flags, child);
    *child = table_find(pid);
    if (!*child || (*child)->parent != self || is_passed_over(*child, flags))
        return -ECHILD;
    return is_wanted(*child, flags);
}

/* CHILD is a zombie, and nobody needs to know more of it. */
static void collect_zombie(struct process *child)
{
    trace_at(arch_cycles(), TRACE_REAP, REASON_NONE, child->thread.id,
             (uint32_t)child->parent->thread.id, 0);
    process_inherit_usage(child->parent, child);
    list_remove(&child->sibling);
    table_remove(child);
}

/* The parent of CHILD has been told. */
static void end_news(struct process *child)
{
    if (child->thread.state == STATE_ZOMBIE)
        collect_zombie(child);
    else
        child->cause.event = 0;
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
    end_news(child);
    return pid;
}

/* Blocks until there is something to report of PID: as look_for_child, or -errno. TO is
 * where that shall go. Apart from those who call it, which most often have nothing to wait
 * for. */
static __attribute__((noinline)) int
wait_for_child(struct process *self, pid_t pid,
               const struct process_wait_options *options, struct transfer *to,
               struct process **child)
{
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
            error = thread_block_until(&self->waiting, BLOCKED_WAIT, deadline);
        if (error && error != -ETIMEDOUT)
            return error;
        found = look_for_child(self, pid, options->flags, child);
    } while (found == 0);
    return found;
}

static inline int find_child(struct process *self, pid_t pid,
                             const struct process_wait_options *options,
                             struct transfer *to, struct process **child)
{
    int found = look_for_child(self, pid, options->flags, child);
    if (found || options->flags & WAIT_POLL)
        return found;
    return wait_for_child(self, pid, options, to, child);
}

pid_t process_wait(pid_t pid, const struct process_wait_options *options,
                   struct transfer *to)
{
    struct process *child;
    if (pid <= 0 && pid != -1)
        return -ECHILD;
    int found =
        find_child(process_current(), pid == -1 ? ANY_CHILD : pid, options, to, &child);
    return found > 0 ? report_child(child, to) : found;
}

/* --- As POSIX has it --- */

static int32_t status_of(const struct cause *cause)
{
    switch (cause->event) {
    case PROCESS_EXITED:
        return cause->code << 8;
    case PROCESS_WAS_SUSPENDED:
        return cause->code << 8 | WSTATUS_STOPPED;
    case PROCESS_WAS_RESUMED:
        return WSTATUS_CONTINUED;
    default:
        return signal_of_end(cause);
    }
}

static pid_t whom_to_find(const struct process *self, pid_t pid)
{
    if (pid == -1)
        return ANY_CHILD;
    return pid ? pid : -self->thread.group;
}

pid_t process_wait_posix(pid_t pid, uint32_t flags, struct wait_news *news)
{
    struct process *self = process_current(), *child;
    struct process_wait_options options = {.flags = flags};
    struct transfer nowhere = {.left = 0};
    int found = find_child(self, whom_to_find(self, pid), &options, &nowhere, &child);
    if (found <= 0)
        return found;
    pid_t told = child->thread.id;
    news->status = status_of(&child->cause);
    news->uid = child->uid;
    process_tell_usage(child, &news->usage);
    if (!(flags & WAIT_KEEPS))
        end_news(child);
    return told;
}
