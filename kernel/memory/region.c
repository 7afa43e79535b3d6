#include "kernel/memory/region.h"

#include "abi/errno.h"
#include "kernel/debug/panic.h"
#include "kernel/memory/object.h"
#include "kernel/memory/shared.h"

static struct object_cache cache = OBJECT_CACHE("region", struct region);

static struct region *region_of(struct list *node)
{
    return container_of(node, struct region, link);
}

/* From the end: the heap and what is mapped above it are touched first most often. */
static struct list *last_before(const struct space *space, virt_t address)
{
    struct list *node = space->regions.prev;
    while (node != &space->regions && region_of(node)->start > address)
        node = node->prev;
    return node;
}

struct region *region_next(const struct space *space, const struct region *region)
{
    struct list *next = list_next(&space->regions, &region->link);
    return next ? region_of(next) : NULL;
}

struct region *region_find(const struct space *space, virt_t address)
{
    struct list *node = last_before(space, address);
    bool is_in = node != &space->regions && address < region_of(node)->end;
    return is_in ? region_of(node) : NULL;
}

struct region *region_from(const struct space *space, virt_t address)
{
    struct list *node = last_before(space, address);
    if (node == &space->regions || address >= region_of(node)->end)
        node = node->next;
    return node == &space->regions ? NULL : region_of(node);
}

/* An object for a region more, which begins at START, in the list already. The account pays
 * for a page whenever one is full. NULL: out of memory. */
static inline struct region *allocate_region(struct space *space, virt_t start)
{
    bool starts_page = (space->region_count + 1) % REGIONS_A_PAGE == 0;
    if (starts_page && account_is_full(space->account))
        return NULL;
    struct region *region = object_allocate(&cache);
    if (!region)
        return NULL;
    struct list *before = last_before(space, start);
    list_insert_between(before, &region->link, before->next);
    space->region_count++;
    space->account->pages += starts_page;
    return region;
}

static inline void set_backing(struct region *region, const struct backing *backing)
{
    region->backing = *backing;
    if (backing->memory)
        shared_hold(backing->memory);
}

struct region *region_add(struct space *space, virt_t start, virt_t end, unsigned flags,
                          const struct backing *backing)
{
    ASSERT(start < end);
    static const struct backing zeros;
    struct region *region = allocate_region(space, start);
    if (!region)
        return NULL;
    region->start = region->resident_high = start;
    region->end = region->resident_low = end;
    region->flags = flags;
    set_backing(region, backing ? backing : &zeros);
    return region;
}

void region_free(struct region *region)
{
    struct shared_memory *memory = region->backing.memory;
    object_free(&cache, region);
    if (memory)
        shared_put(memory);
}

void region_remove(struct space *space, struct region *region)
{
    space->account->pages -= region_pages(space);
    space->region_count--;
    space->account->pages += region_pages(space);
    list_remove(&region->link);
    region_free(region);
}

/* The bounds of what is resident in REGION have become those of a part of it. */
static void clip_resident(struct region *region)
{
    if (region->resident_low < region->start)
        region->resident_low = region->start;
    if (region->resident_high > region->end)
        region->resident_high = region->end;
    if (region->resident_low >= region->resident_high) {
        region->resident_low = region->end;
        region->resident_high = region->start;
    }
}

int region_split(struct space *space, virt_t address)
{
    struct region *region = region_find(space, address);
    if (!region || region->start == address)
        return 0;
    if (space->region_count >= REGIONS_MAX)
        return -ENOMEM;
    struct region *upper =
        region_add(space, address, region->end, region->flags, &region->backing);
    if (!upper)
        return -ENOMEM;
    upper->resident_low = region->resident_low;
    upper->resident_high = region->resident_high;
    clip_resident(upper);
    region->end = address;
    clip_resident(region);
    return 0;
}

static bool is_same_backing(const struct backing *a, const struct backing *b)
{
    return a->origin == b->origin && a->source == b->source &&
           a->source_offset == b->source_offset && a->data_bytes == b->data_bytes &&
           a->frames == b->frames && a->memory == b->memory;
}

static bool can_join(const struct region *a, const struct region *b)
{
    return a->end == b->start && a->flags == b->flags &&
           is_same_backing(&a->backing, &b->backing);
}

/* REGION takes in the one behind it, if there is one like it. */
static void take_in_next(struct space *space, struct region *region)
{
    struct region *next = region_next(space, region);
    if (!next || !can_join(region, next))
        return;
    region->end = next->end;
    if (next->resident_low < next->resident_high) {
        if (region->resident_low >= region->resident_high)
            region->resident_low = next->resident_low;
        region->resident_high = next->resident_high;
    }
    region_remove(space, next);
    clip_resident(region);
}

struct region *region_join(struct space *space, struct region *region)
{
    take_in_next(space, region);
    struct list *before = region->link.prev;
    if (before == &space->regions || !can_join(region_of(before), region))
        return region;
    take_in_next(space, region_of(before));
    return region_of(before);
}

void region_check(const struct space *space)
{
    const struct region *before = NULL;
    virt_t end = USER_START;
    ASSERT(list_check(&space->regions) == space->region_count);
    list_for_each(&space->regions, node) {
        const struct region *region = region_of(node);
        ASSERT(region->start >= end && region->start < region->end);
        ASSERT(region->start % PAGE_SIZE == 0 && region->end % PAGE_SIZE == 0);
        ASSERT(!before || !can_join(before, region));
        end = region->end;
        before = region;
    }
    ASSERT(end <= HEAP_END);
}
