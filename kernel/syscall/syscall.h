/* System calls: a handler for each number. Handlers check and copy in what the program
 * gave, and then call the module that acts; numbers in, 0 or a count or -errno out.
 *
 * The order of checks is the same in all: -EFAULT for what must be read, -EINVAL, -ESRCH,
 * -EPERM, the rest. Nothing has changed when one fails. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "abi/syscall.h"

typedef int32_t syscall_handler(uint32_t a, uint32_t b, uint32_t c, uint32_t d,
                                uint32_t e, uint32_t f);

enum {
    LINUX_CALLS = SYS_SETUID + 1,
    ROBIN_CALLS = SYS_PROCESS_SCHEDULE - SYS_ROBIN_FIRST + 1,
};

/* By number: those that Linux has too, and Robin's own. NULL: no such call. */
extern syscall_handler *const linux_calls[LINUX_CALLS];
extern syscall_handler *const robin_calls[ROBIN_CALLS];

/* The handler of call NUMBER, or NULL. */
static inline syscall_handler *syscall_find(uint32_t number)
{
    if (number < LINUX_CALLS)
        return linux_calls[number];
    number -= SYS_ROBIN_FIRST;
    return number < ROBIN_CALLS ? robin_calls[number] : NULL;
}
