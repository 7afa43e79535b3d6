/* Call numbers. `int 0x80`, number in EAX, arguments in EBX ECX EDX ESI EDI EBP, result
 * or -errno in EAX. A call that Linux for i386 has too keeps Linux's number; Robin's own
 * begin at 1000. [Linux arch/x86/entry/syscalls/syscall_32.tbl for the numbers] */
#pragma once

#define SYS_EXIT            1
#define SYS_FORK            2
#define SYS_READ            3
#define SYS_WRITE           4
#define SYS_OPEN            5
#define SYS_CLOSE           6
#define SYS_WAITPID         7
#define SYS_CREAT           8
#define SYS_LINK            9
#define SYS_UNLINK          10
#define SYS_EXECVE          11
#define SYS_CHDIR           12
#define SYS_TIME            13
#define SYS_CHMOD           15
#define SYS_LSEEK           19
#define SYS_GETPID          20
#define SYS_ALARM           27
#define SYS_PAUSE           29
#define SYS_ACCESS          33
#define SYS_SYNC            36
#define SYS_KILL            37
#define SYS_RENAME          38
#define SYS_MKDIR           39
#define SYS_RMDIR           40
#define SYS_DUP             41
#define SYS_PIPE            42
#define SYS_TIMES           43
#define SYS_BRK             45 /* returns the break, also where it could not be moved */
#define SYS_IOCTL           54 /* abi/termios.h */
#define SYS_FCNTL           55
#define SYS_SETPGID         57
#define SYS_UMASK           60
#define SYS_DUP2            63
#define SYS_GETPPID         64
#define SYS_GETPGRP         65
#define SYS_SETSID          66
#define SYS_SETRLIMIT       75
#define SYS_GETRLIMIT       76 /* the older one: no limit is above 0x7FFFFFFF */
#define SYS_GETRUSAGE       77
#define SYS_GETTIMEOFDAY    78
#define SYS_READLINK        85
#define SYS_MUNMAP          91
#define SYS_TRUNCATE        92
#define SYS_FTRUNCATE       93
#define SYS_FCHMOD          94
#define SYS_SETITIMER       104
#define SYS_GETITIMER       105
#define SYS_WAIT4           114
#define SYS_FSYNC           118
#define SYS_SIGRETURN       119
#define SYS_CLONE           120 /* flags, stack, parent's tid, -, child's tid; abi/clone.h */
#define SYS_UNAME           122
#define SYS_MPROTECT        125
#define SYS_GETPGID         132
#define SYS_FCHDIR          133
#define SYS_LLSEEK          140
#define SYS_NEWSELECT       142 /* as C has select's parameters */
#define SYS_READV           145
#define SYS_WRITEV          146
#define SYS_GETSID          147
#define SYS_FDATASYNC       148
#define SYS_SCHED_YIELD     158
#define SYS_NANOSLEEP       162
#define SYS_MREMAP          163
#define SYS_POLL            168
#define SYS_RT_SIGRETURN    173
#define SYS_RT_SIGACTION    174
#define SYS_RT_SIGPROCMASK  175
#define SYS_RT_SIGPENDING   176
#define SYS_RT_SIGTIMEDWAIT 177
#define SYS_RT_SIGQUEUEINFO 178
#define SYS_RT_SIGSUSPEND   179
#define SYS_PREAD64         180 /* fd, buffer, bytes, low and high word */
#define SYS_PWRITE64        181
#define SYS_GETCWD          183
#define SYS_SIGALTSTACK     186
#define SYS_VFORK           190
#define SYS_UGETRLIMIT      191
#define SYS_MMAP2           192 /* the offset counts pages */
#define SYS_TRUNCATE64      193 /* path, low and high word */
#define SYS_FTRUNCATE64     194 /* fd, low and high word */
#define SYS_STAT64          195
#define SYS_LSTAT64         196
#define SYS_FSTAT64         197
#define SYS_LCHOWN32        198
#define SYS_GETUID          199
#define SYS_GETGID          200
#define SYS_GETEUID         201
#define SYS_GETEGID         202
#define SYS_FCHOWN32        207
#define SYS_CHOWN32         212
#define SYS_SETUID          213
#define SYS_MADVISE         219
#define SYS_GETDENTS64      220 /* abi/dirent.h */
#define SYS_FCNTL64         221
#define SYS_GETTID          224
#define SYS_TKILL           238
#define SYS_SET_THREAD_AREA 243 /* abi/thread_area.h */
#define SYS_EXIT_GROUP      252
#define SYS_SET_TID_ADDRESS 258 /* where to put 0 for other threads: there are none */
#define SYS_CLOCK_GETTIME   265
#define SYS_CLOCK_GETRES    266
#define SYS_CLOCK_NANOSLEEP 267
#define SYS_STATFS64        268 /* path, bytes, struct statfs64 */
#define SYS_FSTATFS64       269 /* fd, bytes, struct statfs64 */
#define SYS_TGKILL          270
#define SYS_WAITID          284
#define SYS_OPENAT          295
#define SYS_MKDIRAT         296
#define SYS_FCHOWNAT        298 /* folder, path, uid, gid, flags */
#define SYS_FSTATAT64       300
#define SYS_UNLINKAT        301
#define SYS_RENAMEAT        302
#define SYS_LINKAT          303
#define SYS_READLINKAT      305
#define SYS_FCHMODAT        306
#define SYS_FACCESSAT       307
#define SYS_PSELECT6        308 /* the last word: a pointer to the set's address and bytes */
#define SYS_PPOLL           309
#define SYS_UTIMENSAT       320
#define SYS_DUP3            330
#define SYS_PIPE2           331
#define SYS_PREADV          333 /* fd, pieces, count, low and high word */
#define SYS_PWRITEV         334
#define SYS_RENAMEAT2       353
#define SYS_STATX           383 /* folder, path, flags, mask, struct statx */

/* Those whose seconds do not end in 2038. */
#define SYS_CLOCK_GETTIME64   403
#define SYS_CLOCK_GETRES64    406
#define SYS_CLOCK_NANOSLEEP64 407

#define SYS_ROBIN_FIRST         1000
#define SYS_PROCESS_CREATE      1000 /* path, argv, options, envp */
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
#define SYS_PROCESS_SHARERS     1018 /* pid, address, pids, count */
#define SYS_PROCESS_REST        1019 /* after so many ticks, for so many: two words each */
