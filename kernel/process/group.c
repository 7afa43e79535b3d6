#include "kernel/process/group.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/memory/frame.h"
#include "kernel/memory/object.h"
#include "kernel/process/foreground.h"
#include "kernel/process/table.h"

enum { LOOK_INSTRUCTIONS = 20 }; /* for kernel_worked: to look at a member */

static struct object_cache cache = OBJECT_CACHE("group", struct group);
static struct group **buckets;
static uint32_t bucket_mask;

void groups_init(uint32_t bucket_count)
{
    buckets = frame_boot_allocate(bucket_count * (uint32_t)sizeof(*buckets));
    for (uint32_t i = 0; i < bucket_count; i++)
        buckets[i] = NULL;
    bucket_mask = bucket_count - 1;
}

static struct group **bucket_of(pid_t id)
{
    return &buckets[(uint32_t)id & bucket_mask];
}

struct group *group_allocate(void)
{
    struct group *group = object_allocate(&cache);
    if (group)
        group->id = 0;
    return group;
}

void group_discard(struct group *group)
{
    ASSERT(group->id == 0);
    object_free(&cache, group);
}

static void forget_group(struct group *group)
{
    struct group **link = bucket_of(group->id);
    while (*link != group)
        link = &(*link)->next_in_bucket;
    *link = group->next_in_bucket;
    object_free(&cache, group);
}

struct group *group_find(pid_t id)
{
    struct group *group = *bucket_of(id);
    while (group && group->id != id)
        group = group->next_in_bucket;
    return group;
}

/* --- Members --- */

static bool has_ended(const struct process *process)
{
    return process->thread.state == STATE_ZOMBIE;
}

void group_join(struct group *group, struct process *process)
{
    process->group = group;
    process->thread.group = group->id;
    list_push_back(&group->members, &process->in_group);
    if (has_ended(process))
        return;
    group->living++;
    group->able += !process->thread.suspended;
}

void group_found(struct group *group, struct process *process, pid_t session)
{
    struct group **bucket = bucket_of(process->thread.id);
    group->id = process->thread.id;
    group->session = session;
    group->living = group->able = 0;
    list_init(&group->members);
    group->next_in_bucket = *bucket;
    *bucket = group;
    group_join(group, process);
}

void group_leave(struct process *process)
{
    struct group *group = process->group;
    if (!has_ended(process))
        group_note_end(process);
    list_remove(&process->in_group);
    process->group = NULL;
    if (list_is_empty(&group->members))
        forget_group(group);
}

void group_check(const struct group *group)
{
    uint32_t living = 0, able = 0;
    ASSERT(list_check(&group->members) != SIZE_MAX && !list_is_empty(&group->members));
    list_for_each(&group->members, node) {
        const struct process *process = container_of(node, struct process, in_group);
        ASSERT(process->group == group && process->thread.group == group->id);
        living += !has_ended(process);
        able += !has_ended(process) && !process->thread.suspended;
    }
    ASSERT(living == group->living && able == group->able);
}

/* --- Orphans --- */

static bool has_job_control(const struct group *group)
{
    return init_process && group->session != init_process->group->session;
}

static bool links_to_session(const struct process *process)
{
    const struct group *group = process->group;
    const struct process *parent = process->parent;
    return !has_ended(process) && parent != init_process && parent->group != group &&
           parent->group->session == group->session;
}

bool group_is_orphaned(const struct group *group)
{
    if (!has_job_control(group))
        return false;
    list_for_each(&group->members, node) {
        if (links_to_session(container_of(node, struct process, in_group)))
            return false;
        kernel_worked(LOOK_INSTRUCTIONS);
    }
    return true;
}

void group_hang_up_orphans(struct group *group)
{
    bool has_stopped = group->living > group->able;
    if (!has_stopped || !group_is_orphaned(group))
        return;
    (void)signal_send_to_group(group->id, SIGHUP);
    (void)signal_send_to_group(group->id, SIGCONT);
}

/* --- What programs ask for --- */

static struct process *find_or_self(pid_t pid)
{
    return pid == 0 ? process_current() : table_find(pid);
}

pid_t process_group_of(pid_t pid)
{
    const struct process *process = find_or_self(pid);
    return process ? process->group->id : -ESRCH;
}

pid_t process_session_of(pid_t pid)
{
    const struct process *process = find_or_self(pid);
    return process ? process->group->session : -ESRCH;
}

/* PROCESS goes to GROUP. The terminal is told of the group that it leaves, which may have
 * nobody else. */
static void move_to_group(struct process *process, struct group *group)
{
    foreground_note_departure(process);
    group_leave(process);
    group_join(group, process);
}

static int found_group(struct process *process, pid_t session)
{
    struct group *group = group_allocate();
    if (!group)
        return -ENOMEM;
    foreground_note_departure(process);
    group_leave(process);
    group_found(group, process, session);
    return 0;
}

/* Whether the running process may move PROCESS to another group: itself, or a child that runs
 * what its parent has made it run. */
static int may_move(const struct process *process)
{
    const struct process *self = process_current();
    if (process != self && process->parent != self)
        return -ESRCH;
    if (process->group->session != self->group->session)
        return -EPERM;
    if (process != self && process->has_executed)
        return -EACCES;
    return process->thread.id == process->group->session ? -EPERM : 0;
}

int process_set_group(pid_t pid, pid_t id)
{
    struct process *process = find_or_self(pid);
    if (id < 0 || (id == 0 && pid < 0)) /* which means PID */
        return -EINVAL;
    if (!process)
        return -ESRCH;
    int error = may_move(process);
    if (error)
        return error;
    pid_t wanted = id ? id : process->thread.id;
    struct group *group = group_find(wanted);
    if (group == process->group)
        return 0;
    if (!group && wanted == process->thread.id)
        return found_group(process, process->group->session);
    if (!group || group->session != process->group->session)
        return -EPERM;
    move_to_group(process, group);
    return 0;
}

pid_t process_start_session(void)
{
    struct process *self = process_current();
    if (group_find(self->thread.id))
        return -EPERM;
    int error = found_group(self, self->thread.id);
    return error ? error : self->thread.id;
}
