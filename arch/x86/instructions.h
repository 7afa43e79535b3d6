/* The instructions that C has no words for, one each. */
#pragma once

#include <stdint.h>

static inline void outb(uint16_t port, uint8_t value)
{
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline void outw(uint16_t port, uint16_t value)
{
    __asm__ volatile("outw %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint8_t inb(uint16_t port)
{
    uint8_t value;
    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

static inline void outl(uint16_t port, uint32_t value)
{
    __asm__ volatile("outl %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint32_t inl(uint16_t port)
{
    uint32_t value;
    __asm__ volatile("inl %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

/* So many words of 16 bits from PORT to memory, and from there to PORT. */
static inline void insw(uint16_t port, void *to, uint32_t count)
{
    __asm__ volatile("rep insw" : "+D"(to), "+c"(count) : "d"(port) : "memory");
}

static inline void outsw(uint16_t port, const void *from, uint32_t count)
{
    __asm__ volatile("rep outsw" : "+S"(from), "+c"(count) : "d"(port) : "memory");
}

static inline uint64_t rdtsc(void)
{
    uint64_t cycles;
    __asm__ volatile("rdtsc" : "=A"(cycles));
    return cycles;
}

/* The EDX of leaf 1. start.asm has seen that there is the instruction. */
static inline uint32_t cpuid_features(void)
{
    uint32_t leaf = 1, features;
    __asm__ volatile("cpuid" : "+a"(leaf), "=d"(features) : : "ebx", "ecx");
    return features;
}

/* The EBX and ECX of leaf 7, which not every CPU has: 0. [SDM 2A CPUID] */
static inline void cpuid_protections(uint32_t *ebx, uint32_t *ecx)
{
    uint32_t leaf = 0;
    *ebx = *ecx = 0;
    __asm__ volatile("cpuid" : "+a"(leaf) : : "ebx", "ecx", "edx");
    if (leaf < 7)
        return;
    leaf = 7;
    __asm__ volatile("cpuid" : "+a"(leaf), "=b"(*ebx), "+c"(*ecx) : : "edx");
}

/* The low half of model-specific register NUMBER. */
static inline uint32_t read_msr(uint32_t number)
{
    uint32_t low, high;
    __asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(number));
    return low;
}

static inline void sti_hlt_cli(void)
{
    /* STI lets no interrupt in before the next instruction has begun: none can come
     * between the caller's last look and HLT. [SDM 2B STI] */
    __asm__ volatile("sti; hlt; cli" : : : "memory");
}

/* Lets one interrupt in that is pending. */
static inline void sti_nop_cli(void)
{
    __asm__ volatile("sti; nop; nop; cli" : : : "memory");
}

static inline void hlt(void)
{
    __asm__ volatile("cli; hlt");
}

static inline void invlpg(uintptr_t address)
{
    __asm__ volatile("invlpg (%0)" : : "r"(address) : "memory");
}

static inline void write_cr3(uint32_t value)
{
    __asm__ volatile("mov %0, %%cr3" : : "r"(value) : "memory");
}

static inline uint32_t read_cr3(void)
{
    uint32_t value;
    __asm__ volatile("mov %%cr3, %0" : "=r"(value));
    return value;
}

static inline uint32_t read_cr2(void)
{
    uint32_t value;
    __asm__ volatile("mov %%cr2, %0" : "=r"(value));
    return value;
}

static inline uint32_t read_cr4(void)
{
    uint32_t value;
    __asm__ volatile("mov %%cr4, %0" : "=r"(value));
    return value;
}

static inline void write_cr4(uint32_t value)
{
    __asm__ volatile("mov %0, %%cr4" : : "r"(value) : "memory");
}

static inline uint32_t read_cr0(void)
{
    uint32_t value;
    __asm__ volatile("mov %%cr0, %0" : "=r"(value));
    return value;
}

static inline void write_cr0(uint32_t value)
{
    __asm__ volatile("mov %0, %%cr0" : : "r"(value) : "memory");
}

static inline void clts(void)
{
    __asm__ volatile("clts" : : : "memory");
}

/* The registers of floating point to IMAGE, whose address is a multiple of 16; and back. */
static inline void fxsave(void *image)
{
    __asm__ volatile("fxsave (%0)" : : "r"(image) : "memory");
}

static inline void fxrstor(const void *image)
{
    __asm__ volatile("fxrstor (%0)" : : "r"(image) : "memory");
}

struct table_pointer { /* operand of LGDT and LIDT */
    uint16_t limit;
    uint32_t base;
} __attribute__((packed));

static inline void lidt(const struct table_pointer *pointer)
{
    __asm__ volatile("lidt %0" : : "m"(*pointer));
}

static inline void lldt(uint16_t selector)
{
    __asm__ volatile("lldt %0" : : "r"(selector));
}

static inline void ltr(uint16_t selector)
{
    __asm__ volatile("ltr %0" : : "r"(selector));
}

static inline void rep_stosd(void *to, uint32_t value, uint32_t words)
{
    __asm__ volatile("rep stosl" : "+D"(to), "+c"(words) : "a"(value) : "memory");
}

static inline void rep_movsd(void *to, const void *from, uint32_t words)
{
    __asm__ volatile("rep movsl" : "+D"(to), "+S"(from), "+c"(words) : : "memory");
}
