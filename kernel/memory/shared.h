/* Memory that processes share on purpose (MAP_SHARED): who writes there writes for all. A
 * page of it has one frame, wherever it is mapped, and lives as long as a region shows a
 * part of that memory. Its frames are charged to the account of who made it: that user's
 * processes outlive it, as only user 0 can become another user. */
#pragma once

#include "kernel/arch.h"
#include "kernel/memory/account.h"

struct shared_memory;

/* New memory, for a first region to hold. NULL: out of memory. */
MUST_CHECK struct shared_memory *shared_create(struct account *account);
void shared_hold(struct shared_memory *memory);
/* One holder less; without any, it is freed. */
void shared_put(struct shared_memory *memory);

/* The frame of page INDEX, which may have to be made, in *FRAME. 0 or -ENOMEM. */
MUST_CHECK int shared_page(struct shared_memory *memory, uint32_t index, phys_t *frame);

/* Pages that are charged for all such memory, and not for a space. */
uint32_t shared_charge(void);
/* Tells frame_found of the frames of all of it. */
COLD void shared_find_frames(void);
