/* The local APIC, which stands between the 8259As and the CPU where there is one. Robin
 * does not use it, but it must let their interrupts pass, and that of the watchdog. Most firmware has it do so; some
 * leaves it as it was at reset, when it lets nothing pass. [SDM 3A 10.4, 10.5.1] */
#include "arch/x86/instructions.h"
#include "arch/x86/x86.h"

enum {
    FEATURE_MSR = 1 << 5, /* [SDM 2A CPUID, leaf 1, EDX] */
    FEATURE_APIC = 1 << 9,
    BASE_MSR = 0x1B,
    BASE_ENABLED = 1 << 11,
    SPURIOUS = 0xF0 / 4, /* registers, counted in words */
    LINT0 = 0x350 / 4,   /* the pin that the 8259As are connected to */
    LINT1 = 0x360 / 4,   /* the pin for non-maskable interrupts */
    SOFTWARE_ENABLED = 0x100,
    NON_MASKABLE = 0x400,
    EXTERNAL_INTERRUPT = 0x700,        /* the 8259A tells the vector; not masked */
    SPURIOUS_VECTOR = VECTOR_IRQ + 15, /* pic_acknowledge finds it not in service */
};

static bool is_enabled(void)
{
    uint32_t features = cpuid_features();
    return features & FEATURE_MSR && features & FEATURE_APIC &&
           read_msr(BASE_MSR) & BASE_ENABLED;
}

void apic_init(void)
{
    if (!is_enabled())
        return;
    volatile uint32_t *registers = paging_map_device(page_of(read_msr(BASE_MSR)));
    registers[SPURIOUS] =
        SOFTWARE_ENABLED | SPURIOUS_VECTOR; /* else LINT0 stays masked */
    registers[LINT0] = EXTERNAL_INTERRUPT;
    registers[LINT1] = NON_MASKABLE;
    paging_unmap_device();
}
