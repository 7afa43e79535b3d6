/* lib/heap.c: against sorting, with its invariant checked at each step. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/heap.h"

enum { NODES = 300, ROUNDS = 20000, MANY = 4096 };

static struct heap_node nodes[MANY];

static bool is_before(const struct heap_node *a, const struct heap_node *b)
{
    return a->key != b->key ? a->key < b->key : a->order < b->order;
}

static struct heap_node *least_linked(const struct heap *heap)
{
    struct heap_node *least = NULL;
    for (size_t i = 0; i < NODES; i++) {
        if (heap_is_linked(heap, &nodes[i]) &&
            (least == NULL || is_before(&nodes[i], least))) {
            least = &nodes[i];
        }
    }
    return least;
}

static void an_empty_heap_has_no_first(void **state)
{
    (void)state;
    struct heap heap;
    heap_init(&heap);
    assert_null(heap_first(&heap));
    assert_null(heap_pop(&heap));
    assert_int_equal(heap_check(&heap), 0);
}

static void random_steps_keep_the_least_first_and_the_invariant(void **state)
{
    (void)state;
    struct heap heap;
    size_t count = 0;
    memset(nodes, 0, sizeof nodes);
    heap_init(&heap);
    for (uint64_t round = 0; round < ROUNDS; round++) {
        struct heap_node *node = &nodes[rand() % NODES];
        if (heap_is_linked(&heap, node)) {
            heap_remove(&heap, node);
            count--;
        } else {
            node->key = (uint64_t)rand() % 50;
            node->order = round;
            heap_push(&heap, node);
            count++;
        }
        assert_int_equal(heap_check(&heap), count);
        assert_ptr_equal(heap_first(&heap), least_linked(&heap));
    }
}

/* Pushes keys in the order that MAKE_KEY gives and expects them back sorted. */
static void expect_sorted(uint64_t (*make_key)(uint64_t))
{
    struct heap heap;
    heap_init(&heap);
    memset(nodes, 0, sizeof nodes);
    for (uint64_t i = 0; i < MANY; i++) {
        nodes[i].key = make_key(i);
        nodes[i].order = i;
        heap_push(&heap, &nodes[i]);
    }
    assert_int_equal(heap_check(&heap), MANY);
    struct heap_node *previous = heap_pop(&heap);
    for (size_t left = MANY - 1; left > 0; left--) {
        struct heap_node *node = heap_pop(&heap);
        assert_non_null(node);
        assert_true(is_before(previous, node));
        assert_false(heap_is_linked(&heap, previous));
        previous = node;
    }
    assert_null(heap_pop(&heap));
}

static uint64_t rising(uint64_t i)
{
    return i;
}

static uint64_t falling(uint64_t i)
{
    return ~i;
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

static void pops_come_sorted_whatever_the_order_of_pushes(void **state)
{
    (void)state;
    expect_sorted(rising);
    expect_sorted(falling);
    expect_sorted(equal);
    expect_sorted(anything);
}

static void check_finds_damage_and_always_ends(void **state)
{
    (void)state;
    struct heap heap;
    heap_init(&heap);
    memset(nodes, 0, sizeof nodes);
    for (uint64_t i = 0; i < 7; i++) {
        nodes[i].key = i;
        heap_push(&heap, &nodes[i]);
    }
    for (size_t i = 0; i < 7; i++) {
        struct heap_node good = nodes[i];
        nodes[i].rank += 1;
        assert_true(heap_check(&heap) == SIZE_MAX);
        nodes[i] = good;
        nodes[i].parent = &nodes[i];
        assert_true(heap_check(&heap) == SIZE_MAX);
        nodes[i] = good;
        nodes[i].left = heap.root;
        assert_true(heap_check(&heap) == SIZE_MAX);
        nodes[i] = good;
    }
    nodes[0].key = 99;
    assert_true(heap_check(&heap) == SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_heap_has_no_first),
        cmocka_unit_test(random_steps_keep_the_least_first_and_the_invariant),
        cmocka_unit_test(pops_come_sorted_whatever_the_order_of_pushes),
        cmocka_unit_test(check_finds_damage_and_always_ends),
    };
    srand(1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
