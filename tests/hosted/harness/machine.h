/* A machine that is a host program: kernel/arch.h for tests. The whole kernel runs on it,
 * from kernel_main on. Each kernel stack is a coroutine, memory is an array, and time
 * stands still until the test lets it pass.
 *
 * The test drives. Whenever it has its turn, the CPU is in user mode or idle; it says
 * what happens there, and has its turn again when the CPU is back in user mode, of
 * whomever, or idle. At each such moment all tables have been checked, and that nobody
 * runs who should not. A panic fails the test with what stands on the console. */
#pragma once

#include "kernel/arch.h"

enum {
    MACHINE_BYTES = 8 << 20,           /* of memory */
    TICK_NANOSECONDS = 10000000,       /* at the standard 100 ticks a second */
    MACHINE_DATE_SECONDS = 1704067200, /* when it is switched on: 1 January 2024 */
};

/* What machine_call returns when its caller has not come back: it waits, is off the CPU,
 * or has ended. */
#define AWAY INT32_MIN

/* Everything from before is gone. A machine with the BYTES at MODULE is booted with
 * COMMAND_LINE until init is in user mode. */
void machine_reset(const char *command_line, const void *module, size_t bytes);

/* --- What happens: to whoever is in user mode, or to the idle loop --- */

/* The time of the next tick has come. */
void machine_tick(void);
void machine_type(char c);
/* NANOSECONDS pass; no tick is due yet. */
void machine_pass(uint64_t nanoseconds);

/* --- What the program in user mode does --- */

/* Call NUMBER, with six words of arguments. */
int32_t machine_call(uint32_t number, const uint32_t words[6]);
/* Touches memory. What follows is as with any fault: it goes on, or ends. */
void machine_touch(virt_t address, bool write);
void machine_fault(enum process_fault fault);
/* Puts NUMBER into a floating-point register. Returns what was there: 0 at first. */
uint32_t machine_compute(uint32_t number);

/* Whether a tick comes in each pause of the kernel. */
void machine_tick_in_pauses(bool tick);

/* --- What can be seen --- */

/* How often the kernel has paused. */
uint32_t machine_pauses(void);

/* The result of the last call of the program in user mode, if that has come back only
 * now. */
int32_t machine_result(void);
bool machine_is_idle(void);
/* The kernel has ended in order. */
bool machine_is_off(void);
/* What has been written since the start. */
const char *machine_console(void);
const struct arch_space *machine_active_space(void);
void machine_activate(const struct arch_space *space);
