#include "kernel/fs/cache.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/memory/frame.h"
#include "kernel/memory/object.h"
#include "kernel/sched/scheduler.h"

enum {
    SHARE = 4,          /* of all frames one in so many */
    RECLAIM_PAGES = 32, /* as few as that are given back at once, for who asks for one */
    LOOK_INSTRUCTIONS = 500, /* for kernel_worked: to find a page, and give it back */
};

static struct object_cache cache = OBJECT_CACHE("cached page", struct cache_page);
static struct list pages, dropped; /* the second: that still have pins */
static uint32_t page_count, pages_max;
static struct list spare; /* pages of nobody, for who must not lack one */
static uint32_t spare_count, spare_wanted;
static const struct thread *keeper; /* who that is */

void cache_init(void)
{
    list_init(&spare);
    spare_count = spare_wanted = 0;
    list_init(&pages);
    list_init(&dropped);
    page_count = 0;
    pages_max = frame_count() / SHARE;
}

void cache_owner_init(struct cache_owner *owner,
                      const struct cache_operations *operations)
{
    *owner = (struct cache_owner){.operations = operations, .ahead = 1};
    sorted_init(&owner->pages);
    list_init(&owner->unwritten_pages);
}

/* The first page of OWNER from INDEX on. */
static struct cache_page *find_from(const struct cache_owner *owner, uint32_t index)
{
    struct sorted_node *node = sorted_find(&owner->pages, index);
    return node ? container_of(node, struct cache_page, place) : NULL;
}

static uint32_t index_of(const struct cache_page *page)
{
    return (uint32_t)page->place.key;
}

/* --- Pages come and go --- */

static void free_page(struct cache_page *page)
{
    frame_free(page->frame);
    object_free(&cache, page);
}

static void add_spare(struct cache_page *page)
{
    list_push_back(&spare, &page->link);
    spare_count++;
}

static struct cache_page *take_spare(void)
{
    struct cache_page *page = list_first_entry(&spare, struct cache_page, link);
    if (!page)
        return NULL;
    list_remove(&page->link);
    spare_count--;
    return page;
}

/* A spare page that is in use is made up for by the first that goes. */
static void discard(struct cache_page *page)
{
    list_remove(&page->link);
    if (spare_count < spare_wanted)
        add_spare(page);
    else
        free_page(page);
}

static void note_written(struct cache_page *page)
{
    list_remove(&page->unwritten);
    page->owner->unwritten--;
}

/* PAGE is its owner's no more. */
static void forget(struct cache_page *page)
{
    if (list_is_linked(&page->unwritten))
        note_written(page);
    sorted_remove(&page->owner->pages, &page->place);
    page->owner = NULL;
    page_count--;
    list_move_back(&dropped, &page->link);
    if (page->pins == 0)
        discard(page);
}

static bool is_used(const struct cache_page *page)
{
    return page->pins > 0 || page->is_dirty;
}

/* One that cannot go has its next turn when all others had theirs. */
static uint32_t evict(uint32_t wanted)
{
    uint32_t evicted = 0;
    for (uint32_t looks = page_count; looks > 0 && evicted < wanted; looks--) {
        struct cache_page *page = container_of(pages.next, struct cache_page, link);
        if (is_used(page)) {
            list_move_back(&pages, &page->link);
        } else {
            forget(page);
            evicted++;
        }
        kernel_worked(LOOK_INSTRUCTIONS);
    }
    return evicted;
}

uint32_t cache_page_count(void)
{
    return page_count;
}

bool cache_reclaim(void)
{
    return evict(RECLAIM_PAGES) > 0;
}

void cache_empty(void)
{
    struct cache_page *page;
    spare_wanted = 0;
    while ((page = take_spare()))
        free_page(page);
    (void)evict(UINT32_MAX);
}

static struct cache_page *make_page(void)
{
    struct cache_page *page = object_allocate(&cache);
    if (page && !(page->frame = frame_allocate())) {
        object_free(&cache, page);
        page = NULL;
    }
    return page;
}

/* Where a frame lacks, what the cache has given back by then is among the spare ones. */
static struct cache_page *take_page(void)
{
    struct cache_page *page = make_page();
    return page || this_cpu()->running != keeper ? page : take_spare();
}

static int add_page(struct cache_owner *owner, uint32_t index, struct cache_page **result)
{
    if (page_count >= pages_max)
        (void)evict(1);
    struct cache_page *page = take_page();
    if (!page)
        return -ENOMEM;
    *page = (struct cache_page){.place.key = index,
                                .owner = owner,
                                .frame = page->frame,
                                .pins = 1, /* of who fills it */
                                .is_filling = true};
    list_init(&page->waiters);
    list_push_back(&pages, &page->link);
    sorted_insert(&owner->pages, &page->place);
    page_count++;
    *result = page;
    return 0;
}

/* --- Who must not lack pages --- */

int cache_reserve(uint32_t count)
{
    struct cache_page *page;
    for (spare_wanted = count; spare_count < count; add_spare(page))
        if (!(page = make_page()))
            return -ENOMEM;
    return 0;
}

void cache_keep_for(const struct thread *thread)
{
    keeper = thread;
}

/* --- Getting --- */

static void wait_for(struct cache_page *page)
{
    thread_block_firmly(&page->waiters);
}

/* Adds pages behind FIRST, linked to it: as many as the last filling lets expect, but none
 * that is there, and none at END. How many it is with FIRST. */
static uint32_t add_ahead(struct cache_page *first, uint32_t end, phys_t *frames)
{
    struct cache_owner *owner = first->owner;
    uint32_t index = index_of(first), count = 1;
    struct cache_page *last = first, *there = find_from(owner, index + 1);
    if (there && index_of(there) < end)
        end = index_of(there);
    owner->ahead = index != owner->filled            ? 1
                   : owner->ahead < CACHE_FILLED_MAX ? 2 * owner->ahead
                                                     : CACHE_FILLED_MAX;
    frames[0] = first->frame;
    while (count < owner->ahead && index + count < end &&
           !add_page(owner, index + count, &last->next)) {
        last = last->next;
        frames[count++] = last->frame;
    }
    owner->filled = index + count;
    return count;
}

/* FIRST is wanted. What stands behind it may be what cannot be read: then it is read alone. A
 * page that cannot be filled is there no more when those who wait look at it. */
static void fill(struct cache_page *first, uint32_t end)
{
    struct cache_owner *owner = first->owner;
    phys_t frames[CACHE_FILLED_MAX];
    uint32_t index = index_of(first), count = add_ahead(first, end, frames);
    int error = owner->operations->fill(owner, index, frames, count), of_first = error;
    if (error && count > 1)
        of_first = owner->operations->fill(owner, index, frames, 1);
    for (struct cache_page *page = first, *next; page; page = next) {
        next = page->next;
        page->error = page == first ? of_first : error;
        page->is_filling = false;
        if (page->error && page->owner)
            forget(page);
        thread_wake_firm(&page->waiters);
        cache_put(page);
    }
}

int cache_read(struct cache_owner *owner, uint32_t index, uint32_t end,
               struct cache_page **result)
{
    struct cache_page *page = find_from(owner, index);
    bool is_there = page && index_of(page) == index;
    int error = is_there ? 0 : add_page(owner, index, &page);
    if (error)
        return error;
    page->pins++;
    list_move_back(&pages, &page->link);
    if (!is_there)
        fill(page, end);
    while (page->is_filling)
        wait_for(page);
    error = page->error;
    if (error)
        cache_put(page);
    else
        *result = page;
    return error;
}

void cache_put(struct cache_page *page)
{
    ASSERT(page->pins > 0);
    if (--page->pins == 0 && !page->owner)
        discard(page);
}

/* --- Writing back --- */

/* Most often it comes behind all others. */
static void note_unwritten(struct cache_page *page)
{
    struct list *before = page->owner->unwritten_pages.prev;
    while (before != &page->owner->unwritten_pages &&
           index_of(container_of(before, struct cache_page, unwritten)) > index_of(page))
        before = before->prev;
    list_insert_between(before, &page->unwritten, before->next);
    page->owner->unwritten++;
}

/* While it is being written it may become dirty again. */
void cache_mark_dirty(struct cache_page *page)
{
    ASSERT(page->pins > 0);
    page->is_dirty = page->owner;
    if (page->owner && !list_is_linked(&page->unwritten))
        note_unwritten(page);
}

static int write_page(struct cache_owner *owner, struct cache_page *page)
{
    page->is_dirty = false;
    page->is_writing = true;
    int error = owner->operations->write(owner, index_of(page), page->frame);
    page->is_writing = false;
    if (page->owner && !page->is_dirty)
        note_written(page);
    thread_wake_firm(&page->waiters);
    return error;
}

/* A page that another writes may have become dirty after that had begun: it is looked at when
 * it has been written. */
static int sync_page(struct cache_owner *owner, struct cache_page *page)
{
    page->pins++;
    while (page->is_writing)
        wait_for(page);
    int error = page->owner && page->is_dirty ? write_page(owner, page) : 0;
    cache_put(page);
    return error;
}

/* The first page of OWNER, from INDEX on, that is not on the disk as it is here. */
static struct cache_page *find_unwritten(const struct cache_owner *owner, uint32_t index)
{
    list_for_each(&owner->unwritten_pages, node) {
        struct cache_page *page = container_of(node, struct cache_page, unwritten);
        if (index_of(page) >= index)
            return page;
    }
    return NULL;
}

int cache_sync(struct cache_owner *owner)
{
    int result = 0;
    struct cache_page *page;
    uint32_t next = 0;
    while ((page = find_unwritten(owner, next))) {
        next = index_of(page) + 1;
        int error = sync_page(owner, page);
        result = result ? result : error;
        kernel_worked(LOOK_INSTRUCTIONS);
    }
    return result;
}

void cache_drop(struct cache_owner *owner, uint32_t from)
{
    struct cache_page *page;
    while ((page = find_from(owner, from))) {
        forget(page);
        kernel_worked(LOOK_INSTRUCTIONS);
    }
}

void cache_forget(struct cache_owner *owner, uint32_t from, uint32_t end)
{
    struct cache_page *page;
    while ((page = find_from(owner, from)) && index_of(page) < end) {
        from = index_of(page) + 1;
        if (!is_used(page))
            forget(page);
        kernel_worked(LOOK_INSTRUCTIONS);
    }
}

/* --- check=1 --- */

static void find_frames(const struct list *list)
{
    list_for_each(list, node)
        frame_found(container_of(node, struct cache_page, link)->frame);
}

void cache_find_frames(void)
{
    ASSERT(list_check(&pages) == page_count && list_check(&dropped) != SIZE_MAX &&
           list_check(&spare) == spare_count);
    find_frames(&pages);
    find_frames(&dropped);
    find_frames(&spare);
}
