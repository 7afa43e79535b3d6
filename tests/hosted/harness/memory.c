/* The memory of the machine: page frames and address spaces. */
#include <string.h>

#include "abi/errno.h"
#include "kernel/debug/panic.h"
#include "kernel/memory/frame.h"
#include "tests/hosted/harness/machine.h"

static _Alignas(PAGE_SIZE) char memory[MACHINE_BYTES];
static const struct arch_space *active;

/* --- Page frames --- */

void *arch_frame(phys_t physical)
{
    ASSERT(physical < MACHINE_BYTES);
    return memory + physical;
}

phys_t arch_physical(const void *frame)
{
    ASSERT((const char *)frame >= memory && (const char *)frame < memory + MACHINE_BYTES);
    return (phys_t)((const char *)frame - memory);
}

void arch_page_zero(void *page)
{
    ASSERT((uintptr_t)page % PAGE_SIZE == 0);
    memset(page, 0, PAGE_SIZE);
}

void arch_page_copy(void *to, const void *from)
{
    ASSERT((uintptr_t)to % PAGE_SIZE == 0 && (uintptr_t)from % PAGE_SIZE == 0);
    memcpy(to, from, PAGE_SIZE);
}

/* --- Address spaces: a page of page tables, as on the PC, so that memory runs out in the
 * same places. The lower bits of an entry are its flags. --- */

enum { ENTRIES = 1024, PRESENT = 4 };
#define FRAME_MASK (~(phys_t)(PAGE_SIZE - 1))

struct arch_space {
    phys_t tables[ENTRIES];
};

_Static_assert(sizeof(struct arch_space) == PAGE_SIZE, "a frame");

struct arch_space *arch_space_create(void)
{
    phys_t frame = frame_allocate();
    if (!frame)
        return NULL;
    struct arch_space *space = arch_frame(frame);
    arch_page_zero(space);
    return space;
}

void arch_space_destroy(struct arch_space *space)
{
    ASSERT(space != active);
    for (uint32_t i = 0; i < ENTRIES; i++) {
        if (space->tables[i])
            frame_free(space->tables[i]);
    }
    frame_free(arch_physical(space));
}

/* The entry for PAGE; NULL if there is no table. */
static phys_t *find_entry(const struct arch_space *space, virt_t page)
{
    ASSERT(page % PAGE_SIZE == 0 && page < USER_END);
    phys_t table = space->tables[page / PAGE_SIZE / ENTRIES];
    return table ? (phys_t *)arch_frame(table) + page / PAGE_SIZE % ENTRIES : NULL;
}

int arch_space_map(struct arch_space *space, virt_t page, phys_t frame, unsigned flags)
{
    ASSERT(page >= USER_START && frame && frame % PAGE_SIZE == 0);
    phys_t *entry = find_entry(space, page);
    if (!entry) {
        phys_t table = frame_allocate();
        if (!table)
            return -ENOMEM;
        arch_page_zero(arch_frame(table));
        space->tables[page / PAGE_SIZE / ENTRIES] = table;
        entry = find_entry(space, page);
    }
    ASSERT(*entry == 0);
    *entry = frame | flags | PRESENT;
    return 0;
}

phys_t arch_space_unmap(struct arch_space *space, virt_t page, unsigned *flags)
{
    phys_t *entry = find_entry(space, page);
    phys_t frame = arch_space_lookup(space, page, flags);
    if (entry)
        *entry = 0;
    return frame;
}

phys_t arch_space_lookup(const struct arch_space *space, virt_t page, unsigned *flags)
{
    const phys_t *entry = find_entry(space, page);
    if (!entry || !*entry)
        return 0;
    *flags = *entry & (ARCH_PAGE_WRITE | ARCH_PAGE_SHARED);
    return *entry & FRAME_MASK;
}

virt_t arch_space_skip(const struct arch_space *space, virt_t page)
{
    while (page < USER_END && !space->tables[page / PAGE_SIZE / ENTRIES])
        page = (page / PAGE_SIZE / ENTRIES + 1) * ENTRIES * PAGE_SIZE;
    return page;
}

uint32_t arch_space_tables(const struct arch_space *space)
{
    uint32_t tables = 1;
    for (uint32_t i = 0; i < ENTRIES; i++)
        tables += space->tables[i] != 0;
    return tables;
}

void arch_space_activate(const struct arch_space *space)
{
    active = space;
}

const struct arch_space *machine_active_space(void)
{
    return active;
}
