/* The memory of one process: a few regions, of which pages come into being when they are
 * first touched, and all of which are given back when it ends.
 *
 *   USER_END    +-----------+
 *               | not used  |  one page
 *   HEAP_END    +-----------+
 *                    ...
 *               +-----------+  the break: brk moves it
 *               | heap      |
 *               +-----------+
 *               | data, bss |  of the program: private, written pages
 *               | text      |  of the program: read-only, its frames shared with others
 *   STACK_TOP   +-----------+
 *               | stack     |  pages appear where it is touched, down to STACK_LIMIT
 *               +-----------+
 *               | guard     |  never mapped: an overflow faults
 *               +-----------+
 *
 * The stack lies right below where programs begin [i386 ABI 3-22], so that its first 288 KiB
 * need no page table beside the program's.
 *
 * Invariant: every page that is mapped lies in a region, between its resident_low and
 * resident_high; `resident_pages` counts them. A page that may be written has a frame of
 * its own; one that may not, though its region may, shares it until it is written. That
 * is how fork copies: lazily. */
#pragma once

#include "kernel/arch.h"
#include "kernel/memory/account.h"

enum { SPACE_REGIONS_MAX = 10 };
#define HEAP_END    (USER_END - PAGE_SIZE)
#define STACK_TOP   0x08048000u
#define STACK_LIMIT (STACK_TOP - (1u << 20))
#define STACK_GUARD (STACK_LIMIT - PAGE_SIZE)

/* Where the first contents of pages come from: a program's file. Whoever lays a region
 * out owns the source. */
struct page_source {
    /* Copies LENGTH bytes at OFFSET, all of them the source's, to TO. 0 or -errno. */
    int (*read)(struct page_source *source, uint32_t offset, void *to, uint32_t length);
};

struct region {
    virt_t start, end; /* [start, end), whole pages */
    unsigned flags;    /* enum of REGION_ in abi/process.h */

    /* what the pages hold at first: DATA_BYTES of SOURCE, from SOURCE_OFFSET on, and then
     * zeros */
    struct page_source *source;
    uint32_t source_offset, data_bytes;
    phys_t *shared; /* read-only: a frame for each page, owned by the program;
                       0: not filled yet. NULL: pages are private */

    virt_t resident_low, resident_high; /* all mapped pages lie in between */
    uint32_t resident_pages;
};

struct space {
    struct arch_space arch;
    struct region regions[SPACE_REGIONS_MAX]; /* ascending: the stack, then the rest */
    uint32_t region_count;
    uint32_t resident_pages;
    struct account *account; /* who pays; set before space_init, and never NULL */
    uint32_t shared_pages;   /* of those that are resident: nobody pays for them */
    uint32_t table_pages; /* its page tables, its directory, its thread's kernel stack */
    uint32_t heap;        /* index of the heap's region */
    virt_t heap_break;
};

/* Makes SPACE, which is zeroed but for its account, an empty space with a stack. 0 or
 * -ENOMEM. */
MUST_CHECK int space_init(struct space *space);
/* Adds a region of [START, END), in ascending order; returns it. */
struct region *space_add(struct space *space, virt_t start, virt_t end, unsigned flags);
/* After the last region: the heap begins behind it, empty. */
void space_add_heap(struct space *space);
/* Maps the frames that the program has for its read-only pages already, so that the
 * process need not fault for them. 0 or -ENOMEM. */
MUST_CHECK int space_map_shared(struct space *space);
/* Makes all pages of the program and the top STACK_BYTES of the stack present, so that
 * who uses no others never needs a frame. 0, or what space_touch says. */
MUST_CHECK int space_fill(struct space *space, uint32_t stack_bytes);
/* Makes CHILD, which is zeroed but for its account, a space with all that PARENT has, which
 * is active. Pages are shared until one of the two writes there, and then copied. 0 or
 * -ENOMEM: PARENT is as good as before, and CHILD may have been made in part. */
MUST_CHECK int space_fork(struct space *child, struct space *parent);
/* What its account is charged for SPACE: for a page that it shares with a child as for any
 * other, so that who writes there first has paid for the copy. */
uint32_t space_charge(const struct space *space);
/* Has TO pay for SPACE from now on. */
void space_move_charge(struct space *space, struct account *to);
/* Each gets what the other had. */
void space_swap(struct space *a, struct space *b);
/* Gives back everything. SPACE must not be active. */
void space_destroy(struct space *space);
/* Whether SPACE has been made, and not destroyed. */
bool space_exists(const struct space *space);

/* Makes the page at ADDRESS usable, for which ACCESS (enum arch_access) has failed. 0;
 * -EFAULT: it cannot be; -ENOMEM; or what the region's source says. */
MUST_CHECK int space_touch(struct space *space, virt_t address, unsigned access);
/* Why a touch of ADDRESS failed with ERROR. */
enum process_fault space_fault(const struct space *space, virt_t address, int error);
/* Bytes of all regions. */
uint32_t space_bytes(const struct space *space);
/* Moves the break to ADDRESS if that is possible, and if SPACE, should it grow, has no
 * more than BYTES_MAX then; returns where the break is. */
virt_t space_break(struct space *space, virt_t address, uint32_t bytes_max);

void space_describe(const struct space *space, uint32_t i, struct process_region *region);

/* Walks all: panics if pages, regions and counts disagree. */
void space_check(const struct space *space);
/* Tells frame_found of all that SPACE has mapped. */
void space_find_frames(const struct space *space);
