/* The pages of regions, for the other files of this folder: they come into being, become
 * writable, are hidden, move and go. Whoever calls this keeps the counts of the space and
 * its account right by it. */
#pragma once

#include "kernel/memory/region.h"

/* Whether pages of a region with FLAGS may not be touched at all. On a CPU that cannot
 * forbid execution alone, what may be written or executed may be read. */
static inline bool pages_are_hidden(unsigned flags)
{
    return !(flags & (REGION_READ | REGION_WRITE | REGION_EXECUTE));
}

/* Maps the frames of REGION, which has such, that the program has already. 0 or -ENOMEM. */
MUST_CHECK int pages_map_known(struct space *space, struct region *region);
/* Shares those of PARENT's REGION with CHILD. 0 or -ENOMEM. */
MUST_CHECK int pages_fork(struct space *child, struct space *parent,
                          const struct region *region);
/* Those of REGION shall be what its flags say now. The space is to be flushed then. */
void pages_protect(struct space *space, const struct region *region);
/* Maps those of FROM at the same places of TO, which has no page, and unmaps them in FROM.
 * 0, or -ENOMEM and all is as before. The space is to be flushed then. */
MUST_CHECK int pages_move(struct space *space, struct region *from, struct region *to);
/* Unmaps those of REGION. The space is to be flushed then. */
void pages_drop(struct space *space, struct region *region);
/* Unmaps those from PAGE up to END, for a space that ends: nobody is charged for them any
 * more, and its regions tell no longer what is there. */
void pages_unmap(struct space *space, virt_t page, virt_t end);

/* How many pages of REGION are mapped; of these, in *SHARED, those whose frame has other
 * users, and in *UNPAID those that the space is not charged for. */
uint32_t pages_count(const struct space *space, const struct region *region,
                     uint32_t *shared, uint32_t *unpaid);
