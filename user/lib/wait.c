/* Waiting for children, and what was used. */
#include <sys/resource.h>
#include <sys/times.h>
#include <sys/wait.h>

#include "call.h"

_Static_assert(sizeof(struct rusage) == sizeof(struct usage), "one layout");
_Static_assert(sizeof(struct tms) == sizeof(struct usage_times), "one layout");

pid_t waitpid(pid_t pid, int *status, int options)
{
    return posix_result(
        call_3(SYS_WAITPID, (uint32_t)pid, word(status), (uint32_t)options));
}

pid_t wait(int *status)
{
    return waitpid(-1, status, 0);
}

pid_t wait4(pid_t pid, int *status, int options, struct rusage *usage)
{
    return posix_result(
        call_4(SYS_WAIT4, (uint32_t)pid, word(status), (uint32_t)options, word(usage)));
}

int waitid(idtype_t kind, id_t id, siginfo_t *info, int options)
{
    const uint32_t words[6] = {kind, id, word(info), (uint32_t)options};
    return posix_result(call_6(SYS_WAITID, words));
}

pid_t wait3(int *status, int options, struct rusage *usage)
{
    return wait4(-1, status, options, usage);
}

int getrusage(int who, struct rusage *usage)
{
    return posix_result(call_2(SYS_GETRUSAGE, (uint32_t)who, word(usage)));
}

/* The result counts on for ever, and is no errno. */
clock_t times(struct tms *used)
{
    return call_1(SYS_TIMES, word(used));
}
