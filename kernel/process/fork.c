/* One process becomes two, which differ in their pids and in what fork tells them. */
#include "abi/errno.h"
#include "kernel/memory/fpu.h"
#include "kernel/process/birth.h"
#include "kernel/process/table.h"
#include "lib/string.h"

/* What is small comes first: to fail there costs nothing. */
static int copy_process(struct process *child, struct process *parent)
{
    int error = process_inherit_user(child, parent);
    if (!error)
        error = thread_inherit(&child->thread, &parent->thread);
    if (!error)
        error = signals_fork(child, parent);
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

static int make_copy(struct process *parent, struct process **result)
{
    struct process *child = table_allocate();
    if (!child)
        return -ENOMEM;
    int error = copy_process(child, parent);
    if (error)
        process_discard(child);
    *result = child;
    return error;
}

pid_t process_fork(void)
{
    static const struct process_options at_once;
    struct process *parent = process_current();
    int error = process_may_have_child(parent);
    if (error)
        return error;
    struct process *child;
    table_makes_process = true;
    error = make_copy(parent, &child);
    table_makes_process = false;
    if (error)
        return error;
    child->thread.group = parent->thread.group;
    memcpy(child->name, parent->name, sizeof(child->name));
    process_publish(child, parent, &at_once, true);
    return child->thread.id;
}
