/* Kernel stacks. Each has a slot of two pages in a window of the address space; the lower
 * one is never mapped, so that a stack that grows too far faults instead of spoiling
 * another.
 *
 *   slot   | not mapped | stack ............ frame | struct arch_stack |
 *          0           4096                                          8192
 */

#include "arch/x86/x86.h"
#include "kernel/debug/panic.h"

enum { SLOT_BYTES = 2 * PAGE_SIZE, FRAMES_A_PROCESS = 4, NO_SLOT = UINT32_MAX };

/* What arch_switch pops: mirrors switch.asm. */
struct context {
    uint32_t edi, esi, ebx, ebp;
    uint32_t eip;
};

void thread_entry(void); /* entry.asm */

PAGE_ALIGNED struct first_stack first_stack;
_Static_assert(sizeof(first_stack) == 8192, "FIRST_STACK_BYTES in boot/start.asm");

static uint32_t slot_count;
static uint32_t *next_free; /* for each free slot the next one */
static uint32_t first_free = NO_SLOT;
static struct arch_stack boot;

static uintptr_t slot_page(uint32_t slot)
{
    return STACKS_START + slot * SLOT_BYTES + PAGE_SIZE;
}

/* As many slots as processes can exist: each takes at least FRAMES_A_PROCESS frames. */
void stacks_init(void)
{
    uint32_t bytes = frame_count() / FRAMES_A_PROCESS * SLOT_BYTES;
    if (bytes > STACKS_END - STACKS_START)
        bytes = STACKS_END - STACKS_START;
    slot_count = bytes / SLOT_BYTES;
    paging_grow_stacks(slot_count * SLOT_BYTES);
    next_free = frame_boot_allocate(slot_count * sizeof(*next_free));
    for (uint32_t slot = slot_count; slot-- > 0;) {
        next_free[slot] = first_free;
        first_free = slot;
    }
    boot.directory = paging_directory(NULL);
    _Static_assert(sizeof(struct arch_stack) == 32, "frames are aligned");
    _Static_assert(offsetof(struct arch_stack, directory) == 4, "STACK_DIRECTORY");
    _Static_assert(offsetof(struct arch_stack, has_more) == 12, "STACK_HAS_MORE");
    _Static_assert(offsetof(struct arch_stack, segment) == 24, "STACK_SEGMENT");
    _Static_assert((USER_SEGMENT & ~7) == 0x30, "USER_SEGMENT in switch.asm");
}

struct arch_stack *arch_stack_create(void)
{
    if (first_free == NO_SLOT)
        return NULL;
    phys_t frame = frame_allocate();
    if (!frame)
        return NULL;
    uint32_t slot = first_free;
    first_free = next_free[slot];
    paging_map_stack(slot_page(slot), frame);
    struct arch_stack *stack = (struct arch_stack *)(slot_page(slot) + PAGE_SIZE) - 1;
    stack->slot = slot;
    stack->fpu = NULL;
    stack->segment = 0;
    stack->has_more = false;
    return stack;
}

void arch_stack_destroy(struct arch_stack *stack)
{
    uint32_t slot = stack->slot;
    ASSERT(slot < slot_count && slot_page(slot) + PAGE_SIZE == (uintptr_t)(stack + 1));
    arch_fpu_drop(stack);
    frame_free(paging_unmap_stack(slot_page(slot)));
    next_free[slot] = first_free;
    first_free = slot;
}

struct arch_stack *arch_stack_boot(void)
{
    return &boot;
}

/* The first switch to STACK goes by thread_entry to the program that FRAME, at its top,
 * describes. */
static void begin_with(struct arch_stack *stack, const struct arch_space *space,
                       struct frame *frame)
{
    struct context *context = (struct context *)frame - 1;
    *context = (struct context){.eip = (uint32_t)(uintptr_t)thread_entry};
    stack->saved_esp = (uint32_t)(uintptr_t)context;
    stack->directory = paging_directory(space);
}

static void make_frame(struct frame *frame, virt_t entry, virt_t stack_pointer)
{
    *frame = (struct frame){
        .gs = USER_DATA,
        .fs = USER_DATA,
        .es = USER_DATA,
        .ds = USER_DATA,
        .eip = entry,
        .cs = USER_CODE,
        .eflags = EFLAGS_INTERRUPT | EFLAGS_ALWAYS,
        .esp = stack_pointer,
        .ss = USER_DATA,
    };
}

void arch_stack_start(struct arch_stack *stack, const struct arch_space *space,
                      virt_t entry, virt_t stack_pointer)
{
    struct frame *frame = (struct frame *)stack - 1;
    make_frame(frame, entry, stack_pointer);
    begin_with(stack, space, frame);
}

void arch_stack_exec(struct arch_stack *stack, const struct arch_space *space,
                     virt_t entry, virt_t stack_pointer)
{
    make_frame((struct frame *)stack - 1, entry, stack_pointer);
    segment_drop(stack);
    stack->directory = paging_directory(space);
    write_cr3(stack->directory);
}

void arch_stack_fork(struct arch_stack *stack, const struct arch_space *space,
                     const struct arch_stack *from)
{
    struct frame *frame = (struct frame *)stack - 1;
    *frame = *((const struct frame *)from - 1);
    frame->eax = 0;
    segment_copy(stack, from);
    begin_with(stack, space, frame);
}

void arch_stack_move(struct arch_stack *stack, virt_t stack_pointer)
{
    ((struct frame *)stack - 1)->esp = stack_pointer;
}

void arch_stack_registers(const struct arch_stack *stack,
                          struct process_registers *registers)
{
    const struct frame *frame = (const struct frame *)stack - 1;
    *registers = (struct process_registers){
        .eip = frame->eip,
        .esp = frame->esp,
        .ebp = frame->ebp,
        .eflags = frame->eflags,
        .eax = frame->eax,
        .ebx = frame->ebx,
        .ecx = frame->ecx,
        .edx = frame->edx,
        .esi = frame->esi,
        .edi = frame->edi,
    };
}

bool stack_is_guard(uintptr_t address)
{
    if (address - (uintptr_t)first_stack.guard < PAGE_SIZE)
        return true;
    return address >= STACKS_START && address < STACKS_END &&
           (address - STACKS_START) % SLOT_BYTES < PAGE_SIZE;
}
