/* Who runs next: the policy, and what it is told of a process. */
#include "abi/errno.h"
#include "kernel/process/table.h"

/* Too large for a kernel stack; there is one kernel, and it is not interrupted. */

int process_set_policy(size_t *wrong)
{
    const struct policy *policy;
    int error = policies_find(policies_words, &policy, wrong);
    if (error)
        return error; /* it comes before -EPERM */
    if (process_current()->uid != 0)
        return -EPERM;
    return scheduler_set_policy(policies_words, wrong);
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
