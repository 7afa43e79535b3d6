#include "kernel/memory/space.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/memory/frame.h"
#include "lib/string.h"

/* For kernel_worked: to map a page, or to free it; to share one with a child; and to look
 * at the part of a page table where there may be some. */
enum { PAGE_INSTRUCTIONS = 100, SHARE_INSTRUCTIONS = 15, TABLE_INSTRUCTIONS = 3000 };
/* What every space takes: its directory, and the kernel stack of its thread. */
enum { SPACE_PAGES_LEAST = 2 };

static bool is_shared(const struct region *region)
{
    return region->shared != NULL;
}

/* The region that ADDRESS lies in, or NULL. */
static struct region *find_region(struct space *space, virt_t address)
{
    for (uint32_t i = space->region_count;
         i-- > 0;) { /* the heap grows most: it is last */
        struct region *region = &space->regions[i];
        if (address >= region->start && address < region->end)
            return region;
    }
    return NULL;
}

struct region *space_add(struct space *space, virt_t start, virt_t end, unsigned flags)
{
    ASSERT(space->region_count < SPACE_REGIONS_MAX && start <= end);
    struct region *region = &space->regions[space->region_count++];
    region->start = region->resident_high = start;
    region->end = region->resident_low = end;
    region->flags = flags;
    return region;
}

uint32_t space_charge(const struct space *space)
{
    return space->resident_pages - space->shared_pages + space->table_pages;
}

void space_move_charge(struct space *space, struct account *to)
{
    space->account->pages -= space_charge(space);
    to->pages += space_charge(space);
    space->account = to;
}

int space_init(struct space *space)
{
    int error = arch_space_create(&space->arch);
    if (error)
        return error;
    space->table_pages = SPACE_PAGES_LEAST;
    space->account->pages += SPACE_PAGES_LEAST;
    space_add(space, STACK_LIMIT, STACK_TOP, REGION_READ | REGION_WRITE | REGION_STACK);
    return 0;
}

void space_add_heap(struct space *space)
{
    virt_t start = space->regions[space->region_count - 1].end;
    ASSERT(space->region_count > 1 && start <= HEAP_END);
    space->heap = space->region_count;
    space->heap_break = start;
    space_add(space, start, start, REGION_READ | REGION_WRITE | REGION_HEAP);
}

static inline int map_page(struct space *space, struct region *region, virt_t page,
                           phys_t frame)
{
    unsigned flags = region->flags & REGION_WRITE ? ARCH_PAGE_WRITE : 0u;
    int tables = arch_space_map(&space->arch, page, frame, flags);
    if (tables < 0)
        return tables;
    if (tables > 0) {
        space->table_pages++;
        space->account->pages++;
    }
    if (page < region->resident_low)
        region->resident_low = page;
    if (page + PAGE_SIZE > region->resident_high)
        region->resident_high = page + PAGE_SIZE;
    region->resident_pages++;
    space->resident_pages++;
    return 0;
}

/* A frame with what the page at OFFSET of REGION holds at first, in *FRAME. */
static inline int make_page(const struct region *region, uint32_t offset, phys_t *frame)
{
    uint32_t left = offset < region->data_bytes ? region->data_bytes - offset : 0;
    uint32_t length = left < PAGE_SIZE ? left : PAGE_SIZE;
    *frame = length == PAGE_SIZE ? frame_allocate() : frame_allocate_zeroed();
    if (!*frame)
        return -ENOMEM;
    if (length == 0)
        return 0;
    int error = region->source->read(region->source, region->source_offset + offset,
                                     arch_frame(*frame), length);
    if (error)
        frame_free(*frame);
    return error;
}

/* FRAME stays its owner's, who has one user in it. */
static int map_shared(struct space *space, struct region *region, virt_t page,
                      phys_t frame)
{
    int error = map_page(space, region, page, frame);
    if (error)
        return error;
    frame_share(frame);
    space->shared_pages++;
    return 0;
}

static int map_shared_page(struct space *space, struct region *region, virt_t page)
{
    uint32_t offset = page - region->start;
    phys_t *shared = &region->shared[offset / PAGE_SIZE];
    if (!*shared) {
        phys_t frame;
        int error = make_page(region, offset, &frame);
        if (error)
            return error;
        *shared = frame;
    }
    return map_shared(space, region, page, *shared);
}

static int map_private_page(struct space *space, struct region *region, virt_t page)
{
    phys_t frame;
    if (account_is_full(space->account))
        return -ENOMEM;
    int error = make_page(region, page - region->start, &frame);
    if (error)
        return error;
    error = map_page(space, region, page, frame);
    if (error)
        frame_free(frame);
    else
        space->account->pages++;
    return error;
}

int space_map_shared(struct space *space)
{
    for (uint32_t i = 0; i < space->region_count; i++) {
        struct region *region = &space->regions[i];
        if (!is_shared(region))
            continue;
        for (virt_t page = region->start; page < region->end; page += PAGE_SIZE) {
            phys_t frame = region->shared[(page - region->start) / PAGE_SIZE];
            if (frame && map_shared(space, region, page, frame))
                return -ENOMEM;
            kernel_worked(PAGE_INSTRUCTIONS);
        }
    }
    return 0;
}

/* PAGE may be written for the first time: what others use too is copied. */
static int make_writable(struct space *space, virt_t page)
{
    unsigned flags;
    phys_t frame = arch_space_lookup(&space->arch, page, &flags), own = frame;
    if (frame_users(frame) > 1) {
        own = frame_allocate();
        if (!own)
            return -ENOMEM;
        arch_page_copy(arch_frame(own), arch_frame(frame));
        frame_free(frame);
    }
    arch_space_remap(&space->arch, page, own, ARCH_PAGE_WRITE);
    return 0;
}

int space_touch(struct space *space, virt_t address, unsigned access)
{
    struct region *region = find_region(space, address);
    bool write = access & ARCH_ACCESS_WRITE;
    if (!region || (write && !(region->flags & REGION_WRITE)))
        return -EFAULT;
    if (access & ARCH_ACCESS_MAPPED)
        return write ? make_writable(space, page_of(address)) : -EFAULT;
    if (is_shared(region))
        return map_shared_page(space, region, page_of(address));
    return map_private_page(space, region, page_of(address));
}

int space_fill(struct space *space, uint32_t stack_bytes)
{
    unsigned flags;
    for (uint32_t i = 0; i < space->region_count; i++) {
        const struct region *region = &space->regions[i];
        bool is_stack = region->flags & REGION_STACK;
        virt_t page = is_stack ? region->end - stack_bytes : region->start;
        for (; page < region->end; page += PAGE_SIZE) {
            bool is_there = arch_space_lookup(&space->arch, page, &flags);
            int error = is_there ? 0 : space_touch(space, page, 0);
            if (error)
                return error;
        }
    }
    return 0;
}

/* Shares the pages of PARENT's REGION with CHILD, whose region is a copy of it. */
static int fork_pages(struct space *child, struct space *parent,
                      const struct region *region)
{
    virt_t page = region->resident_low;
    while (page < region->resident_high && region->resident_pages > 0) {
        virt_t first = page;
        int tables = arch_space_share(&child->arch, &parent->arch, &page,
                                      region->resident_high, 0);
        if (tables < 0)
            return tables;
        child->table_pages += (uint32_t)tables;
        child->account->pages += (uint32_t)tables;
        kernel_worked(TABLE_INSTRUCTIONS +
                      (page - first) / PAGE_SIZE * SHARE_INSTRUCTIONS);
    }
    return 0;
}

/* What CHILD can take over without memory: it is charged for all of PARENT's pages, so that
 * a page that is copied later is paid for already. */
static void fork_regions(struct space *child, const struct space *parent)
{
    memcpy(child->regions, parent->regions, sizeof(child->regions));
    child->region_count = parent->region_count;
    child->resident_pages = parent->resident_pages;
    child->shared_pages = parent->shared_pages;
    child->table_pages = SPACE_PAGES_LEAST;
    child->heap = parent->heap;
    child->heap_break = parent->heap_break;
    child->account->pages += space_charge(child);
}

int space_fork(struct space *child, struct space *parent)
{
    uint32_t pages = parent->resident_pages - parent->shared_pages;
    if (!account_has_room(child->account, pages))
        return -ENOMEM;
    int error = arch_space_create(&child->arch);
    if (error)
        return error;
    fork_regions(child, parent);
    for (uint32_t i = 0; i < parent->region_count && !error; i++)
        error = fork_pages(child, parent, &parent->regions[i]);
    arch_space_flush(); /* PARENT may write to less than before */
    return error;
}

enum process_fault space_fault(const struct space *space, virt_t address, int error)
{
    if (error == -ENOMEM)
        return FAULT_MEMORY;
    if (error != -EFAULT)
        return FAULT_FILE;
    if (address >= USER_END)
        return FAULT_KERNEL_MEMORY;
    if (address >= STACK_GUARD && address < STACK_LIMIT)
        return FAULT_STACK;
    return find_region((struct space *)space, address) ? FAULT_READ_ONLY : FAULT_UNMAPPED;
}

/* Unmaps and frees the pages of REGION in [START, END). */
static void drop_pages(struct space *space, struct region *region, virt_t start,
                       virt_t end)
{
    virt_t low = start > region->resident_low ? start : region->resident_low;
    virt_t high = end < region->resident_high ? end : region->resident_high;
    for (virt_t page = low; page < high && region->resident_pages > 0;) {
        uint32_t count = arch_space_unmap(&space->arch, &page, high);
        region->resident_pages -= count;
        space->resident_pages -= count;
        kernel_worked(TABLE_INSTRUCTIONS + count * PAGE_INSTRUCTIONS);
    }
}

uint32_t space_bytes(const struct space *space)
{
    uint32_t bytes = 0;
    for (uint32_t i = 0; i < space->region_count; i++)
        bytes += space->regions[i].end - space->regions[i].start;
    return bytes;
}

virt_t space_break(struct space *space, virt_t address, uint32_t bytes_max)
{
    struct region *heap = &space->regions[space->heap];
    if (address < heap->start || address > HEAP_END)
        return space->heap_break;
    virt_t end = page_up(address);
    if (end > heap->end && space_bytes(space) + (end - heap->end) > bytes_max)
        return space->heap_break;
    uint32_t pages_before = heap->resident_pages;
    if (end < heap->end)
        drop_pages(space, heap, end, heap->end);
    arch_space_flush();
    space->account->pages -= pages_before - heap->resident_pages;
    heap->end = end;
    if (heap->resident_high > end)
        heap->resident_high = end;
    if (heap->resident_pages == 0) {
        heap->resident_low = heap->end;
        heap->resident_high = heap->start;
    }
    space->heap_break = address;
    return address;
}

void space_swap(struct space *a, struct space *b)
{
    struct space had = *a;
    *a = *b;
    *b = had;
}

void space_destroy(struct space *space)
{
    space->account->pages -= space_charge(space);
    for (uint32_t i = 0; i < space->region_count; i++) {
        struct region *region = &space->regions[i];
        drop_pages(space, region, region->start, region->end);
    }
    arch_space_destroy(&space->arch);
    space->region_count = space->resident_pages = 0;
    space->shared_pages = space->table_pages = 0;
}

bool space_exists(const struct space *space)
{
    return space->region_count > 0; /* a stack at least */
}

void space_describe(const struct space *space, uint32_t i, struct process_region *region)
{
    const struct region *from = &space->regions[i];
    *region = (struct process_region){
        .start = from->start,
        .end = from->end,
        .flags = from->flags,
        .resident_pages = from->resident_pages,
        .shared_pages = is_shared(from) ? from->resident_pages : 0,
    };
}

void space_find_frames(const struct space *space)
{
    virt_t page = USER_START;
    unsigned flags;
    phys_t frame;
    for (; (frame = arch_space_find(&space->arch, &page, USER_END, &flags));
         page += PAGE_SIZE)
        frame_found(frame);
}

static uint32_t check_region(const struct space *space, const struct region *region)
{
    uint32_t found = 0;
    phys_t frame;
    unsigned flags;
    for (virt_t page = region->start;
         (frame = arch_space_find(&space->arch, &page, region->end, &flags));
         page += PAGE_SIZE) {
        bool is_writable = flags & ARCH_PAGE_WRITE;
        ASSERT(page >= region->resident_low && page < region->resident_high);
        ASSERT(!is_writable || (region->flags & REGION_WRITE && frame_users(frame) == 1));
        ASSERT(!is_shared(region) ||
               (region->shared[(page - region->start) / PAGE_SIZE] == frame &&
                frame_users(frame) > 1));
        found++;
    }
    return found;
}

void space_check(const struct space *space)
{
    uint32_t resident = 0, shared = 0;
    for (uint32_t i = 0; i < space->region_count; i++) {
        const struct region *region = &space->regions[i];
        ASSERT(region->start <= region->end && region->end <= HEAP_END);
        uint32_t found = check_region(space, region);
        ASSERT(found == region->resident_pages);
        resident += found;
        shared += is_shared(region) ? found : 0;
    }
    ASSERT(resident == space->resident_pages);
    ASSERT(shared == space->shared_pages);
}
