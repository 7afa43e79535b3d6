/* Signals on this machine: the frame that a handler finds on its program's stack, as Linux
 * lays it out, and the way back from it.
 *
 *   higher     | what the program had on its stack     |
 *              | its floating-point registers, if any  |
 *              | code that makes the call sigreturn    |
 *              | its registers, what was blocked       |
 *              | arguments of the handler              |
 *   esp ->     | where the handler returns to          |
 *
 * The program may write to it, and make one up: what comes back from it is no more than a
 * program may have anyway. */
#include "abi/signal.h"
#include "arch/x86/x86.h"
#include "kernel/debug/panic.h"
#include "lib/string.h"

enum {
    FLAGS_CLEARED = 0x10500,    /* RF, DF, TF: a handler begins without */
    FLAGS_OF_PROGRAM = 0x50DD5, /* AC RF OF DF TF SF ZF AF PF CF [SDM 1 3.4.3] */
    FRAME_ALIGNMENT = 16,       /* of the stack pointer before a call [i386 ABI] */
    FPU_ALIGNMENT = 64,
    INTERRUPT_BYTES = 2, /* of INT 0x80 */
    NO_CALL = -1,
    EINTR_RESULT = -4,
};

/* Floating-point registers in a frame: as FSAVE wrote them before there was FXSAVE, and then
 * as FXSAVE does. [Linux asm/sigcontext.h] */
struct fpu_frame {
    uint32_t control, status, tags, instruction, instruction_segment, operand,
        operand_segment;
    uint8_t registers[8][10];
    uint16_t old_status, magic; /* 0: the image follows */
    uint8_t image[ARCH_FPU_BYTES];
};

_Static_assert(sizeof(struct fpu_frame) == SIGNAL_OLD_FPU_BYTES, "as Linux has it");

static const uint8_t return_code[SIGNAL_RETURN_BYTES] = {
    0x58, 0xB8, 119, 0, 0, 0, 0xCD, 0x80}; /* pop eax; mov eax, 119; int 0x80 */
static const uint8_t rt_return_code[SIGNAL_RETURN_BYTES] = {
    0xB8, 173, 0, 0, 0, 0xCD, 0x80, 0}; /* mov eax, 173; int 0x80 */

/* What goes to a program or comes from it, one at a time: too large for a kernel stack. Nothing
 * blocks while it is in use, as what cannot be moved at once is not moved at all; and all that
 * goes to a program is written before, or it would see what another one has had there. */
static union {
    struct fpu_frame fpu;
    struct signal_frame plain;
} moved;

static struct frame *frame_of(struct arch_stack *stack)
{
    return (struct frame *)stack - 1;
}

/* The kernel's own memory is no place for a frame. None ends in the page that follows. */
static bool is_users(virt_t address)
{
    return address - USER_START < USER_END - PAGE_SIZE - USER_START;
}

static bool put(virt_t to, const void *from, uint32_t bytes)
{
    return is_users(to) && arch_copy_to_user(to, from, bytes);
}

static bool get(void *to, virt_t from, uint32_t bytes)
{
    return is_users(from) && arch_copy_from_user(to, from, bytes);
}

/* --- The call that a signal has interrupted --- */

uint32_t arch_call_interrupted(struct arch_stack *stack)
{
    const struct frame *frame = frame_of(stack);
    bool is_interrupted =
        frame->vector == VECTOR_CALL && frame->eax == (uint32_t)EINTR_RESULT;
    return is_interrupted ? frame->error : (uint32_t)NO_CALL;
}

void arch_call_restart(struct arch_stack *stack)
{
    struct frame *frame = frame_of(stack);
    frame->eax = frame->error;
    frame->eip -= INTERRUPT_BYTES;
    frame->error = (uint32_t)NO_CALL;
}

/* --- Into the handler --- */

static void fill_context(struct signal_context *context, const struct frame *frame,
                         const struct arch_signal *signal, virt_t fpu_address)
{
    bool is_fault = frame->vector < VECTOR_IRQ;
    context->gs = frame->gs;
    context->fs = frame->fs;
    context->es = frame->es;
    context->ds = frame->ds;
    context->edi = frame->edi;
    context->esi = frame->esi;
    context->ebp = frame->ebp;
    context->esp = context->esp_at_signal = frame->esp;
    context->ebx = frame->ebx;
    context->edx = frame->edx;
    context->ecx = frame->ecx;
    context->eax = frame->eax;
    context->trapno = is_fault ? frame->vector : 0;
    context->err = is_fault ? frame->error : 0;
    context->eip = frame->eip;
    context->cs = frame->cs;
    context->eflags = frame->eflags;
    context->ss = frame->ss;
    context->fpstate = fpu_address;
    context->oldmask = (uint32_t)signal->blocked;
    context->cr2 = frame->vector == VECTOR_PAGE_FAULT ? signal->info->si_addr : 0;
}

/* What is behind these is 0, as nothing else is ever written there. */
static void fill_info(struct siginfo *to, const struct siginfo *info)
{
    to->si_signo = info->si_signo;
    to->si_code = info->si_code;
    to->si_pid = info->si_pid; /* or si_addr, which has the same place */
    to->si_uid = info->si_uid;
    to->si_status = info->si_status;
}

static void note_frame(struct arch_signal *signal, virt_t address, uint32_t bytes)
{
    signal->frame = address;
    signal->frame_bytes = bytes;
}

/* No memory can help. */
static bool has_no_room(struct arch_signal *signal)
{
    note_frame(signal, 0, 0);
    return false;
}

/* Room of BYTES below TOP, so that the stack is aligned when the handler begins, as by a
 * call that has pushed where to return to. */
static virt_t frame_below(virt_t top, uint32_t bytes)
{
    virt_t address = top - bytes;
    return ((address + sizeof(uint32_t)) & ~(virt_t)(FRAME_ALIGNMENT - 1)) -
           sizeof(uint32_t);
}

/* Two bits a register: used, or empty (3). What else they could say is worked out by who
 * reads them from the registers themselves. */
static uint32_t old_tags(uint8_t used)
{
    uint32_t tags = 0;
    for (unsigned i = 0; i < 8; i++)
        tags |= (used >> i & 1 ? 0u : 3u) << 2 * i;
    return tags;
}

static void fill_fpu_frame(struct fpu_frame *fpu, const struct fpu *image)
{
    enum { RESERVED_ONES = 0xFFFF0000u, REGISTER_BYTES = 16 };
    fpu->control = image->control | RESERVED_ONES;
    fpu->status = image->status | RESERVED_ONES;
    fpu->tags = old_tags(image->tags) | RESERVED_ONES;
    fpu->instruction = image->instruction;
    fpu->instruction_segment =
        (image->instruction_segment & 0xFFFF) | (uint32_t)image->opcode << 16;
    fpu->operand = image->operand;
    fpu->operand_segment = image->operand_segment | RESERVED_ONES;
    for (unsigned i = 0; i < 8; i++)
        memcpy(fpu->registers[i], image->registers + i * REGISTER_BYTES,
               sizeof(fpu->registers[i]));
    fpu->old_status = image->status;
    fpu->magic = 0;
    memcpy(fpu->image, image, sizeof(fpu->image));
}

/* Puts STACK's floating-point registers below *TOP, which is moved there. False: that could
 * not be written. */
static bool push_fpu(struct arch_stack *stack, struct arch_signal *signal, virt_t *top)
{
    struct fpu_frame *fpu = &moved.fpu;
    virt_t image = (*top - ARCH_FPU_BYTES) & ~(virt_t)(FPU_ALIGNMENT - 1);
    *top = image - (virt_t)offsetof(struct fpu_frame, image);
    fill_fpu_frame(fpu, arch_fpu_image(stack));
    note_frame(signal, *top, sizeof(*fpu));
    return put(*top, fpu, sizeof(*fpu));
}

static void enter_handler(struct frame *frame, const struct arch_signal *signal,
                          virt_t info, virt_t ucontext)
{
    frame->eip = signal->action->handler;
    frame->esp = signal->frame;
    frame->eax = (uint32_t)signal->info->si_signo;
    frame->edx = info;
    frame->ecx = ucontext;
    frame->eflags &= ~(uint32_t)FLAGS_CLEARED;
    frame->ds = frame->es = frame->ss = USER_DATA;
    frame->error = (uint32_t)NO_CALL;
}

static virt_t return_address(const struct arch_signal *signal, uint32_t code_offset)
{
    return signal->action->flags & SA_RESTORER ? signal->action->restorer
                                               : signal->frame + code_offset;
}

static bool begin_plain(struct frame *frame, struct arch_signal *signal, virt_t top,
                        virt_t fpu_address)
{
    struct signal_frame *made = &moved.plain;
    enum {
        HEAD_BYTES = offsetof(struct signal_frame, unused),
        TAIL = offsetof(struct signal_frame, mask_high),
        TAIL_BYTES = sizeof(*made) - TAIL
    };
    note_frame(signal, frame_below(top, sizeof(*made)), sizeof(*made));
    if (signal->frame < signal->stack_least)
        return has_no_room(signal);
    made->return_address =
        return_address(signal, offsetof(struct signal_frame, return_code));
    made->sig = signal->info->si_signo;
    fill_context(&made->context, frame, signal, fpu_address);
    made->mask_high = (uint32_t)(signal->blocked >> 32);
    memcpy(made->return_code, return_code, sizeof(return_code));
    if (!put(signal->frame, made, HEAD_BYTES) ||
        !put(signal->frame + TAIL, &made->mask_high, TAIL_BYTES))
        return false;
    enter_handler(frame, signal, 0, 0);
    return true;
}

static bool begin_with_info(struct frame *frame, struct arch_signal *signal, virt_t top,
                            virt_t fpu_address)
{
    static struct signal_rt_frame made; /* what nobody sets stays 0 */
    note_frame(signal, frame_below(top, sizeof(made)), sizeof(made));
    if (signal->frame < signal->stack_least)
        return has_no_room(signal);
    made.return_address =
        return_address(signal, offsetof(struct signal_rt_frame, return_code));
    made.sig = signal->info->si_signo;
    made.info_address = signal->frame + (virt_t)offsetof(struct signal_rt_frame, info);
    made.ucontext_address =
        signal->frame + (virt_t)offsetof(struct signal_rt_frame, ucontext);
    fill_info(&made.info, signal->info);
    made.ucontext.uc_stack = *signal->alternate;
    made.ucontext.uc_sigmask[0] = (uint32_t)signal->blocked;
    made.ucontext.uc_sigmask[1] = (uint32_t)(signal->blocked >> 32);
    fill_context(&made.ucontext.uc_mcontext, frame, signal, fpu_address);
    memcpy(made.return_code, rt_return_code, sizeof(rt_return_code));
    if (!put(signal->frame, &made, sizeof(made)))
        return false;
    enter_handler(frame, signal, made.info_address, made.ucontext_address);
    return true;
}

bool arch_signal_begin(struct arch_stack *stack, struct arch_signal *signal)
{
    struct frame *frame = frame_of(stack);
    virt_t top = signal->stack_top ? signal->stack_top : frame->esp, fpu_address = 0;
    if (stack->fpu) {
        if (!push_fpu(stack, signal, &top))
            return false;
        fpu_address = top;
    }
    bool is_begun = signal->action->flags & SA_SIGINFO
                        ? begin_with_info(frame, signal, top, fpu_address)
                        : begin_plain(frame, signal, top, fpu_address);
    if (is_begun && stack->fpu)
        arch_fpu_drop(stack); /* a handler begins with clean ones */
    return is_begun;
}

/* --- And back --- */

/* A selector that can be loaded: others would fault in the kernel. The null one can. */
static uint32_t usable_selector(const struct arch_stack *stack, uint32_t wanted)
{
    uint32_t selector = (wanted & 0xFFFF) | 3;
    if (selector == USER_DATA)
        return selector;
    bool is_own = selector == USER_SEGMENT && stack->segment != 0;
    return selector == USER_CODE || is_own ? selector : 0;
}

static bool is_for_program(const struct signal_context *context)
{
    return ((context->cs & 0xFFFF) | 3) == USER_CODE &&
           ((context->ss & 0xFFFF) | 3) == USER_DATA;
}

static void restore_registers(struct arch_stack *stack,
                              const struct signal_context *context)
{
    struct frame *frame = frame_of(stack);
    frame->gs = usable_selector(stack, context->gs);
    frame->fs = usable_selector(stack, context->fs);
    frame->es = usable_selector(stack, context->es);
    frame->ds = usable_selector(stack, context->ds);
    frame->edi = context->edi;
    frame->esi = context->esi;
    frame->ebp = context->ebp;
    frame->esp = context->esp;
    frame->ebx = context->ebx;
    frame->edx = context->edx;
    frame->ecx = context->ecx;
    frame->eax = context->eax;
    frame->eip = context->eip;
    frame->eflags = (frame->eflags & ~(uint32_t)FLAGS_OF_PROGRAM) |
                    (context->eflags & FLAGS_OF_PROGRAM);
    frame->error = (uint32_t)NO_CALL;
}

/* The registers of floating point that lie at ADDRESS; with 0, there are none. */
static bool restore_fpu(struct arch_stack *stack, virt_t address,
                        struct arch_signal *signal)
{
    struct fpu_frame *fpu = &moved.fpu;
    if (!address) {
        arch_fpu_drop(stack);
        return true;
    }
    note_frame(signal, address, sizeof(*fpu));
    if (!get(fpu, address, sizeof(*fpu)))
        return false;
    void *image = arch_fpu_change(stack);
    if (!image)
        return has_no_room(signal);
    memcpy(image, fpu->image, sizeof(fpu->image));
    return true;
}

static bool restore(struct arch_stack *stack, const struct signal_context *context,
                    struct arch_signal *signal)
{
    if (!is_for_program(context))
        return has_no_room(signal);
    if (!restore_fpu(stack, context->fpstate, signal))
        return false;
    restore_registers(stack, context);
    return true;
}

/* The handler has returned, which takes the address off the stack, and its caller has taken
 * off the signal's number. */
static bool return_plain(struct arch_stack *stack, struct arch_signal *signal)
{
    static struct signal_context context;
    uint32_t mask_high;
    virt_t address = frame_of(stack)->esp - offsetof(struct signal_frame, context);
    note_frame(signal, address, sizeof(struct signal_frame));
    if (!get(&context, address + (virt_t)offsetof(struct signal_frame, context),
             sizeof(context)) ||
        !get(&mask_high, address + (virt_t)offsetof(struct signal_frame, mask_high),
             sizeof(mask_high)))
        return false;
    signal->blocked = (uint64_t)mask_high << 32 | context.oldmask;
    return restore(stack, &context, signal);
}

static bool return_with_info(struct arch_stack *stack, struct arch_signal *signal)
{
    static struct signal_ucontext ucontext;
    virt_t address = frame_of(stack)->esp - sizeof(uint32_t) +
                     (virt_t)offsetof(struct signal_rt_frame, ucontext);
    note_frame(signal, address, sizeof(ucontext));
    if (!get(&ucontext, address, sizeof(ucontext)))
        return false;
    signal->blocked = (uint64_t)ucontext.uc_sigmask[1] << 32 | ucontext.uc_sigmask[0];
    *signal->alternate = ucontext.uc_stack;
    return restore(stack, &ucontext.uc_mcontext, signal);
}

bool arch_signal_return(struct arch_stack *stack, bool with_info,
                        struct arch_signal *signal)
{
    return with_info ? return_with_info(stack, signal) : return_plain(stack, signal);
}
