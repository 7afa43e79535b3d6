#include "kernel/memory/pages.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/memory/frame.h"
#include "kernel/memory/shared.h"

/* For kernel_worked: to map a page, or to free it; to share one with a child, or to change what
 * may be done with it; and to look for the part of a page table where there may be some. */
enum { PAGE_INSTRUCTIONS = 100, WORD_INSTRUCTIONS = 15, TABLE_INSTRUCTIONS = 3000 };

static bool is_private(const struct region *region)
{
    return !region->backing.frames && !region->backing.memory;
}

static uint32_t page_index(const struct region *region, virt_t page)
{
    return (page - region->backing.origin) / PAGE_SIZE;
}

/* --- A page comes into being --- */

static inline int map_page(struct space *space, struct region *region, virt_t page,
                           phys_t frame, unsigned flags)
{
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
    space->resident_pages++;
    return 0;
}

/* A frame with what PAGE of REGION holds at first, in *FRAME. */
static inline int make_page(const struct region *region, virt_t page, phys_t *frame)
{
    const struct backing *backing = &region->backing;
    uint32_t offset = page - backing->origin;
    uint32_t left = offset < backing->data_bytes ? backing->data_bytes - offset : 0;
    uint32_t length = left < PAGE_SIZE ? left : PAGE_SIZE;
    *frame = length == PAGE_SIZE ? frame_allocate() : frame_allocate_zeroed();
    if (!*frame)
        return -ENOMEM;
    if (length == 0)
        return 0;
    int error = backing->source->read(backing->source, backing->source_offset + offset,
                                      arch_frame(*frame), length);
    if (error)
        frame_free(*frame);
    return error;
}

/* The frame that all who have PAGE of REGION share, in *FRAME. */
static int find_shared(const struct region *region, virt_t page, phys_t *frame)
{
    uint32_t index = page_index(region, page);
    if (region->backing.memory)
        return shared_page(region->backing.memory, index, frame);
    phys_t *known = &region->backing.frames[index];
    if (!*known) {
        int error = make_page(region, page, frame);
        if (error)
            return error;
        if (*known)
            frame_free(*frame); /* another has made it while this one was read */
        else
            *known = *frame;
    }
    *frame = *known;
    return 0;
}

/* FRAME stays its owner's, who has one user in it. */
static int map_shared(struct space *space, struct region *region, virt_t page,
                      phys_t frame)
{
    bool write = region->backing.memory && region->flags & REGION_WRITE;
    int error = map_page(space, region, page, frame, write ? ARCH_PAGE_WRITE : 0u);
    if (error)
        return error;
    frame_share(frame);
    space->shared_pages++;
    return 0;
}

static inline int map_private(struct space *space, struct region *region, virt_t page)
{
    phys_t frame;
    if (account_is_full(space->account))
        return -ENOMEM;
    int error = make_page(region, page, &frame);
    if (error)
        return error;
    error = map_page(space, region, page, frame,
                     region->flags & REGION_WRITE ? ARCH_PAGE_WRITE : 0u);
    if (error)
        frame_free(frame);
    else
        space->account->pages++;
    return error;
}

int pages_map_known(struct space *space, struct region *region)
{
    const phys_t *frames = region->backing.frames;
    for (virt_t page = region->start; page < region->end; page += PAGE_SIZE) {
        phys_t frame = frames[page_index(region, page)];
        if (frame && map_shared(space, region, page, frame))
            return -ENOMEM;
        kernel_worked(PAGE_INSTRUCTIONS);
    }
    return 0;
}

/* --- A page is written for the first time --- */

/* Whether the space is not charged for PAGE, which is mapped on FRAME. */
static bool is_unpaid(const struct region *region, virt_t page, phys_t frame)
{
    if (region->backing.memory)
        return true;
    return region->backing.frames &&
           region->backing.frames[page_index(region, page)] == frame;
}

/* What others use too is copied. A child has paid for what it shares with its parent; nobody
 * has for a page of the program, which always has another user. */
static inline int make_writable(struct space *space, const struct region *region,
                                virt_t page)
{
    unsigned flags;
    phys_t frame = arch_space_lookup(&space->arch, page, &flags);
    if (!region->backing.memory) {
        bool unpaid = is_unpaid(region, page, frame);
        if (unpaid && account_is_full(space->account))
            return -ENOMEM;
        frame = frame_make_own(frame);
        if (!frame)
            return -ENOMEM;
        space->shared_pages -= unpaid;
        space->account->pages += unpaid;
    }
    arch_space_remap(&space->arch, page, frame, ARCH_PAGE_WRITE);
    return 0;
}

static int map_first_shared(struct space *space, struct region *region, virt_t page)
{
    phys_t frame;
    int error = find_shared(region, page, &frame);
    return error ? error : map_shared(space, region, page, frame);
}

int space_touch(struct space *space, virt_t address, unsigned access)
{
    struct region *region = region_find(space, address);
    virt_t page = page_of(address);
    if (!region || pages_are_hidden(region->flags))
        return -EFAULT;
    if (access & ARCH_ACCESS_WRITE) {
        if (!(region->flags & REGION_WRITE))
            return -EFAULT;
        if (access & ARCH_ACCESS_MAPPED)
            return make_writable(space, region, page);
    } else if (access & ARCH_ACCESS_MAPPED) {
        return -EFAULT;
    }
    if (is_private(region))
        return map_private(space, region, page);
    int error = map_first_shared(space, region, page);
    if (!error && access & ARCH_ACCESS_WRITE && !region->backing.memory)
        error = make_writable(space, region, page);
    return error;
}

/* --- All pages of a region --- */

int pages_fork(struct space *child, struct space *parent, const struct region *region)
{
    unsigned flags = region->backing.memory ? ARCH_PAGE_WRITE : 0;
    virt_t page = region->resident_low;
    while (page < region->resident_high) {
        virt_t first = page;
        int tables = arch_space_share(&child->arch, &parent->arch, &page,
                                      region->resident_high, flags);
        if (tables < 0)
            return tables;
        child->table_pages += (uint32_t)tables;
        child->account->pages += (uint32_t)tables;
        kernel_worked(TABLE_INSTRUCTIONS +
                      (page - first) / PAGE_SIZE * WORD_INSTRUCTIONS);
    }
    return 0;
}

void pages_protect(struct space *space, const struct region *region)
{
    virt_t page = region->resident_low;
    while (page < region->resident_high) {
        virt_t first = page;
        arch_space_protect(&space->arch, &page, region->resident_high,
                           pages_are_hidden(region->flags));
        kernel_worked(TABLE_INSTRUCTIONS +
                      (page - first) / PAGE_SIZE * WORD_INSTRUCTIONS);
    }
}

int pages_move(struct space *space, struct region *from, struct region *to)
{
    phys_t frame;
    unsigned flags;
    for (virt_t page = from->resident_low;
         (frame = arch_space_find(&space->arch, &page, from->resident_high, &flags));
         page += PAGE_SIZE) {
        virt_t target = to->start + (page - from->start);
        if (map_page(space, to, target, frame, flags)) {
            pages_drop(space, to);
            return -ENOMEM;
        }
        frame_share(frame);
        bool unpaid = is_unpaid(to, target, frame);
        space->shared_pages += unpaid;
        space->account->pages += !unpaid;
        kernel_worked(PAGE_INSTRUCTIONS);
    }
    pages_drop(space, from);
    return 0;
}

void pages_unmap(struct space *space, virt_t page, virt_t end)
{
    while (page < end) {
        uint32_t count = arch_space_unmap(&space->arch, &page, end);
        space->resident_pages -= count;
        kernel_worked(TABLE_INSTRUCTIONS + count * PAGE_INSTRUCTIONS);
    }
}

void pages_drop(struct space *space, struct region *region)
{
    uint32_t before = space->resident_pages, shared, unpaid = 0;
    if (!is_private(region))
        (void)pages_count(space, region, &shared, &unpaid);
    pages_unmap(space, region->resident_low, region->resident_high);
    region->resident_low = region->end;
    region->resident_high = region->start;
    space->shared_pages -= unpaid;
    space->account->pages -= before - space->resident_pages - unpaid;
}

uint32_t pages_count(const struct space *space, const struct region *region,
                     uint32_t *shared, uint32_t *unpaid)
{
    uint32_t found = 0;
    phys_t frame;
    unsigned flags;
    *shared = *unpaid = 0;
    for (virt_t page = region->resident_low;
         (frame = arch_space_find(&space->arch, &page, region->resident_high, &flags));
         page += PAGE_SIZE) {
        found++;
        *shared += frame_users(frame) > 1;
        *unpaid += is_unpaid(region, page, frame);
        kernel_worked(PAGE_INSTRUCTIONS);
    }
    return found;
}
