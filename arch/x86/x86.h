/* The PC as Robin sets it up: where things lie, selectors, vectors, and what the files of
 * this folder offer to each other.
 *
 *   0xFFFFFFFF +---------------------+
 *              | kernel stacks       |  a slot is 8 KiB: an unmapped page, a stack of 4 KiB
 *   0xF0000000 +---------------------+  STACKS_START
 *              | physical memory     |  one to one, 4 MiB pages, at most 768 MiB; in its first
 *              |                     |  4 MiB the kernel, in 4 KiB pages, its text read-only
 *   0xC0000000 +---------------------+  KERNEL_BASE: above here the same in every space
 *              | ...                 |
 *   0x08048000 | the program         |
 *              | the program's stack |
 *   0x00400000 +---------------------+  USER_START
 *              | never mapped        |
 *   0x00000000 +---------------------+
 */
#pragma once

#include "arch/x86/instructions.h"
#include "kernel/arch.h"

#define KERNEL_BASE  0xC0000000u
#define STACKS_START 0xF0000000u
#define STACKS_END   0xFFC00000u
#define DIRECT_BYTES (STACKS_START - KERNEL_BASE)

enum selector { /* [SDM 3A 3.4.2]: index * 8 + privilege */
                KERNEL_CODE = 0x08,
                KERNEL_DATA = 0x10,
                USER_CODE = 0x18 | 3,
                USER_DATA = 0x20 | 3,
                TASK_STATE = 0x28,
                USER_SEGMENT = 0x30 | 3, /* of the thread that runs; Linux's number */
                DOUBLE_FAULT_TASK = 0x38,
};

enum { /* [SDM 1 3.4.3] */
       EFLAGS_ALWAYS = 0x2,
       EFLAGS_INTERRUPT = 0x200,
       EFLAGS_DEVICES = 0x3000, /* IOPL: who may reach devices */
       EFLAGS_VIRTUAL_8086 = 0x20000,
       EFLAGS_ACCESS = 0x40000, /* AC: in the kernel it switches SMAP off */
};

enum { CR4_SMAP = 1 << 21 };

enum vector { /* [SDM 3A 6.3.1]; the interrupts of the PICs stand behind the exceptions */
              VECTOR_DIVIDE = 0,
              VECTOR_DEBUG = 1,
              VECTOR_NMI = 2,
              VECTOR_BREAKPOINT = 3,
              VECTOR_OVERFLOW = 4,
              VECTOR_BOUND = 5,
              VECTOR_OPCODE = 6,
              VECTOR_NO_FPU = 7,
              VECTOR_DOUBLE_FAULT = 8,
              VECTOR_TASK_STATE = 10,
              VECTOR_SEGMENT = 11,
              VECTOR_STACK_SEGMENT = 12,
              VECTOR_PROTECTION = 13,
              VECTOR_PAGE_FAULT = 14,
              VECTOR_FPU = 16,
              VECTOR_ALIGNMENT = 17,
              VECTOR_MACHINE_CHECK = 18,
              VECTOR_SIMD = 19,
              VECTOR_IRQ = 32,
              VECTOR_TIMER = VECTOR_IRQ + 0,
              VECTOR_KEYBOARD = VECTOR_IRQ + 1,
              VECTOR_COM2 = VECTOR_IRQ + 3,
              VECTOR_COM1 = VECTOR_IRQ + 4,
              VECTOR_DISK = VECTOR_IRQ + 14,
              VECTOR_CALL = 0x80,
};

/* What entry.asm pushes when a program, or the idle loop, is interrupted. Lowest address
 * first. Between two levels of the kernel ESP and SS are missing. */
struct frame {
    uint32_t gs, fs, es, ds;
    uint32_t edi, esi, ebp, unused, ebx, edx, ecx, eax; /* as PUSHA leaves them */
    uint32_t vector, error;                             /* of a call: its number */
    uint32_t eip, cs, eflags, esp, ss;                  /* as the CPU leaves them */
};

/* What FXSAVE writes. [SDM 1 table 10-2] */
struct fpu {
    uint16_t control, status;
    uint8_t tags, reserved;
    uint16_t opcode;
    uint32_t instruction, instruction_segment, operand, operand_segment;
    uint32_t mxcsr, mxcsr_mask;
    uint8_t registers[480];
} __attribute__((aligned(16)));

/* The top of a kernel stack. The CPU pushes the frame right below it. */
struct arch_stack {
    uint32_t saved_esp; /* while it is switched away: see switch.asm */
    phys_t directory;   /* of its space, for CR3 */
    uint32_t slot;      /* number of the slot in the window of stacks */
    uint32_t has_more;  /* whether it has any of these, which few have: */
    struct fpu *fpu;    /* floating-point registers; NULL: none */
    uint32_t unused;    /* keeps frames aligned to 16 bytes */
    uint64_t segment;   /* a descriptor; 0: none. See segment.c */
};

/* After a change of what few have. */
static inline void stack_note(struct arch_stack *stack)
{
    stack->has_more = stack->fpu || stack->segment;
}

/* Of the FRAME of a program. */
static inline struct arch_stack *stack_of(const struct frame *frame)
{
    return (struct arch_stack *)(uintptr_t)(frame + 1);
}

static inline bool frame_is_user(const struct frame *frame)
{
    return frame->cs & 3; /* there is no ring but 0 and 3 */
}

/* In whole pages, beside each other at the beginning of .bss. */
/* Of variables that the CPU itself writes: they are never protected. */
#define OF_THE_MACHINE __attribute__((section(".bss.machine")))
#define PAGE_ALIGNED   __attribute__((section(".bss.page"), aligned(PAGE_SIZE)))

/* The stack that the machine boots on, and the page below it, which is unmapped before
 * there are processes: an overflow is noticed. */
extern struct first_stack {
    uint8_t guard[PAGE_SIZE], stack[PAGE_SIZE];
} first_stack;

void protection_init(void);
void gdt_init(void);
void idt_init(void);
void paging_init(const struct bootinfo *boot);
void stacks_init(void);

/* Whether ADDRESS lies in the page below a kernel stack that is never mapped. */
bool stack_is_guard(uintptr_t address);
/* Gives the first BYTES of the window of stacks their page tables, once and for all
 * spaces. */
void paging_grow_stacks(uint32_t bytes);
/* The page directory of SPACE; NULL: the kernel's own, with nothing of a user. */
phys_t paging_directory(const struct arch_space *space);
/* Maps a page of that window on FRAME; unmaps it and returns the frame. */
void paging_map_stack(uintptr_t page, phys_t frame);
phys_t paging_unmap_stack(uintptr_t page);

enum { PIC_COMMAND = 0x20, PIC_END_OF_INTERRUPT = 0x20 }; /* of the first controller */

/* Maps registers of a device at PHYSICAL, uncached, until paging_unmap_device: one at a time,
 * and while booting only. */
volatile void *paging_map_device(phys_t physical);
void paging_unmap_device(void);

/* Lets the interrupts of the PICs pass through the CPU's local APIC, if it has one. */
void apic_init(void);

void pic_init(void);
void pic_enable(uint32_t irq);
/* Whether IRQ waits to be handled. */
bool pic_is_requested(uint32_t irq);
/* Tells the PIC that IRQ is being handled; false if it is spurious and must not be. */
bool pic_acknowledge(uint32_t irq);
/* The same for the timer, whose interrupts are never spurious. */
static inline void pic_acknowledge_timer(void)
{
    outb(PIC_COMMAND, PIC_END_OF_INTERRUPT);
}

/* Ends the boot if there is no timer. */
void timer_init(void);
/* From now on the timer's interrupts are ticks. */
extern bool timer_ticks;

void serial_init(void);
void serial_write(const char *text, size_t length);
/* Hands bytes that have come in to kernel_input. */
void serial_interrupt(void);
void serial_enable_interrupts(void);

void vga_init(void);
/* From now on rows that leave the screen are kept, to scroll back to. After frame_init. */
void vga_keep_rows(void);
void vga_write(const char *text, size_t length);
/* Shows what stood PAGES higher, or lower if negative, than what is shown; 0: the end. What
 * is written next ends that, too. */
void vga_scroll(int pages);

void fpu_init(void);
/* The program of FRAME uses floating point, and its registers are not in the CPU: they come
 * there, or the program ends. */
void fpu_use(const struct frame *frame);

void ide_interrupt(void);

void keyboard_init(void);
void keyboard_interrupt(void);

/* TO, which has no segment yet, gets FROM's. */
void segment_copy(struct arch_stack *to, const struct arch_stack *from);
/* STACK's thread, which runs, has none any more. */
void segment_drop(struct arch_stack *stack);

/* Entered from entry.asm, with interrupts off. */
void trap(struct frame *frame);
_Noreturn void double_fault(void);
