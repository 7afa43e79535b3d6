/* Signals: whom kill reaches, what they do to who does not handle them, and handlers. */
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

/* --- Handlers --- */

enum { HANDLER = USER_TEXT + 0xF0, PLACE = USER_DATA + 0xC00, SET_BYTES = 8 };

static void store(const void *from, size_t size)
{
    struct transfer to = transfer_make(&process_current()->space, TO_USER, PLACE, size);
    assert_int_equal(transfer_out(&to, from, size), 0);
}

static int32_t handle(int32_t signal, uint32_t flags)
{
    struct signal_action action = {.handler = HANDLER, .flags = flags};
    store(&action, sizeof(action));
    return machine_call(SYS_RT_SIGACTION,
                        (const uint32_t[6]){(uint32_t)signal, PLACE, 0, SET_BYTES});
}

static int32_t call_with_set(uint32_t number, uint64_t set)
{
    store(&set, sizeof(set));
    return user_call(number, PLACE, SET_BYTES, 0);
}

static int32_t block(uint64_t set)
{
    store(&set, sizeof(set));
    return machine_call(SYS_RT_SIGPROCMASK,
                        (const uint32_t[6]){SIG_SETMASK, PLACE, 0, SET_BYTES});
}

static uint32_t instruction_of(pid_t pid)
{
    struct process_registers registers;
    arch_stack_registers(user_process(pid)->thread.stack, &registers);
    return registers.eip;
}

static void a_fork_with_handlers_fails_whole(void **state)
{
    (void)state;
    pid_t child = -ENOMEM;
    assert_int_equal(handle(SIGUSR1, 0), 0);
    for (uint32_t allocation = 1; child == -ENOMEM; allocation++) {
        frame_fail_at(allocation);
        child = user_call(SYS_FORK, 0, 0, 0);
    }
    frame_fail_at(0);
    assert_true(child > INIT);
    assert_int_equal(user_process(child)->signals.handled, SIGNAL_BIT(SIGUSR1));
    assert_int_equal(user_call(SYS_KILL, (uint32_t)child, SIGUSR1, 0), 0);
    user_let_run(child);
    assert_int_equal(instruction_of(child), HANDLER);
    assert_int_equal(user_call(SYS_RT_SIGRETURN, 0, 0, 0), 0); /* what fork has told it */
    user_let_run(INIT);
}

static void sigsuspend_blocks_its_set_until_a_handler_returns(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    assert_int_equal(handle(SIGUSR1, SA_RESTART), 0);
    assert_int_equal(handle(SIGUSR2, 0), 0);
    assert_int_equal(block(SIGNAL_BIT(SIGUSR1)), 0);
    assert_int_equal(call_with_set(SYS_RT_SIGSUSPEND, SIGNAL_BIT(SIGUSR2)), AWAY);
    user_let_run(INIT);
    assert_int_equal(kill_it(child, SIGUSR2), 0);
    assert_int_equal(user_process(child)->thread.blocked_on, BLOCKED_SIGNAL);
    assert_int_equal(kill_it(child, SIGUSR1), 0);
    user_let_run(child);
    assert_int_equal(instruction_of(child), HANDLER); /* of the first */
    int32_t result = user_call(SYS_RT_SIGRETURN, 0, 0, 0);
    assert_int_equal(instruction_of(child), HANDLER); /* and of the other, then */
    assert_int_equal(result, SIGUSR2);
    assert_int_equal(user_call(SYS_RT_SIGRETURN, 0, 0, 0), -EINTR);
    assert_int_equal(user_process(child)->signals.blocked, SIGNAL_BIT(SIGUSR1));
    user_let_run(INIT);
}

static void sigtimedwait_takes_what_comes_and_gives_up_in_time(void **state)
{
    (void)state;
    static const int32_t time[2] = {0, 3 * TICK_NANOSECONDS};
    uint64_t set = SIGNAL_BIT(SIGUSR1);
    pid_t child = user_create(NULL);
    user_let_run(child);
    assert_int_equal(block(set), 0);
    for (int round = 0; round < 2; round++) {
        char both[sizeof(set) + sizeof(time)];
        memcpy(both, &set, sizeof(set));
        memcpy(both + sizeof(set), time, sizeof(time));
        store(both, sizeof(both));
        assert_int_equal(
            machine_call(SYS_RT_SIGTIMEDWAIT,
                         (const uint32_t[6]){PLACE, 0, PLACE + sizeof(set), SET_BYTES}),
            AWAY);
        user_let_run(INIT);
        if (round == 0)
            assert_int_equal(kill_it(child, SIGUSR1), 0);
        for (int tick = 0; round == 1 && tick < 4; tick++)
            machine_tick();
        user_let_run(child);
        assert_int_equal(machine_result(), round == 0 ? SIGUSR1 : -EAGAIN);
        assert_int_equal(user_process(child)->signals.pending, 0);
    }
    user_let_run(INIT);
}

static void a_handler_without_room_for_its_frame_is_a_fault(void **state)
{
    (void)state;
    static const struct signal_stack nowhere = {.ss_sp = USER_NOWHERE, .ss_size = 8192};
    pid_t child = user_create(NULL);
    user_let_run(child);
    assert_int_equal(handle(SIGUSR1, SA_ONSTACK), 0);
    store(&nowhere, sizeof(nowhere));
    assert_int_equal(user_call(SYS_SIGALTSTACK, PLACE, 0, 0), 0);
    assert_int_equal(kill_it(child, SIGUSR1), AWAY);
    user_let_run(INIT);
    assert_int_equal(collect(child, 0).event, PROCESS_FAULTED);
}

static void an_alarm_rings_and_is_gone_with_its_process(void **state)
{
    (void)state;
    pid_t rings = user_create(NULL), ends = user_create(NULL);
    user_let_run(ends);
    assert_int_equal(user_call(SYS_ALARM, 1000, 0, 0), 0);
    user_exit(1); /* check=1 counts the alarms */
    user_let_run(rings);
    assert_int_equal(user_call(SYS_ALARM, 1, 0, 0), 0);
    assert_int_equal(user_sleep(1000), AWAY);
    user_let_run(INIT);
    for (int tick = 0; tick < 102; tick++)
        machine_tick();
    assert_int_equal(collect(rings, 0).code, SIGALRM);
    assert_int_equal(collect(ends, 0).code, 1);
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
        TEST(a_fork_with_handlers_fails_whole),
        TEST(sigsuspend_blocks_its_set_until_a_handler_returns),
        TEST(sigtimedwait_takes_what_comes_and_gives_up_in_time),
        TEST(a_handler_without_room_for_its_frame_is_a_fault),
        TEST(an_alarm_rings_and_is_gone_with_its_process),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
