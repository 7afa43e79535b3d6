/* Division of 64 bits by 32. On a 32-bit machine the compiler turns `/` and `%` on 64
 * bits into calls of its own library, which the kernel does not link: divide with this
 * instead. */
#pragma once

#include <stdint.h>

/* Returns DIVIDEND / DIVISOR, rounded down, and puts what is left over into *REMAINDER
 * unless that is NULL. DIVISOR is not 0. */
uint64_t divide_u64(uint64_t dividend, uint32_t divisor, uint32_t *remainder);
