/* A segment of its own for each thread that wants one: FS or GS then lead to its thread-local
 * data. The table has one entry for it, which arch_switch writes unless neither the last nor
 * the next thread has one. [SDM 3A 3.4.5] */
#include "abi/errno.h"
#include "abi/thread_area.h"
#include "arch/x86/gdt.h"
#include "arch/x86/x86.h"

/* Access byte of data for programs, and its bits that vary; flags above the limit. */
enum {
    DATA_READ_ONLY = 0xF0,
    DATA_WRITABLE = 0x02,
    DATA_GROWS_DOWN = 0x04,
    FLAG_32_BITS = 0x4,
    FLAG_PAGES = 0x8,
};

static bool is_empty(const struct thread_area *area)
{
    uint32_t flags = area->flags & ~THREAD_AREA_USEABLE;
    bool says_so = flags == (THREAD_AREA_READ_ONLY | THREAD_AREA_NOT_PRESENT);
    return area->base == 0 && area->limit == 0 && (flags == 0 || says_so);
}

/* Neither code nor 16 bits, as Linux has it: and no selector of a segment that is not there
 * can be left in a register. */
static bool is_sound(const struct thread_area *area)
{
    uint32_t contents = area->flags & THREAD_AREA_CONTENTS;
    return (contents == 0 || contents == THREAD_AREA_GROWS_DOWN) &&
           area->flags & THREAD_AREA_32_BITS && !(area->flags & THREAD_AREA_NOT_PRESENT);
}

static uint64_t descriptor_of(const struct thread_area *area)
{
    uint32_t access = DATA_READ_ONLY |
                      (area->flags & THREAD_AREA_READ_ONLY ? 0 : DATA_WRITABLE) |
                      (area->flags & THREAD_AREA_GROWS_DOWN ? DATA_GROWS_DOWN : 0);
    uint32_t flags = FLAG_32_BITS | (area->flags & THREAD_AREA_PAGES ? FLAG_PAGES : 0);
    return gdt_descriptor(area->base, area->limit, access, flags);
}

/* Whatever privilege the selector asks for. */
static bool is_own(uint32_t selector)
{
    return ((selector & 0xFFFF) | 3) == USER_SEGMENT;
}

/* A register that the program gets back would fault in the kernel if its segment were gone,
 * or the stack's could not be written. */
static void forget_selectors(struct frame *frame)
{
    uint32_t *const registers[] = {&frame->gs, &frame->fs, &frame->es, &frame->ds};
    for (uint32_t i = 0; i < sizeof(registers) / sizeof(*registers); i++)
        if (is_own(*registers[i]))
            *registers[i] = 0;
    if (is_own(frame->ss))
        frame->ss = USER_DATA;
}

/* The kernel uses neither, but an interrupt of it puts back what it has found there. */
static void empty_registers(void)
{
    __asm__ volatile("mov %0, %%fs; mov %0, %%gs" : : "r"(0));
}

static void set_segment(struct arch_stack *stack, uint64_t descriptor)
{
    stack->segment = descriptor;
    stack_note(stack);
    gdt[USER_SEGMENT / 8] = descriptor;
    empty_registers();
}

int arch_thread_area(struct arch_stack *stack, struct thread_area *area)
{
    struct frame *frame = (struct frame *)stack - 1;
    if (area->entry == THREAD_AREA_ANY && stack->segment)
        return -ESRCH;
    if (area->entry != THREAD_AREA_ANY && area->entry != USER_SEGMENT / 8)
        return -EINVAL;
    if (!is_empty(area) && !is_sound(area))
        return -EINVAL;
    area->entry = USER_SEGMENT / 8;
    if (is_empty(area) || is_own(frame->ss))
        forget_selectors(frame);
    set_segment(stack, is_empty(area) ? 0 : descriptor_of(area));
    return 0;
}

void segment_copy(struct arch_stack *to, const struct arch_stack *from)
{
    to->segment = from->segment;
    stack_note(to);
}

void segment_drop(struct arch_stack *stack)
{
    set_segment(stack, 0);
}
