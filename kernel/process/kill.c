/* Who is meant by kill, and who may send what to whom. */
#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/process/group.h"
#include "kernel/process/signals.h"
#include "kernel/process/table.h"

enum { SEND_INSTRUCTIONS = 600 }; /* for kernel_worked: to send a signal */

/* A shell may let its jobs go on, whoever they have become. */
static bool may_signal(const struct process *self, const struct process *target,
                       int32_t signal)
{
    return self->uid == 0 || self->uid == target->uid ||
           (signal == SIGCONT && self->group->session == target->group->session);
}

/* Sends INFO, whose signal may be 0, as the running process. */
static int send_checked(struct process *target, const struct signal_info *info)
{
    bool ends_init = info->signal == SIGKILL || info->signal == SIGSTOP;
    if (info->signal < 0 || info->signal > SIGNAL_MAX)
        return -EINVAL;
    if (!may_signal(process_current(), target, info->signal))
        return -EPERM;
    if (target == init_process && ends_init)
        return -EPERM;
    if (info->signal != 0)
        signal_send(target, info);
    return 0;
}

/* That nobody is there wins over all that is wrong; that it could be sent to one of them,
 * over what is wrong with others. */
static int send_to_another(struct process *process, const struct signal_info *info,
                           int result)
{
    kernel_worked(SEND_INSTRUCTIONS);
    int error = send_checked(process, info);
    return result == 0 ? 0 : error;
}

static int send_to_group(pid_t id, const struct signal_info *info)
{
    int result = -ESRCH;
    const struct group *group = group_find(id);
    if (!group)
        return result;
    list_for_each(&group->members, node) {
        struct process *member = container_of(node, struct process, in_group);
        result = send_to_another(member, info, result);
    }
    return result;
}

/* All but oneself and process 1. */
static int send_to_all(const struct process *self, const struct signal_info *info)
{
    int result = -ESRCH;
    list_for_each(&all_processes, node) {
        struct process *process = container_of(node, struct process, in_table);
        if (process != init_process && process != self)
            result = send_to_another(process, info, result);
    }
    return result;
}

int signal_kill(pid_t pid, int32_t signal)
{
    struct process *self = process_current();
    struct signal_info info = {
        .signal = signal, .code = SI_USER, {.pid = self->thread.id}, .uid = self->uid};
    if (pid == 0)
        return send_to_group(self->thread.group, &info);
    if (pid == INT32_MIN)
        return -ESRCH;
    if (pid == -1) {
        int result = send_to_all(self, &info);
        return result == -EPERM ? 0 : result; /* they are not meant, says Linux */
    }
    if (pid < 0)
        return send_to_group(-pid, &info);
    struct process *target = table_find(pid);
    return target ? send_checked(target, &info) : -ESRCH;
}

int signal_queue(pid_t pid, const struct signal_info *info)
{
    struct process *target = table_find(pid);
    bool is_forged = info->code >= 0 || info->code == SI_TKILL;
    if (is_forged && pid != process_current()->thread.id)
        return -EPERM;
    if (target && info->signal > SIGNAL_STANDARD_MAX && signals_queue_is_full(target))
        return -EAGAIN;
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

bool signal_send_to_group(pid_t id, int32_t signal)
{
    const struct group *group = group_find(id);
    if (!group || group->living == 0)
        return false;
    list_for_each(&group->members, node) {
        signal_send_by_kernel(container_of(node, struct process, in_group), signal);
        kernel_worked(SEND_INSTRUCTIONS);
    }
    return true;
}
