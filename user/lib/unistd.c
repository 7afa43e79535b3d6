/* The calls with POSIX names: -1 and errno in place of the kernel's -errno. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdarg.h>
#include <sys/resource.h>
#include <unistd.h>

#include "call.h"

int errno;

_Noreturn void _exit(int code)
{
    for (;;)
        call_1(SYS_EXIT, (uint32_t)code);
}

int open(const char *path, int flags, ...)
{
    va_list arguments;

    va_start(arguments, flags);
    uint32_t mode = flags & O_CREAT ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    return posix_result(call_3(SYS_OPEN, word(path), (uint32_t)flags, mode));
}

ssize_t read(int fd, void *buffer, size_t size)
{
    return posix_result(call_3(SYS_READ, (uint32_t)fd, word(buffer), size));
}

ssize_t write(int fd, const void *buffer, size_t size)
{
    return posix_result(call_3(SYS_WRITE, (uint32_t)fd, word(buffer), size));
}

int close(int fd)
{
    return posix_result(call_1(SYS_CLOSE, (uint32_t)fd));
}

off_t lseek(int fd, off_t offset, int whence)
{
    return posix_result(
        call_3(SYS_LSEEK, (uint32_t)fd, (uint32_t)offset, (uint32_t)whence));
}

int dup(int fd)
{
    return posix_result(call_1(SYS_DUP, (uint32_t)fd));
}

int dup2(int fd, int to)
{
    return posix_result(call_2(SYS_DUP2, (uint32_t)fd, (uint32_t)to));
}

int dup3(int fd, int to, int flags)
{
    return posix_result(call_3(SYS_DUP3, (uint32_t)fd, (uint32_t)to, (uint32_t)flags));
}

int pipe(int fds[2])
{
    return posix_result(call_1(SYS_PIPE, word(fds)));
}

int pipe2(int fds[2], int flags)
{
    return posix_result(call_2(SYS_PIPE2, word(fds), (uint32_t)flags));
}

pid_t getpid(void)
{
    return call_0(SYS_GETPID);
}

pid_t getppid(void)
{
    return call_0(SYS_GETPPID);
}

int setpgid(pid_t pid, pid_t group)
{
    return posix_result(call_2(SYS_SETPGID, (uint32_t)pid, (uint32_t)group));
}

pid_t getpgid(pid_t pid)
{
    return posix_result(call_1(SYS_GETPGID, (uint32_t)pid));
}

pid_t gettid(void)
{
    return getpid();
}

int setpgrp(void)
{
    return setpgid(0, 0);
}

pid_t getpgrp(void)
{
    return call_0(SYS_GETPGRP);
}

pid_t setsid(void)
{
    return posix_result(call_0(SYS_SETSID));
}

pid_t getsid(pid_t pid)
{
    return posix_result(call_1(SYS_GETSID, (uint32_t)pid));
}

pid_t fork(void)
{
    return posix_result(call_0(SYS_FORK));
}

pid_t vfork(void)
{
    return fork();
}

uid_t getuid(void)
{
    return (uid_t)call_0(SYS_GETUID);
}

uid_t geteuid(void)
{
    return getuid();
}

gid_t getgid(void)
{
    return (gid_t)call_0(SYS_GETGID);
}

gid_t getegid(void)
{
    return getgid();
}

int setuid(uid_t uid)
{
    return posix_result(call_1(SYS_SETUID, (uint32_t)uid));
}

int getrlimit(int resource, struct rlimit *limit)
{
    return posix_result(call_2(SYS_UGETRLIMIT, (uint32_t)resource, word(limit)));
}

int setrlimit(int resource, const struct rlimit *limit)
{
    return posix_result(call_2(SYS_SETRLIMIT, (uint32_t)resource, word(limit)));
}

int sched_yield(void)
{
    return posix_result(call_0(SYS_SCHED_YIELD));
}

/* The kernel answers with the break as it is then: another one than asked for is a
 * failure. */
int brk(void *address)
{
    if ((uintptr_t)call_1(SYS_BRK, word(address)) == (uintptr_t)address)
        return 0;
    errno = ENOMEM;
    return -1;
}

/* The kernel is asked each time where the break is, so the library keeps no second
 * opinion. */
void *sbrk(intptr_t increment)
{
    uintptr_t old = (uintptr_t)call_1(SYS_BRK, 0);
    uintptr_t new = old + (uintptr_t)increment;

    if ((increment > 0) != (new > old) && increment != 0) {
        errno = ENOMEM;
        return SBRK_FAILED;
    }
    if (increment != 0 && brk((void *)new) != 0)
        return SBRK_FAILED;
    return (void *)old;
}
