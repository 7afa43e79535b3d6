/* The way into the kernel, for the library only: programs use <process.h> and <unistd.h>.
 *
 * EAX carries the number, EBX, ECX, EDX, ESI, EDI and EBP up to six words, as on Linux for
 * i386; the kernel's result, 0 or more, or -errno, comes back in EAX, and all other registers
 * are as they were. */
#pragma once

#include <errno.h>
#include <stdint.h>

#include "abi/syscall.h"

static inline uint32_t word(const volatile void *pointer)
{
    return (uint32_t)(uintptr_t)pointer;
}

/* EBP is the frame's, and no list of operands may have it. */
static inline int32_t call_6(uint32_t number, const uint32_t words[6])
{
    int32_t result;

    __asm__ volatile("push %%ebp\n\t"
                     "mov 20(%%ebx), %%ebp\n\t"
                     "mov (%%ebx), %%ebx\n\t"
                     "int $0x80\n\t"
                     "pop %%ebp"
                     : "=a"(result), "+b"(words)
                     : "a"(number), "c"(words[1]), "d"(words[2]), "S"(words[3]),
                       "D"(words[4])
                     : "memory");
    return result;
}

static inline int32_t call_4(uint32_t number, uint32_t a, uint32_t b, uint32_t c,
                             uint32_t d)
{
    int32_t result;

    __asm__ volatile("int $0x80"
                     : "=a"(result)
                     : "a"(number), "b"(a), "c"(b), "d"(c), "S"(d)
                     : "memory");
    return result;
}

static inline int32_t call_3(uint32_t number, uint32_t a, uint32_t b, uint32_t c)
{
    int32_t result;

    __asm__ volatile("int $0x80"
                     : "=a"(result)
                     : "a"(number), "b"(a), "c"(b), "d"(c)
                     : "memory");
    return result;
}

static inline int32_t call_2(uint32_t number, uint32_t a, uint32_t b)
{
    int32_t result;

    __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(a), "c"(b) : "memory");
    return result;
}

static inline int32_t call_1(uint32_t number, uint32_t a)
{
    int32_t result;

    __asm__ volatile("int $0x80" : "=a"(result) : "a"(number), "b"(a) : "memory");
    return result;
}

static inline int32_t call_0(uint32_t number)
{
    int32_t result;

    __asm__ volatile("int $0x80" : "=a"(result) : "a"(number) : "memory");
    return result;
}

/* A tick takes two words, the low one first, as abi/syscall.h asks. */
static inline int32_t call_with_tick(uint32_t number, uint64_t tick)
{
    return call_2(number, (uint32_t)tick, (uint32_t)(tick >> 32));
}

/* What calls with POSIX names return: -1 and errno for -errno. */
static inline int posix_result(int32_t result)
{
    if (result >= 0)
        return result;
    errno = -result;
    return -1;
}
