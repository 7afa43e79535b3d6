/* Suspending and resuming. */
#include "kernel/process/suspend.h"

#include "kernel/debug/panic.h"
#include "kernel/process/foreground.h"
#include "kernel/process/group.h"
#include "kernel/process/table.h"
#include "kernel/process/wait.h"
#include "kernel/terminal/terminal.h"

/* What the parent has not been told is replaced: had it looked before, it would have seen
 * the suspension; now that this is over, there is nothing to tell of it. */
static void tell_parent(struct process *process, enum process_event event, pid_t by,
                        int32_t signal)
{
    if (process->thread.ending)
        return;                   /* what stands there is how it ends */
    process->cause.event = event; /* all else in it is 0 as long as it lives */
    process->cause.by = by;
    process->cause.code = signal;
    process_notify_parent(process);
    signal_parent_of(process);
}

/* Who cannot run cannot give the terminal back. It is left also by one that was suspended
 * before, which may have been put in the foreground since. */
void process_suspend_by(struct process *process, pid_t by, int32_t signal)
{
    ASSERT(process->thread.state != STATE_ZOMBIE);
    bool is_new = thread_suspend(&process->thread, by);
    if (is_new)
        group_note_suspension(process);
    foreground_note_suspension(process);
    if (is_new)
        tell_parent(process, PROCESS_WAS_SUSPENDED, by, signal);
}

void process_resume_by(struct process *process, pid_t by)
{
    struct thread *thread = &process->thread;
    if (!thread_resume(thread, by))
        return;
    group_note_resumption(process);
    if (thread->state == STATE_BLOCKED && thread->blocked_on == BLOCKED_CONSOLE)
        thread_wake(thread); /* it may be in the background now */
    tell_parent(process, PROCESS_WAS_RESUMED, by, SIGCONT);
}

int process_suspend(pid_t pid)
{
    struct process *target;
    int error = table_find_target(pid, &target);
    if (!error)
        process_suspend_by(target, this_cpu()->running->id, SIGSTOP);
    return error;
}

int process_resume(pid_t pid)
{
    struct process *target;
    int error = table_find_target(pid, &target);
    if (!error)
        signal_resume(target);
    return error;
}
