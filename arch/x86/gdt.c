/* The segments: all of them flat, so that paging alone protects. And the two task states:
 * one that tells the CPU where the kernel's stack is, one on which a double fault is
 * handled. [SDM 3A 3.4.5, 7.2] */
#include "arch/x86/gdt.h"

#include "arch/x86/instructions.h"
#include "arch/x86/x86.h"

/* Access byte and flags of a descriptor. [SDM 3A figure 3-8] */
enum {
    CODE_0 = 0x9A,
    DATA_0 = 0x92,
    CODE_3 = 0xFA,
    DATA_3 = 0xF2,
    TASK_AVAILABLE = 0x89,
    FLAT = 0xC,                                 /* 4 KiB units, 32 bits */
    DOUBLE_FAULT_STACK_BYTES = PAGE_SIZE - 512, /* a page with all else of the machine */
};

OF_THE_MACHINE struct task_state task_state;
static OF_THE_MACHINE struct task_state double_fault_state;
static _Alignas(16) OF_THE_MACHINE uint8_t double_fault_stack[DOUBLE_FAULT_STACK_BYTES];

uint64_t gdt_descriptor(uint32_t base, uint32_t limit, uint32_t access, uint32_t flags)
{
    uint32_t low = (base << 16) | (limit & 0xFFFF);
    uint32_t high = (base & 0xFF000000) | (flags << 20) | (limit & 0xF0000) |
                    (access << 8) | ((base >> 16) & 0xFF);
    return (uint64_t)high << 32 | low;
}

OF_THE_MACHINE uint64_t gdt[GDT_ENTRIES];

static void set_task(enum selector selector, const struct task_state *state)
{
    gdt[selector / 8] =
        gdt_descriptor((uint32_t)(uintptr_t)state, sizeof(*state) - 1, TASK_AVAILABLE, 0);
}

/* A double fault means that the CPU could not push a frame: most likely the stack ended.
 * So it switches to a whole task with a stack of its own. */
static void set_double_fault_task(void)
{
    double_fault_state = (struct task_state){
        .cr3 = read_cr3(),
        .eip = (uint32_t)(uintptr_t)double_fault,
        .eflags = 2,
        .esp =
            (uint32_t)(uintptr_t)(double_fault_stack + sizeof(double_fault_stack) - 16),
        .cs = KERNEL_CODE,
        .ds = KERNEL_DATA,
        .es = KERNEL_DATA,
        .fs = KERNEL_DATA,
        .gs = KERNEL_DATA,
        .ss = KERNEL_DATA,
        .ss0 = KERNEL_DATA,
        .io_map = sizeof(struct task_state),
    };
}

void gdt_init(void)
{
    gdt[KERNEL_CODE / 8] = gdt_descriptor(0, 0xFFFFF, CODE_0, FLAT);
    gdt[KERNEL_DATA / 8] = gdt_descriptor(0, 0xFFFFF, DATA_0, FLAT);
    gdt[USER_CODE / 8] = gdt_descriptor(0, 0xFFFFF, CODE_3, FLAT);
    gdt[USER_DATA / 8] = gdt_descriptor(0, 0xFFFFF, DATA_3, FLAT);

    task_state.ss0 = KERNEL_DATA;
    task_state.io_map =
        sizeof(task_state); /* beyond the limit: no port is open to programs */
    set_task(TASK_STATE, &task_state);
    set_double_fault_task();
    set_task(DOUBLE_FAULT_TASK, &double_fault_state);

    gdt_load(&(struct table_pointer){sizeof(gdt) - 1, (uint32_t)(uintptr_t)gdt});
    ltr(TASK_STATE);
    lldt(0); /* there is no second table to take segments from */
}

const struct task_state *gdt_interrupted_task(void)
{
    return &task_state;
}
