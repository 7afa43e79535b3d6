#include "kernel/memory/map.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/memory/pages.h"
#include "kernel/memory/shared.h"

/* For kernel_worked: to change a region; to make a page. */
enum { REGION_INSTRUCTIONS = 500, PAGE_INSTRUCTIONS = 1500 };

enum { PROTECTIONS = PROT_READ | PROT_WRITE | PROT_EXEC };

_Static_assert(PROT_READ == REGION_READ && PROT_WRITE == REGION_WRITE &&
                   PROT_EXEC == REGION_EXECUTE,
               "a region's flags begin with its protection");

/* BYTES at START, which is on a page's border, are not all a program's. */
static bool is_outside(virt_t start, uint32_t bytes)
{
    return bytes > HEAP_END || start > HEAP_END - bytes;
}

/* --- Where there is room --- */

/* The end of what may be mapped below REGION: the guard of a stack stays free. */
static virt_t room_below(const struct region *region)
{
    bool is_stack = region->start == STACK_LIMIT;
    return is_stack ? STACK_GUARD : region->start;
}

static bool is_free(const struct space *space, virt_t start, virt_t end)
{
    const struct region *region = region_from(space, start);
    return !region || end <= room_below(region);
}

/* The highest place for BYTES; 0: there is none. */
static virt_t find_room(const struct space *space, uint32_t bytes)
{
    virt_t high = HEAP_END;
    const struct list *node = space->regions.prev;
    for (; node != &space->regions; node = node->prev) {
        const struct region *region = container_of(node, struct region, link);
        if (high >= region->end && high - region->end >= bytes)
            return high - bytes;
        high = room_below(region);
    }
    return high - USER_START >= bytes ? high - bytes : 0;
}

/* Where the BYTES of REQUEST go. Nothing has been taken away there yet. */
static int choose_place(const struct space *space, const struct map_request *request,
                        uint32_t bytes, virt_t *start)
{
    virt_t wanted = request->address;
    if (bytes > HEAP_END)
        return -ENOMEM;
    if (request->flags & (MAP_FIXED | MAP_FIXED_NOREPLACE)) {
        if (wanted > HEAP_END - bytes)
            return -ENOMEM;
        if (wanted % PAGE_SIZE != 0)
            return -EINVAL;
        *start = wanted;
        return wanted < USER_START ? -EPERM : 0;
    }
    wanted = page_of(wanted);
    if (wanted && wanted < USER_START)
        wanted = USER_START;
    if (wanted && !is_outside(wanted, bytes) && is_free(space, wanted, wanted + bytes)) {
        *start = wanted;
        return 0;
    }
    *start = find_room(space, bytes);
    return *start ? 0 : -ENOMEM;
}

/* --- mmap and munmap --- */

/* Takes away what lies in [START, END), whose ends are ends of regions. */
static void remove_regions(struct space *space, virt_t start, virt_t end)
{
    struct region *region = region_from(space, start), *next;
    for (; region && region->start < end; region = next) {
        next = region_next(space, region);
        pages_drop(space, region);
        region_remove(space, region);
        kernel_worked(REGION_INSTRUCTIONS);
    }
    arch_space_flush();
}

/* No region reaches over START or END any more. 0, or -ENOMEM and all is as before. */
static int cut_out(struct space *space, virt_t start, virt_t end)
{
    int error = region_split(space, start);
    if (!error)
        error = region_split(space, end);
    struct region *cut = error ? region_find(space, start) : NULL;
    if (cut)
        (void)region_join(space, cut);
    return error;
}

int space_unmap(struct space *space, virt_t start, uint32_t bytes)
{
    uint32_t length = page_up(bytes);
    if (start % PAGE_SIZE != 0 || is_outside(start, bytes) || length == 0)
        return -EINVAL;
    int error = cut_out(space, start, start + length);
    if (!error)
        remove_regions(space, start, start + length);
    return error;
}

/* Bytes of [START, END) that are in use. */
static uint32_t bytes_between(const struct space *space, virt_t start, virt_t end)
{
    uint32_t bytes = 0;
    const struct region *region = region_from(space, start);
    for (; region && region->start < end; region = region_next(space, region)) {
        virt_t low = region->start > start ? region->start : start;
        bytes += (region->end < end ? region->end : end) - low;
    }
    return bytes;
}

/* Whether the space may have BYTES at START instead of what is there. */
static bool may_have(const struct space *space, virt_t start, uint32_t bytes,
                     uint32_t bytes_max)
{
    uint32_t others = space_bytes(space) - bytes_between(space, start, start + bytes);
    return others <= bytes_max && bytes <= bytes_max - others;
}

/* Adds [START, END), where there is nothing, and joins it with its neighbours. */
static int add_anonymous(struct space *space, virt_t start, virt_t end, unsigned flags)
{
    struct region *region = region_add(space, start, end, flags, NULL);
    if (!region)
        return -ENOMEM;
    (void)region_join(space, region);
    return 0;
}

static int add_shared(struct space *space, virt_t start, virt_t end, unsigned flags)
{
    struct shared_memory *memory = shared_create(space->account);
    if (!memory)
        return -ENOMEM;
    struct backing backing = {.origin = start, .memory = memory};
    shared_hold(memory);
    int error =
        region_add(space, start, end, flags | REGION_SHARED, &backing) ? 0 : -ENOMEM;
    shared_put(memory);
    return error;
}

static int check_type(unsigned flags)
{
    unsigned type = flags & MAP_TYPE;
    if (type == MAP_SHARED)
        return flags & MAP_GROWSDOWN ? -EINVAL : 0;
    return type == MAP_PRIVATE ? 0 : -EINVAL;
}

/* Makes the pages of [START, END) come into being now; those for which there is no memory
 * will be asked for again when they are touched. */
static void populate(struct space *space, virt_t start, virt_t end)
{
    for (virt_t page = start; page < end; page += PAGE_SIZE) {
        if (space_touch(space, page, 0))
            return;
        kernel_worked(PAGE_INSTRUCTIONS);
    }
}

int space_map(struct space *space, const struct map_request *request, virt_t *start)
{
    uint32_t bytes = page_up(request->bytes);
    unsigned flags = (request->prot & PROTECTIONS) | REGION_MAPPED;
    virt_t place;
    if (request->bytes == 0)
        return -EINVAL;
    if (bytes == 0 || space->region_count >= REGIONS_MAX)
        return -ENOMEM;
    int error = choose_place(space, request, bytes, &place);
    if (error)
        return error;
    virt_t end = place + bytes;
    if (request->flags & MAP_FIXED_NOREPLACE && bytes_between(space, place, end) > 0)
        return -EEXIST;
    error = check_type(request->flags);
    if (!error && !may_have(space, place, bytes, request->bytes_max))
        error = -ENOMEM;
    if (!error)
        error = cut_out(space, place, end);
    if (error)
        return error;
    remove_regions(space, place, end);
    error = (request->flags & MAP_TYPE) == MAP_SHARED
                ? add_shared(space, place, end, flags)
                : add_anonymous(space, place, end, flags);
    if (error)
        return error;
    if (request->flags & (MAP_POPULATE | MAP_LOCKED) && !pages_are_hidden(flags))
        populate(space, place, end);
    *start = place;
    return 0;
}

/* --- mprotect --- */

/* REGION, which ends at END or before, gets the protection of PROT; returns what it is part
 * of then. */
static struct region *protect_region(struct space *space, struct region *region,
                                     unsigned prot)
{
    unsigned flags = (region->flags & ~(unsigned)PROTECTIONS) | prot,
             before = region->flags;
    region->flags = flags;
    if (((flags ^ before) & REGION_WRITE) ||
        pages_are_hidden(flags) != pages_are_hidden(before))
        pages_protect(space, region);
    return region_join(space, region);
}

static int protect_regions(struct space *space, virt_t start, virt_t end, unsigned prot)
{
    struct region *region = region_find(space, start);
    while (start < end) {
        if (!region || region->start > start)
            return -ENOMEM;
        if (region->start < start || region->end > end) {
            if (cut_out(space, start, end < region->end ? end : region->end))
                return -ENOMEM;
            region = region_find(space, start);
        }
        region = protect_region(space, region, prot);
        start = region->end;
        region = region_next(space, region);
        kernel_worked(REGION_INSTRUCTIONS);
    }
    return 0;
}

int space_protect(struct space *space, virt_t start, uint32_t bytes, unsigned prot)
{
    unsigned grows = prot & (PROT_GROWSDOWN | PROT_GROWSUP);
    if (grows == (PROT_GROWSDOWN | PROT_GROWSUP) || start % PAGE_SIZE != 0)
        return -EINVAL;
    if (bytes == 0)
        return 0;
    virt_t end = start + page_up(bytes);
    if (end <= start)
        return -ENOMEM;
    if (prot & ~(unsigned)(PROTECTIONS | PROT_SEM | PROT_GROWSDOWN | PROT_GROWSUP))
        return -EINVAL;
    const struct region *first = region_from(space, start);
    if (!first)
        return -ENOMEM;
    if (grows) {
        if (grows == PROT_GROWSUP || !(first->flags & REGION_STACK))
            return -EINVAL;
        start = first->start;
    }
    int error = protect_regions(space, start, end, prot & PROTECTIONS);
    arch_space_flush();
    return error;
}

/* --- madvise --- */

/* Pages of private memory begin anew; those of memory that is shared on purpose stay in it. */
static int forget_pages(struct space *space, virt_t start, virt_t end)
{
    int error = cut_out(space, start, end);
    if (error)
        return error;
    struct region *region = region_from(space, start);
    for (; region && region->start < end; region = region_next(space, region)) {
        pages_drop(space, region);
        region = region_join(space, region);
        kernel_worked(REGION_INSTRUCTIONS);
    }
    arch_space_flush();
    return 0;
}

int space_advise(struct space *space, virt_t start, uint32_t bytes, uint32_t advice)
{
    uint32_t length = page_up(bytes);
    virt_t end = start + length;
    bool forgets = advice == MADV_DONTNEED || advice == MADV_FREE;
    if (advice > MADV_DONTNEED && advice != MADV_FREE)
        return -EINVAL;
    if (start % PAGE_SIZE != 0 || (bytes && !length) || end < start)
        return -EINVAL;
    int error = forgets && length ? forget_pages(space, start, end) : 0;
    if (!error && bytes_between(space, start, end) < length)
        error = -ENOMEM;
    return error;
}

/* --- mremap --- */

/* [OLD, OLD + BYTES) becomes [TO, ...) of LENGTH bytes, where there is nothing. */
static int move_region(struct space *space, virt_t old, uint32_t bytes, virt_t to,
                       uint32_t length)
{
    int error = cut_out(space, old, old + bytes);
    if (error)
        return error;
    struct region *from = region_find(space, old);
    struct backing backing = from->backing;
    if (backing.source || backing.frames || backing.memory)
        backing.origin += to - old;
    struct region *region = region_add(space, to, to + length, from->flags, &backing);
    error = region ? pages_move(space, from, region) : -ENOMEM;
    if (error) {
        if (region)
            region_remove(space, region);
        (void)region_join(space, from);
        return error;
    }
    region_remove(space, from);
    (void)region_join(space, region);
    return 0;
}

static int check_remap(virt_t old, uint32_t bytes, const struct map_request *request)
{
    unsigned flags = request->flags;
    bool is_fixed = flags & MREMAP_FIXED;
    if (flags & ~(unsigned)(MREMAP_FIXED | MREMAP_MAYMOVE))
        return -EINVAL;
    if ((is_fixed && !(flags & MREMAP_MAYMOVE)) || old % PAGE_SIZE != 0)
        return -EINVAL;
    uint32_t length = page_up(request->bytes);
    if (length == 0 || bytes == 0)
        return -EINVAL;
    if (!is_fixed)
        return 0;
    virt_t to = request->address;
    if (to % PAGE_SIZE != 0 || is_outside(to, length) || to < USER_START)
        return -EINVAL;
    return to < old + bytes && old < to + length ? -EINVAL : 0;
}

/* REGION's BYTES from OLD on become LENGTH, which is more, where they are, if they can. */
static bool grow_in_place(struct space *space, struct region *region, virt_t old,
                          uint32_t bytes, uint32_t length)
{
    virt_t end = old + bytes, wanted = old + length;
    if (region->end != end || is_outside(old, length) || !is_free(space, end, wanted))
        return false;
    if (region->resident_low == region->end)
        region->resident_low = wanted; /* nothing is mapped */
    region->end = wanted;
    (void)region_join(space, region);
    return true;
}

int space_remap(struct space *space, virt_t old, uint32_t bytes,
                const struct map_request *request, virt_t *start)
{
    int error = check_remap(old, page_up(bytes), request);
    if (error)
        return error;
    uint32_t before = page_up(bytes), length = page_up(request->bytes);
    bool is_fixed = request->flags & MREMAP_FIXED;
    *start = old;
    if (is_fixed)
        error = space_unmap(space, request->address, length);
    if (!error && before > length) {
        error = space_unmap(space, old + length, before - length);
        before = length;
    }
    if (error || (before == length && !is_fixed))
        return error;
    struct region *region = region_find(space, old);
    if (!region || before > region->end - old)
        return -EFAULT;
    if (length > before && region->backing.frames)
        return -EFAULT; /* the program has no more */
    if (length > before &&
        !may_have(space, old + before, length - before, request->bytes_max))
        return -ENOMEM;
    if (!is_fixed && grow_in_place(space, region, old, before, length))
        return 0;
    if (!(request->flags & MREMAP_MAYMOVE))
        return -ENOMEM;
    virt_t to = is_fixed ? request->address : find_room(space, length);
    error = to ? move_region(space, old, before, to, length) : -ENOMEM;
    arch_space_flush();
    *start = to;
    return error;
}

/* --- brk --- */

static bool grow_heap(struct space *space, virt_t end, virt_t wanted, uint32_t bytes_max)
{
    uint32_t more = wanted - end;
    if (!is_free(space, end, wanted) || !may_have(space, end, more, bytes_max))
        return false;
    return add_anonymous(space, end, wanted, REGION_READ | REGION_WRITE | REGION_HEAP) ==
           0;
}

virt_t space_break(struct space *space, virt_t address, uint32_t bytes_max)
{
    virt_t end = page_up(space->heap_break), wanted = page_up(address);
    if (address < space->heap_start || address > HEAP_END)
        return space->heap_break;
    bool is_done = true;
    if (wanted > end)
        is_done = grow_heap(space, end, wanted, bytes_max);
    else if (wanted < end)
        is_done = space_unmap(space, wanted, end - wanted) == 0;
    if (is_done)
        space->heap_break = address;
    return space->heap_break;
}
