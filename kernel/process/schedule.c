/* What a policy is told of a process. */
#include "abi/errno.h"
#include "kernel/process/table.h"

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
