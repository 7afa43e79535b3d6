/* Call numbers. `int 0x80`, number in EAX, arguments in EBX ECX EDX ESI EDI EBP, result
 * or -errno in EAX. A call that Linux for i386 has too keeps Linux's number; Robin's own
 * begin at 1000. [Linux arch/x86/entry/syscalls/syscall_32.tbl for the numbers] */
#pragma once

#define SYS_EXIT        1
#define SYS_READ        3
#define SYS_WRITE       4
#define SYS_OPEN        5
#define SYS_CLOSE       6
#define SYS_GETPID      20
#define SYS_BRK         45 /* returns the break, also where it could not be moved */
#define SYS_IOCTL       54 /* abi/termios.h */
#define SYS_GETPPID     64
#define SYS_SETRLIMIT   75
#define SYS_GETRLIMIT   76 /* the older one: no limit is above 0x7FFFFFFF */
#define SYS_SCHED_YIELD 158
#define SYS_UGETRLIMIT  191
#define SYS_GETUID      199
#define SYS_SETUID      213
#define SYS_GETDENTS64  220 /* abi/dirent.h */

#define SYS_ROBIN_FIRST         1000
#define SYS_PROCESS_CREATE      1000 /* path, argv, options */
#define SYS_PROCESS_DESTROY     1001 /* pid */
#define SYS_PROCESS_WAIT        1002 /* pid, result, options */
#define SYS_PROCESS_SUSPEND     1003 /* pid */
#define SYS_PROCESS_RESUME      1004 /* pid */
#define SYS_PROCESS_STATUS      1005 /* pid, status */
#define SYS_PROCESS_LIST        1006 /* pids, count */
#define SYS_PROCESS_SLEEP       1007 /* ticks, low and high word */
#define SYS_PROCESS_SLEEP_UNTIL 1008 /* tick, low and high word */
#define SYS_PROCESS_NOW         1009 /* where to put the tick_t */
#define SYS_PROCESS_FOREGROUND  1010 /* pid */
#define SYS_PROCESS_POWER_OFF   1011 /* status */
#define SYS_TRACE_READ          1012 /* records, count, next */
#define SYS_TIME_INFO           1013 /* struct time_info */
#define SYS_POLICY_SET          1015 /* words, where to put the offset of a wrong one */
#define SYS_POLICY_GET          1016 /* room for words, its size */
#define SYS_PROCESS_SCHEDULE    1017 /* pid, struct process_scheduling */
