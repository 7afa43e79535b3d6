/* The calls that change who runs next. */
#include <process.h>

#include "call.h"

int process_schedule(pid_t pid, const struct process_scheduling *scheduling)
{
    return call(SYS_PROCESS_SCHEDULE, pid, scheduling);
}

int policy_set(const char *words, uint32_t *wrong)
{
    return call(SYS_POLICY_SET, words, wrong);
}

int policy_get(char *words, uint32_t size)
{
    return call(SYS_POLICY_GET, words, size);
}
