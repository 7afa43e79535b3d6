/* The page cache: pages of what lies on a disk, each in a frame, found by whose they are and
 * their index. A page is filled when it is wanted first, and stays when nobody wants it any
 * more, until memory is short or there are too many: then those go first that have not been
 * wanted for the longest time.
 *
 *     owner --index--> page --frame--> the bytes
 *
 * A page stays where it is while somebody holds it (a pin), or has changed it and nobody has
 * written it back. The others are at most a quarter of all frames; dirty ones are no more than
 * their writers leave: whoever dirties pages has to call cache_sync of the owner when
 * `unwritten` comes to CACHE_UNWRITTEN_MAX. Nothing is written but by cache_sync, so that a
 * file system has the order in its hands.
 *
 * Who reads on where the last filling of an owner ended is taken for a reader of all: for such
 * a one twice as many pages are filled at once as that time, up to 16, and he waits for all of
 * them. For anybody else it is the page that is wanted.
 *
 * Who waits here waits firmly, as for the disk. */
#pragma once

#include "kernel/arch.h"
#include "lib/list.h"
#include "lib/sorted.h"

enum {
    CACHE_UNWRITTEN_MAX = 64,
    CACHE_FILLED_MAX = DISK_FRAMES_MAX, /* pages that are filled at once */
};

struct cache_owner;
struct thread;

/* Both may block; 0 or -errno. */
struct cache_operations {
    /* COUNT pages from INDEX on. */
    int (*fill)(struct cache_owner *owner, uint32_t index, const phys_t *frames,
                uint32_t count);
    /* NULL: its pages never become dirty. */
    int (*write)(struct cache_owner *owner, uint32_t index, phys_t frame);
};

/* What has pages: a file on a disk, or the disk itself. */
struct cache_owner {
    const struct cache_operations *operations;
    struct sorted pages;
    struct list unwritten_pages; /* dirty, or just being written; in ascending order */
    uint32_t unwritten;          /* how many that are */
    uint32_t filled, ahead; /* where the last filling ended; how many it was to fill */
};

struct cache_page {
    struct sorted_node place;  /* among its owner's, by index */
    struct list unwritten;     /* see the owner */
    struct list link;          /* among all, the longest unwanted first */
    struct cache_owner *owner; /* NULL: it was dropped, and goes with its last pin */
    phys_t frame;
    uint32_t pins;
    bool is_filling, is_writing, is_dirty;
    int error; /* of its filling */
    struct list waiters;
    struct cache_page *next; /* while both are filled at once */
};

void cache_init(void);

void cache_owner_init(struct cache_owner *owner,
                      const struct cache_operations *operations);

/* Page INDEX of OWNER, filled, with a pin more. 0, -ENOMEM, or what `fill` says, which is not
 * kept: the next one tries again. Pages may be filled ahead, but none at END or behind. May
 * block. */
MUST_CHECK int cache_read(struct cache_owner *owner, uint32_t index, uint32_t end,
                          struct cache_page **page);
/* The same, of this page alone. */
MUST_CHECK static inline int cache_get(struct cache_owner *owner, uint32_t index,
                                       struct cache_page **page)
{
    return cache_read(owner, index, index + 1, page);
}
void cache_put(struct cache_page *page);

static inline void *cache_data(const struct cache_page *page)
{
    return arch_frame(page->frame);
}

/* PAGE, which is held, differs from what is on the disk. */
void cache_mark_dirty(struct cache_page *page);

/* Writes all dirty pages of OWNER, in the order of their indices, and waits for those that
 * another is writing. The first error; what could not be written is lost then. Blocks. */
int cache_sync(struct cache_owner *owner);
/* The pages of OWNER from FROM on are forgotten, dirty or not. Who holds one keeps what it has.
 * Before an owner ends it drops all. */
void cache_drop(struct cache_owner *owner, uint32_t from);
/* Those from FROM to END that can be done without are forgotten: they are read anew then. */
void cache_forget(struct cache_owner *owner, uint32_t from, uint32_t end);

/* From now on COUNT pages are kept, beside those above, for the thread that cache_keep_for says:
 * it lacks no page, as long as it holds fewer of them, even where memory has run out.
 * -ENOMEM: so many are not there yet. */
MUST_CHECK int cache_reserve(uint32_t count);
/* NULL: for nobody just now. */
void cache_keep_for(const struct thread *thread);

/* How many pages there are. */
uint32_t cache_page_count(void);
/* Gives back some pages that can be done without; false: there are none. */
bool cache_reclaim(void);

/* --- check=1 --- */

/* Counts all frames here (frame_found), and panics if a list is broken. */
void cache_find_frames(void);
/* Gives back all that can be done without. */
void cache_empty(void);
