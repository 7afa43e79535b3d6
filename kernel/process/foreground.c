/* Processes and the terminal: who is in the foreground, and what the keys do there. */
#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/debug/print.h"
#include "kernel/process/end.h"
#include "kernel/process/suspend.h"
#include "kernel/process/table.h"
#include "kernel/terminal/terminal.h"

enum { SUSPEND_INSTRUCTIONS = 600 }; /* for kernel_worked: to suspend a process */

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

/* A shell that waits for its jobs, with nobody in the foreground, is who can be meant. */
static bool interrupt_wait_of_leader(void)
{
    struct process *leader = find_member(terminal_leader());
    if (!leader || leader->thread.blocked_on != BLOCKED_WAIT)
        return false;
    thread_interrupt(&leader->thread);
    return true;
}

bool process_interrupt_foreground(void)
{
    struct process *process = find_member(terminal_foreground());
    if (!process)
        return interrupt_wait_of_leader();
    process_end(process, (struct cause){.event = PROCESS_DESTROYED, .code = SIGINT});
    return true;
}

bool process_suspend_foreground(void)
{
    struct process *process = find_member(terminal_foreground());
    if (!process)
        return false;
    process_suspend_by(process, 0, SIGTSTP);
    return true;
}

/* --- The key that rescues --- */

/* How many could run before. Nobody runs in a pause, so nobody can resume another. */
static unsigned suspend_all_but(const struct process *shell)
{
    unsigned count = 0;
    list_for_each(&all_processes, node) {
        struct process *process = container_of(node, struct process, in_table);
        bool can_run = process->thread.state != STATE_ZOMBIE && !process->thread.ending &&
                       !process->thread.suspended;
        kernel_worked(SUSPEND_INSTRUCTIONS);
        if (!can_run || process == shell || process == init_process)
            continue;
        process_suspend_by(process, 0, SIGSTOP);
        count++;
    }
    return count;
}

/* All others are suspended, since each of them could suspend the shell again, resume its
 * friends or change the policy; and not destroyed, so that nothing is lost but time. That
 * comes first: they have then left the policy's queues, and the change moves two jobs at
 * most. The shell is resumed last, when all is as it shall find it. */
bool process_rescue(void)
{
    struct process *shell = find_member(terminal_controller());
    bool is_told = shell->thread.blocked_on == BLOCKED_WAIT; /* of its job's suspension */
    unsigned count = suspend_all_but(shell);
    size_t wrong;
    int error = scheduler_set_policy("rr", &wrong);
    ASSERT(!error);
    bool answers = terminal_rescue();
    process_resume_by(shell, 0);
    if (!answers)
        process_end(shell, (struct cause){.event = PROCESS_DESTROYED, .code = SIGKILL});
    print("robin: processes suspended: %u; policy rr; the console is process %d's\n",
          count, shell->thread.id);
    return is_told || !answers;
}
