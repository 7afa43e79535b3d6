/* Memory that is copied when it is written: forks of address spaces in every order, against a
 * model that copies at once. No process is involved but the one whose memory the first
 * space is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "kernel/memory/frame.h"
#include "kernel/memory/map.h"
#include "kernel/process/process.h"
#include "lib/random.h"
#include "tests/hosted/harness/user.h"

enum { FAMILY = 6, PAGES = 12, STEPS = 3000, SEEDS = 6 };

/* Space 0 is the running program's; the others are forked from it and from each other. */
static struct member {
    struct space own, *space; /* NULL: there is none now */
    uint8_t bytes[PAGES];     /* the model: what stands in each page of the heap */
} family[FAMILY];

static virt_t heap;
static uint32_t frames_before, pages_before;

static virt_t page_at(uint32_t i)
{
    return heap + i * PAGE_SIZE;
}

/* What a program does that touches PAGE: the frame it gets to see; NULL: it ends. */
static uint8_t *touch(struct space *space, virt_t page, bool write)
{
    unsigned flags;
    for (int faults = 0;; faults++) {
        phys_t frame = arch_space_lookup(&space->arch, page, &flags);
        if (frame && (!write || flags & ARCH_PAGE_WRITE))
            return arch_frame(frame);
        assert_true(faults < 2);
        unsigned access =
            (frame ? ARCH_ACCESS_MAPPED : 0u) | (write ? ARCH_ACCESS_WRITE : 0u);
        if (space_touch(space, page, access))
            return NULL;
    }
}

static void expect_byte(const struct member *member, uint32_t i)
{
    const uint8_t *page = touch(member->space, page_at(i), false);
    assert_non_null(page);
    assert_int_equal(page[0], member->bytes[i]);
    assert_int_equal(page[PAGE_SIZE - 1], member->bytes[i]);
}

static void write_byte(struct member *member, uint32_t i, uint8_t byte)
{
    uint8_t *page = touch(member->space, page_at(i), true);
    assert_non_null(page);
    page[0] = page[PAGE_SIZE - 1] = member->bytes[i] = byte;
}

static void check_family(void)
{
    uint32_t charge = 0;
    for (uint32_t i = 0; i < FAMILY; i++) {
        if (!family[i].space)
            continue;
        space_check(family[i].space);
        space_find_frames(family[i].space);
        charge += space_charge(family[i].space);
    }
    program_find_frames();
    frame_check_users();
    frame_check();
    assert_int_equal(family[0].space->account->pages, charge + 1); /* and its record */
}

static int fork_member(struct member *child, struct member *parent)
{
    child->own = (struct space){.account = parent->space->account};
    memcpy(child->bytes, parent->bytes, sizeof(child->bytes));
    int error = space_fork(&child->own, parent->space);
    child->space = space_exists(&child->own) ? &child->own : NULL;
    return error;
}

static void end_member(struct member *member)
{
    space_destroy(member->space);
    member->space = NULL;
}

static int boot(void **state)
{
    (void)state;
    user_boot("check=1");
    memset(family, 0, sizeof(family));
    struct space *space = family[0].space = &process_current()->space;
    heap = space_break(space, 0, UINT32_MAX);
    assert_int_equal(space_break(space, page_at(PAGES), UINT32_MAX), page_at(PAGES));
    frames_before = frame_free_count();
    pages_before = space->account->pages;
    return 0;
}

/* All but the first end, and it gives its heap back: so nothing is left. */
static int end(void **state)
{
    for (uint32_t i = 1; i < FAMILY; i++)
        if (family[i].space)
            end_member(&family[i]);
    check_family();
    space_break(family[0].space, heap, UINT32_MAX);
    check_family();
    return user_power_off(state);
}

static void a_child_sees_what_its_parent_had_written(void **state)
{
    (void)state;
    write_byte(&family[0], 3, 'p');
    assert_int_equal(fork_member(&family[1], &family[0]), 0);
    expect_byte(&family[1], 3);
    assert_int_equal(family[1].space->resident_pages, family[0].space->resident_pages);
    check_family();
}

static void neither_sees_what_the_other_writes_after_the_fork(void **state)
{
    (void)state;
    write_byte(&family[0], 3, 'b');
    assert_int_equal(fork_member(&family[1], &family[0]), 0);
    write_byte(&family[0], 3, 'p');
    expect_byte(&family[1], 3);
    write_byte(&family[1], 3, 'c');
    expect_byte(&family[0], 3);
    check_family();
}

static void a_fork_takes_no_frames_but_for_tables(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < PAGES; i++)
        write_byte(&family[0], i, 1);
    uint32_t before = frame_free_count();
    assert_int_equal(fork_member(&family[1], &family[0]), 0);
    assert_int_equal(before - frame_free_count(), 2); /* a directory and a page table */
}

static void the_last_who_shares_a_page_writes_without_a_copy(void **state)
{
    (void)state;
    uint8_t *page;
    write_byte(&family[0], 0, 'x');
    page = touch(family[0].space, page_at(0), false);
    assert_int_equal(fork_member(&family[1], &family[0]), 0);
    end_member(&family[1]);
    write_byte(&family[0], 0, 'y');
    assert_ptr_equal(touch(family[0].space, page_at(0), false), page);
}

static void a_page_that_is_shared_is_charged_to_each(void **state)
{
    (void)state;
    const struct account *account = family[0].space->account;
    for (uint32_t i = 0; i < PAGES; i++)
        write_byte(&family[0], i, 1);
    assert_int_equal(fork_member(&family[1], &family[0]), 0);
    uint32_t before = account->pages;
    for (uint32_t i = 0; i < PAGES; i++)
        write_byte(&family[1], i, 2);
    assert_int_equal(account->pages, before);
    assert_int_equal(space_charge(family[1].space), space_charge(family[0].space));
}

static void a_fork_that_the_account_has_no_room_for_fails(void **state)
{
    (void)state;
    struct account *account = family[0].space->account;
    write_byte(&family[0], 0, 1);
    uint32_t most = account->pages_max;
    account->pages_max = account->pages + 1;
    assert_int_equal(fork_member(&family[1], &family[0]), -ENOMEM);
    assert_null(family[1].space);
    account->pages_max = most;
    check_family();
}

/* At each allocation in turn; the page that both shared for a moment can be written. */
static void a_fork_without_memory_leaves_the_parent_as_it_was(void **state)
{
    (void)state;
    int error = -ENOMEM, failures = 0;
    for (uint32_t count = 1; error; count++, failures++) {
        write_byte(&family[0], 0, 'a');
        uint32_t before = frame_free_count();
        frame_fail_at(count);
        error = fork_member(&family[1], &family[0]);
        frame_fail_at(0);
        if (family[1].space)
            end_member(&family[1]);
        assert_int_equal(frame_free_count(), before);
        expect_byte(&family[0], 0);
        write_byte(&family[0], 0, 'b');
        check_family();
    }
    assert_true(failures > 2);
}

static void a_copy_without_memory_fails_and_the_page_stays_shared(void **state)
{
    (void)state;
    write_byte(&family[0], 0, 'a');
    assert_int_equal(fork_member(&family[1], &family[0]), 0);
    frame_fail_at(1);
    assert_null(touch(family[1].space, page_at(0), true));
    frame_fail_at(0);
    check_family();
    expect_byte(&family[1], 0);
    write_byte(&family[1], 0, 'c');
    expect_byte(&family[0], 0);
}

/* --- Every order, by chance --- */

static uint32_t choose(struct random *random, uint32_t count)
{
    return (random_next(random) >> 8) % count;
}

static void step(struct random *random)
{
    struct member *member = &family[choose(random, FAMILY)];
    struct member *other = &family[choose(random, FAMILY)];
    uint32_t page = choose(random, PAGES), what = choose(random, 8);
    if (!member->space)
        return;
    if (what < 3)
        write_byte(member, page, (uint8_t)choose(random, 256));
    else if (what < 5)
        expect_byte(member, page);
    else if (what == 5 && !other->space)
        assert_int_equal(fork_member(other, member), 0);
    else if (what == 6 && member != &family[0])
        end_member(member);
}

static void any_order_of_forks_writes_and_ends_is_as_if_forks_copied(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= SEEDS; seed++) {
        struct random random;
        random_init(&random, seed);
        for (uint32_t i = 0; i < STEPS; i++) {
            step(&random);
            if (i % 16 == 0)
                check_family();
        }
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, boot, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_child_sees_what_its_parent_had_written),
        TEST(neither_sees_what_the_other_writes_after_the_fork),
        TEST(a_fork_takes_no_frames_but_for_tables),
        TEST(the_last_who_shares_a_page_writes_without_a_copy),
        TEST(a_page_that_is_shared_is_charged_to_each),
        TEST(a_fork_that_the_account_has_no_room_for_fails),
        TEST(a_fork_without_memory_leaves_the_parent_as_it_was),
        TEST(a_copy_without_memory_fails_and_the_page_stays_shared),
        TEST(any_order_of_forks_writes_and_ends_is_as_if_forks_copied),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
