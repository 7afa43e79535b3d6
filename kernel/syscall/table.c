/* Which number is which call. */
#include "kernel/syscall/handlers.h"
#include "kernel/syscall/syscall.h"

/* A handler of another type does not compile. */
#define WITH_0(handler)    .word_count = 0, .with_0 = handler
#define WITH_1(handler)    .word_count = 1, .with_1 = handler
#define WITH_2(handler)    .word_count = 2, .with_2 = handler
#define WITH_3(handler)    .word_count = 3, .with_3 = handler
#define WITH_CALL(handler) .word_count = WORDS_OF_THE_CALL, .with_call = handler

/* Those that can wait, and are made again if a handler's action asks for it. Sleeps and what
 * waits no longer than some time are not: that would begin anew. [signal(7)] */
#define RESTARTS .restart = RESTART_ASKED
/* Those that end because a handler has begun, and so by nothing else. */
#define WAITS_FOR_HANDLER .restart = RESTART_UNHANDLED

#define LENGTH(table) (sizeof(table) / sizeof(*(table)))

const struct syscall linux_calls[] = {
    [SYS_EXIT] = {WITH_1(sys_exit)},
    [SYS_FORK] = {WITH_0(sys_fork)},
    [SYS_READ] = {WITH_3(sys_read), RESTARTS},
    [SYS_WRITE] = {WITH_3(sys_write), RESTARTS},
    [SYS_OPEN] = {WITH_3(sys_open)},
    [SYS_CLOSE] = {WITH_1(sys_close)},
    [SYS_WAITPID] = {WITH_3(sys_waitpid), RESTARTS},
    [SYS_UNLINK] = {WITH_1(sys_unlink)},
    [SYS_EXECVE] = {WITH_3(sys_execve)},
    [SYS_TIME] = {WITH_1(sys_time)},
    [SYS_LSEEK] = {WITH_3(sys_lseek)},
    [SYS_GETPID] = {WITH_0(sys_getpid)},
    [SYS_ALARM] = {WITH_1(sys_alarm)},
    [SYS_PAUSE] = {WITH_0(sys_pause), WAITS_FOR_HANDLER},
    [SYS_ACCESS] = {WITH_2(sys_access)},
    [SYS_KILL] = {WITH_2(sys_kill)},
    [SYS_DUP] = {WITH_1(sys_dup)},
    [SYS_PIPE] = {WITH_1(sys_pipe)},
    [SYS_TIMES] = {WITH_1(sys_times)},
    [SYS_BRK] = {WITH_1(sys_brk)},
    [SYS_MUNMAP] = {WITH_2(sys_munmap)},
    [SYS_MPROTECT] = {WITH_3(sys_mprotect)},
    [SYS_MREMAP] = {WITH_CALL(sys_mremap)},
    [SYS_MMAP2] = {WITH_CALL(sys_mmap2)},
    [SYS_MADVISE] = {WITH_3(sys_madvise)},
    [SYS_IOCTL] = {WITH_3(sys_ioctl), RESTARTS},
    [SYS_FCNTL] = {WITH_3(sys_fcntl)},
    [SYS_SETPGID] = {WITH_2(sys_setpgid)},
    [SYS_DUP2] = {WITH_2(sys_dup2)},
    [SYS_GETPPID] = {WITH_0(sys_getppid)},
    [SYS_GETPGRP] = {WITH_0(sys_getpgrp)},
    [SYS_SETSID] = {WITH_0(sys_setsid)},
    [SYS_SETRLIMIT] = {WITH_2(sys_setrlimit)},
    [SYS_GETRLIMIT] = {WITH_2(sys_getrlimit)},
    [SYS_GETRUSAGE] = {WITH_2(sys_getrusage)},
    [SYS_GETTIMEOFDAY] = {WITH_2(sys_gettimeofday)},
    [SYS_FTRUNCATE] = {WITH_2(sys_ftruncate)},
    [SYS_SETITIMER] = {WITH_3(sys_setitimer)},
    [SYS_GETITIMER] = {WITH_2(sys_getitimer)},
    [SYS_WAIT4] = {WITH_CALL(sys_wait4), RESTARTS},
    [SYS_CLONE] = {WITH_CALL(sys_clone)},
    [SYS_SIGRETURN] = {WITH_0(sys_sigreturn)},
    [SYS_UNAME] = {WITH_1(sys_uname)},
    [SYS_LLSEEK] = {WITH_CALL(sys_llseek)},
    [SYS_NEWSELECT] = {WITH_CALL(sys_newselect)},
    [SYS_READV] = {WITH_3(sys_readv), RESTARTS},
    [SYS_WRITEV] = {WITH_3(sys_writev), RESTARTS},
    [SYS_GETPGID] = {WITH_1(sys_getpgid)},
    [SYS_GETSID] = {WITH_1(sys_getsid)},
    [SYS_SCHED_YIELD] = {WITH_0(sys_sched_yield)},
    [SYS_NANOSLEEP] = {WITH_2(sys_nanosleep)},
    [SYS_POLL] = {WITH_3(sys_poll)},
    [SYS_RT_SIGRETURN] = {WITH_0(sys_rt_sigreturn)},
    [SYS_RT_SIGACTION] = {WITH_CALL(sys_rt_sigaction)},
    [SYS_RT_SIGPROCMASK] = {WITH_CALL(sys_rt_sigprocmask)},
    [SYS_RT_SIGPENDING] = {WITH_2(sys_rt_sigpending)},
    [SYS_RT_SIGTIMEDWAIT] = {WITH_CALL(sys_rt_sigtimedwait)},
    [SYS_RT_SIGQUEUEINFO] = {WITH_3(sys_rt_sigqueueinfo)},
    [SYS_RT_SIGSUSPEND] = {WITH_2(sys_rt_sigsuspend), WAITS_FOR_HANDLER},
    [SYS_SIGALTSTACK] = {WITH_2(sys_sigaltstack)},
    [SYS_VFORK] = {WITH_0(sys_fork)}, /* the parent goes on at once [POSIX.1-2001] */
    [SYS_UGETRLIMIT] = {WITH_2(sys_ugetrlimit)},
    [SYS_STAT64] = {WITH_2(sys_stat64)},
    [SYS_LSTAT64] = {WITH_2(sys_stat64)},
    [SYS_FSTAT64] = {WITH_2(sys_fstat64)},
    [SYS_GETUID] = {WITH_0(sys_getuid)},
    [SYS_GETGID] = {WITH_0(sys_getgid)},
    [SYS_GETEUID] = {WITH_0(sys_getuid)},
    [SYS_GETEGID] = {WITH_0(sys_getgid)},
    [SYS_SETUID] = {WITH_1(sys_setuid)},
    [SYS_GETCWD] = {WITH_2(sys_getcwd)},
    [SYS_WAITID] = {WITH_CALL(sys_waitid), RESTARTS},
    [SYS_OPENAT] = {WITH_CALL(sys_openat)},
    [SYS_FSTATAT64] = {WITH_CALL(sys_fstatat64)},
    [SYS_UNLINKAT] = {WITH_3(sys_unlinkat)},
    [SYS_FACCESSAT] = {WITH_3(sys_faccessat)},
    [SYS_PSELECT6] = {WITH_CALL(sys_pselect6)},
    [SYS_PPOLL] = {WITH_CALL(sys_ppoll)},
    [SYS_GETDENTS64] = {WITH_3(sys_getdents64)},
    [SYS_FCNTL64] = {WITH_3(sys_fcntl)},
    [SYS_GETTID] = {WITH_0(sys_getpid)}, /* a process is one thread */
    [SYS_TKILL] = {WITH_2(sys_tkill)},
    [SYS_SET_THREAD_AREA] = {WITH_1(sys_set_thread_area)},
    [SYS_EXIT_GROUP] = {WITH_1(sys_exit)},
    [SYS_SET_TID_ADDRESS] = {WITH_0(sys_getpid)},
    [SYS_CLOCK_GETTIME] = {WITH_2(sys_clock_gettime)},
    [SYS_CLOCK_GETRES] = {WITH_2(sys_clock_getres)},
    [SYS_CLOCK_NANOSLEEP] = {WITH_CALL(sys_clock_nanosleep)},
    [SYS_TGKILL] = {WITH_3(sys_tgkill)},
    [SYS_DUP3] = {WITH_3(sys_dup3)},
    [SYS_PIPE2] = {WITH_2(sys_pipe2)},
    [SYS_CLOCK_GETTIME64] = {WITH_2(sys_clock_gettime64)},
    [SYS_CLOCK_GETRES64] = {WITH_2(sys_clock_getres64)},
    [SYS_CLOCK_NANOSLEEP64] = {WITH_CALL(sys_clock_nanosleep64)},
};

const uint32_t linux_call_count = LENGTH(linux_calls);

#define ROBIN(number) [(number)-SYS_ROBIN_FIRST]

const struct syscall robin_calls[] = {
    ROBIN(SYS_PROCESS_CREATE) = {WITH_CALL(sys_process_create)},
    ROBIN(SYS_PROCESS_DESTROY) = {WITH_1(sys_process_destroy)},
    ROBIN(SYS_PROCESS_WAIT) = {WITH_3(sys_process_wait)},
    ROBIN(SYS_PROCESS_SUSPEND) = {WITH_1(sys_process_suspend)},
    ROBIN(SYS_PROCESS_RESUME) = {WITH_1(sys_process_resume)},
    ROBIN(SYS_PROCESS_STATUS) = {WITH_2(sys_process_status)},
    ROBIN(SYS_PROCESS_LIST) = {WITH_2(sys_process_list)},
    ROBIN(SYS_PROCESS_SLEEP) = {WITH_2(sys_process_sleep)},
    ROBIN(SYS_PROCESS_SLEEP_UNTIL) = {WITH_2(sys_process_sleep_until)},
    ROBIN(SYS_PROCESS_NOW) = {WITH_1(sys_process_now)},
    ROBIN(SYS_PROCESS_FOREGROUND) = {WITH_1(sys_process_foreground)},
    ROBIN(SYS_PROCESS_POWER_OFF) = {WITH_1(sys_process_power_off)},
    ROBIN(SYS_TRACE_READ) = {WITH_3(sys_trace_read)},
    ROBIN(SYS_TIME_INFO) = {WITH_1(sys_time_info)},
    ROBIN(SYS_POLICY_SET) = {WITH_2(sys_policy_set)},
    ROBIN(SYS_POLICY_GET) = {WITH_2(sys_policy_get)},
    ROBIN(SYS_PROCESS_SCHEDULE) = {WITH_2(sys_process_schedule)},
    ROBIN(SYS_PROCESS_SHARERS) = {WITH_CALL(sys_process_sharers)},
    ROBIN(SYS_PROCESS_REST) = {WITH_CALL(sys_process_rest)},
};

const uint32_t robin_call_count = LENGTH(robin_calls);
