/* Which number is which call. */
#include "kernel/syscall/handlers.h"
#include "kernel/syscall/syscall.h"

/* A handler declares the parameters that it uses; the caller of a C function removes them
 * from the stack, so the others do no harm. [System V ABI i386 3-10, 3-35] */
#define CALL(function) (syscall_handler *)(void (*)(void))(function)

syscall_handler *const linux_calls[LINUX_CALLS] = {
    [SYS_EXIT] = CALL(sys_exit),
    [SYS_READ] = CALL(sys_read),
    [SYS_WRITE] = CALL(sys_write),
    [SYS_OPEN] = CALL(sys_open),
    [SYS_CLOSE] = CALL(sys_close),
    [SYS_GETPID] = CALL(sys_getpid),
    [SYS_BRK] = CALL(sys_brk),
    [SYS_GETPPID] = CALL(sys_getppid),
    [SYS_SCHED_YIELD] = CALL(sys_sched_yield),
    [SYS_GETUID] = CALL(sys_getuid),
    [SYS_SETUID] = CALL(sys_setuid),
};

#define ROBIN(number) [(number)-SYS_ROBIN_FIRST]

syscall_handler *const robin_calls[ROBIN_CALLS] = {
    ROBIN(SYS_PROCESS_CREATE) = CALL(sys_process_create),
    ROBIN(SYS_PROCESS_DESTROY) = CALL(sys_process_destroy),
    ROBIN(SYS_PROCESS_WAIT) = CALL(sys_process_wait),
    ROBIN(SYS_PROCESS_SUSPEND) = CALL(sys_process_suspend),
    ROBIN(SYS_PROCESS_RESUME) = CALL(sys_process_resume),
    ROBIN(SYS_PROCESS_STATUS) = CALL(sys_process_status),
    ROBIN(SYS_PROCESS_LIST) = CALL(sys_process_list),
    ROBIN(SYS_PROCESS_SLEEP) = CALL(sys_process_sleep),
    ROBIN(SYS_PROCESS_SLEEP_UNTIL) = CALL(sys_process_sleep_until),
    ROBIN(SYS_PROCESS_NOW) = CALL(sys_process_now),
    ROBIN(SYS_PROCESS_FOREGROUND) = CALL(sys_process_foreground),
    ROBIN(SYS_PROCESS_POWER_OFF) = CALL(sys_process_power_off),
    ROBIN(SYS_TRACE_READ) = CALL(sys_trace_read),
    ROBIN(SYS_TIME_INFO) = CALL(sys_time_info),
    ROBIN(SYS_CONSOLE_KEY) = CALL(sys_console_key),
    ROBIN(SYS_POLICY_SET) = CALL(sys_policy_set),
    ROBIN(SYS_POLICY_GET) = CALL(sys_policy_get),
    ROBIN(SYS_PROCESS_SCHEDULE) = CALL(sys_process_schedule),
};
