/* The process calls: the kernel's result is the caller's, unchanged. */
#include <process.h>
#include <trace.h>

#include "call.h"

int process_destroy(pid_t pid)
{
    return call_1(SYS_PROCESS_DESTROY, (uint32_t)pid);
}

pid_t process_wait(pid_t pid, struct process_result *result,
                   const struct process_wait_options *options)
{
    return call_3(SYS_PROCESS_WAIT, (uint32_t)pid, word(result), word(options));
}

int process_suspend(pid_t pid)
{
    return call_1(SYS_PROCESS_SUSPEND, (uint32_t)pid);
}

int process_resume(pid_t pid)
{
    return call_1(SYS_PROCESS_RESUME, (uint32_t)pid);
}

int process_status(pid_t pid, struct process_status *status)
{
    return call_2(SYS_PROCESS_STATUS, (uint32_t)pid, word(status));
}

int process_sharers(pid_t pid, const void *address, pid_t *pids, int count)
{
    return call_4(SYS_PROCESS_SHARERS, (uint32_t)pid, word(address), word(pids),
                  (uint32_t)count);
}

int process_list(pid_t *pids, int count)
{
    return call_2(SYS_PROCESS_LIST, word(pids), (uint32_t)count);
}

int process_sleep(tick_t ticks)
{
    return call_with_tick(SYS_PROCESS_SLEEP, ticks);
}

int process_sleep_until(tick_t tick)
{
    return call_with_tick(SYS_PROCESS_SLEEP_UNTIL, tick);
}

int process_rest(tick_t after_ticks, tick_t rest_ticks)
{
    return call_4(SYS_PROCESS_REST, (uint32_t)after_ticks, (uint32_t)(after_ticks >> 32),
                  (uint32_t)rest_ticks, (uint32_t)(rest_ticks >> 32));
}

tick_t process_now(void)
{
    tick_t now = 0;

    call_1(SYS_PROCESS_NOW, word(&now));
    return now;
}

int process_foreground(pid_t pid)
{
    return call_1(SYS_PROCESS_FOREGROUND, (uint32_t)pid);
}

int process_power_off(int status)
{
    return call_1(SYS_PROCESS_POWER_OFF, (uint32_t)status);
}

int trace_read(struct trace_record *records, int count, uint64_t *next)
{
    return call_3(SYS_TRACE_READ, word(records), (uint32_t)count, word(next));
}

int time_info(struct time_info *info)
{
    return call_1(SYS_TIME_INFO, word(info));
}
