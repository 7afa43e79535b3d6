/* The way into the kernel, for the library only: programs use <process.h> and
 * <unistd.h>. */
#pragma once

#include <stdint.h>

#include "abi/syscall.h"

/* Makes call NUMBER with up to six words behind it and returns the kernel's result, 0 or
 * more, or -errno. A tick_t takes two words, the low one first, as abi/syscall.h asks. */
int32_t call(uint32_t number, ...);
