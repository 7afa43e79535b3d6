/* The page frames of the machine: who may use which. Single frames of 4 KiB; a few larger
 * pieces are handed out while booting and never come back. Invariant: a frame that is
 * free is in no page table, and one that is handed out is not on the list of free ones.
 */
#pragma once

#include "kernel/arch.h"

/* Takes over what BOOT says is usable, less the kernel and the module. 0, or -ENOMEM: too
 * little to start at all. */
MUST_CHECK int frame_init(const struct bootinfo *boot);

/* BYTES of contiguous memory for ever, in whole frames; panics if there is none. While
 * booting only. */
void *frame_boot_allocate(uint32_t bytes);

/* A frame with arbitrary contents; 0: none is left. */
MUST_CHECK phys_t frame_allocate(void);
/* A frame of zeros; 0: none is left. */
MUST_CHECK phys_t frame_allocate_zeroed(void);
/* FRAME is nobody's any more. Panics on a frame that is not in use. */
void frame_free(phys_t frame);
/* The same, if it holds nothing but zeros: then nobody needs to clear it again. */
void frame_free_zeroed(phys_t frame);

/* Lets the COUNTth allocation from now on, of a frame or of an object, fail; 0: none. For
 * tests: no failure may leave anything behind. */
void frame_fail_at(uint32_t count);
/* Whether an allocation is to fail now. */
bool frame_fails(void);

/* Frames that are managed, and those of them that are free. */
uint32_t frame_count(void);
uint32_t frame_free_count(void);

/* Walks all: panics if the list and the counts disagree. */
void frame_check(void);
