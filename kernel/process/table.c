#include "kernel/process/table.h"

#include "abi/errno.h"
#include "kernel/debug/panic.h"
#include "kernel/fs/cache.h"
#include "kernel/fs/disk.h"
#include "kernel/fs/memory.h"
#include "kernel/fs/pipe.h"
#include "kernel/fs/poll.h"
#include "kernel/memory/frame.h"
#include "kernel/memory/object.h"
#include "kernel/memory/shared.h"
#include "kernel/process/foreground.h"
#include "kernel/process/group.h"
#include "kernel/process/limits.h"
#include "kernel/process/power.h"
#include "kernel/terminal/terminal.h"
#include "lib/string.h"

enum { FRAMES_A_BUCKET = 8 }; /* a process takes 4 frames at least: chains stay short */

struct list all_processes;
struct process *init_process;

static struct object_cache cache = OBJECT_CACHE("process", struct process);
struct process **table_buckets;
uint32_t table_bucket_mask;
static pid_t last_pid;
static uint32_t process_count;
bool table_makes_process;

/* Pages that nobody has used for long go first. Those of programs that nobody runs may be
 * in the cache, too, and can go from there when they have gone from here. */
static void reclaim(void)
{
    if (cache_reclaim())
        return;
    program_reclaim();
    (void)cache_reclaim();
}

/* The kernel's own needs, while it boots, come first; then those of who looks after the
 * machine: process 1, the shell at the terminal, and what that runs for the person. But not the
 * processes that such a program makes in turn, or they would soon have all. */
static bool may_use_reserve(void)
{
    const struct process *self = process_current();
    if (!self)
        return true;
    pid_t shell = terminal_controller();
    bool is_shells =
        self->parent && self->parent->thread.id == shell && !table_makes_process;
    return self->uid == 0 &&
           (self == init_process || self->thread.id == shell || is_shells);
}

static void discard_ended(struct thread *thread)
{
    table_remove(container_of(thread, struct process, thread));
}

void process_init(uint32_t user_processes)
{
    uint32_t count = 1;
    while (count * FRAMES_A_BUCKET < frame_count())
        count *= 2;
    table_buckets = frame_boot_allocate(count * (uint32_t)sizeof(*table_buckets));
    for (uint32_t i = 0; i < count; i++)
        table_buckets[i] = NULL;
    table_bucket_mask = count - 1;
    list_init(&all_processes);
    init_process = NULL;
    last_pid = 0;
    process_count = 0;
    groups_init(count);
    foreground_init();
    limits_init(user_processes);
    program_init();
    scheduler_on_unwanted(discard_ended);
    frame_on_shortage(reclaim, may_use_reserve);
}

struct process *table_allocate(void)
{
    struct process *process = object_allocate(&cache);
    if (process)
        memset(process, 0, offsetof(struct process, name));
    return process;
}

void table_discard(struct process *process)
{
    ASSERT(!list_is_linked(&process->in_table));
    object_free(&cache, process);
}

bool table_has_pid(void)
{
    return last_pid < INT32_MAX;
}

void table_add(struct process *process)
{
    ASSERT(table_has_pid());
    process->thread.id = ++last_pid;
    struct process **bucket = table_bucket_of(process->thread.id);
    process->next_in_bucket = *bucket;
    *bucket = process;
    list_push_back(&all_processes, &process->in_table);
    process_count++;
}

void table_remove(struct process *process)
{
    ASSERT(process->thread.state == STATE_ZOMBIE);
    struct process **link = table_bucket_of(process->thread.id);
    while (*link != process)
        link = &(*link)->next_in_bucket;
    *link = process->next_in_bucket;
    list_remove(&process->in_table);
    process_count--;
    account_put(process->space.account);
    group_leave(process);
    object_free(&cache, process);
}

uint32_t table_count(void)
{
    return process_count;
}

pid_t table_last_pid(void)
{
    return last_pid;
}

int table_find_target(pid_t pid, struct process **target)
{
    struct process *self = process_current();
    struct process *found = table_find(pid);
    if (!found || found->thread.state == STATE_ZOMBIE)
        return -ESRCH;
    if (found == init_process || (self->uid != 0 && self->uid != found->uid))
        return -EPERM;
    *target = found;
    return 0;
}

const char *process_name(pid_t pid)
{
    const struct process *process = table_count() ? table_find(pid) : NULL;
    return process ? process->name : NULL;
}

/* --- check=1 --- */

static void check_children(const struct process *process)
{
    ASSERT(list_check(&process->children) != SIZE_MAX);
    ASSERT(list_check(&process->ended_children) != SIZE_MAX);
    list_for_each(&process->children, node) {
        const struct process *child = container_of(node, struct process, sibling);
        ASSERT(child->parent == process && child->thread.state != STATE_ZOMBIE);
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
    ASSERT(list_check(&all_processes) == process_count);
    list_for_each(&all_processes, node) {
        const struct process *process = container_of(node, struct process, in_table);
        check_process(process);
        runnable += thread_is_runnable(&process->thread);
        alarms += alarm_is_set(&process->thread.alarm) + signals_alarms(process);
        pages += space_charge(&process->space);
        pages += descriptors_charge(&process->descriptors);
    }
    account_check(process_count, pages + shared_charge());
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
    uint32_t turns_for_all = process_count / PROCESSES_A_TURN + 1;
    if (turn % turns_for_all == 0)
        check_all();
    if (turn % (turns_for_all * TURNS_A_CHECK) == 0)
        check_users();
    if (process_count)
        check_space(turn % process_count);
}
