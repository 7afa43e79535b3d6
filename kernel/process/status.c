/* Everything that is known of a process, in one consistent picture: nobody runs
 * meanwhile. */
#include "kernel/process/status.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/process/table.h"
#include "lib/string.h"

enum {
    LIST_CHUNK = 64,        /* pids that process_list moves at once */
    PID_INSTRUCTIONS = 20,  /* for kernel_worked: to list one, */
    LOOK_INSTRUCTIONS = 100 /* and to look at one's memory */
};

/* Too large for a kernel stack; there is one kernel, and it is not interrupted. */
static struct process_status picture;

/* What anyone may know. */
static void describe_outside(const struct process *process)
{
    const struct thread *thread = &process->thread;
    struct job_shown shown;
    thread_show(thread, &shown);
    picture.pid = thread->id;
    picture.parent = process->parent ? process->parent->thread.id : 0;
    picture.uid = process->uid;
    picture.state = thread_state(thread);
    picture.suspended = thread->suspended;
    picture.blocked_on = thread->blocked_on;
    picture.resident_pages = process->space.resident_pages;
    picture.scheduling = thread->job.scheduling;
    picture.level = shown.level;
    picture.pass = shown.pass;
    picture.tickets = shown.tickets;
    (void)string_copy(picture.name, process->name, sizeof(picture.name));
    process_accounts(process, &picture.accounts);
}

static void describe_file(const struct file *file, uint32_t fd)
{
    uint32_t index = picture.file_count++;
    if (index >= PROCESS_FILES_MAX)
        return; /* it is only counted */
    struct process_file *entry = &picture.files[index];
    entry->fd = (int32_t)fd;
    entry->flags = file->flags & O_ACCMODE;
    entry->offset = file->offset;
    (void)string_copy(entry->path, file->path, sizeof(entry->path));
}

/* What is for its owner: registers, regions, files. A zombie has none of these any
 * more. */
static void describe_inside(const struct process *process)
{
    picture.full = 1;
    if (process->thread.state == STATE_ZOMBIE)
        return;
    arch_stack_registers(process->thread.stack, &picture.registers);
    picture.region_count = process->space.region_count;
    space_describe(&process->space, picture.regions, PROCESS_REGIONS_MAX);
    for (uint32_t fd = 0; fd < process->descriptors.end; fd++) {
        const struct file *file = descriptors_find(&process->descriptors, fd);
        if (file)
            describe_file(file, fd);
    }
}

int process_status(pid_t pid, struct transfer *to)
{
    const struct process *self = process_current();
    const struct process *process = pid == 0 ? self : table_find(pid);
    if (!process)
        return -ESRCH;
    memset(&picture, 0, sizeof(picture));
    describe_outside(process);
    if (self->uid == 0 || self->uid == process->uid)
        describe_inside(process);
    return transfer_out(to, &picture, sizeof(picture));
}

int process_sharers(pid_t pid, virt_t address, struct transfer *to)
{
    const struct process *self = process_current();
    const struct process *process = pid == 0 ? self : table_find(pid);
    int count = 0;
    if (!process)
        return -ESRCH;
    if (self->uid != 0 && self->uid != process->uid)
        return -EPERM;
    list_for_each(&all_processes, node) {
        const struct process *other = container_of(node, struct process, in_table);
        kernel_worked(LOOK_INSTRUCTIONS);
        if (other == process ||
            !space_share_region(&process->space, &other->space, address))
            continue;
        pid_t id = other->thread.id;
        int error = to->left < sizeof(id) ? 0 : transfer_out(to, &id, sizeof(id));
        if (error)
            return error;
        count++;
    }
    return count;
}

int process_list(struct transfer *to)
{
    pid_t some[LIST_CHUNK];
    uint32_t count = 0;
    int error = 0;
    list_for_each(&all_processes, node) {
        if (error || to->left < (count + 1) * sizeof(*some))
            break;
        some[count++] = container_of(node, struct process, in_table)->thread.id;
        if (count == LIST_CHUNK) {
            error = transfer_out(to, some, sizeof(some));
            count = 0;
            kernel_worked(LIST_CHUNK *
                          PID_INSTRUCTIONS); /* the picture stays what it is */
        }
    }
    if (!error)
        error = transfer_out(to, some, count * sizeof(*some));
    return error ? error : (int)table_count();
}
