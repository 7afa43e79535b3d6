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
/* A device interrupts, for which the kernel calls FUNCTION. */
void machine_interrupt(void (*function)(void));
/* NANOSECONDS pass; no tick is due yet. */
void machine_pass(uint64_t nanoseconds);

/* --- What the program in user mode does --- */

/* Call NUMBER, with six words of arguments. */
int32_t machine_call(uint32_t number, const uint32_t words[6]);
/* Touches memory. What follows is as with any fault: it goes on, or ends. */
void machine_touch(virt_t address, bool write);
void machine_fault(enum process_fault fault);
/* The kernel calls FUNCTION, which may block, on the thread of the program in user mode: for what
 * no call reaches. */
void machine_do(void (*function)(void));
/* Puts NUMBER into a floating-point register. Returns what was there: 0 at first. */
uint32_t machine_compute(uint32_t number);

/* Whether a tick comes in each pause of the kernel. */
void machine_tick_in_pauses(bool tick);

/* --- The disk --- */

/* From the next reset on there is a disk of so many SECTORS, whose contents are at BYTES and
 * are changed when it is written to; 0: there is none. What follows is as in the beginning:
 * each transfer ends at the tick after the next, and none fails. */
void machine_insert_disk(char *bytes, uint32_t sectors);
/* A transfer ends right after so many ticks have come since it was begun; 0: never, until this
 * is set anew or machine_disk_end is called. */
void machine_disk_delay(uint32_t ticks);
/* The next COUNT transfers fail; or those that come AFTER so many. How many of them are left. */
void machine_disk_fail(uint32_t count);
void machine_disk_fail_later(uint32_t after, uint32_t count);
uint32_t machine_disk_failures_left(void);
/* BYTES becomes what the disk has at each flush: so much is there when the power is cut. */
void machine_disk_keep_safe(char *bytes);
/* What is under way ends now. */
void machine_disk_end(void);
/* How many transfers have been begun since the reset, and whether one is under way. */
uint32_t machine_disk_begun(void);
bool machine_disk_is_busy(void);
/* The sectors that were begun with, in that order: the number of the Nth. */
uint32_t machine_disk_sector(uint32_t n);
uint32_t machine_disk_count(uint32_t n); /* of sectors */

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
