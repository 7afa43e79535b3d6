/* What the CPU itself can forbid, where it has the means [SDM 3A 2.5, 4.6]:
 *
 *   SMEP  the kernel, to execute a program's memory;
 *   SMAP  the kernel, to read or write it, but while EFLAGS.AC is set;
 *   UMIP  programs, to ask where the GDT, the IDT and the task state lie.
 *
 * So a pointer of the kernel that a program could choose ends in a panic. On its honest way to a
 * program's memory, arch_copy_to_user and arch_copy_from_user, the kernel sets AC by STAC and
 * clears it by CLAC; and it clears it on each way in, as a program may set that flag, too. Older
 * CPUs do not know these instructions, and shall not be made slower: so they are put into the
 * code here, in place of other instructions that do the rest of what these do. */
#include "arch/x86/instructions.h"
#include "arch/x86/x86.h"
#include "lib/string.h"

enum {
    CPUID_SMEP = 1 << 7, /* EBX of leaf 7 */
    CPUID_SMAP = 1 << 20,
    CPUID_UMIP = 1 << 2, /* its ECX */
    CR4_UMIP = 1 << 11,
    CR4_SMEP = 1 << 20,
};

/* Of entry.asm and copy.asm, gathered by linker.ld, which puts one without code at the end. */
extern const struct patch {
    uint8_t *code, smap_code[8];
} smap_patches[];

/* Before the kernel's text is made read-only. A bit of CR4 that the CPU lacks must not be set. */
void protection_init(void)
{
    uint32_t ebx, ecx;
    cpuid_protections(&ebx, &ecx);
    if (ebx & CPUID_SMAP)
        for (const struct patch *patch = smap_patches; patch->code; patch++)
            memcpy(patch->code, patch->smap_code, sizeof(patch->smap_code));
    write_cr4(read_cr4() | (ebx & CPUID_SMEP ? CR4_SMEP : 0u) |
              (ebx & CPUID_SMAP ? CR4_SMAP : 0u) | (ecx & CPUID_UMIP ? CR4_UMIP : 0u));
}
