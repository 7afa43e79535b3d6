/* The iB700 watchdog timer, which QEMU can have in its PC. It
 * is wound up by a write, runs down in a number of seconds that the write says, and makes
 * QEMU send a non-maskable interrupt (-action watchdog=inject-nmi), which reaches a kernel
 * that has interrupts off. Where there is none, nobody hears the write. */
#include "arch/x86/instructions.h"
#include "kernel/arch.h"

enum {
    WIND_UP_PORT = 0x443,
    TWO_SECONDS = 0xE, /* 15 less half the seconds */
};

void arch_watchdog(void)
{
    outb(WIND_UP_PORT, TWO_SECONDS);
}
