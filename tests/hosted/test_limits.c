/* Memory that runs out: what is given back first, who gets the last pages, and what one
 * user can take from another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/signal.h"
#include "abi/syscall.h"
#include "kernel/memory/frame.h"
#include "tests/hosted/harness/user.h"

enum { INIT = 1, ANN = 1000, BOB = 1001, UNTOUCHED = USER_DATA + 3 * PAGE_SIZE };

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
    user_let_run(INIT);
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

/* --- What one user can take --- */

static const struct account *account_of(pid_t pid)
{
    return user_process(pid)->space.account;
}

/* A child of init's whose user is UID; it has the CPU. */
static pid_t start_of(uint32_t uid)
{
    user_let_run(INIT);
    pid_t pid = user_create(NULL);
    user_let_run(pid);
    assert_int_equal(user_setuid(uid), 0);
    return pid;
}

/* The program that has the CPU touches COUNT pages more of its heap; returns how many it
 * got before it ended for want of one. */
static uint32_t touch_heap(uint32_t count)
{
    pid_t self = user_running();
    virt_t heap = page_up((virt_t)user_call(SYS_BRK, 0, 0, 0));
    user_call(SYS_BRK, heap + count * PAGE_SIZE, 0, 0);
    for (uint32_t i = 0; i < count; i++) {
        machine_touch(heap + i * PAGE_SIZE, true);
        if (user_running() != self)
            return i;
    }
    return count;
}

/* The program that has the CPU takes pages until it gets no more, and keeps them: by a call,
 * which fails where a touch would end it. */
static void take_all(void)
{
    virt_t page = page_up((virt_t)user_call(SYS_BRK, 0, 0, 0));
    for (int32_t error = 0; error == 0; page += PAGE_SIZE) {
        user_call(SYS_BRK, page + PAGE_SIZE, 0, 0);
        error = user_call(SYS_PROCESS_NOW, page, 0, 0);
        assert_true(error == 0 || error == -ENOMEM);
    }
}

static void expect_ended_for_memory(pid_t pid)
{
    user_let_run(INIT);
    assert_int_equal(user_wait(pid, 0, 0), pid);
    assert_int_equal(user_result().fault, FAULT_MEMORY);
}

static void a_user_has_a_quarter_of_memory_and_takes_nothing_from_another(void **state)
{
    (void)state;
    uint32_t share = frame_count() / 4;
    pid_t bob = start_of(BOB);
    for (uint32_t uid = ANN; uid <= BOB + 1; uid++) {
        if (uid == BOB)
            continue;
        pid_t greedy = start_of(uid);
        take_all();
        assert_int_equal(account_of(greedy)->pages, share);
    }
    user_let_run(bob);
    touch_heap(share - account_of(bob)->pages);
    assert_int_equal(user_running(), bob);
}

static void who_has_its_share_ends_at_the_next_page_and_gives_it_back(void **state)
{
    (void)state;
    pid_t earlier = user_create_zombie(0);
    assert_int_equal(user_wait(earlier, 0, 0), earlier);
    program_reclaim();
    uint32_t free_before = frame_free_count();
    pid_t ann = start_of(ANN);
    uint32_t got = touch_heap(frame_count());
    assert_in_range(got, frame_count() / 4 - 16, frame_count() / 4);
    expect_ended_for_memory(ann);
    program_reclaim();
    assert_int_equal(frame_free_count(), free_before);
}

static void the_processes_of_a_user_share_its_share(void **state)
{
    (void)state;
    pid_t pid, parent = start_of(ANN), last = parent;
    machine_touch(USER_DATA + PAGE_SIZE, true); /* for the result of its wait */
    while ((pid = user_create(NULL)) > 0)
        last = pid;
    assert_int_equal(pid, -ENOMEM);
    assert_int_equal(account_of(parent)->process_count, last - parent + 1);
    assert_true(frame_free_count() > frame_count() / 2);
    assert_int_equal(user_create(NULL), -ENOMEM);
    assert_int_equal(account_of(parent)->process_count, last - parent + 1);
    uint32_t before = account_of(parent)->pages;
    assert_int_equal(user_destroy(last), 0);
    assert_int_equal(account_of(parent)->pages, before - 5 + 1); /* its record stays */
    assert_int_equal(user_wait(last, 0, 0), last);
    assert_int_equal(account_of(parent)->pages, before - 5);
    assert_true(user_create(NULL) > 0);
}

static void what_is_charged_is_what_is_taken_but_for_the_text(void **state)
{
    (void)state;
    pid_t first = user_create(NULL);
    user_let_run(first);
    machine_touch(USER_TEXT, false);
    assert_int_equal(user_setuid(ANN), 0);
    uint32_t free_before = frame_free_count(), before = account_of(first)->pages;
    touch_heap(9);
    assert_int_equal(account_of(first)->pages - before, 9);
    assert_int_equal(free_before - frame_free_count(), 9);
    virt_t heap = (virt_t)user_call(SYS_BRK, 0, 0, 0);
    user_call(SYS_BRK, heap - 4 * PAGE_SIZE, 0, 0);
    assert_int_equal(account_of(first)->pages - before, 5);
    const struct space *space = &user_process(first)->space;
    assert_int_equal(space_charge(space), space->resident_pages - 1 + 3);
}

static void who_changes_its_user_takes_its_pages_along(void **state)
{
    (void)state;
    pid_t ann = start_of(ANN), other = start_of(0);
    touch_heap(20);
    uint32_t before = account_of(ann)->pages, charged = account_of(other)->pages;
    assert_int_equal(account_of(other), account_of(INIT));
    uint32_t own = space_charge(&user_process(other)->space) + 1;
    assert_int_equal(user_setuid(ANN), 0);
    assert_int_equal(account_of(other), account_of(ann));
    assert_int_equal(account_of(ann)->pages, before + own);
    assert_int_equal(account_of(INIT)->pages, charged - own);
}

/* It is user 0 that decides to run something as that user, and no program looks whether
 * setuid failed as it should. */
static void one_can_become_a_user_who_has_too_much_and_gets_nothing_more(void **state)
{
    (void)state;
    pid_t pid = start_of(0);
    machine_touch(USER_DATA, true); /* where the path of a program lies */
    touch_heap(frame_count() / 3);
    assert_int_equal(user_setuid(ANN), 0);
    assert_true(account_is_full(account_of(pid)));
    assert_int_equal(user_create(NULL), -ENOMEM);
    machine_touch(UNTOUCHED, true);
    expect_ended_for_memory(pid);
}

/* --- The last frames --- */

static int boot_without_shares(void **state)
{
    (void)state;
    user_boot("check=1 user_memory=100");
    return 0;
}

static void the_last_frames_are_user_0s(void **state)
{
    (void)state;
    pid_t other = start_of(BOB);
    machine_touch(USER_DATA, true);
    pid_t ann = start_of(ANN);
    touch_heap(frame_count());
    assert_int_equal(user_process(ann)->thread.state, STATE_ZOMBIE);
    user_let_run(other);
    hold_frames(frame_free_count() > 128 ? frame_free_count() - 128 : 0);
    assert_int_equal(user_create(NULL), -ENOMEM);
    user_let_run(INIT);
    pid_t child = user_create_zombie(0);
    assert_int_equal(user_wait(child, 0, 0), child);
    assert_int_equal(user_destroy(other), 0);
    uint32_t left = frame_free_count();
    assert_in_range(left, 100, 140);
    assert_int_equal(touch_heap(left - 1), left - 1); /* ... and a page table */
}

/* A program that the shell runs may use them, but not what it makes in turn: a fork bomb. */
static void the_shell_has_the_last_frames_though_its_program_forks(void **state)
{
    (void)state;
    pid_t pid,
        shell = user_create(&(struct process_options){.flags = PROCESS_FOREGROUND});
    user_let_run(shell);
    assert_int_equal(user_call(SYS_PROCESS_FOREGROUND, 0, 0, 0), 0);
    pid_t bomb = user_fork();
    user_let_run(bomb);
    while ((pid = user_fork()) > 0) {
    }
    assert_int_equal(pid, -ENOMEM);
    assert_in_range(frame_free_count(), 100, 140);
    user_let_run(shell);
    assert_true(user_fork() > 0);
    assert_int_equal(user_call(SYS_KILL, UINT32_MAX, SIGKILL, 0), 0);
}

static void init_has_all_its_pages_from_the_beginning(void **state)
{
    (void)state;
    hold_frames(frame_free_count());
    machine_touch(USER_TEXT, false);
    for (virt_t page = 0; page < USER_DATA_PAGES; page++)
        machine_touch(USER_DATA + page * PAGE_SIZE, true);
    for (virt_t page = 1; page <= 4; page++)
        machine_touch(STACK_TOP - page * PAGE_SIZE, true);
    assert_int_equal(user_running(), INIT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, boot, power_off)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_wait_that_needs_a_page_gets_it_from_a_forgotten_program),
        TEST(a_read_that_needs_a_page_gets_it_from_a_forgotten_program),
        TEST(a_touch_that_needs_a_page_table_too_gets_both),
        TEST(a_user_has_a_quarter_of_memory_and_takes_nothing_from_another),
        TEST(who_has_its_share_ends_at_the_next_page_and_gives_it_back),
        TEST(the_processes_of_a_user_share_its_share),
        TEST(what_is_charged_is_what_is_taken_but_for_the_text),
        TEST(who_changes_its_user_takes_its_pages_along),
        TEST(one_can_become_a_user_who_has_too_much_and_gets_nothing_more),
        TEST(the_shell_has_the_last_frames_though_its_program_forks),
        TEST(init_has_all_its_pages_from_the_beginning),
        cmocka_unit_test_setup_teardown(the_last_frames_are_user_0s, boot_without_shares,
                                        power_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
