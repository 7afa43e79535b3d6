/* lib/list.h: by example, and against a plain array. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lib/list.h"

struct item {
    int number;
    struct list link;
};

static int number_of(const struct list *node)
{
    return container_of(node, struct item, link)->number;
}

static void a_new_list_is_empty(void **state)
{
    (void)state;
    struct list list;
    list_init(&list);
    assert_true(list_is_empty(&list));
    assert_null(list_first(&list));
    assert_int_equal(list_check(&list), 0);
}

static void nodes_come_in_the_order_of_their_places(void **state)
{
    (void)state;
    struct list list;
    struct item items[3] = {{.number = 1}, {.number = 2}, {.number = 0}};
    list_init(&list);
    list_push_back(&list, &items[0].link);
    list_push_back(&list, &items[1].link);
    list_push_front(&list, &items[2].link);
    int expected = 0;
    list_for_each(&list, node) {
        assert_int_equal(number_of(node), expected++);
    }
    assert_int_equal(expected, 3);
    assert_ptr_equal(list_next(&list, list_first(&list)), &items[0].link);
    assert_null(list_next(&list, &items[1].link));
}

static void a_node_knows_whether_it_is_linked(void **state)
{
    (void)state;
    struct list list;
    struct item item = {.number = 1};
    list_init(&list);
    assert_false(list_is_linked(&item.link));
    list_push_back(&list, &item.link);
    assert_true(list_is_linked(&item.link));
    list_remove(&item.link);
    assert_false(list_is_linked(&item.link));
    assert_null(item.link.prev);
    assert_true(list_is_empty(&list));
}

static void check_finds_each_broken_link(void **state)
{
    (void)state;
    struct list list;
    struct item items[4] = {{.number = 0}};
    for (size_t broken = 0; broken < 4; broken++) {
        list_init(&list);
        for (size_t i = 0; i < 4; i++)
            list_push_back(&list, &items[i].link);
        assert_int_equal(list_check(&list), 4);
        struct list *next = items[broken].link.next, *prev = items[broken].link.prev;
        items[broken].link.next = &items[broken].link;
        assert_true(list_check(&list) == SIZE_MAX);
        items[broken].link.next = NULL;
        assert_true(list_check(&list) == SIZE_MAX);
        items[broken].link.next = next;
        items[broken].link.prev = prev->prev;
        assert_true(list_check(&list) == SIZE_MAX);
    }
}

enum { ITEMS = 20, ROUNDS = 20000 };

static size_t index_of(const int *numbers, size_t count, int number)
{
    size_t i = 0;
    while (i < count && numbers[i] != number)
        i++;
    return i;
}

static void random_steps_agree_with_an_array(void **state)
{
    (void)state;
    struct list list;
    struct item items[ITEMS] = {{.number = 0}};
    int model[ITEMS];
    size_t count = 0;
    list_init(&list);
    for (int i = 0; i < ITEMS; i++)
        items[i].number = i;
    for (int round = 0; round < ROUNDS; round++) {
        int chosen = rand() % ITEMS;
        struct list *node = &items[chosen].link;
        size_t place = index_of(model, count, chosen);
        assert_int_equal(list_is_linked(node), place < count);
        if (place < count) {
            list_remove(node);
            memmove(&model[place], &model[place + 1],
                    (--count - place) * sizeof model[0]);
        } else if (rand() % 2 == 0) {
            list_push_back(&list, node);
            model[count++] = chosen;
        } else {
            list_push_front(&list, node);
            memmove(&model[1], &model[0], count++ * sizeof model[0]);
            model[0] = chosen;
        }
        assert_int_equal(list_check(&list), count);
        size_t i = 0;
        list_for_each(&list, visited) {
            assert_int_equal(number_of(visited), model[i++]);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_list_is_empty),
        cmocka_unit_test(nodes_come_in_the_order_of_their_places),
        cmocka_unit_test(a_node_knows_whether_it_is_linked),
        cmocka_unit_test(check_finds_each_broken_link),
        cmocka_unit_test(random_steps_agree_with_an_array),
    };
    srand(1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
