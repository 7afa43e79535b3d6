/* Processes and the terminal: who is in the foreground, and what the keys do there. */
#include "kernel/process/foreground.h"
#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/debug/print.h"
#include "kernel/process/end.h"
#include "kernel/process/group.h"
#include "kernel/process/power.h"
#include "kernel/process/suspend.h"
#include "kernel/process/table.h"
#include "kernel/terminal/console.h"
#include "kernel/terminal/terminal.h"

/* For kernel_worked: to suspend a process, to look at one. */
enum { SUSPEND_INSTRUCTIONS = 600, LOOK_INSTRUCTIONS = 20 };

void foreground_init(void)
{
    console_on_background(process_use_terminal);
    console_on_open(process_has_terminal_of_session);
}

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

/* --- Who has it no more --- */

/* Who has the terminal when the group of PROCESS has it no more: the next of its forefathers
 * who is in another group. */
static pid_t heir_of(const struct process *process)
{
    const struct process *heir = process->parent;
    while (heir != init_process && heir->group == process->group) {
        heir = heir->parent;
        kernel_worked(LOOK_INSTRUCTIONS);
    }
    return heir->group->id;
}

void foreground_note_suspension(const struct process *process)
{
    if (process->group->able == 0)
        terminal_leave(process->group->id, heir_of(process));
}

void foreground_note_departure(const struct process *process)
{
    const struct group *group = process->group;
    uint32_t others_able = group->able - !process->thread.suspended;
    if (!process->parent || process->thread.state == STATE_ZOMBIE)
        return; /* process 1: all ends; or it has been told of already */
    if (group->living == 1)
        terminal_end(group->id, heir_of(process));
    else if (others_able == 0)
        terminal_leave(group->id, heir_of(process));
}

/* A shell that a person has the kernel end is not at fault that its jobs are stopped. */
static bool is_ended_by_rescue(const struct process *process)
{
    const struct cause *cause = &process->cause;
    return cause->event == PROCESS_DESTROYED && cause->code == SIGKILL && cause->by == 0;
}

/* With the leader of a session the terminal is gone for whoever it has put in the
 * foreground. [POSIX _exit] */
static void hang_up_session(const struct process *leader)
{
    const struct group *foreground = group_find(terminal_foreground());
    if (!foreground || foreground->session != leader->group->session ||
        is_ended_by_rescue(leader))
        return;
    (void)signal_send_to_group(foreground->id, SIGHUP);
    (void)signal_send_to_group(foreground->id, SIGCONT);
}

void foreground_note_end(struct process *process)
{
    pid_t pid = process->thread.id;
    if (pid == process->group->session && !process_powers_off)
        hang_up_session(process);
    if (terminal_controller() == pid)
        terminal_end_controller();
    foreground_note_departure(process);
}

/* --- Keys --- */

/* A shell that waits for its jobs, with nobody in the foreground, is who can be meant. */
static bool interrupt_wait_of_leader(void)
{
    struct process *leader = table_find(terminal_leader());
    if (!leader || leader->thread.blocked_on != BLOCKED_WAIT)
        return false;
    thread_interrupt(&leader->thread);
    return true;
}

/* While nobody is in the foreground, a key is for those whom the leader has in its own group,
 * as a shell without job control has; the leader itself, which is to go on, gets it only if it
 * handles it. */
static bool signal_leader(int32_t signal)
{
    struct group *group = group_find(terminal_leader());
    bool is_sent = false;
    if (!group)
        return false;
    list_for_each(&group->members, node) {
        struct process *member = container_of(node, struct process, in_group);
        bool handles = member->signals.handled & SIGNAL_BIT(signal);
        kernel_worked(LOOK_INSTRUCTIONS);
        if (member->thread.id == group->id && !handles)
            continue;
        signal_send_by_kernel(member, signal);
        is_sent = true;
    }
    return is_sent;
}

bool process_signal_foreground(int32_t signal)
{
    pid_t foreground = terminal_foreground();
    if (foreground)
        return signal_send_to_group(foreground, signal);
    bool is_sent = signal_leader(signal);
    return (signal == SIGINT && interrupt_wait_of_leader()) || is_sent;
}

/* --- Use from the background --- */

static bool takes_no_notice(const struct process *process, int32_t signal)
{
    const struct signal_sets *sets = &process->signals;
    return (sets->ignored | sets->blocked) & SIGNAL_BIT(signal);
}

pid_t foreground_session(void)
{
    const struct group *group = group_find(terminal_reader());
    return group ? group->session : 0;
}

bool process_has_terminal_of_session(void)
{
    return foreground_session() == process_current()->group->session;
}

enum terminal_use process_use_terminal(int32_t signal)
{
    const struct process *self = process_current();
    if (terminal_reader() == self->group->id)
        return USE_ALLOWED;
    if (!process_has_terminal_of_session() ||
        self->group->session == init_process->group->session)
        return USE_NOT_CONTROLLED;
    if (takes_no_notice(self, signal))
        return signal == SIGTTIN ? USE_REFUSED : USE_ALLOWED;
    if (group_is_orphaned(self->group))
        return USE_REFUSED;
    (void)signal_send_to_group(self->group->id, signal);
    thread_stay_suspended();
    return self->thread.ending || self->thread.signalled ? USE_INTERRUPTED : USE_AGAIN;
}

pid_t process_terminal_session(void)
{
    return process_has_terminal_of_session() ? foreground_session() : -ENOTTY;
}

/* A group of which all have ended already is let be: who has just started it could not have
 * known. */
int process_set_terminal_group(pid_t id)
{
    const struct process *self = process_current();
    const struct group *group = group_find(id);
    if (!process_has_terminal_of_session())
        return -ENOTTY;
    if (!group)
        return table_find(id) ? -EPERM : -ESRCH;
    if (group->session != self->group->session)
        return -EPERM;
    if (group->living > 0)
        terminal_give(id, self->group->id);
    return 0;
}

int process_take_terminal(bool is_forced)
{
    const struct process *self = process_current();
    if (self->thread.id != self->group->session)
        return -EPERM;
    if (process_has_terminal_of_session())
        return 0;
    if (!is_forced || self->uid != 0)
        return -EPERM;
    terminal_give(self->group->id, terminal_reader());
    return 0;
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
    struct process *shell = table_find(terminal_controller());
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
