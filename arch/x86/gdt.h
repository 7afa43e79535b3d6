/* Segments and task states, as the CPU reads them. [SDM 3A 7.2.1] */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "arch/x86/instructions.h"

struct task_state {
    uint32_t link;
    uint32_t esp0,
        ss0; /* the stack on which the CPU enters the kernel; switch.asm sets it */
    uint32_t esp1, ss1, esp2, ss2;
    uint32_t cr3, eip, eflags, eax, ecx, edx, ebx, esp, ebp, esi, edi;
    uint32_t es, cs, ss, ds, fs, gs, ldt;
    uint16_t trap, io_map;
};

_Static_assert(sizeof(struct task_state) == 104, "[SDM 3A figure 7-2]");
_Static_assert(offsetof(struct task_state, esp0) == 4, "TASK_STATE_ESP0 in switch.asm");

extern struct task_state task_state;

enum { GDT_ENTRIES = 8 };
extern uint64_t gdt[GDT_ENTRIES];
/* BASE and LIMIT, of which 20 bits count, in the CPU's order. */
uint64_t gdt_descriptor(uint32_t base, uint32_t limit, uint32_t access, uint32_t flags);

/* Loads the GDT and all segment registers; see entry.asm. */
void gdt_load(const struct table_pointer *pointer);
/* The registers of the task that a double fault interrupted. */
const struct task_state *gdt_interrupted_task(void);
