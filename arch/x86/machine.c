/* The machine as a whole: waiting, ending, looking back up the stack, and the console,
 * which is the serial port and the screen at once. */
#include "arch/x86/machine.h"

#include "arch/x86/instructions.h"
#include "arch/x86/x86.h"
#include "lib/string.h"

enum {
    DEBUG_EXIT_PORT = 0xF4, /* QEMU's isa-debug-exit: ends it with status 2 * value + 1 */
    EXIT_IN_ORDER = 0x10,
    EXIT_FAILED = 0x11,
    QEMU_ACPI_PORT = 0x604, /* power management of QEMU's PC */
    QEMU_POWER_OFF = 0x2000,
    BOCHS_EXIT_PORT = 0x8900, /* ends Bochs when it reads the word Shutdown */
    BACKTRACE_CALLERS_MAX = 4096,
};

extern uint8_t kernel_start[], kernel_text_end[]; /* linker.ld */

void machine_init(void)
{
    serial_init();
    vga_init();
    gdt_init();
    idt_init();
    pic_init();
    apic_init();
    fpu_init();
    protection_init();
    timer_init();
}

void arch_memory_init(const struct bootinfo *boot)
{
    paging_init(boot);
    stacks_init();
    vga_keep_rows();
}

void arch_input_start(void)
{
    keyboard_init();
    serial_enable_interrupts();
}

void arch_idle(bool wait)
{
    if (wait)
        sti_hlt_cli();
    else
        sti_nop_cli();
}

/* CPUID is slow where a hypervisor answers it: it is asked once. */
uint32_t arch_capabilities(void)
{
    static uint32_t features;
    if (!features)
        features = cpuid_features();
    return features;
}

void arch_power_off(bool failed)
{
    outb(DEBUG_EXIT_PORT, failed ? EXIT_FAILED : EXIT_IN_ORDER);
    if (!failed) { /* a failure stays on the screen */
        outw(QEMU_ACPI_PORT, QEMU_POWER_OFF);
        for (const char *c = "Shutdown"; *c; c++)
            outb(BOCHS_EXIT_PORT, (uint8_t)*c);
    }
    for (;;)
        hlt();
}

void arch_crash(void)
{
    lidt(
        &(struct table_pointer){0}); /* no exception can be handled, nor a double fault */
    __builtin_trap();
}

static bool is_stack(const uintptr_t *frame)
{
    uintptr_t address = (uintptr_t)frame;
    return address >= KERNEL_BASE && address % sizeof(*frame) == 0 &&
           !stack_is_guard(address);
}

/* Frames are chained through EBP: [ebp] the caller's EBP, [ebp + 4] the return address,
 * which lies behind the call: in another function, if that call is the last instruction.
 * The chain ends where it leaves the kernel: at 0 from the boot code, or at a program's
 * EBP. A spoilt chain may be a circle: hence the limit. */
uint32_t arch_backtrace(uintptr_t *addresses, uint32_t count)
{
    const uintptr_t *frame = __builtin_frame_address(0);
    uint32_t found = 0, half = count / 2;
    for (; found < BACKTRACE_CALLERS_MAX && is_stack(frame); found++) {
        uintptr_t address = frame[1] - 1;
        if (address < (uintptr_t)kernel_start || address >= (uintptr_t)kernel_text_end)
            break;
        if (found >= count)
            memmove(&addresses[half], &addresses[half + 1], (half - 1) * sizeof(address));
        addresses[found < count ? found : count - 1] = address;
        frame = (const uintptr_t *)frame[0];
    }
    return found;
}

void arch_console_write(const char *text, size_t length)
{
    serial_write(text, length);
    vga_write(text, length);
}
