/* Groups and sessions: who may move where, whom keys and kill reach, who is stopped by using
 * the terminal from the background, and who is an orphan. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/signal.h"
#include "abi/syscall.h"
#include "abi/termios.h"
#include "kernel/process/group.h"
#include "kernel/terminal/console.h"
#include "kernel/terminal/terminal.h"
#include "tests/hosted/harness/user.h"

enum { INIT = 1, NOBODY = 9999, CTRL_C = 3, CTRL_Z = 26, PLACE = USER_DATA + 0x700 };

/* The shell of a session, which process 1 has started and which has claimed the terminal. */
static pid_t shell;

static int boot(void **state)
{
    (void)state;
    user_boot("check=1");
    shell = user_create(&(struct process_options){.flags = PROCESS_FOREGROUND});
    user_let_run(shell);
    assert_int_equal(user_call(SYS_PROCESS_FOREGROUND, 0, 0, 0), 0);
    return 0;
}

static int32_t setpgid(pid_t pid, pid_t group)
{
    return user_call(SYS_SETPGID, (uint32_t)pid, (uint32_t)group, 0);
}

static pid_t group_of(pid_t pid)
{
    return user_call(SYS_GETPGID, (uint32_t)pid, 0, 0);
}

static pid_t session_of(pid_t pid)
{
    return user_call(SYS_GETSID, (uint32_t)pid, 0, 0);
}

static int32_t kill(pid_t pid, int32_t signal)
{
    return user_call(SYS_KILL, (uint32_t)pid, (uint32_t)signal, 0);
}

static pid_t fork(void)
{
    pid_t pid = user_call(SYS_FORK, 0, 0, 0);
    assert_true(pid > 0);
    return pid;
}

static int32_t terminal_call(uint32_t request, pid_t group)
{
    struct transfer to =
        transfer_make(&process_current()->space, TO_USER, PLACE, sizeof(group));
    assert_int_equal(transfer_out(&to, &group, sizeof(group)), 0);
    return user_call(SYS_IOCTL, 0, request, PLACE);
}

/* How SIGNAL is handled: SIGNAL_IGNORE or SIGNAL_DEFAULT. */
static void set_action(int32_t signal, uint32_t handler)
{
    struct signal_action action = {.handler = handler};
    struct transfer to =
        transfer_make(&process_current()->space, TO_USER, PLACE, sizeof(action));
    assert_int_equal(transfer_out(&to, &action, sizeof(action)), 0);
    assert_int_equal(machine_call(SYS_RT_SIGACTION,
                                  (const uint32_t[6]){(uint32_t)signal, PLACE, 0, 8}),
                     0);
}

static bool is_suspended(pid_t pid)
{
    return user_process(pid)->thread.suspended;
}

/* Two children of the shell in one group, as of a pipeline; the first is its id. */
static pid_t create_pipeline(pid_t *second)
{
    pid_t first = fork();
    *second = fork();
    assert_int_equal(setpgid(first, 0), 0);
    assert_int_equal(setpgid(*second, first), 0);
    return first;
}

/* --- Who is where --- */

static void a_fork_stays_and_what_is_created_is_a_group_of_its_own(void **state)
{
    (void)state;
    pid_t forked = fork(), created = user_create(NULL);
    assert_int_equal(group_of(0), shell);
    assert_int_equal(group_of(forked), shell);
    assert_int_equal(group_of(created), created);
    assert_int_equal(session_of(0), shell);
    assert_int_equal(session_of(forked), shell);
    assert_int_equal(session_of(created), shell);
    assert_int_equal(session_of(INIT), INIT);
    assert_int_equal(group_of(NOBODY), -ESRCH);
    assert_int_equal(session_of(NOBODY), -ESRCH);
}

static void setpgid_has_linuxs_errors(void **state)
{
    (void)state;
    pid_t child = fork(), second;
    assert_int_equal(setpgid(child, -1), -EINVAL);
    assert_int_equal(setpgid(-1, 0), -EINVAL); /* which means the group -1 */
    assert_int_equal(setpgid(NOBODY, 0), -ESRCH);
    assert_int_equal(setpgid(INIT, 0), -ESRCH);       /* no child */
    assert_int_equal(setpgid(0, 0), -EPERM);          /* it leads its session */
    assert_int_equal(setpgid(child, NOBODY), -EPERM); /* no such group */
    assert_int_equal(setpgid(child, INIT), -EPERM);   /* of another session */
    pid_t first = create_pipeline(&second);
    user_let_run(second);
    assert_int_equal(setpgid(child, 0), -ESRCH); /* a brother */
    assert_int_equal(setpgid(0, 0), 0);
    assert_int_equal(group_of(0), second);
    assert_int_equal(user_call(SYS_SETSID, 0, 0, 0), -EPERM);
    assert_int_equal(setpgid(0, first), 0);
    assert_int_equal(user_call(SYS_SETSID, 0, 0, 0), second);
    assert_int_equal(session_of(0), second);
    assert_int_equal(group_of(0), second);
    assert_int_equal(terminal_call(TIOCGPGRP, 0), -ENOTTY);
    user_let_run(shell);
    assert_int_equal(setpgid(second, first), -EPERM); /* of another session now */
}

static void a_group_lives_on_without_its_founder(void **state)
{
    (void)state;
    pid_t second, first = create_pipeline(&second);
    assert_int_equal(user_destroy(first), 0);
    assert_int_equal(user_wait(first, 0, 0), first);
    assert_int_equal(group_of(second), first);
    pid_t third = fork();
    assert_int_equal(setpgid(third, first), 0);
    assert_int_equal(kill(-first, SIGTERM), 0);
    assert_int_equal(user_wait(second, 0, 0), second);
    assert_int_equal(user_wait(third, 0, 0), third);
    assert_int_equal(kill(-first, 0), -ESRCH);
}

/* --- Keys --- */

static void
keys_reach_all_of_a_pipeline_and_the_shell_has_the_terminal_again(void **state)
{
    (void)state;
    pid_t second, first = create_pipeline(&second);
    assert_int_equal(terminal_call(TIOCSPGRP, first), 0);
    assert_int_equal(terminal_foreground(), first);
    machine_type(CTRL_Z);
    assert_true(is_suspended(first) && is_suspended(second));
    assert_int_equal(terminal_reader(), shell);
    user_let_run(shell);
    assert_int_equal(terminal_call(TIOCSPGRP, first), 0);
    assert_int_equal(kill(-first, SIGCONT), 0);
    assert_false(is_suspended(first) || is_suspended(second));
    machine_type(CTRL_C);
    user_let_run(shell);
    assert_int_equal(terminal_reader(), shell);
    for (int i = 0; i < 2; i++) {
        assert_true(user_wait(-1, 0, 0) > 0);
        assert_int_equal(user_result().event, PROCESS_DESTROYED);
        assert_int_equal(user_result().code, SIGINT);
        assert_int_equal(user_result().by, 0);
    }
}

static void a_group_has_the_terminal_as_long_as_one_of_it_can_run(void **state)
{
    (void)state;
    pid_t second, first = create_pipeline(&second);
    assert_int_equal(terminal_call(TIOCSPGRP, first), 0);
    assert_int_equal(user_suspend(first), 0);
    assert_int_equal(terminal_reader(), first);
    assert_int_equal(user_destroy(second), 0);
    user_let_run(shell);
    assert_int_equal(terminal_reader(), shell);
}

static void who_has_ended_may_be_moved_and_takes_no_terminal_away(void **state)
{
    (void)state;
    pid_t second, first = create_pipeline(&second);
    assert_int_equal(terminal_call(TIOCSPGRP, first), 0);
    assert_int_equal(user_destroy(second), 0);
    user_let_run(shell);
    assert_int_equal(setpgid(second, 0), 0);
    assert_int_equal(group_of(second), second);
    assert_int_equal(terminal_foreground(), first);
}

static void a_key_spares_the_leader_and_not_its_children(void **state)
{
    (void)state;
    pid_t child = fork();
    machine_type(CTRL_C);
    user_let_run(shell);
    assert_int_equal(user_wait(child, WAIT_POLL, 0), child);
    assert_int_equal(user_result().code, SIGINT);
}

/* --- From the background --- */

static void a_read_from_the_background_stops_until_it_is_in_the_foreground(void **state)
{
    (void)state;
    pid_t job = user_create(NULL);
    user_let_run(job);
    assert_int_equal(user_call(SYS_READ, 0, PLACE, 9), AWAY);
    assert_true(is_suspended(job));
    user_let_run(shell);
    assert_int_equal(user_wait(job, WAIT_SUSPENDED, 0), job);
    assert_int_equal(user_result().code, SIGTTIN);
    assert_int_equal(user_resume(job), 0);
    user_let_run(INIT);
    user_let_run(shell); /* meanwhile it has tried once more */
    assert_true(is_suspended(job));
    assert_int_equal(terminal_call(TIOCSPGRP, job), 0);
    assert_int_equal(user_resume(job), 0);
    machine_type('\n');
    user_let_run(job);
    assert_int_equal(machine_result(), 1);
}

static void who_ignores_sigttin_or_is_an_orphan_is_refused(void **state)
{
    (void)state;
    pid_t job = user_create(NULL);
    user_let_run(job);
    set_action(SIGTTIN, SIGNAL_IGNORE);
    assert_int_equal(user_call(SYS_READ, 0, PLACE, 9), -EIO);
    pid_t orphan = user_create(NULL);
    user_exit(0);
    user_let_run(orphan);
    set_action(SIGTTIN, SIGNAL_DEFAULT);
    assert_int_equal(user_call(SYS_READ, 0, PLACE, 9), -EIO);
    assert_int_equal(terminal_call(TIOCSPGRP, orphan), -ENOTTY);
    assert_int_equal(kill(orphan, SIGTSTP), 0);
    assert_false(is_suspended(orphan)); /* nobody could let it go on */
}

static void a_write_from_the_background_stops_under_tostop_alone(void **state)
{
    (void)state;
    pid_t job = user_create(NULL);
    struct termios settings = *console_settings();
    user_let_run(job);
    assert_int_equal(user_call(SYS_WRITE, 1, PLACE, 1), 1);
    settings.c_lflag |= TOSTOP;
    console_set(&settings);
    assert_int_equal(user_call(SYS_WRITE, 1, PLACE, 1), AWAY);
    assert_true(is_suspended(job));
    user_let_run(shell);
    assert_int_equal(user_call(SYS_WRITE, 1, PLACE, 1), 1);
}

static void who_ignores_sigttou_may_take_the_terminal(void **state)
{
    (void)state;
    pid_t job = user_create(NULL);
    user_let_run(job);
    set_action(SIGTTOU, SIGNAL_IGNORE);
    assert_int_equal(terminal_call(TIOCSPGRP, NOBODY), -ESRCH);
    assert_int_equal(terminal_call(TIOCSPGRP, INIT), -EPERM);
    assert_int_equal(terminal_call(TIOCSPGRP, -1), -EINVAL);
    assert_int_equal(terminal_call(TIOCSPGRP, job), 0);
    assert_int_equal(terminal_reader(), job);
    user_exit(0);
    user_let_run(shell);
    assert_int_equal(terminal_reader(), shell);
}

/* --- The size of the terminal --- */

static int32_t set_size(uint16_t rows)
{
    const struct winsize size = {.ws_row = rows, .ws_col = 80};
    user_put(PLACE, &size, sizeof(size));
    return user_call(SYS_IOCTL, 0, TIOCSWINSZ, PLACE);
}

static bool is_told_of_size(pid_t pid)
{
    return user_process(pid)->signals.pending & SIGNAL_BIT(SIGWINCH);
}

/* All block it, so that it stays. */
static void the_foreground_is_told_of_another_size_and_nobody_else(void **state)
{
    (void)state;
    process_current()->signals.blocked = SIGNAL_BIT(SIGWINCH);
    pid_t second, first = create_pipeline(&second);
    assert_int_equal(terminal_call(TIOCSPGRP, first), 0);
    user_let_run(first);
    assert_int_equal(set_size(50), 0);
    assert_true(is_told_of_size(first) && is_told_of_size(second));
    assert_false(is_told_of_size(shell));
    user_let_run(second);
    process_current()->signals.pending = 0;
    assert_int_equal(set_size(50), 0); /* as it was */
    assert_false(is_told_of_size(second));
    user_let_run(shell);
}

/* --- Ends --- */

static void a_stopped_group_that_becomes_an_orphan_is_hung_up(void **state)
{
    (void)state;
    pid_t parent = user_create(NULL);
    user_let_run(parent);
    pid_t stopped = user_create(NULL), running = user_create(NULL);
    assert_int_equal(user_suspend(stopped), 0);
    user_exit(0);
    user_let_run(running);
    user_let_run(shell);
    user_let_run(running);
    assert_int_equal(user_process(stopped)->thread.state, STATE_ZOMBIE);
    assert_int_equal(user_process(stopped)->cause.code, SIGHUP);
    assert_false(user_process(running)->thread.ending);
}

static void with_the_leader_of_a_session_its_foreground_is_hung_up(void **state)
{
    (void)state;
    pid_t job = user_create(NULL), other = user_create(NULL);
    assert_int_equal(terminal_call(TIOCSPGRP, job), 0);
    user_let_run(shell);
    user_exit(0);
    user_let_run(other);
    const struct process *process = user_process(job);
    assert_true(!process || process->thread.ending || process->cause.code == SIGHUP);
    user_let_run(INIT);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, boot, user_power_off)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_fork_stays_and_what_is_created_is_a_group_of_its_own),
        TEST(setpgid_has_linuxs_errors),
        TEST(a_group_lives_on_without_its_founder),
        TEST(keys_reach_all_of_a_pipeline_and_the_shell_has_the_terminal_again),
        TEST(a_group_has_the_terminal_as_long_as_one_of_it_can_run),
        TEST(who_has_ended_may_be_moved_and_takes_no_terminal_away),
        TEST(a_key_spares_the_leader_and_not_its_children),
        TEST(a_read_from_the_background_stops_until_it_is_in_the_foreground),
        TEST(who_ignores_sigttin_or_is_an_orphan_is_refused),
        TEST(a_write_from_the_background_stops_under_tostop_alone),
        TEST(who_ignores_sigttou_may_take_the_terminal),
        TEST(the_foreground_is_told_of_another_size_and_nobody_else),
        TEST(a_stopped_group_that_becomes_an_orphan_is_hung_up),
        TEST(with_the_leader_of_a_session_its_foreground_is_hung_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
