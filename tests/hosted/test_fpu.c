/* Floating-point registers: whose they are, and what becomes of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "kernel/memory/fpu.h"
#include "kernel/memory/frame.h"
#include "tests/hosted/harness/user.h"

enum { INIT = 1, PLENTY = 20 };

static int boot(void **state)
{
    (void)state;
    user_boot("check=1");
    return 0;
}

static void each_process_has_its_own_and_finds_them_clean(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    assert_int_equal(machine_compute(7), 0);
    user_let_run(child);
    assert_int_equal(machine_compute(8), 0);
    user_let_run(INIT);
    assert_int_equal(machine_compute(9), 7);
    user_let_run(child);
    assert_int_equal(machine_compute(0), 8);
}

static void they_come_back_when_a_process_ends(void **state)
{
    (void)state;
    for (int i = 0; i < PLENTY; i++) {
        pid_t child = user_create(NULL);
        user_let_run(child);
        assert_int_equal(machine_compute(1), 0);
        user_exit(0);
        user_let_run(INIT);
        assert_int_equal(user_wait(child, 0, 0), child);
    }
}

static void without_memory_the_first_use_ends_the_process(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    frame_fail_at(1);
    machine_compute(1);
    frame_fail_at(0);
    user_let_run(INIT);
    assert_int_equal(user_wait(child, 0, 0), child);
    struct process_result result = user_result();
    assert_int_equal(result.event, PROCESS_FAULTED);
    assert_int_equal(result.fault, FAULT_MEMORY);
}

static void a_copy_is_the_other_threads_own(void **state)
{
    (void)state;
    struct arch_stack *from = user_process(INIT)->thread.stack;
    struct arch_stack *to = arch_stack_create();
    assert_non_null(to);
    assert_int_equal(fpu_copy(to, from), 0);
    assert_null(arch_fpu_image(to));
    machine_compute(5);
    frame_fail_at(1);
    assert_int_equal(fpu_copy(to, from), -ENOMEM);
    frame_fail_at(0);
    assert_null(arch_fpu_image(to));
    assert_int_equal(fpu_copy(to, from), 0);
    machine_compute(6);
    assert_int_equal(*(const uint32_t *)arch_fpu_image(to), 5);
    arch_fpu_drop(to);
    assert_null(arch_fpu_image(to));
    arch_stack_destroy(to);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, boot, user_power_off)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_process_has_its_own_and_finds_them_clean),
        TEST(they_come_back_when_a_process_ends),
        TEST(without_memory_the_first_use_ends_the_process),
        TEST(a_copy_is_the_other_threads_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
