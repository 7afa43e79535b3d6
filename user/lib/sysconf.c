/* What the system is, and what it has at most. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "abi/resource.h"

enum { PAGE_BYTES = 4096 };

static long soft_limit(int resource)
{
    struct rlimit limit;

    if (getrlimit(resource, &limit) < 0 || limit.rlim_cur == RLIM_INFINITY)
        return -1;
    return (long)limit.rlim_cur;
}

long sysconf(int name)
{
    switch (name) {
    case _SC_ARG_MAX:
        return ARG_MAX;
    case _SC_FSYNC:
    case _SC_MEMORY_PROTECTION:
    case _SC_2_VERSION:
    case _SC_CPUTIME:
        return _POSIX_VERSION;
    case _SC_XOPEN_VERSION:
        return _XOPEN_VERSION;
    case _SC_NGROUPS_MAX:
        return NGROUPS_MAX;
    case _SC_STREAM_MAX:
        return FOPEN_MAX;
    case _SC_BC_BASE_MAX:
        return BC_BASE_MAX;
    case _SC_BC_DIM_MAX:
        return BC_DIM_MAX;
    case _SC_BC_SCALE_MAX:
        return BC_SCALE_MAX;
    case _SC_BC_STRING_MAX:
        return BC_STRING_MAX;
    case _SC_COLL_WEIGHTS_MAX:
        return COLL_WEIGHTS_MAX;
    case _SC_EXPR_NEST_MAX:
        return EXPR_NEST_MAX;
    case _SC_LINE_MAX:
        return LINE_MAX;
    case _SC_RE_DUP_MAX:
        return RE_DUP_MAX;
    case _SC_IOV_MAX:
        return IOV_MAX;
    case _SC_LOGIN_NAME_MAX:
        return LOGIN_NAME_MAX;
    case _SC_TTY_NAME_MAX:
        return TTY_NAME_MAX;
    case _SC_ATEXIT_MAX:
        return INT_MAX;
    case _SC_TZNAME_MAX:
    case _SC_SYMLOOP_MAX:
    case _SC_GETGR_R_SIZE_MAX:
    case _SC_GETPW_R_SIZE_MAX:
    case _SC_THREADS:
    case _SC_TIMERS:
    case _SC_MAPPED_FILES:
    case _SC_PRIORITY_SCHEDULING:
        return -1; /* no limit that one could tell, or there are none */
    case _SC_CHILD_MAX:
        return soft_limit(RLIMIT_NPROC);
    case _SC_CLK_TCK:
        return TIMES_A_SECOND;
    case _SC_OPEN_MAX:
        return soft_limit(RLIMIT_NOFILE);
    case _SC_VERSION:
    case _SC_REALTIME_SIGNALS:
    case _SC_MONOTONIC_CLOCK:
        return _POSIX_VERSION;
    case _SC_JOB_CONTROL:
    case _SC_SAVED_IDS:
        return 1;
    case _SC_RTSIG_MAX:
        return RTSIG_MAX;
    case _SC_SIGQUEUE_MAX:
        return _POSIX_SIGQUEUE_MAX; /* at least */
    case _SC_PAGESIZE:
        return PAGE_BYTES;
    case _SC_NPROCESSORS_CONF:
    case _SC_NPROCESSORS_ONLN:
        return 1;
    case _SC_HOST_NAME_MAX:
        return HOST_NAME_MAX;
    }
    errno = EINVAL;
    return -1;
}

static long limit_of_files(int name)
{
    switch (name) {
    case _PC_LINK_MAX:
    case _PC_CHOWN_RESTRICTED:
    case _PC_NO_TRUNC:
        return 1;
    case _PC_MAX_CANON:
        return MAX_CANON;
    case _PC_MAX_INPUT:
        return MAX_INPUT;
    case _PC_VDISABLE:
        return _POSIX_VDISABLE;
    case _PC_NAME_MAX:
        return NAME_MAX;
    case _PC_PATH_MAX:
        return PATH_MAX;
    case _PC_PIPE_BUF:
        return PIPE_BUF;
    }
    errno = EINVAL;
    return -1;
}

long pathconf(const char *path, int name)
{
    return access(path, F_OK) < 0 ? -1 : limit_of_files(name);
}

long fpathconf(int fd, int name)
{
    return fcntl(fd, F_GETFD) < 0 ? -1 : limit_of_files(name);
}

int getpagesize(void)
{
    return PAGE_BYTES;
}

int gethostname(char *name, size_t size)
{
    struct utsname system;

    uname(&system);
    if (string_copy(name, system.nodename, size))
        return 0;
    errno = ENAMETOOLONG;
    return -1;
}

size_t confstr(int name, char *text, size_t size)
{
    static const char path[] = "/bin:/usr/bin";

    if (name != _CS_PATH) {
        errno = EINVAL;
        return 0;
    }
    if (size > 0)
        (void)string_copy(text, path, size);
    return sizeof(path);
}

int getdtablesize(void)
{
    return (int)sysconf(_SC_OPEN_MAX);
}
