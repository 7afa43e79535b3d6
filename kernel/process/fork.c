/* One process becomes two, which differ in their pids and in what fork tells them. */
#include "abi/errno.h"
#include "kernel/memory/fpu.h"
#include "kernel/process/birth.h"
#include "kernel/process/table.h"
#include "kernel/process/timers.h"
#include "lib/string.h"

/* What is small comes first: to fail there costs nothing. */
static int copy_process(struct process *child, struct process *parent)
{
    int error = process_inherit_user(child, parent);
    process_inherit_place(child, parent);
    if (!error)
        error = thread_inherit(&child->thread, &parent->thread);
    if (!error)
        error = signals_fork(child, parent);
    if (!error)
        error = timers_watch_limit(child);
    if (!error)
        error = descriptors_fork(&child->descriptors, &parent->descriptors);
    if (error)
        return error;
    child->program = parent->program;
    program_hold(child->program);
    error = space_fork(&child->space, &parent->space);
    if (error)
        return error;
    child->thread.stack = arch_stack_create();
    if (!child->thread.stack)
        return -ENOMEM;
    arch_stack_fork(child->thread.stack, &child->space.arch, parent->thread.stack);
    return fpu_copy(child->thread.stack, parent->thread.stack);
}

/* Sees to it that CHILD's pid can be written later to ADDRESS. An address that it cannot be
 * written to is no error, as Linux has it. */
static int make_room_for_pid(struct process *child, virt_t address)
{
    unsigned flags;
    struct space *space = &child->space;
    phys_t frame = arch_space_lookup(&space->arch, page_of(address), &flags);
    if (frame && flags & ARCH_PAGE_WRITE)
        return 0;
    int error = space_touch(space, address,
                            ARCH_ACCESS_WRITE | (frame ? ARCH_ACCESS_MAPPED : 0u));
    return error == -ENOMEM ? error : 0;
}

static void write_pid(const struct process *child, virt_t address)
{
    unsigned flags;
    phys_t frame = arch_space_lookup(&child->space.arch, page_of(address), &flags);
    if (!frame || !(flags & ARCH_PAGE_WRITE))
        return;
    char *page = arch_frame(frame);
    memcpy(page + address % PAGE_SIZE, &child->thread.id, sizeof(pid_t));
}

static int make_copy(struct process *parent, const struct fork_request *request,
                     struct process **result)
{
    struct process *child = table_allocate();
    if (!child)
        return -ENOMEM;
    int error = copy_process(child, parent);
    if (!error && request->own_pid)
        error = make_room_for_pid(child, request->own_pid);
    if (error)
        process_discard(child);
    *result = child;
    return error;
}

pid_t process_fork(const struct fork_request *request)
{
    static const struct process_options at_once;
    struct process *parent = process_current();
    int error = process_may_have_child(parent);
    if (error)
        return error;
    struct process *child;
    table_makes_process = true;
    error = make_copy(parent, request, &child);
    table_makes_process = false;
    if (error)
        return error;
    memcpy(child->name, parent->name, sizeof(child->name));
    if (request->stack)
        arch_stack_move(child->thread.stack, request->stack);
    process_publish(child, parent, &at_once, true);
    if (request->own_pid)
        write_pid(child, request->own_pid);
    return child->thread.id;
}
