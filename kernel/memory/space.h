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
 * Anonymous memory (mmap) is laid out from HEAP_END downwards.
 *
 * Invariant: every page that is mapped lies in a region, between its resident_low and
 * resident_high. A page that may be written has a frame of its own, or one of memory that
 * is shared on purpose; another one, though its region may be written, shares its frame
 * until it is. That is how fork copies: lazily.
 *
 * Here is what a space is, and its life; pages.c has its pages, map.c the calls by which a
 * program changes it, fork.c its copy. */
#pragma once

#include "kernel/arch.h"
#include "kernel/memory/account.h"
#include "lib/list.h"

#define HEAP_END    (USER_END - PAGE_SIZE)
#define STACK_TOP   0x08048000u
#define STACK_LIMIT (STACK_TOP - (8u << 20)) /* as on Linux */
#define STACK_GUARD (STACK_LIMIT - PAGE_SIZE)

/* Where the first contents of pages come from: a program's file. Whoever lays a region
 * out owns the source. */
struct page_source {
    /* Copies LENGTH bytes at OFFSET, all of them the source's, to TO. 0 or -errno. */
    int (*read)(struct page_source *source, uint32_t offset, void *to, uint32_t length);
};

struct shared_memory;

/* What pages hold at first, counted from ORIGIN on, so that the parts of a region that is
 * split have the same. All zero: zeros. */
struct backing {
    virt_t origin;
    struct page_source *source; /* DATA_BYTES of it from SOURCE_OFFSET on, then zeros */
    uint32_t source_offset, data_bytes;
    phys_t *frames; /* a frame for each page, owned by the program; 0: not filled yet. Who
                       writes to such a page gets a copy */
    struct shared_memory
        *memory; /* what is written here is written for all who have it */
};

struct region {
    struct list link;
    virt_t start, end; /* [start, end), whole pages */
    unsigned flags;    /* enum of REGION_ in abi/process.h */
    struct backing backing;
    virt_t resident_low, resident_high; /* all mapped pages lie in between */
};

struct space {
    struct arch_space arch;
    struct list regions; /* ascending */
    uint32_t region_count;
    uint32_t resident_pages;
    struct account *account; /* who pays; set before space_init, and never NULL */
    uint32_t shared_pages;   /* of those that are resident: it does not pay for them */
    uint32_t table_pages; /* its page tables, its directory, its thread's kernel stack */
    virt_t heap_start, heap_break;
};

/* Makes SPACE, which is zeroed but for its account, an empty space with a stack. 0 or
 * -ENOMEM. */
MUST_CHECK int space_init(struct space *space);
/* Adds a region of [START, END), where there is none. 0 or -ENOMEM. */
MUST_CHECK int space_add(struct space *space, virt_t start, virt_t end, unsigned flags,
                         const struct backing *backing);
/* The heap, which is empty, begins at START. */
void space_start_heap(struct space *space, virt_t start);
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
static inline bool space_exists(const struct space *space)
{
    return space->table_pages > 0; /* its directory at least */
}

/* Makes the page at ADDRESS usable, for which ACCESS (enum arch_access) has failed. 0;
 * -EFAULT: it cannot be; -ENOMEM; or what the region's source says. */
MUST_CHECK int space_touch(struct space *space, virt_t address, unsigned access);
/* Why a touch of ADDRESS failed with ERROR. */
enum process_fault space_fault(const struct space *space, virt_t address, int error);
/* Bytes of all regions. */
uint32_t space_bytes(const struct space *space);

/* The first COUNT regions, or all if they are fewer, into REGIONS. */
void space_describe(const struct space *space, struct process_region *regions,
                    uint32_t count);
/* Whether A and B have the same frame in a page of A's region that ADDRESS lies in. Either
 * may have been destroyed. */
bool space_share_region(const struct space *a, const struct space *b, virt_t address);

/* Walks all: panics if pages, regions and counts disagree. */
COLD void space_check(const struct space *space);
/* Tells frame_found of all that SPACE has mapped. */
COLD void space_find_frames(const struct space *space);
