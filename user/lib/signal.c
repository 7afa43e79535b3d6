/* The calls on signals. */
#include <signal.h>

#include <errno.h>

#include "call.h"

int kill(pid_t pid, int signal)
{
    return posix_result(call_2(SYS_KILL, (uint32_t)pid, (uint32_t)signal));
}
