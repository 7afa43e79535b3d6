/* The interrupt descriptor table: which routine of entry.asm the CPU calls for which
 * vector. All are interrupt gates: the kernel is entered with interrupts off. [SDM
 * 3A 6.11] */
#include "arch/x86/instructions.h"
#include "arch/x86/x86.h"

enum {
    INTERRUPT_GATE = 0x8E,
    TASK_GATE = 0x85,
    FROM_USER = 0x60, /* privilege 3 may use it by an INT instruction */
    GATES =
        VECTOR_CALL + 1, /* an INT beyond is a protection fault, as one without a gate */
    STUBS = 48,          /* exceptions and the PICs' interrupts */
};

extern const uint32_t trap_stubs[STUBS]; /* entry.asm */
void call_entry(void);                   /* entry.asm */

static uint64_t idt[GATES];

static void set_gate(uint32_t vector, uint32_t selector, uint32_t offset, uint32_t access)
{
    uint32_t low = (selector << 16) | (offset & 0xFFFF);
    uint32_t high = (offset & 0xFFFF0000) | (access << 8);
    idt[vector] = (uint64_t)high << 32 | low;
}

void idt_init(void)
{
    for (uint32_t vector = 0; vector < STUBS; vector++)
        set_gate(vector, KERNEL_CODE, trap_stubs[vector], INTERRUPT_GATE);
    set_gate(VECTOR_BREAKPOINT, KERNEL_CODE, trap_stubs[VECTOR_BREAKPOINT],
             INTERRUPT_GATE | FROM_USER);
    set_gate(VECTOR_OVERFLOW, KERNEL_CODE, trap_stubs[VECTOR_OVERFLOW],
             INTERRUPT_GATE | FROM_USER);
    set_gate(VECTOR_DOUBLE_FAULT, DOUBLE_FAULT_TASK, 0, TASK_GATE);
    set_gate(VECTOR_CALL, KERNEL_CODE, (uint32_t)(uintptr_t)call_entry,
             INTERRUPT_GATE | FROM_USER);
    lidt(&(struct table_pointer){sizeof(idt) - 1, (uint32_t)(uintptr_t)idt});
}
