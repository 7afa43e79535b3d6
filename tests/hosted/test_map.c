/* mmap and its kin: corner cases, and any order of them with forks, against a model that
 * knows nothing of regions and copies at once. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "kernel/memory/frame.h"
#include "kernel/memory/map.h"
#include "kernel/memory/region.h"
#include "kernel/memory/shared.h"
#include "kernel/process/process.h"
#include "lib/random.h"
#include "tests/hosted/harness/user.h"

enum {
    RW = PROT_READ | PROT_WRITE,
    PRIVATE = MAP_PRIVATE | MAP_ANONYMOUS,
    SHARED = MAP_SHARED | MAP_ANONYMOUS,
    P = PAGE_SIZE,
};

/* Where the tests map at fixed places: two page tables meet in the middle. */
enum { PAGES = 20 };
#define WINDOW (0x20000000u - PAGES / 2 * P)

static struct space *own; /* the running program's */
static uint32_t regions_before, frames_before;

/* An address, or -errno. */
static int64_t map(struct space *space, virt_t address, uint32_t pages, unsigned prot,
                   unsigned flags)
{
    struct map_request request = {address, pages * P, prot, flags, UINT32_MAX};
    virt_t start = 0;
    int error = space_map(space, &request, &start);
    return error ? error : (int64_t)start;
}

static int64_t map_at(struct space *space, uint32_t page, uint32_t pages, unsigned prot,
                      unsigned flags)
{
    return map(space, WINDOW + page * P, pages, prot, flags | MAP_FIXED);
}

/* What a program does that touches PAGE: the frame it gets to see; NULL: it ends. */
static uint8_t *touch(struct space *space, virt_t page, bool write)
{
    unsigned flags = 0;
    for (int faults = 0;; faults++) {
        phys_t frame = arch_space_lookup(&space->arch, page, &flags);
        bool is_there = frame && !(flags & ARCH_PAGE_HIDDEN);
        if (is_there && (!write || flags & ARCH_PAGE_WRITE))
            return arch_frame(frame);
        assert_true(faults < 2);
        unsigned access =
            (is_there ? ARCH_ACCESS_MAPPED : 0u) | (write ? ARCH_ACCESS_WRITE : 0u);
        if (space_touch(space, page, access))
            return NULL;
    }
}

static bool write_byte(struct space *space, uint32_t page, uint8_t byte)
{
    uint8_t *at = touch(space, WINDOW + page * P, true);
    if (at)
        at[0] = at[P - 1] = byte;
    return at;
}

/* The byte of a page, or -1: it cannot be read. */
static int read_byte(struct space *space, uint32_t page)
{
    const uint8_t *at = touch(space, WINDOW + page * P, false);
    if (at)
        assert_int_equal(at[0], at[P - 1]);
    return at ? at[0] : -1;
}

static uint32_t own_regions(void)
{
    return own->region_count - regions_before;
}

static int boot(void **state)
{
    (void)state;
    user_boot("check=1");
    own = &process_current()->space;
    regions_before = own->region_count;
    frames_before = frame_free_count();
    return 0;
}

static void check(struct space *const *spaces, uint32_t count)
{
    uint32_t charge = shared_charge();
    for (uint32_t i = 0; i < count; i++) {
        if (!spaces[i])
            continue;
        space_check(spaces[i]);
        space_find_frames(spaces[i]);
        charge += space_charge(spaces[i]);
    }
    program_find_frames();
    shared_find_frames();
    frame_check_users();
    frame_check();
    assert_int_equal(own->account->pages, charge + 1); /* and its record */
}

static int end(void **state)
{
    assert_int_equal(space_unmap(own, 0x10000000, HEAP_END - 0x10000000), 0);
    check(&own, 1);
    assert_int_equal(own_regions(), 0);
    assert_int_equal(shared_charge(), 0);
    return user_power_off(state);
}

/* --- Where --- */

static void what_is_mapped_lies_at_the_top_and_then_below(void **state)
{
    (void)state;
    assert_int_equal(map(own, 0, 2, RW, PRIVATE), HEAP_END - 2 * P);
    assert_int_equal(map(own, 0, 1, PROT_READ, PRIVATE), HEAP_END - 3 * P);
    assert_int_equal(space_unmap(own, HEAP_END - 2 * P, 2 * P), 0);
    assert_int_equal(map(own, 0, 1, RW, PRIVATE), HEAP_END - P);
}

static void a_hint_is_taken_where_there_is_room(void **state)
{
    (void)state;
    assert_int_equal(map(own, WINDOW + 5, 2, RW, PRIVATE), WINDOW);
    assert_int_equal(map(own, WINDOW + P, 1, RW, PRIVATE), HEAP_END - P);
    assert_int_equal(map(own, USER_TEXT, 1, RW, PRIVATE), HEAP_END - 2 * P);
}

static void fixed_takes_the_place_of_what_is_there(void **state)
{
    (void)state;
    map_at(own, 0, 4, RW, PRIVATE);
    write_byte(own, 1, 7);
    assert_int_equal(map_at(own, 1, 1, PROT_READ, PRIVATE), WINDOW + P);
    assert_int_equal(read_byte(own, 1), 0);
    assert_int_equal(own_regions(), 3);
}

static void noreplace_takes_only_what_is_free(void **state)
{
    (void)state;
    unsigned flags = PRIVATE | MAP_FIXED_NOREPLACE;
    assert_int_equal(map(own, WINDOW, 2, RW, flags), WINDOW);
    assert_int_equal(map(own, WINDOW + P, 2, RW, flags), -EEXIST);
    assert_int_equal(map(own, WINDOW + 2 * P, 2, RW, flags), WINDOW + 2 * P);
}

static void what_cannot_be_mapped_has_linuxs_errors(void **state)
{
    (void)state;
    assert_int_equal(map(own, 0, 0, RW, PRIVATE), -EINVAL);
    assert_int_equal(map(own, 0, 1, RW, MAP_ANONYMOUS), -EINVAL);
    assert_int_equal(map(own, 0, 1, RW, MAP_ANONYMOUS | MAP_SHARED_VALIDATE), -EINVAL);
    assert_int_equal(map(own, 0, 1, RW, SHARED | MAP_GROWSDOWN), -EINVAL);
    assert_int_equal(map(own, WINDOW + 1, 1, RW, PRIVATE | MAP_FIXED), -EINVAL);
    assert_int_equal(map(own, 0xC0000000, 1, RW, PRIVATE | MAP_FIXED), -ENOMEM);
    assert_int_equal(map(own, P, 1, RW, PRIVATE | MAP_FIXED), -EPERM);
    assert_int_equal(map(own, 0, 0xC0000, RW, PRIVATE), -ENOMEM);
    struct map_request request = {0, UINT32_MAX, RW, PRIVATE, UINT32_MAX};
    virt_t start;
    assert_int_equal(space_map(own, &request, &start), -ENOMEM);
    assert_int_equal(own_regions(), 0);
}

static void no_more_is_mapped_than_the_limit_says(void **state)
{
    (void)state;
    uint32_t most = space_bytes(own) + 2 * P;
    struct map_request request = {WINDOW, 2 * P, RW, PRIVATE | MAP_FIXED, most};
    virt_t start;
    assert_int_equal(space_map(own, &request, &start), 0);
    assert_int_equal(space_map(own, &request, &start), 0); /* it replaces as much */
    request.address += P;
    assert_int_equal(space_map(own, &request, &start), -ENOMEM);
    assert_int_equal(space_break(own, own->heap_break + 1, most), own->heap_break);
}

static void the_guard_of_the_stack_stays_free(void **state)
{
    (void)state;
    assert_int_equal(map(own, STACK_GUARD, 1, RW, PRIVATE), HEAP_END - P);
    assert_int_equal(map(own, STACK_GUARD - P, 1, RW, PRIVATE), STACK_GUARD - P);
    assert_int_equal(space_unmap(own, STACK_GUARD - P, P), 0);
}

/* --- Splitting and joining --- */

static void equal_neighbours_are_one_region(void **state)
{
    (void)state;
    map_at(own, 0, 1, RW, PRIVATE);
    map_at(own, 2, 1, RW, PRIVATE);
    assert_int_equal(own_regions(), 2);
    map_at(own, 1, 1, RW, PRIVATE);
    assert_int_equal(own_regions(), 1);
    assert_int_equal(space_unmap(own, WINDOW + P, P), 0);
    assert_int_equal(own_regions(), 2);
}

static void protection_splits_and_the_same_protection_joins(void **state)
{
    (void)state;
    map_at(own, 0, 5, RW, PRIVATE);
    write_byte(own, 2, 9);
    assert_int_equal(space_protect(own, WINDOW + 2 * P, P, PROT_NONE), 0);
    assert_int_equal(own_regions(), 3);
    assert_int_equal(read_byte(own, 2), -1);
    assert_int_equal(space_protect(own, WINDOW + 2 * P, P, PROT_READ), 0);
    assert_int_equal(read_byte(own, 2), 9);
    assert_false(write_byte(own, 2, 1));
    assert_int_equal(space_protect(own, WINDOW + 2 * P, P, RW), 0);
    assert_int_equal(own_regions(), 1);
    assert_true(write_byte(own, 2, 1));
}

static void protection_ends_at_a_hole(void **state)
{
    (void)state;
    map_at(own, 0, 2, RW, PRIVATE);
    map_at(own, 3, 1, RW, PRIVATE);
    assert_int_equal(space_protect(own, WINDOW, 4 * P, PROT_READ), -ENOMEM);
    assert_false(write_byte(own, 1, 1));
    assert_true(write_byte(own, 3, 1));
    assert_int_equal(space_protect(own, WINDOW - P, 2 * P, RW), -ENOMEM);
    assert_false(write_byte(own, 0, 1));
}

static void wrong_protections_have_linuxs_errors(void **state)
{
    (void)state;
    map_at(own, 0, 1, RW, PRIVATE);
    assert_int_equal(space_protect(own, WINDOW + 1, P, RW), -EINVAL);
    assert_int_equal(space_protect(own, WINDOW, 0, RW), 0);
    assert_int_equal(space_protect(own, WINDOW, P, 0x100), -EINVAL);
    assert_int_equal(space_protect(own, WINDOW, UINT32_MAX, RW), -ENOMEM);
    assert_int_equal(space_protect(own, WINDOW, P, RW | PROT_GROWSDOWN), -EINVAL);
    assert_int_equal(space_protect(own, WINDOW, P, RW | PROT_GROWSUP), -EINVAL);
    assert_int_equal(space_protect(own, STACK_TOP - P, P, RW | PROT_GROWSDOWN), 0);
}

static void wrong_ranges_are_not_unmapped(void **state)
{
    (void)state;
    map_at(own, 0, 1, RW, PRIVATE);
    assert_int_equal(space_unmap(own, WINDOW + 1, P), -EINVAL);
    assert_int_equal(space_unmap(own, WINDOW, 0), -EINVAL);
    assert_int_equal(space_unmap(own, WINDOW, UINT32_MAX), -EINVAL);
    assert_int_equal(space_unmap(own, 0xC0000000, P), -EINVAL);
    assert_int_equal(space_unmap(own, WINDOW + 4 * P, P), 0); /* there is nothing */
    assert_int_equal(own_regions(), 1);
}

static void regions_have_an_end(void **state)
{
    (void)state;
    int64_t got = 0;
    uint32_t i = 0;
    for (; got >= 0 && i < 2 * REGIONS_MAX; i++)
        got = map(own, WINDOW + 2 * i * P, 1, RW, PRIVATE | MAP_FIXED);
    assert_int_equal(got, -ENOMEM);
    assert_int_equal(own->region_count, REGIONS_MAX);
    check(&own, 1); /* what regions lie in is charged, too */
    assert_int_equal(space_unmap(own, USER_DATA + P, P), -ENOMEM); /* it splits */
}

/* --- The program's own pages --- */

static void text_that_is_made_writable_is_copied_and_charged(void **state)
{
    (void)state;
    uint8_t *shared = touch(own, USER_TEXT, false);
    uint32_t before = own->account->pages;
    assert_non_null(shared);
    assert_int_equal(space_protect(own, USER_TEXT, P, RW | PROT_EXEC), 0);
    uint8_t *mine = touch(own, USER_TEXT, true);
    assert_non_null(mine);
    assert_ptr_not_equal(mine, shared);
    assert_memory_equal(mine, shared, P);
    assert_int_equal(own->account->pages, before + 1);
    check(&own, 1);
    assert_int_equal(space_protect(own, USER_TEXT, P, PROT_READ | PROT_EXEC), 0);
    assert_ptr_equal(touch(own, USER_TEXT, false), mine);
}

/* --- Shared on purpose --- */

static void what_is_shared_is_seen_by_parent_and_child(void **state)
{
    (void)state;
    struct space child = {.account = own->account}, *both[] = {own, &child};
    map_at(own, 0, 4, RW, SHARED);
    write_byte(own, 0, 1);
    assert_int_equal(space_fork(&child, own), 0);
    assert_true(write_byte(&child, 0, 2));
    assert_int_equal(read_byte(own, 0), 2);
    assert_true(write_byte(&child, 3, 3)); /* first touched after the fork */
    assert_int_equal(read_byte(own, 3), 3);
    check(both, 2);
    assert_int_equal(space_unmap(own, WINDOW, 4 * P), 0);
    assert_int_equal(read_byte(&child, 3), 3);
    space_destroy(&child);
}

static void shared_memory_is_charged_once(void **state)
{
    (void)state;
    struct space child = {.account = own->account};
    map_at(own, 0, 4, RW, SHARED);
    for (uint32_t i = 0; i < 4; i++)
        write_byte(own, i, 1);
    uint32_t before = shared_charge();
    assert_int_equal(space_fork(&child, own), 0);
    assert_int_equal(shared_charge(), before);
    assert_int_equal(before, 4 + 2); /* and its tables */
    space_destroy(&child);
}

/* --- madvise and mremap --- */

static void pages_that_are_not_needed_begin_anew(void **state)
{
    (void)state;
    map_at(own, 0, 3, RW, PRIVATE);
    for (uint32_t i = 0; i < 3; i++)
        write_byte(own, i, 5);
    assert_int_equal(space_advise(own, WINDOW + P, P, MADV_DONTNEED), 0);
    assert_int_equal(read_byte(own, 0), 5);
    assert_int_equal(read_byte(own, 1), 0);
    assert_int_equal(read_byte(own, 2), 5);
    assert_int_equal(own_regions(), 1);
    assert_int_equal(space_advise(own, WINDOW + P, 0, MADV_DONTNEED), 0);
    assert_int_equal(own_regions(), 1);
    assert_int_equal(space_advise(own, WINDOW, 4 * P, MADV_DONTNEED), -ENOMEM);
    assert_int_equal(space_advise(own, WINDOW + 1, P, MADV_DONTNEED), -EINVAL);
    assert_int_equal(space_advise(own, WINDOW, P, 77), -EINVAL);
    assert_int_equal(space_advise(own, WINDOW, P, MADV_WILLNEED), 0);
}

static int64_t remap(struct space *space, virt_t old, uint32_t pages, uint32_t wanted,
                     unsigned flags, virt_t to)
{
    struct map_request request = {
        .address = to, .bytes = wanted * P, .flags = flags, .bytes_max = UINT32_MAX};
    virt_t start = 0;
    int error = space_remap(space, old, pages * P, &request, &start);
    return error ? error : (int64_t)start;
}

static void a_region_grows_where_it_is_or_moves(void **state)
{
    (void)state;
    map_at(own, 0, 2, RW, PRIVATE);
    write_byte(own, 1, 5);
    assert_int_equal(remap(own, WINDOW, 2, 3, 0, 0), WINDOW);
    assert_true(write_byte(own, 2, 6));
    map_at(own, 3, 1, PROT_READ, PRIVATE);
    assert_int_equal(remap(own, WINDOW, 3, 4, 0, 0), -ENOMEM);
    int64_t to = remap(own, WINDOW, 3, 4, MREMAP_MAYMOVE, 0);
    assert_int_equal(to, HEAP_END - 4 * P);
    assert_int_equal(touch(own, (virt_t)to + P, false)[0], 5);
    assert_int_equal(read_byte(own, 1), -1);
    assert_int_equal(remap(own, (virt_t)to, 4, 1, 0, 0), to);
    assert_null(touch(own, (virt_t)to + P, false));
}

static void wrong_moves_have_linuxs_errors(void **state)
{
    (void)state;
    map_at(own, 0, 2, RW, PRIVATE);
    assert_int_equal(remap(own, WINDOW + 1, 1, 1, 0, 0), -EINVAL);
    assert_int_equal(remap(own, WINDOW, 1, 0, 0, 0), -EINVAL);
    assert_int_equal(remap(own, WINDOW, 1, 1, 8, 0), -EINVAL);
    assert_int_equal(remap(own, WINDOW, 1, 1, MREMAP_FIXED, WINDOW + 4 * P), -EINVAL);
    assert_int_equal(remap(own, WINDOW, 2, 2, MREMAP_FIXED | MREMAP_MAYMOVE, WINDOW + P),
                     -EINVAL);
    assert_int_equal(remap(own, WINDOW, 3, 4, MREMAP_MAYMOVE, 0), -EFAULT);
    assert_int_equal(remap(own, WINDOW + 5 * P, 1, 2, MREMAP_MAYMOVE, 0), -EFAULT);
}

/* --- Out of memory --- */

/* DO_IT fails at each allocation in turn, and works at last; what it does is undone then. */
static void try_without_memory(int (*do_it)(void))
{
    int error = -ENOMEM;
    uint32_t failures = 0;
    for (uint32_t count = 1; error; count++, failures += error != 0) {
        uint32_t frames = frame_free_count(), regions = own->region_count;
        frame_fail_at(count);
        error = do_it();
        frame_fail_at(0);
        check(&own, 1);
        if (error) {
            assert_int_equal(error, -ENOMEM);
            assert_int_equal(frame_free_count(), frames);
            assert_int_equal(own->region_count, regions);
        }
    }
    assert_true(failures > 0);
}

static int map_private_memory(void)
{
    int64_t got = map(own, 0, 2, RW, PRIVATE);
    return got < 0 ? (int)got : 0;
}

static int map_shared_memory(void)
{
    int64_t got = map(own, 0, 2, RW, SHARED);
    return got < 0 ? (int)got : 0;
}

static int protect_the_middle(void)
{
    return space_protect(own, WINDOW + P, P, PROT_READ);
}

static int unmap_the_middle(void)
{
    return space_unmap(own, WINDOW + P, P);
}

static int move_the_middle(void)
{
    return remap(own, WINDOW + P, 1, 1, MREMAP_FIXED | MREMAP_MAYMOVE, 0x30000000) ==
                   0x30000000
               ? 0
               : -ENOMEM;
}

static void without_memory_nothing_is_mapped(void **state)
{
    (void)state;
    try_without_memory(map_private_memory);
    try_without_memory(map_shared_memory);
}

static void without_memory_nothing_is_split(void **state)
{
    (void)state;
    map_at(own, 0, 3, RW, PRIVATE);
    write_byte(own, 1, 8);
    try_without_memory(protect_the_middle);
    assert_int_equal(read_byte(own, 1), 8);
    assert_int_equal(space_protect(own, WINDOW, 3 * P, RW), 0);
    try_without_memory(move_the_middle);
    assert_int_equal(touch(own, 0x30000000, false)[0], 8);
    map_at(own, 0, 3, RW, PRIVATE);
    try_without_memory(unmap_the_middle);
}

/* --- Any order, by chance --- */

enum { FAMILY = 4, SEEDS = 4, STEPS = 1500, CELLS = 100000 };

/* A page of the model is a cell, which is its own or one that others see, too. */
struct model {
    uint8_t *cell; /* NULL: not mapped */
    unsigned prot;
    bool shared;
};

static struct member {
    struct space forked, *space; /* NULL: there is none now */
    struct model pages[PAGES];
} family[FAMILY];

static uint8_t cells[CELLS];
static uint32_t cells_used;
static struct random chance;

static uint32_t choose(uint32_t count)
{
    return (random_next(&chance) >> 8) % count;
}

static uint8_t *new_cell(uint8_t byte)
{
    assert_true(cells_used < CELLS);
    cells[cells_used] = byte;
    return &cells[cells_used++];
}

static void expect_page(struct member *member, uint32_t page)
{
    const struct model *model = &member->pages[page];
    bool is_readable = model->cell && model->prot != PROT_NONE;
    assert_int_equal(read_byte(member->space, page), is_readable ? *model->cell : -1);
}

static void write_page(struct member *member, uint32_t page)
{
    struct model *model = &member->pages[page];
    uint8_t byte = (uint8_t)choose(256);
    bool may = model->cell && model->prot & PROT_WRITE;
    assert_int_equal(write_byte(member->space, page, byte), may);
    if (may)
        *model->cell = byte;
}

static void map_pages(struct member *member, uint32_t page, uint32_t count)
{
    bool shared = choose(3) == 0;
    unsigned prot = choose(4) ? RW : choose(8), flags = shared ? SHARED : PRIVATE;
    assert_int_equal(map_at(member->space, page, count, prot, flags), WINDOW + page * P);
    for (uint32_t i = page; i < page + count; i++)
        member->pages[i] = (struct model){new_cell(0), prot, shared};
}

static void unmap_pages(struct member *member, uint32_t page, uint32_t count)
{
    assert_int_equal(space_unmap(member->space, WINDOW + page * P, count * P), 0);
    memset(member->pages + page, 0, count * sizeof(*member->pages));
}

static void protect_pages(struct member *member, uint32_t page, uint32_t count)
{
    unsigned prot = choose(2) ? RW : choose(8);
    int expected = 0;
    for (uint32_t i = page; i < page + count && !expected; i++) {
        expected = member->pages[i].cell ? 0 : -ENOMEM;
        member->pages[i].prot = prot;
    }
    assert_int_equal(space_protect(member->space, WINDOW + page * P, count * P, prot),
                     expected);
}

static void forget_pages(struct member *member, uint32_t page, uint32_t count)
{
    int expected = 0;
    for (uint32_t i = page; i < page + count; i++) {
        struct model *model = &member->pages[i];
        expected = model->cell ? expected : -ENOMEM;
        if (model->cell && !model->shared)
            model->cell = new_cell(0);
    }
    assert_int_equal(
        space_advise(member->space, WINDOW + page * P, count * P, MADV_DONTNEED),
        expected);
}

static void move_pages(struct member *member, uint32_t page, uint32_t count)
{
    uint32_t to = choose(PAGES - count + 1);
    if (to < page + count && page < to + count)
        return;
    virt_t target = WINDOW + to * P;
    int64_t got = remap(member->space, WINDOW + page * P, count, count,
                        MREMAP_FIXED | MREMAP_MAYMOVE, target);
    memset(member->pages + to, 0, count * sizeof(*member->pages));
    if (got == -EFAULT) /* it is more than one region */
        return;
    assert_int_equal(got, target);
    memcpy(member->pages + to, member->pages + page, count * sizeof(*member->pages));
    memset(member->pages + page, 0, count * sizeof(*member->pages));
}

static void fork_member(struct member *child, struct member *parent)
{
    child->forked = (struct space){.account = own->account};
    assert_int_equal(space_fork(&child->forked, parent->space), 0);
    child->space = &child->forked;
    memcpy(child->pages, parent->pages, sizeof(child->pages));
    for (uint32_t i = 0; i < PAGES; i++)
        if (child->pages[i].cell && !child->pages[i].shared)
            child->pages[i].cell = new_cell(*child->pages[i].cell);
}

static void end_member(struct member *member)
{
    space_destroy(member->space);
    member->space = NULL;
}

static void step(void)
{
    struct member *member = &family[choose(FAMILY)], *other = &family[choose(FAMILY)];
    uint32_t page = choose(PAGES), count = 1 + choose(PAGES - page);
    if (count > 6)
        count = 6;
    if (!member->space)
        return;
    switch (choose(16)) {
    case 0:
        map_pages(member, page, count);
        break;
    case 1:
        unmap_pages(member, page, count);
        break;
    case 2:
    case 3:
        protect_pages(member, page, count);
        break;
    case 4:
        forget_pages(member, page, count);
        break;
    case 5:
        move_pages(member, page, count);
        break;
    case 6:
    case 7:
        if (!other->space)
            fork_member(other, member);
        break;
    case 8:
        if (member != &family[0])
            end_member(member);
        break;
    case 9:
    case 10:
    case 11:
        expect_page(member, page);
        break;
    default:
        write_page(member, page);
    }
}

static void check_all(void)
{
    struct space *spaces[FAMILY];
    for (uint32_t i = 0; i < FAMILY; i++) {
        spaces[i] = family[i].space;
        for (uint32_t page = 0; spaces[i] && page < PAGES; page++)
            expect_page(&family[i], page);
    }
    check(spaces, FAMILY);
}

static void any_order_is_as_the_model_has_it(void **state)
{
    (void)state;
    memset(family, 0, sizeof(family));
    family[0].space = own;
    for (uint32_t seed = 1; seed <= SEEDS; seed++) {
        random_init(&chance, seed);
        for (uint32_t i = 0; i < STEPS; i++) {
            step();
            if (i % 64 == 0)
                check_all();
        }
        for (uint32_t i = 1; i < FAMILY; i++)
            if (family[i].space)
                end_member(&family[i]);
        unmap_pages(&family[0], 0, PAGES);
        cells_used = 0;
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, boot, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_mapped_lies_at_the_top_and_then_below),
        TEST(a_hint_is_taken_where_there_is_room),
        TEST(fixed_takes_the_place_of_what_is_there),
        TEST(noreplace_takes_only_what_is_free),
        TEST(what_cannot_be_mapped_has_linuxs_errors),
        TEST(no_more_is_mapped_than_the_limit_says),
        TEST(the_guard_of_the_stack_stays_free),
        TEST(equal_neighbours_are_one_region),
        TEST(protection_splits_and_the_same_protection_joins),
        TEST(protection_ends_at_a_hole),
        TEST(wrong_protections_have_linuxs_errors),
        TEST(wrong_ranges_are_not_unmapped),
        TEST(regions_have_an_end),
        TEST(text_that_is_made_writable_is_copied_and_charged),
        TEST(what_is_shared_is_seen_by_parent_and_child),
        TEST(shared_memory_is_charged_once),
        TEST(pages_that_are_not_needed_begin_anew),
        TEST(a_region_grows_where_it_is_or_moves),
        TEST(wrong_moves_have_linuxs_errors),
        TEST(without_memory_nothing_is_mapped),
        TEST(without_memory_nothing_is_split),
        TEST(any_order_is_as_the_model_has_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
