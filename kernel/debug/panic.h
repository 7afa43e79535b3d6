/* The end when the kernel itself is wrong: says why, where, which process, its registers,
 * the backtrace and the last events, and stops the machine. Used by every layer; the code
 * is in kernel/debug/panic.c. */
#pragma once

#include "lib/compiler.h"

/* Prints REASON (as printf) and what is known, then stops the machine as failed. */
#define panic(...) panic_at(__FILE__, __LINE__, __VA_ARGS__)

/* Stays in every build: what it asserts must hold for the next line to be right. */
#define ASSERT(condition)                                                                \
    ((condition) ? (void)0 : assertion_failed(#condition, __FILE__, __LINE__))

/* What a failed ASSERT calls: its text is all that a place keeps. */
_Noreturn void assertion_failed(const char *condition, const char *file, int line);

_Noreturn void panic_at(const char *file, int line, const char *reason, ...)
    PRINTF_LIKE(3, 4);

/* The end when Robin cannot even start, by no fault of its own: says PROBLEM, as
 * printf, and stops. cppcheck 2.10 overlooks a _Noreturn here. */
__attribute__((noreturn)) void boot_fail(const char *problem, ...) PRINTF_LIKE(1, 2);
