/* The calls that change who runs next. */
#include <process.h>

#include "call.h"

int process_schedule(pid_t pid, const struct process_scheduling *scheduling)
{
    return call_2(SYS_PROCESS_SCHEDULE, (uint32_t)pid, word(scheduling));
}

int policy_set(const char *words, uint32_t *wrong)
{
    return call_2(SYS_POLICY_SET, word(words), word(wrong));
}

int policy_get(char *words, uint32_t size)
{
    return call_2(SYS_POLICY_GET, word(words), size);
}
