/* Exceptions and interrupts, sorted: a program's fault, a device, or a bug of the
 * kernel. */
#include <stddef.h>

#include "arch/x86/gdt.h"
#include "arch/x86/instructions.h"
#include "arch/x86/x86.h"
#include "kernel/debug/panic.h"
#include "kernel/debug/print.h"
#include "lib/string.h"

_Static_assert(offsetof(struct frame, edi) == 16, "FRAME_CALL in entry.asm");
_Static_assert(sizeof(struct arch_call) == 8 * 4 &&
                   offsetof(struct arch_call, number) ==
                       offsetof(struct frame, eax) - offsetof(struct frame, edi),
               "a call's words are the registers as PUSHA leaves them");
_Static_assert(sizeof(struct frame) == 19 * 4, "what entry.asm and the CPU push");
_Static_assert(USER_START >= 0xFFFF0 + 0x10000, "virtual-8086 mode finds no code");

/* In the error code of a page fault, these bits are as arch.h has them. [SDM 3A 4.7] */
enum { PAGE_FAULT_ACCESS = ARCH_ACCESS_MAPPED | ARCH_ACCESS_WRITE };
enum { PAGE_FAULT_FETCH = 0x10 }; /* told where the CPU has SMEP */

static const char *const exception_names[] = {
    "divide error",
    "debug",
    "non-maskable interrupt",
    "breakpoint",
    "overflow",
    "bound exceeded",
    "invalid opcode",
    "FPU not available",
    "double fault",
    "reserved",
    "invalid task state",
    "segment not present",
    "stack segment",
    "protection",
    "page fault",
    "reserved",
    "FPU error",
    "alignment",
    "machine check",
    "SIMD error",
};

/* What a program did wrong when it raised VECTOR. */
static enum process_fault fault_of(uint32_t vector)
{
    switch (vector) {
    case VECTOR_DIVIDE:
        return FAULT_DIVIDE;
    case VECTOR_DEBUG:
    case VECTOR_BREAKPOINT:
        return FAULT_DEBUG;
    case VECTOR_OVERFLOW:
    case VECTOR_BOUND:
        return FAULT_OVERFLOW;
    case VECTOR_OPCODE:
        return FAULT_OPCODE;
    case VECTOR_FPU:
    case VECTOR_SIMD:
        return FAULT_FPU;
    case VECTOR_ALIGNMENT:
        return FAULT_ALIGNMENT;
    default:
        return FAULT_PROTECTION;
    }
}

/* Makes the backtrace of a function that does not return go on where the machine was
 * interrupted, by taking the place of its own caller. */
static inline __attribute__((always_inline)) void backtrace_from(uint32_t eip,
                                                                 uint32_t ebp)
{
    uint32_t *frame = __builtin_frame_address(0);
    frame[0] = ebp;
    frame[1] = eip + 1; /* as if EIP were the end of a call */
}

/* The watchdog's interrupt, which is let in at any instruction. */
static _Noreturn void non_maskable_interrupt(const struct frame *frame)
{
    arch_protect_variables(false); /* or nothing could be said */
    backtrace_from(frame->eip, frame->ebp);
    kernel_no_end();
}

/* A page fault in words: what was tried, and where. */
static _Noreturn void panic_page_fault(const struct frame *frame)
{
    uint32_t address = read_cr2();
    bool is_kept_out = address < KERNEL_BASE && read_cr4() & CR4_SMAP;
    const char *access = frame->error & PAGE_FAULT_FETCH    ? "execute"
                         : frame->error & ARCH_ACCESS_WRITE ? "write to"
                                                            : "read";
    const char *why = address < PAGE_SIZE                    ? ", near the null pointer"
                      : !(frame->error & ARCH_ACCESS_MAPPED) ? ", where nothing is"
                      : frame->error & PAGE_FAULT_FETCH ? ", which is a program's (SMEP)"
                      : is_kept_out                     ? ", which is a program's (SMAP)"
                                                        : ", which is read-only";
    panic("page fault in the kernel: it tried to %s %08x%s", access, address, why);
}

static _Noreturn void kernel_exception(const struct frame *frame)
{
    uint32_t vector = frame->vector;
    const char *name = vector < sizeof(exception_names) / sizeof(*exception_names)
                           ? exception_names[vector]
                           : "reserved";
    arch_protect_variables(false); /* or nothing could be said */
    print("\nrobin: exception in the kernel: eip=%08x error=%x cr2=%08x cr3=%08x\n"
          "  eax=%08x ebx=%08x ecx=%08x edx=%08x esi=%08x edi=%08x ebp=%08x\n",
          frame->eip, frame->error, read_cr2(), read_cr3(), frame->eax, frame->ebx,
          frame->ecx, frame->edx, frame->esi, frame->edi, frame->ebp);
    backtrace_from(frame->eip, frame->ebp);
    if (vector == VECTOR_PAGE_FAULT)
        panic_page_fault(frame);
    panic("%s in the kernel at %08x", name, frame->eip);
}

/* Where the kernel touches a program's memory, so that a page fault is nothing unusual, and
 * where it goes on then. */
extern const struct {
    uint32_t eip, next;
} expected_faults[]; /* copy.asm */

/* Whether FRAME is such a fault: then the kernel goes on as it should. */
static bool expect_fault(struct frame *frame)
{
    if (frame->vector != VECTOR_PAGE_FAULT || read_cr2() >= KERNEL_BASE)
        return false;
    for (uint32_t i = 0; expected_faults[i].eip; i++) {
        if (frame->eip == expected_faults[i].eip) {
            frame->eip = expected_faults[i].next;
            frame->eflags &=
                ~(uint32_t)EFLAGS_ACCESS; /* for CLAC, which is passed over */
            return true;
        }
    }
    return false;
}

/* This and the next are functions of their own in the machine's code, too, so that a tick
 * and a page fault, which come most often, need not save the registers that they use. */
static __attribute__((noinline)) void handle_exception(struct frame *frame)
{
    uint32_t vector = frame->vector;
    if (!frame_is_user(frame) && expect_fault(frame))
        return;
    if (vector == VECTOR_NMI)
        non_maskable_interrupt(frame);
    if (!frame_is_user(frame) || vector == VECTOR_MACHINE_CHECK)
        kernel_exception(frame);
    if (vector == VECTOR_NO_FPU)
        fpu_use(frame);
    else
        kernel_fault(fault_of(vector), 0, frame->eip);
}

static __attribute__((noinline)) void handle_device(uint32_t vector)
{
    if (!pic_acknowledge(vector - VECTOR_IRQ))
        return;
    if (vector == VECTOR_KEYBOARD)
        keyboard_interrupt();
    else if (vector == VECTOR_COM1)
        serial_interrupt();
    else if (vector == VECTOR_DISK)
        ide_interrupt();
}

static void handle_timer(void)
{
    pic_acknowledge_timer();
    if (timer_ticks)
        kernel_tick();
}

/* FRAME is not where the way out of the kernel would look for it. */
static _Noreturn void leave_by(const struct frame *frame)
{
    __asm__ volatile("mov %0, %%esp\n jmp leave_kernel" : : "r"(frame));
    __builtin_unreachable();
}

/* Virtual-8086 mode. A CPU does not let programs into it; QEMU's emulation does, by IRET.
 * Nothing is ever executed there, since nothing is mapped in the MiB that it reaches: what
 * comes is a page fault, or an interrupt just before it; a tick changes nothing, as the page
 * fault is still to come. CS and SS may hold anything, and above SS the CPU has pushed ES DS
 * FS GS, so that the frame lies four words too low: it is moved to where arch_stack_registers
 * looks for it, and becomes one that a program can go on with, if it handles the fault. The
 * emulation has also been seen to push the mode's flag for a program that is not in it, whose
 * frame is in its place. [SDM 3A figure 20-4] */
static void end_virtual_8086(struct frame *frame)
{
    frame = memmove((struct frame *)task_state.esp0 - 1, frame, sizeof(*frame));
    frame->cs = USER_CODE;
    frame->ss = USER_DATA;
    frame->eflags = EFLAGS_INTERRUPT | EFLAGS_ALWAYS; /* it has set IOPL there, too */
    if (frame->vector >= VECTOR_IRQ)
        handle_device(frame->vector);
    kernel_fault(FAULT_PROTECTION, 0, frame->eip);
    kernel_leave();
    leave_by(frame);
}

/* QEMU's emulation has been seen to push flags here that the program never had; those that
 * give it power over the machine must not stay. */
static inline void handle_page_fault(struct frame *frame)
{
    frame->eflags = (frame->eflags & ~(uint32_t)EFLAGS_DEVICES) | EFLAGS_INTERRUPT;
    kernel_page_fault(read_cr2(), frame->error & PAGE_FAULT_ACCESS, frame->eip);
}

void trap(struct frame *frame)
{
    uint32_t vector = frame->vector;
    if (vector == VECTOR_TIMER)
        handle_timer();
    else if (frame->eflags & EFLAGS_VIRTUAL_8086)
        end_virtual_8086(frame);
    else if (vector == VECTOR_PAGE_FAULT && frame_is_user(frame))
        handle_page_fault(frame);
    else if (vector > VECTOR_TIMER)
        handle_device(vector);
    else
        handle_exception(frame);
    /* From the idle loop there is nothing to leave to: it looks for itself when HLT
     * returns. */
    if (frame_is_user(frame))
        kernel_leave();
}

void double_fault(void)
{
    arch_protect_variables(false); /* or nothing could be said */
    const struct task_state *task = gdt_interrupted_task();
    uint32_t address = read_cr2();
    print("\nrobin: double fault: eip=%08x esp=%08x ebp=%08x cr2=%08x\n", task->eip,
          task->esp, task->ebp, address);
    backtrace_from(task->eip, task->ebp);
    if (stack_is_guard(address))
        panic("kernel stack overflow: %08x lies below the stack, at instruction %08x",
              address, task->eip);
    panic("double fault at instruction %08x", task->eip);
}
