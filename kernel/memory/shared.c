/* The frames stand in tables of 1,024, and these in one: so there is room for 4 GiB, and what
 * is not used takes none. */
#include "kernel/memory/shared.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/memory/frame.h"
#include "kernel/memory/object.h"

enum { ENTRIES = PAGE_SIZE / sizeof(phys_t), TABLE_INSTRUCTIONS = 20000 };

struct shared_memory {
    struct list link; /* among all */
    uint32_t holders;
    struct account *account;
    uint32_t pages; /* that the account is charged */
    phys_t tables;  /* the frame of the table of tables */
};

static struct object_cache cache = OBJECT_CACHE("shared memory", struct shared_memory);
static struct list memories;
static uint32_t charge;

static void charge_pages(struct shared_memory *memory, uint32_t pages)
{
    memory->pages += pages;
    memory->account->pages += pages;
    charge += pages;
}

/* A frame of zeros in *ENTRY, if there is none yet. 0 or -ENOMEM. */
static int fill(struct shared_memory *memory, phys_t *entry)
{
    if (*entry)
        return 0;
    phys_t frame = account_is_full(memory->account) ? 0 : frame_allocate_zeroed();
    if (!frame)
        return -ENOMEM;
    *entry = frame;
    charge_pages(memory, 1);
    return 0;
}

struct shared_memory *shared_create(struct account *account)
{
    struct shared_memory *memory = object_allocate(&cache);
    if (!memory)
        return NULL;
    *memory = (struct shared_memory){.account = account};
    if (fill(memory, &memory->tables)) {
        object_free(&cache, memory);
        return NULL;
    }
    if (!memories.next)
        list_init(&memories);
    list_push_back(&memories, &memory->link);
    return memory;
}

void shared_hold(struct shared_memory *memory)
{
    memory->holders++;
}

int shared_page(struct shared_memory *memory, uint32_t index, phys_t *frame)
{
    phys_t *table = (phys_t *)arch_frame(memory->tables) + index / ENTRIES;
    int error = fill(memory, table);
    if (error)
        return error;
    phys_t *entry = (phys_t *)arch_frame(*table) + index % ENTRIES;
    error = fill(memory, entry);
    *frame = *entry;
    return error;
}

void shared_put(struct shared_memory *memory)
{
    if (--memory->holders > 0)
        return;
    phys_t *tables = arch_frame(memory->tables);
    for (uint32_t i = 0; i < ENTRIES; i++) {
        if (!tables[i])
            continue;
        (void)frame_free_words(arch_frame(tables[i]), ENTRIES);
        frame_free(tables[i]);
        tables[i] = 0;
        kernel_worked(TABLE_INSTRUCTIONS);
    }
    frame_free_zeroed(memory->tables);
    charge_pages(memory, -memory->pages);
    list_remove(&memory->link);
    object_free(&cache, memory);
}

uint32_t shared_charge(void)
{
    return charge;
}

static void find_in_table(phys_t table)
{
    const phys_t *frames = arch_frame(table);
    for (uint32_t i = 0; i < ENTRIES; i++)
        if (frames[i])
            frame_found(frames[i]);
}

void shared_find_frames(void)
{
    for (struct list *node = memories.next; node && node != &memories;
         node = node->next) {
        const struct shared_memory *memory =
            container_of(node, struct shared_memory, link);
        const phys_t *tables = arch_frame(memory->tables);
        for (uint32_t i = 0; i < ENTRIES; i++)
            if (tables[i])
                find_in_table(tables[i]);
    }
}
