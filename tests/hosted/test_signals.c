/* Signals by kill: whom they reach, and what they do to who does not handle them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/signal.h"
#include "abi/syscall.h"
#include "tests/hosted/harness/user.h"

enum { INIT = 1, BOB = 7, STRANGER = 99 };

static int boot(void **state)
{
    (void)state;
    user_boot("check=1");
    return 0;
}

static int32_t kill_it(pid_t pid, int32_t signal)
{
    return user_call(SYS_KILL, (uint32_t)pid, (uint32_t)signal, 0);
}

static struct process_result collect(pid_t pid, uint32_t flags)
{
    assert_int_equal(user_wait(pid, flags | WAIT_POLL, 0), pid);
    return user_result();
}

static void kill_and_destroy_are_told_alike(void **state)
{
    (void)state;
    pid_t killed = user_create(NULL), destroyed = user_create(NULL);
    assert_int_equal(kill_it(killed, SIGKILL), 0);
    assert_int_equal(user_destroy(destroyed), 0);
    struct process_result one = collect(killed, 0), other = collect(destroyed, 0);
    assert_int_equal(one.event, PROCESS_DESTROYED);
    assert_int_equal(one.code, SIGKILL);
    assert_int_equal(one.by, INIT);
    assert_int_equal(other.event, one.event);
    assert_int_equal(other.code, one.code);
    assert_int_equal(other.by, one.by);
}

static void stop_and_suspend_are_told_alike(void **state)
{
    (void)state;
    pid_t stopped = user_create(NULL), suspended = user_create(NULL);
    assert_int_equal(kill_it(stopped, SIGSTOP), 0);
    assert_int_equal(user_suspend(suspended), 0);
    struct process_result one = collect(stopped, WAIT_SUSPENDED);
    struct process_result other = collect(suspended, WAIT_SUSPENDED);
    assert_int_equal(one.event, PROCESS_WAS_SUSPENDED);
    assert_int_equal(one.code, SIGSTOP);
    assert_int_equal(other.event, one.event);
    assert_int_equal(other.code, one.code);
    assert_int_equal(user_resume(stopped), 0);
    assert_int_equal(kill_it(suspended, SIGCONT), 0);
    assert_int_equal(collect(stopped, WAIT_RESUMED).code, SIGCONT);
    assert_int_equal(collect(suspended, WAIT_RESUMED).code, SIGCONT);
}

static void each_default_action_is_that_of_posix(void **state)
{
    (void)state;
    for (int32_t signal = 1; signal <= SIGNAL_MAX; signal++) {
        uint64_t bit = SIGNAL_BIT(signal);
        uint64_t ignored = SIGNAL_BIT(SIGCHLD) | SIGNAL_BIT(SIGCONT) |
                           SIGNAL_BIT(SIGURG) | SIGNAL_BIT(SIGWINCH);
        uint64_t stopping = SIGNAL_BIT(SIGSTOP) | SIGNAL_BIT(SIGTSTP) |
                            SIGNAL_BIT(SIGTTIN) | SIGNAL_BIT(SIGTTOU);
        pid_t child = user_create(NULL);
        assert_int_equal(kill_it(child, signal), 0);
        if (bit & ignored) {
            assert_int_equal(user_wait(child, WAIT_POLL | WAIT_SUSPENDED, 0), 0);
            assert_int_equal(user_destroy(child), 0);
        } else if (bit & stopping) {
            assert_int_equal(collect(child, WAIT_SUSPENDED).event, PROCESS_WAS_SUSPENDED);
            assert_int_equal(user_result().code, signal);
            assert_int_equal(user_destroy(child), 0);
        } else {
            assert_int_equal(collect(child, 0).event, PROCESS_DESTROYED);
            assert_int_equal(user_result().code, signal);
            continue;
        }
        assert_int_equal(collect(child, 0).code, SIGKILL);
    }
}

static void who_is_stopped_ends_by_a_signal_when_it_goes_on(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    assert_int_equal(kill_it(child, SIGSTOP), 0);
    assert_int_equal(kill_it(child, SIGTERM), 0);
    assert_int_equal(user_wait(child, WAIT_POLL, 0), 0);
    assert_int_equal(kill_it(child, SIGCONT), 0);
    assert_int_equal(user_wait(child, 0, 0), child);
    assert_int_equal(user_result().code, SIGTERM);
}

static void a_signal_that_is_0_only_asks(void **state)
{
    (void)state;
    pid_t zombie = user_create_zombie(3);
    assert_int_equal(kill_it(zombie, 0), 0);
    assert_int_equal(kill_it(zombie, SIGKILL), 0);
    assert_int_equal(kill_it(INIT, 0), 0);
    assert_int_equal(kill_it(STRANGER, 0), -ESRCH);
    assert_int_equal(kill_it(-STRANGER, 0), -ESRCH);
    assert_int_equal(collect(zombie, 0).code, 3);
}

static void kill_has_linuxs_errors(void **state)
{
    (void)state;
    assert_int_equal(kill_it(INIT, SIGNAL_MAX + 1), -EINVAL);
    assert_int_equal(kill_it(INIT, -1), -EINVAL);
    assert_int_equal(kill_it(STRANGER, SIGNAL_MAX + 1), -ESRCH);
    assert_int_equal(kill_it(INT32_MIN, SIGTERM), -ESRCH);
    assert_int_equal(kill_it(-1, SIGTERM), -ESRCH);
    assert_int_equal(kill_it(INIT, SIGKILL), -EPERM);
    pid_t bob = user_create(NULL), child = user_create(NULL);
    user_let_run(bob);
    assert_int_equal(user_setuid(BOB), 0);
    assert_int_equal(kill_it(child, SIGTERM), -EPERM);
    assert_int_equal(kill_it(child, 0), -EPERM);
    assert_int_equal(kill_it(-1, SIGTERM), 0); /* as Linux has it */
    assert_int_equal(kill_it(child, SIGNAL_MAX + 1), -EINVAL);
    user_let_run(INIT);
}

static void minus_1_means_all_but_process_1_and_oneself(void **state)
{
    (void)state;
    pid_t one = user_create(NULL), other = user_create(NULL), self = user_create(NULL);
    user_let_run(self);
    assert_int_equal(kill_it(-1, SIGHUP), 0);
    assert_int_equal(user_running(), self);
    user_let_run(INIT);
    assert_int_equal(collect(one, 0).code, SIGHUP);
    assert_int_equal(collect(other, 0).code, SIGHUP);
    assert_int_equal(user_wait(self, WAIT_POLL, 0), 0);
}

static void a_group_is_reached_as_a_whole(void **state)
{
    (void)state;
    pid_t leader = user_create(NULL);
    user_let_run(leader);
    pid_t member = user_call(SYS_FORK, 0, 0, 0);
    assert_true(member > leader);
    user_let_run(INIT);
    assert_int_equal(kill_it(-leader, SIGUSR1), 0);
    assert_int_equal(collect(leader, 0).code, SIGUSR1);
    assert_int_equal(collect(member, 0).code, SIGUSR1); /* adopted */
    assert_int_equal(kill_it(-leader, 0), -ESRCH);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, boot, user_power_off)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(kill_and_destroy_are_told_alike),
        TEST(stop_and_suspend_are_told_alike),
        TEST(each_default_action_is_that_of_posix),
        TEST(who_is_stopped_ends_by_a_signal_when_it_goes_on),
        TEST(a_signal_that_is_0_only_asks),
        TEST(kill_has_linuxs_errors),
        TEST(minus_1_means_all_but_process_1_and_oneself),
        TEST(a_group_is_reached_as_a_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
