/* Suspending and resuming, and who is in the foreground. */
#include "abi/errno.h"
#include "kernel/process/table.h"
#include "kernel/terminal/console.h"

static struct process *foreground; /* whom Ctrl-C and Ctrl-Z reach; NULL: nobody */

/* The shell: who said last that nobody else is in the foreground. The console comes back to it. */
static struct process *leader;

/* What the parent can be told now. News that nobody has looked at is replaced: a
 * suspension that is over was none. */
static void set_news(struct process *process, enum process_event event, pid_t by)
{
    process->news = event;
    process->news_by = by;
    process_notify_parent(process);
}

static void suspend(struct process *process, pid_t by)
{
    if (thread_suspend(&process->thread, by))
        set_news(process, PROCESS_WAS_SUSPENDED, by);
}

int process_suspend(pid_t pid)
{
    struct process *target;
    int error = table_find_target(pid, &target);
    if (!error)
        suspend(target, this_cpu()->running->id);
    return error;
}

int process_resume(pid_t pid)
{
    struct process *target;
    int error = table_find_target(pid, &target);
    if (!error && thread_resume(&target->thread, this_cpu()->running->id))
        set_news(target, PROCESS_WAS_RESUMED, this_cpu()->running->id);
    return error;
}

struct process *process_in_foreground(void)
{
    return foreground;
}

void process_set_foreground(struct process *process)
{
    foreground = process;
    console_set_owner(process->thread.id);
}

void process_leave_foreground(struct process *process)
{
    if (foreground == process)
        foreground = NULL;
    else if (console_owner() != process->thread.id)
        return;
    struct process *next = leader && leader != process ? leader : process->parent;
    console_set_owner(next ? next->thread.id : 0);
}

void process_leave_console(struct process *process)
{
    process_leave_foreground(process);
    if (leader == process)
        leader = process->parent == init_process ? NULL : process->parent;
}

bool process_suspend_foreground(void)
{
    struct process *process = foreground;
    if (!process)
        return false;
    process_leave_foreground(process);
    suspend(process, 0);
    return true;
}

/* The foreground can be given away by who is in it, who has put somebody there, and who
 * owns the console: else a background program could take it from the shell. */
bool process_may_give_foreground(const struct process *process)
{
    pid_t owner = console_owner();
    bool has_put = foreground && foreground->parent == process;
    return owner == 0 || owner == process->thread.id || foreground == process ||
           has_put || leader == process;
}

int process_foreground(pid_t pid)
{
    struct process *target = NULL;
    int error = pid == 0 ? 0 : table_find_target(pid, &target);
    if (error)
        return error;
    if (!process_may_give_foreground(process_current()))
        return -EPERM;
    if (target) {
        process_set_foreground(target);
        return 0;
    }
    foreground = NULL;
    leader = process_current();
    console_set_owner(this_cpu()->running->id);
    return 0;
}

int process_set_uid(uint32_t uid)
{
    struct process *self = process_current();
    if (uid == UINT32_MAX)
        return -EINVAL; /* it would read as an error */
    if (self->uid != 0 && self->uid != uid)
        return -EPERM;
    self->uid = uid;
    return 0;
}

bool process_can_schedule(const struct process_scheduling *scheduling)
{
    return scheduling->tickets <= TICKETS_MAX;
}

int process_schedule(pid_t pid, const struct process_scheduling *scheduling)
{
    struct process *target;
    if (!process_can_schedule(scheduling))
        return -EINVAL;
    int error = table_find_target(pid, &target);
    if (!error)
        thread_schedule(&target->thread, scheduling);
    return error;
}
