/* The page frames of the machine, and how many use each: address spaces that share it, a
 * program that keeps it for the next process. Single frames of 4 KiB; a few larger pieces
 * are handed out while booting and never come back. What arch/ may call, too, stands in
 * kernel/arch.h. Invariant: a frame is on the list of free ones, or has a user for each
 * page table and each owner that names it. */
#pragma once

#include "kernel/arch.h"

/* Takes over what BOOT says is usable, less the kernel and the module. Ends the boot if
 * that is too little. */
COLD void frame_init(const struct bootinfo *boot);

/* What is done when few frames are left: RECLAIM gives back what can be done without, and
 * allocates nothing; MAY_USE_RESERVE says whether the last ones are for who asks now. */
void frame_on_shortage(void (*reclaim)(void), bool (*may_use_reserve)(void));

/* FRAME, which is in use, has one user more: each gives it up by frame_free. */
void frame_share(phys_t frame);
uint32_t frame_users(phys_t frame);
/* A frame that has what FRAME has for one of its users alone: FRAME itself, if it has no
 * other, else a copy, and FRAME has one user less. 0: out of memory. */
MUST_CHECK phys_t frame_make_own(phys_t frame);

/* Makes one more frame zeroed ahead, so that who needs it need not wait for it: the idle
 * loop has the time. False: there are enough, or none to clear. */
bool frame_clear_one(void);

/* Lets the COUNTth allocation from now on, of a frame or of an object, fail; 0: none. For
 * tests: no failure may leave anything behind. */
void frame_fail_at(uint32_t count);
extern uint32_t frame_fail_countdown; /* frame.c's; the function below is for others */
/* Whether an allocation is to fail now. */
static inline bool frame_fails(void)
{
    return frame_fail_countdown && --frame_fail_countdown == 0;
}

/* Frames that are free, of frame_count. */
uint32_t frame_free_count(void);

/* Walks all: panics if the list and the counts disagree. */
COLD void frame_check(void);
/* A mapping of FRAME, or an owner that maps it for others, has been found. When all have
 * been, frame_check_users panics unless each frame that was found has so many users; and
 * forgets what was found. */
COLD void frame_found(phys_t frame);
COLD void frame_check_users(void);
