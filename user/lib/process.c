/* The process calls: the kernel's result is the caller's, unchanged. */
#include <console.h>
#include <process.h>
#include <trace.h>

#include "call.h"

pid_t process_create(const char *path, char *const argv[],
                     const struct process_options *options)
{
    return call(SYS_PROCESS_CREATE, path, argv, options);
}

int process_destroy(pid_t pid)
{
    return call(SYS_PROCESS_DESTROY, pid);
}

pid_t process_wait(pid_t pid, struct process_result *result,
                   const struct process_wait_options *options)
{
    return call(SYS_PROCESS_WAIT, pid, result, options);
}

int process_suspend(pid_t pid)
{
    return call(SYS_PROCESS_SUSPEND, pid);
}

int process_resume(pid_t pid)
{
    return call(SYS_PROCESS_RESUME, pid);
}

int process_status(pid_t pid, struct process_status *status)
{
    return call(SYS_PROCESS_STATUS, pid, status);
}

int process_list(pid_t *pids, int count)
{
    return call(SYS_PROCESS_LIST, pids, count);
}

int process_sleep(tick_t ticks)
{
    return call(SYS_PROCESS_SLEEP, ticks);
}

int process_sleep_until(tick_t tick)
{
    return call(SYS_PROCESS_SLEEP_UNTIL, tick);
}

tick_t process_now(void)
{
    tick_t now = 0;

    call(SYS_PROCESS_NOW, &now);
    return now;
}

int process_foreground(pid_t pid)
{
    return call(SYS_PROCESS_FOREGROUND, pid);
}

int process_power_off(int status)
{
    return call(SYS_PROCESS_POWER_OFF, status);
}

int trace_read(struct trace_record *records, int count, uint64_t *next)
{
    return call(SYS_TRACE_READ, records, count, next);
}

int time_info(struct time_info *info)
{
    return call(SYS_TIME_INFO, info);
}

int console_key(tick_t timeout_ticks)
{
    return call(SYS_CONSOLE_KEY, timeout_ticks);
}
