/* lib/sorted.c: against looking at all nodes, with its invariant checked at each step. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/sorted.h"

enum { NODES = 300, ROUNDS = 20000, MANY = 4096, STEPS_MAX = 64 };

static struct sorted_node nodes[MANY];
static bool is_there[MANY];
static struct sorted sorted;

static void begin(void)
{
    memset(nodes, 0, sizeof nodes);
    memset(is_there, 0, sizeof is_there);
    sorted_init(&sorted);
}

static void insert(size_t i, uint64_t key, uint64_t order)
{
    nodes[i].key = key;
    nodes[i].order = order;
    sorted_insert(&sorted, &nodes[i]);
    is_there[i] = true;
}

static bool is_before(const struct sorted_node *a, const struct sorted_node *b)
{
    int64_t ahead = (int64_t)(b->key - a->key);
    return ahead ? ahead > 0 : a->order < b->order;
}

static struct sorted_node *find_least(void)
{
    struct sorted_node *least = NULL;
    for (size_t i = 0; i < NODES; i++) {
        if (is_there[i] && (!least || is_before(&nodes[i], least)))
            least = &nodes[i];
    }
    return least;
}

static void an_empty_row_has_no_first(void **state)
{
    (void)state;
    begin();
    assert_null(sorted_first(&sorted));
    assert_int_equal(sorted_check(&sorted), 0);
}

/* Keys around BASE, which may lie at the edge of the numbers. */
static void take_random_steps(uint64_t base)
{
    size_t count = 0;
    begin();
    for (uint64_t round = 0; round < ROUNDS; round++) {
        size_t i = (size_t)rand() % NODES;
        uint64_t key = base + (uint64_t)rand() % 50;
        if (!is_there[i]) {
            insert(i, key, round);
            count++;
        } else if (rand() % 2) {
            nodes[i].key = key;
            nodes[i].order = round;
            sorted_move(&sorted, &nodes[i]);
        } else {
            sorted_remove(&sorted, &nodes[i]);
            is_there[i] = false;
            count--;
        }
        assert_int_equal(sorted_check(&sorted), count);
        assert_ptr_equal(sorted_first(&sorted), find_least());
    }
}

static void random_steps_keep_the_least_first_and_the_invariant(void **state)
{
    (void)state;
    take_random_steps(1000);
}

static void keys_may_begin_again_at_zero(void **state)
{
    (void)state;
    take_random_steps(UINT64_MAX - 25);
    take_random_steps(INT64_MAX - 25);
}

static size_t depth_of(const struct sorted_node *node)
{
    size_t depth = 0;
    for (; node; node = node->parent)
        depth++;
    return depth;
}

/* Inserts keys in the order that MAKE_KEY gives, and expects them back sorted; no way
 * through the tree is long. */
static void expect_sorted(uint64_t (*make_key)(uint64_t))
{
    begin();
    for (uint64_t i = 0; i < MANY; i++)
        insert(i, make_key(i), i);
    assert_int_equal(sorted_check(&sorted), MANY);
    for (size_t i = 0; i < MANY; i++)
        assert_true(depth_of(&nodes[i]) < STEPS_MAX);
    struct sorted_node *last = NULL, *node;
    for (size_t left = MANY; left > 0; left--) {
        node = sorted_first(&sorted);
        assert_true(!last || is_before(last, node));
        sorted_remove(&sorted, node);
        last = node;
    }
    assert_null(sorted_first(&sorted));
}

static uint64_t rising(uint64_t i)
{
    return i;
}

static uint64_t falling(uint64_t i)
{
    return MANY - i;
}

static uint64_t equal(uint64_t i)
{
    (void)i;
    return 7;
}

static uint64_t anything(uint64_t i)
{
    (void)i;
    return (uint64_t)rand();
}

static void all_come_out_sorted_whatever_the_order_they_came_in(void **state)
{
    (void)state;
    expect_sorted(rising);
    expect_sorted(falling);
    expect_sorted(equal);
    expect_sorted(anything);
}

/* The first goes to the end, over and over, as in round robin. */
static void the_tree_stays_flat_when_the_first_goes_to_the_end(void **state)
{
    (void)state;
    begin();
    for (uint64_t i = 0; i < MANY; i++)
        insert(i, 7, i);
    for (uint64_t round = 0; round < 4 * MANY; round++) {
        struct sorted_node *first = sorted_first(&sorted);
        assert_ptr_equal(first, &nodes[round % MANY]);
        first->order = MANY + round;
        sorted_move(&sorted, first);
    }
    for (size_t i = 0; i < MANY; i++)
        assert_true(depth_of(&nodes[i]) < STEPS_MAX);
    assert_int_equal(sorted_check(&sorted), MANY);
}

/* Keys 0, 2, 4 and so on, put in by chance. */
static void a_key_is_found_or_the_next_behind_it(void **state)
{
    (void)state;
    begin();
    for (size_t i = 0; i < NODES; i++)
        insert(i, (i * 7 % NODES) * 2, 0);
    for (uint64_t key = 0; key < 2 * NODES - 1; key++) {
        const struct sorted_node *found = sorted_find(&sorted, key);
        assert_non_null(found);
        assert_int_equal(found->key, (key + 1) / 2 * 2);
    }
    assert_null(sorted_find(&sorted, 2 * NODES - 1));
}

static void check_finds_damage(void **state)
{
    (void)state;
    begin();
    for (uint64_t i = 0; i < 7; i++)
        insert(i, i, i);
    for (size_t i = 0; i < 7; i++) {
        struct sorted_node good = nodes[i];
        nodes[i].key = i < 6 ? 7 : 0; /* behind the last, before the first */
        assert_true(sorted_check(&sorted) == SIZE_MAX);
        nodes[i] = good;
        nodes[i].parent = &nodes[i];
        assert_true(sorted_check(&sorted) == SIZE_MAX);
        nodes[i] = good;
        nodes[i].child[SORTED_LEFT] = sorted.root;
        assert_true(sorted_check(&sorted) == SIZE_MAX);
        nodes[i] = good;
    }
    sorted.root->priority = 0;
    assert_true(sorted_check(&sorted) == SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_row_has_no_first),
        cmocka_unit_test(random_steps_keep_the_least_first_and_the_invariant),
        cmocka_unit_test(keys_may_begin_again_at_zero),
        cmocka_unit_test(all_come_out_sorted_whatever_the_order_they_came_in),
        cmocka_unit_test(the_tree_stays_flat_when_the_first_goes_to_the_end),
        cmocka_unit_test(a_key_is_found_or_the_next_behind_it),
        cmocka_unit_test(check_finds_damage),
    };
    srand(1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
