#include "kernel/memory/space.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/memory/frame.h"
#include "kernel/memory/pages.h"
#include "lib/string.h"

/* What every space takes: its directory, and the kernel stack of its thread. */
enum { SPACE_PAGES_LEAST = 2 };
/* For kernel_worked: to compare a page, to look at a region. */
enum { PAGE_INSTRUCTIONS = 80, REGION_INSTRUCTIONS = 50 };

static struct region *region_of(struct list *node)
{
    return container_of(node, struct region, link);
}

int space_create(struct space *space)
{
    int error = arch_space_create(&space->arch);
    if (error)
        return error;
    list_init(&space->regions);
    space->table_pages = SPACE_PAGES_LEAST;
    space->account->pages += SPACE_PAGES_LEAST;
    return 0;
}

int space_init(struct space *space)
{
    int error = space_create(space);
    if (error)
        return error;
    return space_add(space, STACK_LIMIT, STACK_TOP,
                     REGION_READ | REGION_WRITE | REGION_STACK, NULL);
}

int space_add(struct space *space, virt_t start, virt_t end, unsigned flags,
              const struct backing *backing)
{
    return region_add(space, start, end, flags, backing) ? 0 : -ENOMEM;
}

void space_start_heap(struct space *space, virt_t start)
{
    ASSERT(start <= HEAP_END);
    space->heap_start = space->heap_break = start;
}

int space_map_shared(struct space *space)
{
    int error = 0;
    list_for_each(&space->regions, node) {
        if (region_of(node)->backing.frames)
            error = pages_map_known(space, region_of(node));
        if (error)
            break;
    }
    return error;
}

static int fill_region(struct space *space, const struct region *region, virt_t start)
{
    unsigned flags;
    for (virt_t page = start; page < region->end; page += PAGE_SIZE) {
        bool is_there = arch_space_lookup(&space->arch, page, &flags);
        int error = is_there ? 0 : space_touch(space, page, 0);
        if (error)
            return error;
    }
    return 0;
}

int space_fill(struct space *space, uint32_t stack_bytes)
{
    int error = 0;
    list_for_each(&space->regions, node) {
        const struct region *region = region_of(node);
        bool is_stack = region->flags & REGION_STACK;
        error = fill_region(space, region,
                            is_stack ? region->end - stack_bytes : region->start);
        if (error)
            break;
    }
    return error;
}

uint32_t space_charge(const struct space *space)
{
    return space->resident_pages - space->shared_pages + space->table_pages +
           region_pages(space);
}

void space_move_charge(struct space *space, struct account *to)
{
    space->account->pages -= space_charge(space);
    to->pages += space_charge(space);
    space->account = to;
}

/* The ends of a list point to where it begins: it cannot be copied. */
static void take_regions(struct list *to, struct list *from)
{
    list_init(to);
    list_append(to, from);
}

void space_swap(struct space *a, struct space *b)
{
    struct list regions_a, regions_b;
    take_regions(&regions_a, &a->regions);
    take_regions(&regions_b, &b->regions);
    struct space had = *a;
    *a = *b;
    *b = had;
    take_regions(&a->regions, &regions_b);
    take_regions(&b->regions, &regions_a);
}

/* What lies side by side is unmapped at once, as the stack and the program above it are. */
static void end_regions(struct space *space)
{
    virt_t low = 0, high = 0;
    struct list *next;
    kernel_worked(space->region_count * REGION_INSTRUCTIONS); /* at most REGIONS_MAX */
    for (struct list *node = space->regions.next; node != &space->regions; node = next) {
        struct region *region = region_of(node);
        virt_t start = region->resident_low, end = region->resident_high;
        next = node->next;
        region_free(region);
        if (start >= end)
            continue;
        if (start != high) {
            if (high)
                pages_unmap(space, low, high);
            low = start;
        }
        high = end;
    }
    pages_unmap(space, low, high);
    space->region_count = 0;
    list_init(&space->regions);
}

void space_destroy(struct space *space)
{
    space->account->pages -= space_charge(space);
    end_regions(space);
    arch_space_destroy(&space->arch);
    space->resident_pages = space->shared_pages = space->table_pages = 0;
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
    const struct region *region = region_find(space, address);
    if (!region)
        return FAULT_UNMAPPED;
    return pages_are_hidden(region->flags) ? FAULT_FORBIDDEN : FAULT_READ_ONLY;
}

uint32_t space_bytes(const struct space *space)
{
    uint32_t bytes = 0;
    list_for_each(&space->regions, node)
        bytes += region_of(node)->end - region_of(node)->start;
    return bytes;
}

static void describe(const struct space *space, const struct region *from,
                     struct process_region *region)
{
    uint32_t unpaid;
    *region = (struct process_region){
        .start = from->start, .end = from->end, .flags = from->flags};
    region->resident_pages = pages_count(space, from, &region->shared_pages, &unpaid);
}

void space_describe(const struct space *space, struct process_region *regions,
                    uint32_t count)
{
    uint32_t i = 0;
    list_for_each(&space->regions, node) {
        if (i == count)
            return;
        describe(space, region_of(node), &regions[i++]);
    }
}

bool space_share_region(const struct space *a, const struct space *b, virt_t address)
{
    if (!space_exists(a) || !space_exists(b))
        return false;
    const struct region *region = region_find(a, address);
    if (!region)
        return false;
    phys_t frame;
    unsigned flags;
    for (virt_t page = region->resident_low;
         (frame = arch_space_find(&a->arch, &page, region->resident_high, &flags));
         page += PAGE_SIZE) {
        if (arch_space_lookup(&b->arch, page, &flags) == frame)
            return true;
        kernel_worked(PAGE_INSTRUCTIONS);
    }
    return false;
}

void space_find_frames(const struct space *space)
{
    phys_t frame;
    unsigned flags;
    list_for_each(&space->regions, node) {
        const struct region *region = region_of(node);
        for (virt_t page = region->resident_low;
             (frame =
                  arch_space_find(&space->arch, &page, region->resident_high, &flags));
             page += PAGE_SIZE)
            frame_found(frame);
    }
}

/* In regions and outside of them. */
static uint32_t count_mapped(const struct space *space)
{
    uint32_t found = 0;
    unsigned flags;
    for (virt_t page = USER_START; arch_space_find(&space->arch, &page, USER_END, &flags);
         page += PAGE_SIZE)
        found++;
    return found;
}

/* Returns how many pages are mapped in REGION. */
static uint32_t check_region(const struct space *space, const struct region *region)
{
    uint32_t found = 0;
    phys_t frame;
    unsigned flags;
    for (virt_t page = region->start;
         (frame = arch_space_find(&space->arch, &page, region->end, &flags));
         page += PAGE_SIZE) {
        bool is_own = region->backing.memory || frame_users(frame) == 1;
        ASSERT(page >= region->resident_low && page < region->resident_high);
        ASSERT(!(flags & ARCH_PAGE_WRITE) || (region->flags & REGION_WRITE && is_own));
        ASSERT(!(flags & ARCH_PAGE_HIDDEN) == !pages_are_hidden(region->flags));
        found++;
    }
    return found;
}

void space_check(const struct space *space)
{
    uint32_t resident = 0, unpaid = 0, shared, more;
    region_check(space);
    list_for_each(&space->regions, node) {
        const struct region *region = region_of(node);
        uint32_t found = pages_count(space, region, &shared, &more);
        ASSERT(check_region(space, region) == found);
        resident += found;
        unpaid += more;
    }
    ASSERT(resident == space->resident_pages && resident == count_mapped(space));
    ASSERT(unpaid == space->shared_pages);
}
