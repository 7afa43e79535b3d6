/* lib/divide.c against the host's own 64-bit division. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "lib/divide.h"

static void expect_division(uint64_t dividend, uint32_t divisor)
{
    uint32_t remainder;
    assert_true(divide_u64(dividend, divisor, &remainder) == dividend / divisor);
    assert_true(remainder == dividend % divisor);
}

static void the_edges_divide_exactly(void **state)
{
    (void)state;
    static const uint64_t edges[] = {
        0,
        1,
        2,
        9,
        10,
        0xffff,
        0x10000,
        0x10001,
        0x7fffffff,
        0x80000000u,
        0x80000001u,
        0xfffeffff,
        0xffff0000,
        0xfffffffe,
        0xffffffff,
        1ull << 32,
        0xffffffffull << 32,
        1ull << 63,
        ~0ull - 1,
        ~0ull,
    };
    size_t count = sizeof edges / sizeof edges[0];
    for (size_t i = 0; i < count; i++)
        for (size_t j = 1; j < count && edges[j] <= UINT32_MAX; j++)
            expect_division(edges[i], (uint32_t)edges[j]);
}

/* Random numbers of all sizes: the number of bits is random, too. */
static uint64_t random_number(unsigned bits)
{
    uint64_t number = (uint64_t)rand() << 42 ^ (uint64_t)rand() << 21 ^ (uint64_t)rand();
    return number >> (64 - (unsigned)rand() % bits - 1);
}

static void random_numbers_divide_as_on_the_host(void **state)
{
    (void)state;
    for (int round = 0; round < 1000000; round++) {
        uint32_t divisor = (uint32_t)random_number(32);
        expect_division(random_number(64), divisor == 0 ? 1 : divisor);
    }
}

static void the_remainder_may_be_left_out(void **state)
{
    (void)state;
    assert_true(divide_u64(10000000000ull, 3, NULL) == 3333333333ull);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_edges_divide_exactly),
        cmocka_unit_test(random_numbers_divide_as_on_the_host),
        cmocka_unit_test(the_remainder_may_be_left_out),
    };
    srand(1);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
