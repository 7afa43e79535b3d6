/* Whether a program that does what none may do is ended, by the right name, and alone. */
#include "check.h"

enum { TOO_DEEP = 20000 }; /* calls of half a KiB: the stack may have 8 MiB */

/* Checks that `act WHAT NUMBER` ends by FAULT, and returns how. */
static struct process_result ends_by(uint32_t fault, const char *what, uint64_t number)
{
    struct process_result result = end_of(start(what, number));

    EXPECT_EQUAL(result.event, PROCESS_FAULTED);
    EXPECT_EQUAL(result.fault, fault);
    return result;
}

static void page_0_is_never_mapped(void)
{
    EXPECT_EQUAL(ends_by(FAULT_UNMAPPED, "read_at", 0).address, 0);
    EXPECT_EQUAL(ends_by(FAULT_UNMAPPED, "write_at", 0xFFF).address, 0xFFF);
    EXPECT_EQUAL(ends_by(FAULT_UNMAPPED, "jump_to", 0).instruction, 0);
}

static void what_is_in_no_region_is_unmapped(void)
{
    ends_by(FAULT_UNMAPPED, "read_at", 0x07000000);
    ends_by(FAULT_UNMAPPED, "read_at", 0x60000000);
    ends_by(FAULT_UNMAPPED, "read_at", 0xBFFFF000);
    ends_by(FAULT_UNMAPPED, "beyond_break", 0);
}

static void text_is_read_only(void)
{
    ends_by(FAULT_READ_ONLY, "write_text", 0);
    EXPECT_EQUAL(code_of(start("exit", 1)), 1); /* which has the same text */
}

static void memory_without_protection_is_forbidden(void)
{
    ends_by(FAULT_FORBIDDEN, "touch_forbidden", 0);
}

static void kernel_memory_is_out_of_reach(void)
{
    EXPECT_EQUAL(ends_by(FAULT_KERNEL_MEMORY, "read_at", 0xC0100000).address, 0xC0100000);
    ends_by(FAULT_KERNEL_MEMORY, "write_at", 0xC00B8000);
    ends_by(FAULT_KERNEL_MEMORY, "write_at", 0xFFFFFFFF);
    ends_by(FAULT_KERNEL_MEMORY, "jump_to", 0xC0100000);
}

static void a_stack_ends_at_its_guard(void)
{
    struct process_result result = ends_by(FAULT_STACK, "recurse", TOO_DEEP);

    EXPECT(result.address >= 0x07847000 && result.address < 0x07848000);
}

static void privileged_instructions_are_refused(void)
{
    ends_by(FAULT_PROTECTION, "cli", 0);
    ends_by(FAULT_PROTECTION, "hlt", 0);
    ends_by(FAULT_PROTECTION, "read_cr3", 0);
    ends_by(FAULT_PROTECTION, "segment", 0);
    ends_by(FAULT_PROTECTION, "interrupt", 0);
    ends_by(FAULT_PROTECTION, "sysenter", 0);
    ends_by(FAULT_PROTECTION, "debug_register", 0);
    ends_by(FAULT_PROTECTION, "performance", 0);
    ends_by(FAULT_PROTECTION, "call_task", 0);
}

static void ports_are_out_of_reach(void)
{
    ends_by(FAULT_PROTECTION, "in", 0);
    ends_by(FAULT_PROTECTION, "out", 0);
}

/* For programs that measure: they have exact clocks by calls anyway. */
static void the_time_stamp_can_be_read(void)
{
    EXPECT_EQUAL(code_of(start("time", 0)), 98);
}

static void an_exception_of_the_cpu_has_its_own_name(void)
{
    ends_by(FAULT_DIVIDE, "divide", 0);
    ends_by(FAULT_OPCODE, "undefined", 0);
    ends_by(FAULT_DEBUG, "breakpoint", 0);
    ends_by(FAULT_DEBUG, "single_step", 0);
    ends_by(FAULT_OVERFLOW, "overflow", 0);
    ends_by(FAULT_FPU, "fpu", 0);
}

/* Whatever its flags and CS say, a program's frame is a program's. */
static void flags_that_a_program_sets_do_no_harm_to_the_kernel(void)
{
    ends_by(FAULT_PROTECTION, "nested_task", 0);
    ends_by(FAULT_DEBUG, "step_into_call", 0);
    ends_by(FAULT_PROTECTION, "virtual_8086", 0);
    ends_by(FAULT_PROTECTION, "virtual_8086", 8);
    ends_by(FAULT_PROTECTION, "virtual_8086", 0xFFFF);
}

static void a_segment_that_goes_stays_in_no_register(void)
{
    for (uint64_t privilege = 0; privilege < 4; privilege++)
        EXPECT_EQUAL(code_of(start("lost_segment", privilege)), 0);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(page_0_is_never_mapped),
    BEHAVIOUR(what_is_in_no_region_is_unmapped),
    BEHAVIOUR(text_is_read_only),
    BEHAVIOUR(memory_without_protection_is_forbidden),
    BEHAVIOUR(kernel_memory_is_out_of_reach),
    BEHAVIOUR(a_stack_ends_at_its_guard),
    BEHAVIOUR(privileged_instructions_are_refused),
    BEHAVIOUR(ports_are_out_of_reach),
    BEHAVIOUR(the_time_stamp_can_be_read),
    BEHAVIOUR(an_exception_of_the_cpu_has_its_own_name),
    BEHAVIOUR(flags_that_a_program_sets_do_no_harm_to_the_kernel),
    BEHAVIOUR(a_segment_that_goes_stays_in_no_register),
};

int main(void)
{
    return CHECK_ALL(behaviours);
}
