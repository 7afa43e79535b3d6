/* Calls that change who runs next. */
#include "abi/errno.h"
#include "kernel/process/process.h"
#include "kernel/sched/policies.h"
#include "kernel/syscall/handlers.h"
#include "lib/string.h"

/* Too large for a kernel stack; there is one kernel, and it is not interrupted. */
static char words[POLICY_WORDS_MAX];

int32_t sys_policy_set(virt_t address, virt_t wrong_address)
{
    struct process *self = process_current();
    int error = transfer_string(&self->space, address, words, sizeof(words));
    if (error)
        return error == -ENAMETOOLONG ? -E2BIG : error;
    const struct policy *policy;
    size_t wrong;
    error = policies_find(words, &policy, &wrong); /* -EINVAL comes before -EPERM */
    if (!error && self->uid != 0)
        return -EPERM;
    if (!error)
        error = scheduler_set_policy(words, &wrong);
    if (!error)
        return 0;
    uint32_t offset = (uint32_t)wrong;
    int unwritten = wrong_address ? copy_out(wrong_address, &offset, sizeof(offset)) : 0;
    return unwritten ? unwritten : error;
}

int32_t sys_policy_get(virt_t address, uint32_t size)
{
    int error = policies_describe(scheduler_policy(), words, sizeof(words));
    if (error)
        return error;
    size_t length = strlen(words) + 1;
    return length > size ? -E2BIG : copy_out(address, words, length);
}

int32_t sys_process_schedule(uint32_t pid, virt_t address)
{
    struct process_scheduling scheduling;
    int error = copy_in(&scheduling, address, sizeof(scheduling));
    return error ? error : process_schedule((pid_t)pid, &scheduling);
}
