/* From the loader to the kernel: the first C code. */
#include "arch/x86/machine.h"
#include "boot/multiboot.h"
#include "kernel/arch.h"
#include "kernel/debug/panic.h"

/* What start.asm has mapped. */
static const uint32_t REACHABLE_BYTES = 768u << 20;

void boot_main(uint32_t magic, uint32_t info); /* start.asm */

extern uint64_t boot_cycles; /* start.asm */
extern uint8_t kernel_end[]; /* linker.ld */

static struct bootinfo boot;

static const void *at_physical(uint32_t physical, uint32_t bytes)
{
    if (physical >= REACHABLE_BYTES || bytes > REACHABLE_BYTES - physical)
        return NULL;
    return arch_frame(physical);
}

void boot_main(uint32_t magic, uint32_t info)
{
    machine_init();
    const char *problem = "";
    if (multiboot_parse(magic, info, at_physical, &boot, &problem))
        boot_fail("%s", problem);
    boot.cycles = boot_cycles;
    boot.kernel_end = arch_physical(kernel_end);
    kernel_main(&boot);
}
