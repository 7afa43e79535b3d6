/* Page directories and page tables. [SDM 3A 4.3]
 *
 * kernel_directory, made by boot/start.asm, is the kernel's own; the kernel's half of
 * every other directory is a copy of it and never changes, since all its page tables
 * exist from boot on. */

#include "abi/errno.h"
#include "arch/x86/instructions.h"
#include "arch/x86/x86.h"
#include "kernel/debug/panic.h"

enum {
    PRESENT = 0x001,
    WRITABLE = 0x002,
    USER = 0x004,
    UNCACHED = 0x018,
    LARGE = 0x080, /* 4 MiB, which the directory maps itself */
    GLOBAL = 0x100,
    ENTRIES = 1024,
    TABLE_BYTES = ENTRIES * PAGE_SIZE,
    USER_TABLES =
        KERNEL_BASE / TABLE_BYTES, /* entries of a directory below KERNEL_BASE */
    STACKS_FIRST = STACKS_START / TABLE_BYTES,
    DIRECT_TABLES = STACKS_FIRST - USER_TABLES, /* most that there can be */
    CR4_PGE = 0x80,
};
#define FRAME_MASK 0xFFFFF000u
#define LARGE_MASK 0xFFC00000u

/* What struct arch_space is here. */
struct tables {
    phys_t directory;
    /* A bit for each page table, and one for each word of these that is not 0: to find
     * the few tables of a process quickly. */
    uint32_t bits[USER_TABLES / 32];
    uint32_t words;
};

_Static_assert(sizeof(struct tables) <= sizeof(struct arch_space), "it has room");

/* The kernel's own directory; boot/start.asm fills it in first. */
PAGE_ALIGNED uint32_t kernel_directory[ENTRIES];

extern uint8_t kernel_start[], kernel_text_end[], machine_start[], machine_end[],
    policy_start[]; /* linker.ld */

/* The entries of the kernel's half that are in use: for memory, and for kernel stacks. */
static uint32_t direct_tables, stack_tables;

static PAGE_ALIGNED uint32_t low_pages[ENTRIES]; /* the first 4 MiB of memory */

static uint32_t table_index(virt_t address)
{
    return address >> 12 & (ENTRIES - 1);
}

static uint32_t physical_of(const void *kernel_address)
{
    return (uint32_t)(uintptr_t)kernel_address - KERNEL_BASE;
}

/* The first 4 MiB get small pages, so that the kernel's text can be read-only, and the
 * page below its first stack unmapped. */
static void protect_kernel(void)
{
    for (uint32_t i = 0; i < ENTRIES; i++)
        low_pages[i] = i * PAGE_SIZE | PRESENT | WRITABLE | GLOBAL;
    for (uint32_t page = physical_of(kernel_start); page < physical_of(kernel_text_end);
         page += PAGE_SIZE)
        low_pages[page / PAGE_SIZE] &= ~(uint32_t)WRITABLE;
    low_pages[physical_of(first_stack.guard) / PAGE_SIZE] = 0;
    kernel_directory[KERNEL_BASE >> 22] = physical_of(low_pages) | PRESENT | WRITABLE;
}

static void protect_pages(const uint8_t *from, const uint8_t *to, bool protect)
{
    for (uint32_t page = physical_of(from); page < physical_of(to); page += PAGE_SIZE) {
        uint32_t entry = low_pages[page / PAGE_SIZE] & ~(uint32_t)WRITABLE;
        low_pages[page / PAGE_SIZE] = protect ? entry : entry | WRITABLE;
        invlpg(page + KERNEL_BASE);
    }
}

void arch_protect_variables(bool protect)
{
    protect_pages(kernel_text_end, machine_start, protect);
    protect_pages(machine_end, policy_start, protect);
}

/* Forgets global translations too. [SDM 3A 4.10.4.1] */
static void flush_all(void)
{
    uint32_t cr4 = read_cr4();
    write_cr4(cr4 & ~(uint32_t)CR4_PGE);
    write_cr4(cr4);
}

/* Memory that is not there needs no entries: each process has a copy of those that are. */
static void cut_direct_map(const struct bootinfo *boot)
{
    uint64_t end =
        boot->module.end > boot->kernel_end ? boot->module.end : boot->kernel_end;
    for (uint32_t i = 0; i < boot->usable_count; i++)
        end = boot->usable[i].end > end ? boot->usable[i].end : end;
    uint64_t tables = (end + TABLE_BYTES - 1) / TABLE_BYTES;
    direct_tables = tables < DIRECT_TABLES ? (uint32_t)tables : DIRECT_TABLES;
    for (uint32_t i = direct_tables; i < DIRECT_TABLES; i++)
        kernel_directory[USER_TABLES + i] = 0;
}

__attribute__((cold)) void paging_init(const struct bootinfo *boot)
{
    protect_kernel();
    for (uint32_t i = 0; i < USER_TABLES; i++)
        kernel_directory[i] = 0; /* the boot code ran there */
    cut_direct_map(boot);
    flush_all();
}

volatile void *paging_map_device(phys_t physical)
{
    kernel_directory[STACKS_END >> 22] =
        (physical & LARGE_MASK) | PRESENT | WRITABLE | UNCACHED | LARGE;
    return (volatile void *)(STACKS_END | (physical & ~LARGE_MASK));
}

void paging_unmap_device(void)
{
    kernel_directory[STACKS_END >> 22] = 0;
    invlpg(STACKS_END);
}

void paging_grow_stacks(uint32_t bytes)
{
    for (; stack_tables * TABLE_BYTES < bytes; stack_tables++) {
        void *table = frame_boot_allocate(PAGE_SIZE);
        arch_page_zero(table);
        kernel_directory[STACKS_FIRST + stack_tables] =
            arch_physical(table) | PRESENT | WRITABLE;
    }
}

static uint32_t *stack_entry(uintptr_t page)
{
    uint32_t *table = arch_frame(kernel_directory[page >> 22] & FRAME_MASK);
    return &table[table_index(page)];
}

void paging_map_stack(uintptr_t page, phys_t frame)
{
    *stack_entry(page) = frame | PRESENT | WRITABLE | GLOBAL;
}

phys_t paging_unmap_stack(uintptr_t page)
{
    uint32_t *entry = stack_entry(page);
    phys_t frame = *entry & FRAME_MASK;
    *entry = 0;
    invlpg(page);
    return frame;
}

void *arch_frame(phys_t physical)
{
    return (void *)(physical + KERNEL_BASE);
}

phys_t arch_physical(const void *frame)
{
    return physical_of(frame);
}

void arch_page_zero(void *page)
{
    rep_stosd(page, 0, PAGE_SIZE / 4);
}

void arch_frame_copy(phys_t to, phys_t from)
{
    rep_movsd(arch_frame(to), arch_frame(from), PAGE_SIZE / 4);
}

static struct tables *tables_of(const struct arch_space *space)
{
    return (struct tables *)space->of_the_machine;
}

/* With the kernel's part, which stays as it is from the first process on. */
static phys_t make_directory(void)
{
    phys_t frame = frame_allocate_zeroed();
    if (!frame)
        return 0;
    uint32_t *directory = arch_frame(frame);
    rep_movsd(directory + USER_TABLES, kernel_directory + USER_TABLES, direct_tables);
    rep_movsd(directory + STACKS_FIRST, kernel_directory + STACKS_FIRST, stack_tables);
    return frame;
}

int arch_space_create(struct arch_space *space)
{
    struct tables *tables = tables_of(space);
    tables->directory = frame_allocate_prepared();
    if (!tables->directory)
        tables->directory = make_directory();
    return tables->directory ? 0 : -ENOMEM;
}

static void free_tables(uint32_t *directory, uint32_t word, uint32_t bits)
{
    for (; bits; bits &= bits - 1) {
        uint32_t index = word * 32 + (uint32_t)__builtin_ctz(bits);
        frame_free_zeroed(directory[index] & FRAME_MASK); /* all has been unmapped */
        directory[index] = 0;
    }
}

void arch_space_destroy(struct arch_space *space)
{
    struct tables *tables = tables_of(space);
    uint32_t *directory = arch_frame(tables->directory);
    for (uint32_t words = tables->words; words; words &= words - 1) {
        uint32_t word = (uint32_t)__builtin_ctz(words);
        free_tables(directory, word, tables->bits[word]);
    }
    frame_free_prepared(tables->directory);
}

/* The entry of the page table for PAGE; NULL if there is no table. */
static uint32_t *find_entry(const struct arch_space *space, virt_t page)
{
    const uint32_t *directory = arch_frame(tables_of(space)->directory);
    uint32_t table = directory[page >> 22];
    if (!(table & PRESENT))
        return NULL;
    uint32_t *entry = (uint32_t *)arch_frame(table & FRAME_MASK) + table_index(page);
    if (!entry)
        __builtin_unreachable(); /* so that no caller's code looks twice */
    return entry;
}

static int add_table(struct arch_space *space, virt_t page)
{
    struct tables *tables = tables_of(space);
    phys_t table = frame_allocate_zeroed();
    if (!table)
        return -ENOMEM;
    uint32_t *directory = arch_frame(tables->directory);
    uint32_t index = page >> 22;
    directory[index] = table | PRESENT | WRITABLE | USER;
    tables->bits[index / 32] |= 1u << index % 32;
    tables->words |= 1u << index / 32;
    return 0;
}

/* The kernel's flags stand where the CPU's do, only that one says the opposite. */
_Static_assert((int)ARCH_PAGE_WRITE == WRITABLE && (int)ARCH_PAGE_HIDDEN == PRESENT,
               "for these two");

static uint32_t entry_of(phys_t frame, unsigned flags)
{
    return frame | USER | (flags ^ PRESENT);
}

static unsigned flags_of(uint32_t entry)
{
    return (entry & (WRITABLE | PRESENT)) ^ PRESENT;
}

int arch_space_map(struct arch_space *space, virt_t page, phys_t frame, unsigned flags)
{
    int taken = 0;
    ASSERT(page >= USER_START && page < USER_END);
    uint32_t *entry = find_entry(space, page);
    if (!entry) {
        if (add_table(space, page))
            return -ENOMEM;
        entry = find_entry(space, page);
        taken = 1;
    }
    ASSERT(*entry == 0);
    *entry = entry_of(frame, flags);
    return taken;
}

void arch_space_remap(struct arch_space *space, virt_t page, phys_t frame, unsigned flags)
{
    uint32_t *entry = find_entry(space, page);
    ASSERT(entry && *entry);
    *entry = entry_of(frame, flags);
    invlpg(page);
}

phys_t arch_space_lookup(const struct arch_space *space, virt_t page, unsigned *flags)
{
    const uint32_t *entry = find_entry(space, page);
    if (!entry || !*entry)
        return 0;
    *flags = flags_of(*entry);
    return *entry & FRAME_MASK;
}

/* Where the page table that PAGE lies in ends, or END if that is before. */
static virt_t end_of_table(virt_t page, virt_t end)
{
    virt_t table_end = (page & ~(virt_t)(TABLE_BYTES - 1)) + TABLE_BYTES;
    return table_end < end ? table_end : end;
}

/* The first entry from *PAGE on, and before END, that maps something; NULL if none does.
 * What has no table is passed over at once. */
static uint32_t *find_mapped(const struct arch_space *space, virt_t *page, virt_t end)
{
    while (*page < end) {
        uint32_t *entry = find_entry(space, *page);
        virt_t last = end_of_table(*page, end);
        for (; entry && *page < last; *page += PAGE_SIZE, entry++) {
            if (*entry)
                return entry;
        }
        *page = last;
    }
    return NULL;
}

phys_t arch_space_find(const struct arch_space *space, virt_t *page, virt_t end,
                       unsigned *flags)
{
    const uint32_t *entry = find_mapped(space, page, end);
    if (!entry)
        return 0;
    *flags = flags_of(*entry);
    return *entry & FRAME_MASK;
}

static void forbid_writing(uint32_t *words, uint32_t count)
{
#pragma GCC unroll 4
    for (uint32_t i = 0; i < count; i++)
        words[i] &= ~(uint32_t)WRITABLE;
}

int arch_space_share(struct arch_space *to, struct arch_space *from, virt_t *page,
                     virt_t end, unsigned flags)
{
    virt_t last = end_of_table(*page, end);
    uint32_t *words = find_entry(from, *page), *shared = find_entry(to, *page);
    int taken = 0;
    if (words && !shared) {
        if (add_table(to, *page))
            return -ENOMEM;
        shared = find_entry(to, *page);
        taken = 1;
    }
    uint32_t count = words ? (last - *page) / PAGE_SIZE : 0;
    frame_share_words(words, count);
    if (!(flags & ARCH_PAGE_WRITE))
        forbid_writing(words, count);
    rep_movsd(shared, words, count);
    *page = last;
    return taken;
}

uint32_t arch_space_unmap(struct arch_space *space, virt_t *page, virt_t end)
{
    virt_t last = end_of_table(*page, end);
    uint32_t *words = find_entry(space, *page);
    uint32_t count = words ? (last - *page) / PAGE_SIZE : 0;
    uint32_t found = frame_free_words(words, count);
    rep_stosd(words, 0, count);
    *page = last;
    return found;
}

void arch_space_protect(struct arch_space *space, virt_t *page, virt_t end, bool hide)
{
    virt_t last = end_of_table(*page, end);
    uint32_t *words = find_entry(space, *page);
    uint32_t count = words ? (last - *page) / PAGE_SIZE : 0;
    uint32_t clear = WRITABLE | PRESENT, set = hide ? 0 : PRESENT;
    for (uint32_t i = 0; i < count; i++)
        if (words[i])
            words[i] = (words[i] & ~clear) | set;
    *page = last;
}

void arch_space_flush(void)
{
    write_cr3(read_cr3());
}

phys_t paging_directory(const struct arch_space *space)
{
    return space ? tables_of(space)->directory : physical_of(kernel_directory);
}

void arch_space_leave(void)
{
    write_cr3(paging_directory(NULL));
}
