/* Processes and the terminal: who is in the foreground, and what the keys do there. */
#include "abi/errno.h"
#include "kernel/process/end.h"
#include "kernel/process/suspend.h"
#include "kernel/process/table.h"
#include "kernel/terminal/terminal.h"

int process_foreground(pid_t pid)
{
    struct process *target;
    pid_t self = this_cpu()->running->group;
    int error = pid == 0 ? 0 : table_find_target(pid, &target);
    if (error)
        return error;
    if (!terminal_may_give(self))
        return -EPERM;
    if (pid == 0)
        terminal_claim(self);
    else
        terminal_give(target->thread.group, self);
    return 0;
}

/* The only member of GROUP, whose pid is its id; NULL: there is none. */
static struct process *find_member(pid_t group)
{
    return table_find(group);
}

bool process_interrupt_foreground(void)
{
    struct process *process = find_member(terminal_foreground());
    if (!process)
        return false;
    process_end(process, (struct cause){.event = PROCESS_DESTROYED});
    return true;
}

bool process_suspend_foreground(void)
{
    struct process *process = find_member(terminal_foreground());
    if (!process)
        return false;
    process_suspend_by(process, 0);
    return true;
}
