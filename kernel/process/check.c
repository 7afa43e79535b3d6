/* What check=1 checks at each tick: the table, and the memory of processes. */
#include "kernel/debug/panic.h"
#include "kernel/fs/cache.h"
#include "kernel/fs/disk.h"
#include "kernel/fs/memory.h"
#include "kernel/fs/pipe.h"
#include "kernel/fs/poll.h"
#include "kernel/memory/frame.h"
#include "kernel/memory/shared.h"
#include "kernel/process/group.h"
#include "kernel/process/power.h"
#include "kernel/process/table.h"
#include "kernel/terminal/terminal.h"

/* When the power goes off nobody is told of ends any more. */
static void check_children(const struct process *process)
{
    ASSERT(list_check(&process->children) != SIZE_MAX);
    ASSERT(list_check(&process->ended_children) != SIZE_MAX);
    list_for_each(&process->children, node) {
        const struct process *child = container_of(node, struct process, sibling);
        ASSERT(child->parent == process &&
               (child->thread.state != STATE_ZOMBIE || process_powers_off));
    }
    list_for_each(&process->ended_children, node) {
        const struct process *child = container_of(node, struct process, sibling);
        ASSERT(child->parent == process && child->thread.state == STATE_ZOMBIE);
    }
}

/* To look at all takes longer than a tick where there are thousands. */
enum {
    PROCESSES_A_TURN = 64, /* of more not all are looked at in each turn, */
    TURNS_A_CHECK = 8      /* and not all of their memory in each of those */
};

static void check_process(const struct process *process)
{
    bool has_ended = process->thread.state == STATE_ZOMBIE;
    ASSERT(table_find(process->thread.id) == process);
    ASSERT(process->parent || process == init_process || process_is_over());
    ASSERT(has_ended == !space_exists(&process->space));
    ASSERT(process->space.account->uid == process->uid);
    if (list_first(&process->group->members) == &process->in_group)
        group_check(process->group); /* each once */
    descriptors_check(&process->descriptors);
    check_children(process);
    ASSERT(!has_ended || !process->signals.more);
}

static bool is_alive(pid_t pid)
{
    const struct process *process = table_find(pid);
    return process && process->thread.state != STATE_ZOMBIE;
}

static bool lives_group(pid_t id)
{
    const struct group *group = group_find(id);
    return group && group->living > 0;
}

static void check_terminal(void)
{
    pid_t foreground = terminal_foreground(), controller = terminal_controller();
    ASSERT(lives_group(terminal_leader()) && is_alive(controller));
    ASSERT(foreground == 0 || lives_group(foreground));
    ASSERT(controller == init_process->thread.id ||
           table_find(controller)->parent == init_process);
}

static void check_all(void)
{
    size_t runnable = 0, alarms = disk_is_busy();
    uint32_t pages = pipe_page_count() + memory_page_count() + poll_page_count();
    ASSERT(list_check(&all_processes) == table_count());
    list_for_each(&all_processes, node) {
        const struct process *process = container_of(node, struct process, in_table);
        check_process(process);
        runnable += thread_is_runnable(&process->thread);
        alarms += alarm_is_set(&process->thread.alarm) + signals_alarms(process);
        pages += space_charge(&process->space);
        pages += descriptors_charge(&process->descriptors);
    }
    account_check(table_count(), pages + shared_charge());
    scheduler_check(runnable, alarms);
    if (init_process && !process_powers_off)
        check_terminal();
    frame_check();
}

/* Each frame that processes have mapped has as many users as that. */
static void check_users(void)
{
    list_for_each(&all_processes, node) {
        const struct process *process = container_of(node, struct process, in_table);
        if (space_exists(&process->space))
            space_find_frames(&process->space);
    }
    program_find_frames();
    cache_find_frames();
    shared_find_frames();
    frame_check_users();
}

static void check_space(uint32_t index)
{
    list_for_each(&all_processes, node) {
        const struct process *process = container_of(node, struct process, in_table);
        if (index-- > 0)
            continue;
        if (space_exists(&process->space))
            space_check(&process->space);
        return;
    }
}

void process_check(uint32_t turn)
{
    if (programs_sought > 0)
        return;
    uint32_t turns_for_all = table_count() / PROCESSES_A_TURN + 1;
    if (turn % turns_for_all == 0)
        check_all();
    if (turn % (turns_for_all * TURNS_A_CHECK) == 0)
        check_users();
    if (table_count())
        check_space(turn % table_count());
}
