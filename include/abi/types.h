/* The plain numbers that programs and the kernel exchange. */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef int32_t pid_t;   /* process id: 1 is init; never reused in a boot */
typedef uint64_t tick_t; /* timer ticks since boot, or a length in ticks */
