/* Calls on signals. */
#include "abi/errno.h"
#include "kernel/process/process.h"
#include "kernel/syscall/handlers.h"

int32_t sys_kill(uint32_t pid, uint32_t signal)
{
    return signal_kill((pid_t)pid, (int32_t)signal);
}
