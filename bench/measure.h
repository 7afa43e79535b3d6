/* What the programs of this folder share: the cycle counter, which counts instructions
 * under QEMU's -icount, and the markers between which a plugin of QEMU measures. */
#pragma once

#include <stdint.h>

static inline uint64_t cycles64(void)
{
    uint32_t low, high;
    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high) : : "memory");
    return (uint64_t)high << 32 | low;
}

/* The low word is enough for what is short. */
static inline uint32_t cycles(void)
{
    return (uint32_t)cycles64();
}

static inline void begin_marker(void)
{
    __asm__ volatile("xchg %%bx, %%bx" : : : "memory");
}

static inline void end_marker(void)
{
    __asm__ volatile("xchg %%dx, %%dx" : : : "memory");
}

/* A call without the library around it. */
static inline int32_t bare_call(int32_t number)
{
    __asm__ volatile("int $0x80" : "+a"(number) : : "memory");
    return number;
}
