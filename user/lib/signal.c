/* The calls on signals. */
#include <signal.h>

#include <errno.h>

#include "call.h"

static int posix_result(int32_t result)
{
    if (result >= 0)
        return result;
    errno = -result;
    return -1;
}

int kill(pid_t pid, int signal)
{
    return posix_result(call_2(SYS_KILL, (uint32_t)pid, (uint32_t)signal));
}
