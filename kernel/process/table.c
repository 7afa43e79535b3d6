#include "kernel/process/table.h"

#include "abi/errno.h"
#include "kernel/debug/panic.h"
#include "kernel/fs/cache.h"
#include "kernel/memory/frame.h"
#include "kernel/memory/object.h"
#include "kernel/process/foreground.h"
#include "kernel/process/group.h"
#include "kernel/process/limits.h"
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

/* The kernel's own needs, while it boots and when it puts away what was written, come first: the
 * idle loop has them, which is no process. Then come those of who looks after the
 * machine: process 1, the shell at the terminal, and what that runs for the person. But not the
 * processes that such a program makes in turn, or they would soon have all. */
static bool may_use_reserve(void)
{
    const struct process *self = process_current();
    if (self->thread.id == 0)
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
