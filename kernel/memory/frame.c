/* A free frame is either on a list that is linked through a table, or has never been used
 * and lies beyond the mark of its range: so booting need not touch every frame. */
#include "kernel/memory/frame.h"

#include "kernel/debug/panic.h"

enum {
    ZEROED_MAX = 256,     /* frames that are cleared ahead, */
    ZEROED_SHARE = 64,    /* and no more than this share of all */
    HIGHEST = 768u << 20, /* what the kernel can see; see x86.h */
    LEAST_BYTES = (7 << 20) /
                  2, /* beside kernel and module: what 6 MiB leave, less a large module */
};

/* Half a MiB for user 0 alone, so that whoever cares for the machine can look, destroy and
 * power off: a shell and four programs, 25 pages each. */
enum { RESERVE_FRAMES = 128 };

/* Marks a frame on a list of free ones: a state with it is negative, read as a number with
 * a sign. */
#define FREE 0x80000000u

struct range {
    phys_t next, end; /* frames from NEXT on have never been used */
};

static struct range ranges[BOOT_RANGES_MAX];
static uint32_t range_count;
/* Per frame: its users, which are one at least; or FREE plus the number of the next free
 * frame, 0 at the end. 0 beyond the marks of the ranges. */
static int32_t *states;
/* Three lists: any contents, zeros, and what the machine has prepared. */
static phys_t first_free, first_zeroed, first_prepared;
static uint32_t zeroed_count; /* on the second one */
static uint32_t managed, available;
uint32_t frame_fail_countdown;
static void (*reclaim_frames)(void);
static bool (*may_use_reserve)(void);

static uint64_t clip_address(uint64_t address, uint64_t lowest, uint64_t highest)
{
    return address < lowest ? lowest : address > highest ? highest : address;
}

/* Both are below HIGHEST. */
static void add_range(uint64_t start, uint64_t end)
{
    phys_t first = page_up((phys_t)start);
    phys_t last = page_of((phys_t)end);
    if (first >= last || range_count == BOOT_RANGES_MAX)
        return;
    ranges[range_count++] = (struct range){first, last};
}

/* Adds what of [START, END) lies outside the module, which begins behind the kernel. */
static void add_around_module(uint64_t start, uint64_t end,
                              const struct memory_range *module)
{
    uint64_t module_start = clip_address(module->start, start, end);
    uint64_t module_end = clip_address(module->end, start, end);
    add_range(start, module_start);
    add_range(module_end, end);
}

static void count_frames(void)
{
    for (uint32_t i = 0; i < range_count; i++)
        managed += (ranges[i].end - ranges[i].next) / PAGE_SIZE;
    available = managed;
}

static phys_t highest_end(void)
{
    phys_t highest = 0;
    for (uint32_t i = 0; i < range_count; i++)
        highest = ranges[i].end > highest ? ranges[i].end : highest;
    return highest;
}

/* A part of a MiB counts: the firmware has kept the rest of it. */
static _Noreturn void fail_for_memory(const struct bootinfo *boot)
{
    enum { KIB = 1 << 10, MIB = 1 << 20 };
    boot_fail("too little memory: %u MiB, of which kernel and archive leave %u KiB; "
              "Robin needs 6 MiB, and more for a large archive",
              (uint32_t)((bootinfo_bytes(boot) + MIB - 1) / MIB),
              managed * (PAGE_SIZE / KIB));
}

__attribute__((cold)) void frame_init(const struct bootinfo *boot)
{
    uint64_t kernel_end =
        boot->kernel_end; /* what is below is the kernel's, or the BIOS's */
    range_count = managed = available = 0;
    first_free = first_zeroed = first_prepared = zeroed_count = 0;
    for (uint32_t i = 0; i < boot->usable_count; i++) {
        uint64_t start = clip_address(boot->usable[i].start, kernel_end, HIGHEST);
        uint64_t end = clip_address(boot->usable[i].end, kernel_end, HIGHEST);
        add_around_module(start, end, &boot->module);
    }
    count_frames();
    if (managed < LEAST_BYTES / PAGE_SIZE)
        fail_for_memory(boot);
    uint32_t table_bytes = highest_end() / PAGE_SIZE * (uint32_t)sizeof(*states);
    states = frame_boot_allocate(table_bytes);
    for (uint32_t at = 0; at < table_bytes; at += PAGE_SIZE)
        arch_page_zero((char *)states + at);
}

void *frame_boot_allocate(uint32_t bytes)
{
    uint32_t size = page_up(bytes);
    for (uint32_t i = 0; i < range_count; i++) {
        struct range *range = &ranges[i];
        if (range->end - range->next >= size) {
            range->end -= size; /* from the far end: the near one stays contiguous */
            managed -= size / PAGE_SIZE;
            available -= size / PAGE_SIZE;
            return arch_frame(range->end);
        }
    }
    panic("no %u bytes of memory in one piece", bytes);
}

static phys_t take_new(void)
{
    for (uint32_t i = 0; i < range_count; i++) {
        if (ranges[i].next < ranges[i].end) {
            phys_t frame = ranges[i].next;
            ranges[i].next += PAGE_SIZE;
            return frame;
        }
    }
    return 0;
}

void frame_fail_at(uint32_t count)
{
    frame_fail_countdown = count;
}

void frame_on_shortage(void (*reclaim)(void), bool (*may_use)(void))
{
    reclaim_frames = reclaim;
    may_use_reserve = may_use;
}

/* Few frames are left: whether there is one for who asks now. While booting there is nobody
 * to keep any for. */
static bool find_frame(void)
{
    if (!reclaim_frames)
        return available > 0;
    uint32_t kept = may_use_reserve() ? 0 : RESERVE_FRAMES;
    if (available <= kept)
        reclaim_frames();
    return available > kept;
}

/* Whoever needs a frame comes by here, so that a page table or a kernel stack is refused
 * no sooner than a page. */
static inline bool has_frame(void)
{
    return available > RESERVE_FRAMES || find_frame();
}

static phys_t next_free(phys_t frame)
{
    return ((uint32_t)states[frame / PAGE_SIZE] & ~FREE) * PAGE_SIZE;
}

static phys_t take_first(phys_t *first)
{
    phys_t frame = *first;
    *first = next_free(frame);
    return frame;
}

static phys_t take_zeroed(void)
{
    zeroed_count--;
    return take_first(&first_zeroed);
}

static phys_t hand_out(phys_t frame)
{
    states[frame / PAGE_SIZE] = 1;
    available--;
    return frame;
}

phys_t frame_allocate(void)
{
    if (frame_fails() || !has_frame())
        return 0;
    if (first_free)
        return hand_out(take_first(&first_free));
    phys_t frame = take_new();
    if (!frame)
        frame = first_prepared ? take_first(&first_prepared) : take_zeroed();
    return hand_out(frame);
}

phys_t frame_allocate_prepared(void)
{
    if (!first_prepared || frame_fail_countdown || !has_frame())
        return 0;
    return hand_out(take_first(&first_prepared));
}

phys_t frame_allocate_zeroed(void)
{
    if (first_zeroed && !frame_fail_countdown && has_frame())
        return hand_out(take_zeroed());
    phys_t frame = frame_allocate();
    if (frame)
        arch_page_zero(arch_frame(frame));
    return frame;
}

static void put_first(phys_t *first, phys_t frame)
{
    states[frame / PAGE_SIZE] = (int32_t)(FREE | *first / PAGE_SIZE);
    *first = frame;
}

/* Apart from its callers, which are short and called for each page. */
__attribute__((noinline)) static void put_free(phys_t frame)
{
    ASSERT(states[frame / PAGE_SIZE] == 0); /* it had a user */
    put_first(&first_free, frame);
    available++;
}

/* One user less; with the last one the frame is free, and a state below 0 says that it was
 * free before. */
static inline void drop_user(phys_t frame)
{
    if (--states[frame / PAGE_SIZE] <= 0)
        put_free(frame);
}

void frame_free(phys_t frame)
{
    drop_user(frame);
}

static inline void free_only(phys_t *first, phys_t frame)
{
    ASSERT(states[frame / PAGE_SIZE] == 1); /* tables are nobody else's */
    put_first(first, frame);
    available++;
}

void frame_free_zeroed(phys_t frame)
{
    free_only(&first_zeroed, frame);
    zeroed_count++;
}

void frame_free_prepared(phys_t frame)
{
    free_only(&first_prepared, frame);
}

bool frame_clear_one(void)
{
    if (zeroed_count >= ZEROED_MAX || zeroed_count >= managed / ZEROED_SHARE)
        return false;
    phys_t frame = first_free ? take_first(&first_free) : take_new();
    if (!frame)
        return false;
    arch_page_zero(arch_frame(frame));
    put_first(&first_zeroed, frame);
    zeroed_count++;
    return true;
}

static inline void add_user(phys_t frame)
{
    if (++states[frame / PAGE_SIZE] <= 1)
        panic("a free frame, 0x%x, is shared", frame);
}

void frame_share(phys_t frame)
{
    add_user(frame);
}

/* Both loops run for each page of a process that forks, or ends: each instruction counts. A
 * word of 0 is not tested for: frame 0 is nobody's, and its state counts such words. */
void frame_share_words(const uint32_t *words, uint32_t count)
{
    int32_t *table = states;
#pragma GCC unroll 4
    for (uint32_t i = 0; i < count; i++)
        if (++table[words[i] / PAGE_SIZE] < 0)
            panic("a free frame, 0x%x, is shared", page_of(words[i]));
    table[0] = 0;
}

uint32_t frame_free_words(const uint32_t *words, uint32_t count)
{
    int32_t *table = states;
    table[0] = (int32_t)count + 1; /* is never 0 in the loop */
#pragma GCC unroll 4
    for (uint32_t i = 0; i < count; i++)
        if (--table[words[i] / PAGE_SIZE] == 0)
            put_free(page_of(words[i]));
    uint32_t found = (uint32_t)table[0] - 1;
    table[0] = 0;
    return found;
}

phys_t frame_make_own(phys_t frame)
{
    int32_t *users = &states[frame / PAGE_SIZE];
    ASSERT(*users > 0);
    if (*users == 1)
        return frame;
    phys_t own = frame_allocate();
    if (!own)
        return 0;
    arch_frame_copy(own, frame);
    --*users;
    return own;
}

uint32_t frame_users(phys_t frame)
{
    ASSERT(states[frame / PAGE_SIZE] > 0);
    return (uint32_t)states[frame / PAGE_SIZE];
}

uint32_t frame_count(void)
{
    return managed;
}

uint32_t frame_free_count(void)
{
    return available;
}

static uint32_t check_list(phys_t first)
{
    uint32_t found = 0;
    for (phys_t frame = first; frame; frame = next_free(frame)) {
        ASSERT(states[frame / PAGE_SIZE] < 0 && found < available);
        found++;
    }
    return found;
}

void frame_check(void)
{
    uint32_t zeroed = check_list(first_zeroed);
    ASSERT(zeroed == zeroed_count);
    uint32_t found = check_list(first_free) + check_list(first_prepared) + zeroed;
    for (uint32_t i = 0; i < range_count; i++)
        found += (ranges[i].end - ranges[i].next) / PAGE_SIZE;
    ASSERT(found == available);
}

/* What is found is counted in the upper half of the state; a frame with more users than have
 * room there is left out. */
enum { FOUND_ONE = 1 << 16, FOUND_MAX = (1 << 15) - 1 };

void frame_found(phys_t frame)
{
    int32_t *state = &states[frame / PAGE_SIZE];
    ASSERT(*state > 0);
    if (*state % FOUND_ONE <= FOUND_MAX)
        *state += FOUND_ONE;
}

void frame_check_users(void)
{
    phys_t mark = 0; /* beyond the highest one every state is 0 */
    for (uint32_t i = 0; i < range_count; i++)
        mark = ranges[i].next > mark ? ranges[i].next : mark;
    for (uint32_t i = 0; i < mark / PAGE_SIZE; i++) {
        int32_t found = states[i] / FOUND_ONE, users = states[i] % FOUND_ONE;
        if (states[i] < FOUND_ONE)
            continue;
        ASSERT(found == users);
        states[i] = users;
    }
}
