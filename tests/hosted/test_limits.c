/* Memory that runs out: what is given back first, who gets the last pages, and what one
 * user can take from another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/syscall.h"
#include "kernel/memory/frame.h"
#include "tests/hosted/harness/user.h"

enum { INIT = 1, UNTOUCHED = USER_DATA + 3 * PAGE_SIZE };

static int boot(void **state)
{
    (void)state;
    user_boot("check=1");
    return 0;
}

/* --- Frames that the test holds, so that nobody else has them --- */

static phys_t held; /* each begins with the one that was taken before it */

static void hold_frames(uint32_t count)
{
    while (count-- > 0) {
        phys_t frame = frame_allocate();
        assert_int_not_equal(frame, 0);
        *(phys_t *)arch_frame(frame) = held;
        held = frame;
    }
}

static void let_frames_go(void)
{
    while (held) {
        phys_t frame = held;
        held = *(phys_t *)arch_frame(frame);
        frame_free(frame);
    }
}

static int power_off(void **state)
{
    let_frames_go();
    return user_power_off(state);
}

static bool is_resident(virt_t page)
{
    unsigned flags;
    return arch_space_lookup(&process_current()->space.arch, page, &flags) != 0;
}

/* --- Programs that nobody runs are forgotten before anybody is refused --- */

/* /bin/program is known, with a page of text, and nobody runs it; no frame is free. */
static pid_t leave_only_a_program_to_forget(void)
{
    pid_t child = user_create(NULL);
    user_let_run(child);
    machine_touch(USER_TEXT, false);
    user_exit(0);
    user_let_run(INIT);
    hold_frames(frame_free_count());
    return child;
}

static void a_wait_that_needs_a_page_gets_it_from_a_forgotten_program(void **state)
{
    (void)state;
    pid_t child = leave_only_a_program_to_forget();
    assert_int_equal(user_call(SYS_PROCESS_WAIT, (uint32_t)child, UNTOUCHED, 0), child);
}

static void a_read_that_needs_a_page_gets_it_from_a_forgotten_program(void **state)
{
    (void)state;
    static const char path[] = "/bin/init";
    struct transfer to =
        transfer_make(&process_current()->space, TO_USER, USER_DATA, sizeof(path));
    assert_int_equal(transfer_out(&to, path, sizeof(path)), 0);
    int32_t file = user_call(SYS_OPEN, USER_DATA, 0, 0);
    assert_true(file >= 0);
    leave_only_a_program_to_forget();
    assert_int_equal(user_call(SYS_READ, (uint32_t)file, UNTOUCHED, 4), 4);
}

static void a_touch_that_needs_a_page_table_too_gets_both(void **state)
{
    (void)state;
    virt_t heap = (virt_t)user_call(SYS_BRK, 0, 0, 0), far = page_up(heap) + (8u << 20);
    assert_int_equal(user_call(SYS_BRK, far + 1, 0, 0), far + 1);
    leave_only_a_program_to_forget();
    machine_touch(far, true);
    assert_int_equal(user_running(), INIT);
    assert_true(is_resident(far));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, boot, power_off)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_wait_that_needs_a_page_gets_it_from_a_forgotten_program),
        TEST(a_read_that_needs_a_page_gets_it_from_a_forgotten_program),
        TEST(a_touch_that_needs_a_page_table_too_gets_both),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
