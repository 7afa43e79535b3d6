/* Interrupts are off in the kernel. Work that can be long therefore pauses now and then:
 * interrupts are open for a moment, and all that happens is that a tick is counted. It is
 * done when the kernel is left. Nobody is switched and nothing is woken meanwhile: who
 * pauses finds everything as it was, and may pause wherever it stands. What comes from the
 * keyboard and the serial line waits in the device.
 *
 * So no tick is lost, if the work between two pauses is shorter than a tick. It is bounded
 * by 100,000 instructions, a tenth of the shortest tick at a thousand million of them a
 * second: `make bench` measures it. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { PAUSE_INSTRUCTIONS = 30000 }; /* far below the bound, as they are guessed */

/* pause.c's; the functions below are for others. */
extern uint32_t pause_worked; /* instructions since the last pause */
extern bool pause_is_open;
extern uint32_t pause_late_ticks; /* have come in pauses, and not been done */
extern bool pause_has_ticks;      /* there are such */

/* Lets a tick in that is due. */
void kernel_pause(void);

/* About so many INSTRUCTIONS have been done in a loop: pauses if it is time. */
static inline void kernel_worked(uint32_t instructions)
{
    pause_worked += instructions;
    if (pause_worked >= PAUSE_INSTRUCTIONS)
        kernel_pause();
}

/* A tick has come; true: in a pause, so it is to be done later. */
static inline bool pause_keeps_tick(void)
{
    if (!pause_is_open)
        return false;
    pause_late_ticks++;
    pause_has_ticks = true;
    return true;
}

/* A tick that came in a pause, and of which there is one, is done now. */
static inline void pause_take_tick(void)
{
    pause_has_ticks = --pause_late_ticks > 0;
}
