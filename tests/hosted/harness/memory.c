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

void arch_frame_copy(phys_t to, phys_t from)
{
    memcpy(arch_frame(to), arch_frame(from), PAGE_SIZE);
}

/* --- Address spaces: a page of page tables, as on the PC, so that memory runs out in the
 * same places. The lower bits of an entry are its flags. --- */

enum { ENTRIES = 1024, MAPPED = 4 };
#define FRAME_MASK (~(phys_t)(PAGE_SIZE - 1))

/* The tables of SPACE, each 0 or a frame. */
static phys_t *tables_of(const struct arch_space *space)
{
    return arch_frame((phys_t)space->of_the_machine[0]);
}

int arch_space_create(struct arch_space *space)
{
    phys_t frame = frame_allocate();
    if (!frame)
        return -ENOMEM;
    space->of_the_machine[0] = frame;
    arch_page_zero(tables_of(space));
    return 0;
}

void arch_space_destroy(struct arch_space *space)
{
    ASSERT(space != active);
    for (uint32_t i = 0; i < ENTRIES; i++) {
        if (tables_of(space)[i])
            frame_free(tables_of(space)[i]);
    }
    frame_free((phys_t)space->of_the_machine[0]);
}

/* The entry for PAGE; NULL if there is no table. */
static phys_t *find_entry(const struct arch_space *space, virt_t page)
{
    ASSERT(page % PAGE_SIZE == 0 && page < USER_END);
    phys_t table = tables_of(space)[page / PAGE_SIZE / ENTRIES];
    return table ? (phys_t *)arch_frame(table) + page / PAGE_SIZE % ENTRIES : NULL;
}

static int add_table(struct arch_space *space, virt_t page)
{
    phys_t table = frame_allocate();
    if (!table)
        return -ENOMEM;
    arch_page_zero(arch_frame(table));
    tables_of(space)[page / PAGE_SIZE / ENTRIES] = table;
    return 0;
}

int arch_space_map(struct arch_space *space, virt_t page, phys_t frame, unsigned flags)
{
    ASSERT(page >= USER_START && frame && frame % PAGE_SIZE == 0);
    phys_t *entry = find_entry(space, page);
    int taken = 0;
    if (!entry) {
        if (add_table(space, page))
            return -ENOMEM;
        entry = find_entry(space, page);
        taken = 1;
    }
    ASSERT(*entry == 0);
    *entry = frame | flags | MAPPED;
    return taken;
}

void arch_space_remap(struct arch_space *space, virt_t page, phys_t frame, unsigned flags)
{
    phys_t *entry = find_entry(space, page);
    ASSERT(entry && *entry);
    *entry = frame | flags | MAPPED;
}

phys_t arch_space_lookup(const struct arch_space *space, virt_t page, unsigned *flags)
{
    const phys_t *entry = find_entry(space, page);
    if (!entry || !*entry)
        return 0;
    *flags = *entry & (ARCH_PAGE_WRITE | ARCH_PAGE_HIDDEN);
    return *entry & FRAME_MASK;
}

/* Where the page table that PAGE lies in ends, or END if that is before. */
static virt_t end_of_table(virt_t page, virt_t end)
{
    virt_t table_end = (page / (ENTRIES * PAGE_SIZE) + 1) * (ENTRIES * PAGE_SIZE);
    return table_end < end ? table_end : end;
}

phys_t arch_space_find(const struct arch_space *space, virt_t *page, virt_t end,
                       unsigned *flags)
{
    const phys_t *tables = tables_of(space);
    for (virt_t last; *page < end; *page = last) {
        last = end_of_table(*page, end);
        if (!tables[*page / PAGE_SIZE / ENTRIES])
            continue;
        const phys_t *entry = find_entry(space, *page);
        for (; *page < last; *page += PAGE_SIZE, entry++) {
            if (*entry)
                return arch_space_lookup(space, *page, flags);
        }
    }
    return 0;
}

int arch_space_share(struct arch_space *to, struct arch_space *from, virt_t *page,
                     virt_t end, unsigned flags)
{
    virt_t last = end_of_table(*page, end);
    uint32_t count = (last - *page) / PAGE_SIZE;
    phys_t *words = find_entry(from, *page);
    int taken = 0;
    if (words && !find_entry(to, *page)) {
        if (add_table(to, *page))
            return -ENOMEM;
        taken = 1;
    }
    for (uint32_t i = 0; words && i < count; i++) {
        if (!(flags & ARCH_PAGE_WRITE))
            words[i] &= ~(phys_t)ARCH_PAGE_WRITE;
        find_entry(to, *page)[i] = words[i];
    }
    if (words)
        frame_share_words(words, count);
    *page = last;
    return taken;
}

uint32_t arch_space_unmap(struct arch_space *space, virt_t *page, virt_t end)
{
    virt_t last = end_of_table(*page, end);
    phys_t *words = find_entry(space, *page);
    uint32_t count = (last - *page) / PAGE_SIZE;
    uint32_t found = words ? frame_free_words(words, count) : 0;
    if (words)
        memset(words, 0, count * sizeof(*words));
    *page = last;
    return found;
}

void arch_space_protect(struct arch_space *space, virt_t *page, virt_t end, bool hide)
{
    virt_t last = end_of_table(*page, end);
    for (; *page < last; *page += PAGE_SIZE) {
        phys_t *entry = find_entry(space, *page);
        if (entry && *entry)
            *entry = (*entry & FRAME_MASK) | MAPPED | (hide ? ARCH_PAGE_HIDDEN : 0u);
    }
}

void arch_space_flush(void)
{
    /* this machine remembers nothing */
}

/* Copies LENGTH bytes between BUFFER and ADDRESS of the active space, page by page, as these
 * lie anywhere. */
static bool copy_user(virt_t address, char *buffer, uint32_t length, bool write)
{
    ASSERT(active);
    while (length > 0) {
        unsigned flags;
        uint32_t offset = address % PAGE_SIZE, part = PAGE_SIZE - offset;
        phys_t frame = arch_space_lookup(active, address - offset, &flags);
        if (!frame || flags & ARCH_PAGE_HIDDEN || (write && !(flags & ARCH_PAGE_WRITE)))
            return false;
        char *at = (char *)arch_frame(frame) + offset;
        part = part < length ? part : length;
        memcpy(write ? at : buffer, write ? buffer : at, part);
        address += part;
        buffer += part;
        length -= part;
    }
    return true;
}

bool arch_copy_to_user(virt_t to, const void *from, uint32_t length)
{
    return copy_user(to, (char *)from, length, true); /* only read from */
}

bool arch_copy_from_user(void *to, virt_t from, uint32_t length)
{
    return copy_user(from, to, length, false);
}

void machine_activate(const struct arch_space *space)
{
    active = space;
}

void arch_space_leave(void)
{
    active = NULL;
}

const struct arch_space *machine_active_space(void)
{
    return active;
}
