/* A space becomes two. Nothing is copied but the regions and the words of page tables: both
 * spaces may only read the pages then, and who writes to one first gets a copy. */
#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/memory/pages.h"

/* For kernel_worked: to copy a region, besides its pages. */
enum { REGION_INSTRUCTIONS = 200 };

/* CHILD is charged for what PARENT is charged for, so that a page that is copied later has
 * been paid for, and it does not matter who shares it and for how long. */
static bool has_room(const struct space *child, const struct space *parent)
{
    uint32_t pages = parent->resident_pages - parent->shared_pages;
    return account_has_room(child->account, pages + region_pages(parent));
}

static void copy_counts(struct space *child, const struct space *parent)
{
    child->resident_pages = parent->resident_pages;
    child->shared_pages = parent->shared_pages;
    child->heap_start = parent->heap_start;
    child->heap_break = parent->heap_break;
    child->account->pages += child->resident_pages - child->shared_pages;
}

static int fork_region(struct space *child, struct space *parent,
                       const struct region *region)
{
    struct region *copy =
        region_add(child, region->start, region->end, region->flags, &region->backing);
    if (!copy)
        return -ENOMEM;
    copy->resident_low = region->resident_low;
    copy->resident_high = region->resident_high;
    kernel_worked(REGION_INSTRUCTIONS);
    return pages_fork(child, parent, region);
}

int space_fork(struct space *child, struct space *parent)
{
    if (!has_room(child, parent))
        return -ENOMEM;
    int error = space_create(child);
    if (error)
        return error;
    copy_counts(child, parent);
    list_for_each(&parent->regions, node) {
        error = fork_region(child, parent, container_of(node, struct region, link));
        if (error)
            break;
    }
    arch_space_flush(); /* PARENT may write to less than before */
    return error;
}
