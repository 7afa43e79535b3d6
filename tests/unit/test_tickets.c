/* lib/tickets.h: the row is what a plain array would be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "lib/tickets.h"

enum { NODES = 64, ROUNDS = 20000 };

static struct ticket_node nodes[NODES];
static struct tickets row;

/* The same row as an array. */
static struct ticket_node *model[NODES];
static size_t model_count;

static void begin(void)
{
    tickets_init(&row);
    memset(nodes, 0, sizeof(nodes));
    model_count = 0;
}

static void add(size_t i, uint32_t count)
{
    tickets_add(&row, &nodes[i], count);
    model[model_count++] = &nodes[i];
}

/* Takes out the one at PLACE in the row. */
static void take(size_t place)
{
    tickets_remove(&row, model[place]);
    model_count--;
    memmove(&model[place], &model[place + 1], (model_count - place) * sizeof(model[0]));
}

/* Both ends of everybody's tickets are found to be theirs. */
static void expect_row(void)
{
    uint64_t total = 0;
    for (size_t i = 0; i < model_count; i++) {
        assert_ptr_equal(tickets_find(&row, total), model[i]);
        total += model[i]->tickets;
        assert_ptr_equal(tickets_find(&row, total - 1), model[i]);
    }
    assert_int_equal(tickets_total(&row), total);
    assert_int_equal(tickets_check(&row), model_count);
}

static void an_empty_row_has_no_tickets(void **state)
{
    (void)state;
    begin();
    assert_int_equal(tickets_total(&row), 0);
    assert_int_equal(tickets_check(&row), 0);
}

static void the_row_is_in_the_order_of_coming(void **state)
{
    (void)state;
    begin();
    for (uint32_t i = 0; i < NODES; i++) {
        add(i, i + 1);
        expect_row();
    }
}

/* Whatever has come and gone before: chance then gives other trees. */
static void the_order_does_not_depend_on_what_was_there_before(void **state)
{
    (void)state;
    for (size_t before = 0; before < NODES; before++) {
        begin();
        for (size_t i = 0; i < before; i++) {
            add(0, 1);
            take(0);
        }
        for (size_t i = 0; i < 4; i++)
            add(i, 10);
        expect_row();
    }
}

static void anyone_can_be_taken_out(void **state)
{
    (void)state;
    for (size_t place = 0; place < NODES; place++) {
        begin();
        for (size_t i = 0; i < NODES; i++)
            add(i, 3);
        take(place);
        expect_row();
    }
}

static void it_is_an_array_whatever_comes_and_goes(void **state)
{
    (void)state;
    struct random random;
    random_init(&random, 7);
    begin();
    for (int round = 0; round < ROUNDS; round++) {
        size_t i = random_next(&random) % NODES;
        size_t place = 0;
        while (place < model_count && model[place] != &nodes[i])
            place++;
        if (place < model_count)
            take(place);
        else
            add(i, random_next(&random) % 1000 + 1);
        expect_row();
    }
}

static void totals_beyond_32_bits_are_counted(void **state)
{
    (void)state;
    begin();
    for (size_t i = 0; i < NODES; i++)
        add(i, UINT32_MAX);
    expect_row();
}

static void a_wrong_sum_or_order_is_noticed(void **state)
{
    (void)state;
    begin();
    add(0, 5);
    add(1, 5);
    row.root->sum++;
    assert_int_equal(tickets_check(&row), SIZE_MAX);
    row.root->sum--;
    row.root->priority = 0;
    assert_int_equal(tickets_check(&row), SIZE_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_row_has_no_tickets),
        cmocka_unit_test(the_row_is_in_the_order_of_coming),
        cmocka_unit_test(the_order_does_not_depend_on_what_was_there_before),
        cmocka_unit_test(anyone_can_be_taken_out),
        cmocka_unit_test(it_is_an_array_whatever_comes_and_goes),
        cmocka_unit_test(totals_beyond_32_bits_are_counted),
        cmocka_unit_test(a_wrong_sum_or_order_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
