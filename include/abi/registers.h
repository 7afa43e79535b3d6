/* The registers of a process as process_status shows them: the one CPU-specific header
 * here. */
#pragma once

#include <stdint.h>

struct process_registers {
    uint32_t eip, esp, ebp, eflags;
    uint32_t eax, ebx, ecx, edx, esi, edi;
};
