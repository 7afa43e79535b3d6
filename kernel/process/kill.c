/* Who is meant by kill, and who may send what to whom. */
#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/process/signal.h"
#include "kernel/process/table.h"

enum { SEND_INSTRUCTIONS = 600 }; /* for kernel_worked: to send a signal */

/* SIGCONT would be for all of one's session; so far it is as the others. */
static bool may_signal(const struct process *self, const struct process *target)
{
    return self->uid == 0 || self->uid == target->uid;
}

/* Sends INFO, whose signal may be 0, as the running process. */
static int send_checked(struct process *target, const struct signal_info *info)
{
    bool ends_init = info->signal == SIGKILL || info->signal == SIGSTOP;
    if (info->signal < 0 || info->signal > SIGNAL_MAX)
        return -EINVAL;
    if (!may_signal(process_current(), target))
        return -EPERM;
    if (target == init_process && ends_init)
        return -EPERM;
    if (info->signal != 0)
        signal_send(target, info);
    return 0;
}

static bool is_in_group(const struct process *process, pid_t group)
{
    return process->thread.group == group;
}

/* All but oneself and process 1. */
static bool is_another(const struct process *process, pid_t self)
{
    return process != init_process && process->thread.id != self;
}

/* To all of which IS_MEANT says so. That nobody is there wins over all that is wrong; that
 * it could be sent to one of them, over what is wrong with others. */
static int send_to_many(bool (*is_meant)(const struct process *, pid_t), pid_t key,
                        const struct signal_info *info)
{
    int result = -ESRCH;
    list_for_each(&all_processes, node) {
        struct process *process = container_of(node, struct process, in_table);
        kernel_worked(SEND_INSTRUCTIONS);
        if (!is_meant(process, key))
            continue;
        int error = send_checked(process, info);
        if (result != 0)
            result = error;
    }
    return result;
}

int signal_kill(pid_t pid, int32_t signal)
{
    struct process *self = process_current();
    struct signal_info info = {
        .signal = signal, .code = SI_USER, {.pid = self->thread.id}, .uid = self->uid};
    if (pid == 0)
        return send_to_many(is_in_group, self->thread.group, &info);
    if (pid == INT32_MIN)
        return -ESRCH;
    if (pid == -1) {
        int result = send_to_many(is_another, self->thread.id, &info);
        return result == -EPERM ? 0 : result; /* they are not meant, says Linux */
    }
    if (pid < 0)
        return send_to_many(is_in_group, -pid, &info);
    struct process *target = table_find(pid);
    return target ? send_checked(target, &info) : -ESRCH;
}

int signal_queue(pid_t pid, const struct signal_info *info)
{
    struct process *target = table_find(pid);
    bool is_forged = info->code >= 0 || info->code == SI_TKILL;
    if (is_forged && pid != process_current()->thread.id)
        return -EPERM;
    return target ? send_checked(target, info) : -ESRCH;
}

int signal_tell(pid_t pid, int32_t signal)
{
    const struct process *self = process_current();
    struct signal_info info = {
        .signal = signal, .code = SI_TKILL, {.pid = self->thread.id}, .uid = self->uid};
    struct process *target = table_find(pid);
    if (pid <= 0)
        return -EINVAL;
    return target ? send_checked(target, &info) : -ESRCH;
}

bool signal_send_to_group(pid_t group, int32_t signal)
{
    bool found = false;
    list_for_each(&all_processes, node) {
        struct process *process = container_of(node, struct process, in_table);
        kernel_worked(SEND_INSTRUCTIONS);
        if (!is_in_group(process, group) || process->thread.state == STATE_ZOMBIE)
            continue;
        signal_send_by_kernel(process, signal);
        found = true;
    }
    return found;
}
