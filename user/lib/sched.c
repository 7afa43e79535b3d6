/* Linux's classes of processes, of which Robin has one. On Linux the kernel is asked. */
#include <sched.h>
#include <signal.h>
#include <stdbool.h>

#include "call.h"

enum { CALL_SETPARAM = 154, CALL_GETPARAM, CALL_SETSCHEDULER, CALL_GETSCHEDULER };
enum { REALTIME_MIN = 1, REALTIME_MAX = 99 };

static bool is_realtime(int policy)
{
    return policy == SCHED_FIFO || policy == SCHED_RR;
}

static int priority(int policy, int of_realtime)
{
    if (is_realtime(policy))
        return of_realtime;
    bool is_class =
        policy == SCHED_OTHER || policy == SCHED_BATCH || policy == SCHED_IDLE;
    return is_class ? 0 : posix_result(-EINVAL);
}

int sched_get_priority_max(int policy)
{
    return priority(policy, REALTIME_MAX);
}

int sched_get_priority_min(int policy)
{
    return priority(policy, REALTIME_MIN);
}

/* RESULT, or, where there is no such call, 0 for a process that there is, and who may be asked. */
static int result_for(int32_t result, pid_t pid)
{
    if (result != -ENOSYS)
        return posix_result(result);
    if (pid < 0)
        return posix_result(-EINVAL);
    return pid == 0 || kill(pid, 0) == 0 || errno == EPERM ? 0 : posix_result(-ESRCH);
}

int sched_getscheduler(pid_t pid)
{
    return result_for(call_1(CALL_GETSCHEDULER, (uint32_t)pid), pid);
}

int sched_getparam(pid_t pid, struct sched_param *parameters)
{
    int32_t result = call_2(CALL_GETPARAM, (uint32_t)pid, word(parameters));

    if (result == -ENOSYS && parameters == NULL)
        return posix_result(-EINVAL);
    if (result == -ENOSYS)
        parameters->sched_priority = 0;
    return result_for(result, pid);
}

static int set(int32_t result, pid_t pid, int policy,
               const struct sched_param *parameters)
{
    if (result != -ENOSYS)
        return posix_result(result);
    if (parameters == NULL || priority(policy, 0) < 0 ||
        parameters->sched_priority < sched_get_priority_min(policy) ||
        parameters->sched_priority > sched_get_priority_max(policy))
        return posix_result(-EINVAL);
    return result_for(result, pid) < 0 ? -1
           : policy == SCHED_OTHER     ? 0
                                       : posix_result(-EPERM);
}

int sched_setscheduler(pid_t pid, int policy, const struct sched_param *parameters)
{
    return set(
        call_3(CALL_SETSCHEDULER, (uint32_t)pid, (uint32_t)policy, word(parameters)), pid,
        policy, parameters);
}

int sched_setparam(pid_t pid, const struct sched_param *parameters)
{
    return set(call_2(CALL_SETPARAM, (uint32_t)pid, word(parameters)), pid, SCHED_OTHER,
               parameters);
}
