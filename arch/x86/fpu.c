/* Floating point: the registers of the FPU and of SSE. The CPU has one set of them. It
 * belongs to its owner, the thread that used it last; those of other threads lie in memory,
 * as FXSAVE writes them. While CR0.TS is set, an instruction that uses the registers raises
 * exception 7, and only then do they change hands: so a switch between threads that do not
 * compute costs nothing. [SDM 3A 13.4]
 *
 * Invariant: TS is clear only while the owner runs. switch.asm sets it when the owner
 * leaves the CPU. The kernel itself never computes with floating point. */
#include "abi/errno.h"
#include "arch/x86/instructions.h"
#include "arch/x86/x86.h"
#include "kernel/debug/panic.h"
#include "kernel/debug/print.h"
#include "lib/string.h"

enum {
    CPUID_FXSR = 1 << 24,
    CPUID_SSE = 1 << 25,
    CR0_EMULATE = 1 << 2,       /* EM: every instruction of the FPU raises exception 7 */
    CR0_TASK_SWITCHED = 1 << 3, /* TS; CR0_TASK_SWITCHED in switch.asm */
    CR0_NATIVE_ERRORS = 1 << 5, /* NE: errors of the FPU raise exception 16 */
    CR4_FXSR = 1 << 9,
    CR4_SIMD_ERRORS = 1 << 10,
};

enum { /* what FNINIT and a reset leave; all errors are masked [SDM 1 8.1.5, 10.2.3] */
       CLEAN_CONTROL = 0x37F,
       CLEAN_MXCSR = 0x1F80,
       STANDARD_MXCSR_MASK = 0xFFBF, /* where FXSAVE says 0 [SDM 1 11.6.6] */
};

enum { /* [SDM 1 8.1.3, 8.1.5, 10.2.3] */
       ERRORS = 0x3F,
       STATUS_HAS_ERROR = 0x80,
       MXCSR_MASKS_SHIFT = 7,
};

_Static_assert(sizeof(struct fpu) == ARCH_FPU_BYTES, "[SDM 1 table 10-2]");

static bool has_fpu;
static uint32_t mxcsr_mask; /* the bits that may be set: others fault in the kernel */
struct arch_stack *fpu_owner;

static void set_task_switched(void)
{
    write_cr0(read_cr0() | CR0_TASK_SWITCHED);
}

static void find_mxcsr_mask(void)
{
    struct fpu fpu = {0};
    clts();
    fxsave(&fpu);
    set_task_switched();
    mxcsr_mask = fpu.mxcsr_mask ? fpu.mxcsr_mask : STANDARD_MXCSR_MASK;
}

void fpu_init(void)
{
    uint32_t features = cpuid_features();
    has_fpu = features & CPUID_FXSR;
    if (!has_fpu) {
        print("robin: this CPU has no FXSAVE: programs cannot use floating point\n");
        return;
    }
    write_cr4(read_cr4() | CR4_FXSR | (features & CPUID_SSE ? CR4_SIMD_ERRORS : 0u));
    write_cr0((read_cr0() & ~(uint32_t)CR0_EMULATE) | CR0_NATIVE_ERRORS);
    find_mxcsr_mask();
}

/* --- From memory to the CPU, and back --- */

static bool make_clean(struct arch_stack *stack)
{
    stack->fpu = fpu_allocate();
    if (!stack->fpu)
        return false;
    memset(stack->fpu, 0, sizeof(*stack->fpu));
    stack->fpu->control = CLEAN_CONTROL;
    stack->fpu->mxcsr = CLEAN_MXCSR;
    stack_note(stack);
    return true;
}

/* Programs may have put any bytes there. */
static void load(struct fpu *fpu)
{
    fpu->mxcsr &= mxcsr_mask;
    fxrstor(fpu);
}

/* The program that runs on STACK uses the registers while TS is set. */
static void take_registers(struct arch_stack *stack)
{
    clts();
    if (fpu_owner == stack)
        return;
    if (fpu_owner)
        fxsave(fpu_owner->fpu);
    load(stack->fpu);
    fpu_owner = stack;
}

void fpu_use(const struct frame *frame)
{
    struct arch_stack *stack = stack_of(frame);
    if (!has_fpu)
        kernel_fault(FAULT_OPCODE, 0, frame->eip);
    else if (stack->fpu || make_clean(stack))
        take_registers(stack);
    else
        kernel_fault(FAULT_MEMORY, 0, frame->eip);
}

/* --- What the kernel asks for --- */

/* What the CPU has of STACK's registers means nothing any more. */
static void disown(const struct arch_stack *stack)
{
    if (fpu_owner != stack)
        return;
    fpu_owner = NULL;
    set_task_switched();
}

/* TS is set again, as STACK's thread need not be the one that runs. */
void *arch_fpu_image(struct arch_stack *stack)
{
    if (fpu_owner == stack) {
        clts();
        fxsave(stack->fpu);
        set_task_switched();
    }
    return stack->fpu;
}

void *arch_fpu_change(struct arch_stack *stack)
{
    if (!has_fpu || (!stack->fpu && !make_clean(stack)))
        return NULL;
    disown(stack);
    return stack->fpu;
}

/* An error of the FPU is noted until the program's next instruction of it, and marked in its
 * status; one of SSE comes at once. */
uint32_t arch_fpu_errors(struct arch_stack *stack)
{
    const struct fpu *fpu = arch_fpu_image(stack);
    if (!fpu)
        return 0;
    if (fpu->status & STATUS_HAS_ERROR)
        return fpu->status & ~(uint32_t)fpu->control & ERRORS;
    return fpu->mxcsr & ~(fpu->mxcsr >> MXCSR_MASKS_SHIFT) & ERRORS;
}

void arch_fpu_drop(struct arch_stack *stack)
{
    if (!stack->fpu)
        return;
    disown(stack);
    fpu_free(stack->fpu);
    stack->fpu = NULL;
    stack_note(stack);
}
