/* The regions of a space: stretches of whole pages with one protection, whose first contents
 * come from one place. A region is split where only a part of it changes, and joined with
 * its neighbour where nothing tells the two apart any more.
 *
 * Invariant: they are in ascending order, none is empty, no two overlap, and there are no
 * two that could be joined. */
#pragma once

#include "kernel/memory/space.h"

/* A process may have so many. */
enum { REGIONS_MAX = 1024 };

enum { REGIONS_A_PAGE = PAGE_SIZE / sizeof(struct region) };

/* Makes SPACE, which is zeroed but for its account, one without any region. 0 or -ENOMEM.
 * It is space.c's, for those who make spaces. */
MUST_CHECK int space_create(struct space *space);

/* The first region that ends behind ADDRESS, which may lie in it; NULL: there is none. */
struct region *region_from(const struct space *space, virt_t address);
/* The region that ADDRESS lies in, or NULL. */
struct region *region_find(const struct space *space, virt_t address);
/* The one behind REGION, or NULL. */
struct region *region_next(const struct space *space, const struct region *region);

/* Adds [START, END), where there is nothing, with BACKING, or zeros if NULL. NULL: out of
 * memory. */
MUST_CHECK struct region *region_add(struct space *space, virt_t start, virt_t end,
                                     unsigned flags, const struct backing *backing);
/* Takes REGION away, of which no page is mapped. */
void region_remove(struct space *space, struct region *region);
/* Frees REGION alone, of a space that ends: nobody finds its list or counts it any more. */
void region_free(struct region *region);

/* No region reaches over ADDRESS any more. 0 or -ENOMEM. */
MUST_CHECK int region_split(struct space *space, virt_t address);
/* Joins REGION with its neighbours where it can be; returns what it is part of now. */
struct region *region_join(struct space *space, struct region *region);

/* What its account is charged for the objects of SPACE's regions: the first few lie in the
 * page that each process pays for its record. */
static inline uint32_t region_pages(const struct space *space)
{
    return space->region_count / REGIONS_A_PAGE;
}

/* Panics unless the invariant holds. */
COLD void region_check(const struct space *space);
