/* Calls that change who runs next. */
#include "abi/errno.h"
#include "kernel/process/process.h"
#include "kernel/sched/policies.h"
#include "kernel/syscall/handlers.h"
#include "lib/string.h"

int32_t sys_policy_set(virt_t address, virt_t wrong_address)
{
    struct space *space = &process_current()->space;
    int error = transfer_string(space, address, policies_words, POLICY_WORDS_MAX);
    if (error)
        return error == -ENAMETOOLONG ? -E2BIG : error;
    size_t wrong = 0;
    error = process_set_policy(&wrong);
    if (error != -EINVAL)
        return error;
    uint32_t offset = (uint32_t)wrong;
    int unwritten = wrong_address ? copy_out(wrong_address, &offset, sizeof(offset)) : 0;
    return unwritten ? unwritten : error;
}

int32_t sys_policy_get(virt_t address, uint32_t size)
{
    int error = policies_describe(scheduler_policy(), policies_words, POLICY_WORDS_MAX);
    if (error)
        return error;
    size_t length = strlen(policies_words) + 1;
    return length > size ? -E2BIG : copy_out(address, policies_words, length);
}

int32_t sys_process_schedule(uint32_t pid, virt_t address)
{
    struct process_scheduling scheduling;
    int error = copy_in(&scheduling, address, sizeof(scheduling));
    return error ? error : process_schedule((pid_t)pid, &scheduling);
}
