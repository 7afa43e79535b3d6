/* System calls: a handler for each number. Handlers check and copy in what the program gave, and
 * then call the module that acts; numbers in, 0 or a count or -errno out.
 *
 * The order of checks is the same in all: -EFAULT for what must be read, -EINVAL, -ESRCH, -EPERM,
 * the rest. Nothing has changed when one fails. */
#pragma once

#include <stdint.h>

#include "kernel/lib/compiler.h"

/* Carries call NUMBER out for the running process; -ENOSYS if there is none such. */
int32_t syscall_dispatch(uint32_t number, uint32_t a, uint32_t b, uint32_t c, uint32_t d,
                         uint32_t e, uint32_t f);
