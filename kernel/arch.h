/* The contract between the kernel and the machine it runs on. kernel/ owns this page;
 * arch/x86 implements it for the PC, tests/hosted/harness/machine.c for the host. In
 * the first part is what the kernel asks of the machine; in the second what the machine
 * calls up. Interrupts are off whenever kernel code runs, but for the inside of arch_idle
 * and arch_pause. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/process.h"
#include "kernel/bootinfo.h"
#include "lib/compiler.h"

typedef uint32_t phys_t; /* a physical address */
typedef uint32_t virt_t; /* an address in a process */

enum { PAGE_SIZE = 4096 };

/* The page that ADDRESS lies in: its first byte. */
static inline uint32_t page_of(uint32_t address)
{
    return address & ~(uint32_t)(PAGE_SIZE - 1);
}

/* The first border of a page at or behind ADDRESS. */
static inline uint32_t page_up(uint32_t address)
{
    return page_of(address + PAGE_SIZE - 1);
}

/* Where a process may have memory. Nothing is ever mapped below USER_START, so that a null
 * pointer faults, also with an offset of up to 4 MiB. */
#define USER_START 0x00400000u
#define USER_END   0xC0000000u

/* --- Beginning, time, and the end of time --- */

/* Protects the kernel's memory and prepares kernel stacks. After frame_init. */
COLD void arch_memory_init(const struct bootinfo *boot);
/* From now on the keyboard and the serial line call kernel_input. */
void arch_input_start(void);

/* Lets interrupts in, of all devices; with WAIT, waits until one has been handled. Called by
 * the idle loop alone. */
void arch_idle(bool wait);
/* Lets the timer's interrupt in if it is due, and no other one. */
void arch_pause(void);
/* A counter that goes on at one rate. */
uint64_t arch_cycles(void);
uint64_t arch_nanoseconds(uint64_t cycles);
/* Seconds since the beginning of 1970, by a clock that runs on when the machine is off; 0:
 * there is none, or it is not set. Can take a thousandth of a second. */
uint32_t arch_wall_clock(void);
/* Begins HZ ticks a second; returns the exact length of one in nanoseconds. */
uint32_t arch_timer_start(uint32_t hz);
/* Winds up the watchdog, if the machine has one: unless that is done again within two
 * seconds, it calls kernel_no_end. */
void arch_watchdog(void);
/* Makes the kernel's variables read-only, or writable again; those of a policy from outside
 * and all memory that is not the kernel's image stay as they are. */
void arch_protect_variables(bool protect);
/* What the CPU can, as programs are told of it. */
uint32_t arch_capabilities(void);
/* Ends the machine; FAILED tells an emulator that it was not in order. */
_Noreturn void arch_power_off(bool failed);
/* Makes the CPU give up, without a word: a triple fault. */
_Noreturn void arch_crash(void);
/* An address in each call that led here, innermost first; of more than COUNT, which is
 * even, the first and the last half of that. Returns how many callers there are. */
uint32_t arch_backtrace(uintptr_t *addresses, uint32_t count);

/* --- Page frames --- */

/* The frame at PHYSICAL as the kernel sees it, and back. */
void *arch_frame(phys_t physical);
phys_t arch_physical(const void *frame);
/* PAGE is aligned to one. */
void arch_page_zero(void *page);
void arch_frame_copy(phys_t to, phys_t from);

/* --- Kernel stacks. On a thread's stack stand the registers of the program that it
 * interrupted and, while it is switched away, the kernel's own. Below each stack lies a
 * page that is never mapped. --- */

struct arch_stack;
struct arch_space;

/* NULL: out of memory. */
struct arch_stack *arch_stack_create(void);
/* Not the stack one runs on. */
void arch_stack_destroy(struct arch_stack *stack);
/* The stack that the machine booted on; the idle loop keeps it. */
struct arch_stack *arch_stack_boot(void);
/* Prepares STACK so that the first switch to it calls kernel_thread_begin and then
 * enters user mode in SPACE at ENTRY, with the stack pointer at STACK_POINTER and the
 * other registers 0. */
void arch_stack_start(struct arch_stack *stack, const struct arch_space *space,
                      virt_t entry, virt_t stack_pointer);
/* Prepares STACK likewise, so that it enters user mode in SPACE with the registers that
 * FROM's program had when it entered the kernel, but 0 as its call's result. */
void arch_stack_fork(struct arch_stack *stack, const struct arch_space *space,
                     const struct arch_stack *from);
/* The program of STACK's thread, which does not run, goes on with STACK_POINTER. */
void arch_stack_move(struct arch_stack *stack, virt_t stack_pointer);
/* The thread that runs, on STACK, will return from the kernel to another program: at ENTRY
 * in SPACE, which is active from now on, and with the registers as arch_stack_start has
 * them. */
void arch_stack_exec(struct arch_stack *stack, const struct arch_space *space,
                     virt_t entry, virt_t stack_pointer);
/* The program's registers at its last entry to the kernel. */
void arch_stack_registers(const struct arch_stack *stack,
                          struct process_registers *registers);
/* Gives STACK's thread, which runs, the segment that AREA describes, or takes it away; with
 * THREAD_AREA_ANY its number is put there. 0; -EINVAL: it is none for data, or has another
 * number; -ESRCH: the thread has one. A machine has one a thread. */
struct thread_area;
MUST_CHECK int arch_thread_area(struct arch_stack *stack, struct thread_area *area);
/* Saves this thread in FROM and goes on with TO, in TO's space; returns when somebody
 * switches back. */
void arch_switch(struct arch_stack *from, struct arch_stack *to);

/* --- Floating point. A thread has registers for it from the first time that its program
 * uses them, and they are its own. Whose are in the CPU is the machine's business. --- */

enum { ARCH_FPU_BYTES = 512 };

/* The registers of STACK's thread, ARCH_FPU_BYTES as the machine keeps them; NULL: it has
 * none. To be read until the thread runs on. */
void *arch_fpu_image(struct arch_stack *stack);
/* The same to be written to: what stands there when the thread runs on are its registers,
 * whatever bytes it may be. It gets clean ones if it has none. NULL: out of memory, or the
 * machine has no floating point. */
void *arch_fpu_change(struct arch_stack *stack);
/* STACK's thread has no registers any more: the next use is a first one. */
void arch_fpu_drop(struct arch_stack *stack);
/* What error STACK's program made that a FAULT_FPU tells of: bits of enum arch_fpu_error. */
enum arch_fpu_error {
    ARCH_FPU_INVALID = 1,
    ARCH_FPU_DENORMAL = 2,
    ARCH_FPU_DIVIDE = 4,
    ARCH_FPU_OVERFLOW = 8,
    ARCH_FPU_UNDERFLOW = 16,
    ARCH_FPU_INEXACT = 32,
};
uint32_t arch_fpu_errors(struct arch_stack *stack);

/* --- Signals: a program goes on in a handler, and when that returns, where it was before.
 * What is needed for the way back lies in a frame on the program's stack. In all of these
 * STACK is that of the thread that runs, and its space is active. --- */

/* The number of the call that STACK's program makes, if that gives -EINTR; else
 * UINT32_MAX. */
uint32_t arch_call_interrupted(struct arch_stack *stack);
/* Has the program make that call again, with the same words. */
void arch_call_restart(struct arch_stack *stack);

struct siginfo; /* these three are in abi/signal.h */
struct signal_action;
struct signal_stack;

struct arch_signal {
    /* How a handler begins: */
    const struct siginfo *info;
    const struct signal_action *action;
    virt_t stack_top; /* the frame goes below; 0: below the program's stack pointer ... */
    virt_t stack_least; /* ... but not below this */

    /* What is kept in the frame, and comes back from it, but the second only with
     * SA_SIGINFO: the set that was blocked, and the alternate stack. */
    uint64_t blocked;
    struct signal_stack *alternate;

    /* What could not be read or written there, if the call fails; 0 bytes: it is not for
     * want of memory. */
    virt_t frame;
    uint32_t frame_bytes;
};

/* Both return false if the frame could not be written or read; then nothing has changed. */
MUST_CHECK bool arch_signal_begin(struct arch_stack *stack, struct arch_signal *signal);
MUST_CHECK bool arch_signal_return(struct arch_stack *stack, bool with_info,
                                   struct arch_signal *signal);

/* --- Address spaces. The kernel's half is the same in all; these calls change the user's
 * half and own its page tables; of the frames that are mapped each mapping is a user. --- */

/* Room for what the machine knows of a space; the owner of the space has it. */
struct arch_space {
    uint64_t of_the_machine[13];
};

/* A page that is hidden keeps its frame, and a touch of it faults as if there was none. */
enum arch_page { ARCH_PAGE_HIDDEN = 1, ARCH_PAGE_WRITE = 2 };

/* Makes SPACE, which is zeroed, one with nothing mapped. 0 or -ENOMEM. */
MUST_CHECK int arch_space_create(struct arch_space *space);
/* Gives back the page tables. Nothing is mapped any more, and the space is not active. */
void arch_space_destroy(struct arch_space *space);
/* PAGE is mapped on FRAME. Returns how many frames it took for page tables, 0 or 1; or
 * -ENOMEM. Nothing may be mapped there. */
MUST_CHECK int arch_space_map(struct arch_space *space, virt_t page, phys_t frame,
                              unsigned flags);
/* PAGE, which is mapped, is mapped on FRAME from now on. */
void arch_space_remap(struct arch_space *space, virt_t page, phys_t frame,
                      unsigned flags);
/* The frame mapped at PAGE, its flags in *FLAGS; 0 if none. */
phys_t arch_space_lookup(const struct arch_space *space, virt_t page, unsigned *flags);
/* The first page from *PAGE on, and before END, that is mapped: *PAGE is that page then.
 * Its frame, its flags in *FLAGS; 0: there is none. */
phys_t arch_space_find(const struct arch_space *space, virt_t *page, virt_t end,
                       unsigned *flags);
/* What is mapped from *PAGE on, to END or the end of a page table, is mapped in TO as well,
 * where nothing is there: each frame has one user more. Without ARCH_PAGE_WRITE in FLAGS
 * neither may write there any more, once arch_space_flush has been called. *PAGE moves on,
 * the end being END at most. Returns how many frames TO took for page tables, 0 or 1; or
 * -ENOMEM, and nothing has changed. */
MUST_CHECK int arch_space_share(struct arch_space *to, struct arch_space *from,
                                virt_t *page, virt_t end, unsigned flags);
/* Unmaps what is mapped from *PAGE on, to END or the end of a page table, and moves *PAGE
 * on: each frame has one user less. Returns how many pages there were. The active space is
 * to be flushed after that. */
uint32_t arch_space_unmap(struct arch_space *space, virt_t *page, virt_t end);
/* What is mapped from *PAGE on, to END or the end of a page table, is hidden or not, as HIDE
 * says, and may not be written any more, once arch_space_flush has been called. *PAGE moves
 * on. */
void arch_space_protect(struct arch_space *space, virt_t *page, virt_t end, bool hide);
/* What the machine remembers of the active space is as it was mapped before: it forgets. */
void arch_space_flush(void);
/* From now on, and until the thread that runs has ended, user addresses mean nothing: its
 * space is not active any more. */
void arch_space_leave(void);

/* Copies LENGTH bytes to the active space, or from it. False: a page is not mapped, or may
 * not be written; some bytes may have been copied. */
MUST_CHECK bool arch_copy_to_user(virt_t to, const void *from, uint32_t length);
MUST_CHECK bool arch_copy_from_user(void *to, virt_t from, uint32_t length);

/* --- Devices --- */

void arch_console_write(const char *text, size_t length);
void arch_trace_write(const void *bytes, size_t length);

/* --- The disk, of which there is one at most. It does one thing at a time. --- */

enum { SECTOR_BYTES = 512 };
enum arch_disk_command { ARCH_DISK_READ, ARCH_DISK_WRITE, ARCH_DISK_FLUSH };

/* Looks for the disk, while booting; its sectors, 0: there is none. DMA: it may move bytes
 * to and from memory by itself, where the machine has that. */
uint32_t arch_disk_start(bool dma);
enum { DISK_FRAMES_MAX = 16 }; /* that it fills at once */
/* Begins to move COUNT sectors, 1 at least, from SECTOR on, between the disk and FRAMES, a
 * row that stays where it is, of which the first is used from its byte OFFSET on, which is
 * even; or, to flush, to make safe what was written before. kernel_disk_done is called from
 * an interrupt at the end; not at all, if the disk does not answer. */
void arch_disk_begin(enum arch_disk_command command, uint32_t sector, uint32_t count,
                     const phys_t *frames, uint32_t offset);
/* Gives up what has been begun: kernel_disk_done is not called for it any more. */
void arch_disk_reset(void);

/* --- What the machine asks the kernel for: page frames, for its tables and stacks, and
 * room for floating-point registers; the code is in kernel/memory, in frame.c and fpu.c --- */

/* BYTES of contiguous memory for ever, in whole frames; panics if there is none. While
 * booting only. */
COLD void *frame_boot_allocate(uint32_t bytes);
/* Frames that are managed. */
uint32_t frame_count(void);

/* A frame with arbitrary contents; 0: none is left. It has one user. */
MUST_CHECK phys_t frame_allocate(void);
/* A frame of zeros; 0: none is left. */
MUST_CHECK phys_t frame_allocate_zeroed(void);
/* FRAME has one user less; without any it can be handed out again. Panics on a frame that
 * is not in use. */
void frame_free(phys_t frame);
/* The same for its only user, if it holds nothing but zeros: then nobody needs to clear it
 * again. */
void frame_free_zeroed(phys_t frame);
/* For a frame that is always the same when it is given back, and long in the making: the
 * machine's page directories. The first gives one that the second has taken, as it was; 0:
 * there is none, and it has to be made. */
MUST_CHECK phys_t frame_allocate_prepared(void);
void frame_free_prepared(phys_t frame);
/* The same for the frames of a page table, COUNT words at a time: a word is 0, or begins with
 * the number of a frame, and its lower 12 bits are the machine's. Each frame has one user more,
 * or one less; how many there were. */
void frame_share_words(const uint32_t *words, uint32_t count);
uint32_t frame_free_words(const uint32_t *words, uint32_t count);

/* ARCH_FPU_BYTES with arbitrary contents, at a multiple of 16; NULL: out of memory. */
MUST_CHECK void *fpu_allocate(void);
void fpu_free(void *fpu);

/* --- What the machine calls up; the code is in kernel/main.c and kernel/entry.c --- */

enum arch_access { ARCH_ACCESS_MAPPED = 1, ARCH_ACCESS_WRITE = 2 };

_Noreturn void kernel_main(const struct bootinfo *boot);
/* A call of a program: its number, whose place the result takes, and its words A to F. They
 * lie where the machine has saved the program's registers, and in that order. */
struct arch_call {
    uint32_t e, d, f, unused, a, c, b;
    union {
        uint32_t number;
        int32_t result;
    };
};

/* A program makes CALL. */
void kernel_call(struct arch_call *call);
/* The timer has fired. */
void kernel_tick(void);
/* A byte came from the keyboard or the serial line. */
void kernel_input(char c);
/* The disk has done what was begun, or has FAILED. */
void kernel_disk_done(bool failed);
/* The running program touched ADDRESS, which is not mapped for that: ACCESS says whether
 * it wanted to write, and whether something is mapped there at all. */
void kernel_page_fault(virt_t address, unsigned access, virt_t instruction);
/* The running program did something else that ends it. */
void kernel_fault(enum process_fault fault, virt_t address, virt_t instruction);
/* The watchdog was not wound up: the kernel is in a loop. The code is in
 * kernel/debug/panic.c. */
_Noreturn void kernel_no_end(void);
/* Must be called on the way out to a program: here another may be given the CPU. */
void kernel_leave(void);
/* A new thread's first code. */
void kernel_thread_begin(void);
