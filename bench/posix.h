/* What posix.c and files.c share: calls by Linux's numbers and nothing else, so that the same file
 * runs on Robin and on Linux, there as its first program: make bench-linux. A program prints
 * `ROW: NUMBER` lines, medians, and powers off if it is process 1. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "measure.h"

enum {
    SYS_EXIT = 1,
    SYS_FORK = 2,
    SYS_READ = 3,
    SYS_WRITE = 4,
    SYS_WAITPID = 7,
    SYS_EXECVE = 11,
    SYS_GETPID = 20,
    SYS_REBOOT = 88,
    SYS_NANOSLEEP = 162,
    SYS_VFORK = 190,
};

enum {
    REBOOT_MAGIC = (int)0xFEE1DEAD,
    REBOOT_MAGIC_2 = 672274793,
    REBOOT_POWER_OFF = 0x4321FEDC,
};

enum { ROUNDS = 101, PAGE = 4096, A_TICK_NS = 11000000 };

static uint32_t samples[ROUNDS], rounds = ROUNDS;

/* --- Calls, in line: between a fork and the exit of the child nothing is written to the
 * stack, which would have to be copied --- */

static inline __attribute__((always_inline)) int32_t call(int32_t number, uint32_t a,
                                                          uint32_t b, uint32_t c)
{
    __asm__ volatile("int $0x80" : "+a"(number) : "b"(a), "c"(b), "d"(c) : "memory");
    return number;
}

static inline __attribute__((always_inline)) int32_t
call_4(int32_t number, uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    __asm__ volatile("int $0x80"
                     : "+a"(number)
                     : "b"(a), "c"(b), "d"(c), "S"(d)
                     : "memory");
    return number;
}

static inline uint32_t word(const void *pointer)
{
    return (uint32_t)(uintptr_t)pointer;
}

static inline __attribute__((always_inline)) int32_t fork(void)
{
    return call(SYS_FORK, 0, 0, 0);
}

static inline __attribute__((always_inline)) void end_here(void)
{
    (void)call(SYS_EXIT, 0, 0, 0);
}

static inline __attribute__((always_inline)) int32_t wait_for(int32_t pid, uint32_t flags)
{
    return call(SYS_WAITPID, (uint32_t)pid, 0, flags);
}

static inline void sleep_a_tick(void)
{
    static const int32_t time[2] = {0, A_TICK_NS};
    (void)call(SYS_NANOSLEEP, word(time), 0, 0);
}

/* --- Telling --- */

static inline void put(const char *text)
{
    uint32_t length = 0;
    while (text[length])
        length++;
    (void)call(SYS_WRITE, 1, word(text), length);
}

static inline void put_number(uint32_t number)
{
    char digits[12];
    char *at = digits + sizeof(digits) - 1;
    *at = '\0';
    do {
        *--at = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    put(at);
}

static inline void tell(const char *row, uint32_t number)
{
    put(row);
    put(": ");
    put_number(number);
    put("\n");
}

static inline uint32_t median(void)
{
    for (uint32_t i = 1; i < rounds; i++) {
        for (uint32_t j = i; j > 0 && samples[j - 1] > samples[j]; j--) {
            uint32_t swapped = samples[j];
            samples[j] = samples[j - 1];
            samples[j - 1] = swapped;
        }
    }
    return samples[rounds / 2];
}

/* As in bench.c. */
#define MEASURE_AFTER(before, row, statement)                                            \
    do {                                                                                 \
        for (uint32_t round = 0; round < rounds; round++) {                              \
            before;                                                                      \
            uint32_t begin = cycles(), middle = cycles();                                \
            statement;                                                                   \
            samples[round] = cycles() - middle - (middle - begin);                       \
        }                                                                                \
        tell(row, median());                                                             \
    } while (0)

#define MEASURE(row, statement) MEASURE_AFTER((void)0, row, statement)

/* What PATH costs that is executed in a child; NUMBER is SYS_FORK or SYS_VFORK. */
static inline __attribute__((always_inline)) void
execute_and_wait(int32_t number, const char *path, const char *row)
{
    const char *const nothing[] = {path, 0};
    MEASURE(row, {
        int32_t child = call(number, 0, 0, 0);
        if (child == 0) {
            (void)call(SYS_EXECVE, word(path), word(nothing), word(nothing + 1));
            end_here();
        }
        (void)wait_for(child, 0);
    });
}

/* --- The rows of a program --- */

struct row {
    const char *name;
    void (*measure)(void);
};

static inline bool are_equal(const char *a, const char *b)
{
    while (*a && *a == *b)
        a++, b++;
    return *a == *b;
}

static inline bool is_wanted(const char *name, int argc, char *argv[])
{
    for (int i = 1; i < argc; i++)
        if (are_equal(argv[i], name))
            return true;
    return argc < 2;
}

static inline int measure_rows(const struct row *rows, uint32_t count, int argc,
                               char *argv[])
{
    for (uint32_t i = 0; i < count; i++)
        if (is_wanted(rows[i].name, argc, argv))
            rows[i].measure();
    if (call(SYS_GETPID, 0, 0, 0) == 1)
        (void)call(SYS_REBOOT, (uint32_t)REBOOT_MAGIC, REBOOT_MAGIC_2, REBOOT_POWER_OFF);
    return 0;
}
