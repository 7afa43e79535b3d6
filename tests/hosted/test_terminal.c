/* Who has the terminal. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/syscall.h"
#include "kernel/terminal/console.h"
#include "kernel/terminal/terminal.h"
#include "tests/hosted/harness/user.h"

enum { INIT = 1, CTRL_C = 3, CTRL_Z = 26, RESCUE = 28, CROWD = 20 };

static int boot(void **state)
{
    (void)state;
    user_boot("check=1");
    return 0;
}

static int32_t put_in_foreground(pid_t pid)
{
    return user_call(SYS_PROCESS_FOREGROUND, (uint32_t)pid, 0, 0);
}

static pid_t create_in_foreground(void)
{
    return user_create(&(struct process_options){.flags = PROCESS_FOREGROUND});
}

static bool is_suspended(pid_t pid)
{
    return user_process(pid)->thread.suspended;
}

static void expect_terminal(pid_t leader, pid_t foreground)
{
    assert_int_equal(terminal_leader(), leader);
    assert_int_equal(terminal_foreground(), foreground);
    assert_int_equal(terminal_reader(), foreground ? foreground : leader);
}

static void process_1_has_the_terminal_at_first(void **state)
{
    (void)state;
    expect_terminal(INIT, 0);
}

static void a_program_in_the_background_cannot_take_the_terminal(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    assert_int_equal(put_in_foreground(0), -EPERM);
    assert_int_equal(put_in_foreground(child), -EPERM);
    pid_t grandchild = create_in_foreground(); /* the flag is ignored */
    assert_true(grandchild > 0);
    expect_terminal(INIT, 0);
}

static void the_terminal_comes_back_to_the_leader_when_the_foreground_ends(void **state)
{
    (void)state;
    pid_t shell = create_in_foreground();
    user_let_run(shell);
    assert_int_equal(put_in_foreground(0), 0);
    expect_terminal(shell, 0);
    pid_t job = create_in_foreground();
    expect_terminal(shell, job);
    user_let_run(job);
    user_exit(0);
    expect_terminal(shell, 0);
}

static void the_parent_of_a_leader_that_ends_leads(void **state)
{
    (void)state;
    pid_t shell = create_in_foreground();
    user_let_run(shell);
    assert_int_equal(put_in_foreground(0), 0);
    user_exit(0);
    expect_terminal(INIT, 0);
}

static void
who_has_put_somebody_in_the_foreground_can_take_the_terminal_back(void **state)
{
    (void)state;
    pid_t shell = create_in_foreground();
    user_let_run(shell);
    assert_int_equal(put_in_foreground(0), 0);
    pid_t debugger = create_in_foreground();
    user_let_run(debugger);
    pid_t program = create_in_foreground();
    expect_terminal(shell, program);
    assert_int_equal(put_in_foreground(debugger), 0);
    expect_terminal(shell, debugger);
}

static void the_terminal_goes_back_the_way_it_came(void **state)
{
    (void)state;
    pid_t first = create_in_foreground();
    user_let_run(first);
    pid_t second = create_in_foreground();
    user_let_run(second);
    pid_t third = create_in_foreground();
    user_let_run(third);
    user_exit(0);
    expect_terminal(INIT, second);
    user_let_run(second);
    user_exit(0);
    expect_terminal(INIT, first);
}

static void without_who_gave_it_the_terminal_goes_to_the_leader(void **state)
{
    (void)state;
    pid_t shell = create_in_foreground();
    user_let_run(shell);
    assert_int_equal(put_in_foreground(0), 0);
    pid_t thief = create_in_foreground();
    user_let_run(thief);
    pid_t orphan = create_in_foreground();
    user_exit(0);
    expect_terminal(shell, orphan);
    user_let_run(orphan);
    user_exit(0);
    expect_terminal(shell, 0);
}

/* A shell as process 1 starts it, which has claimed the terminal and has the CPU. */
static pid_t start_shell(void)
{
    pid_t shell = create_in_foreground();
    user_let_run(shell);
    assert_int_equal(put_in_foreground(0), 0);
    expect_terminal(shell, 0);
    return shell;
}

static void the_foreground_that_a_key_suspends_has_the_terminal_no_more(void **state)
{
    (void)state;
    pid_t shell = start_shell(), job = create_in_foreground();
    user_wait(job, WAIT_SUSPENDED, 0);
    machine_type(CTRL_Z);
    user_let_run(shell);
    assert_int_equal(machine_result(), job);
    expect_terminal(shell, 0);
    assert_int_equal(user_resume(job), 0);
    expect_terminal(shell, 0);
}

/* A job in its foreground, which has claimed the terminal and has the CPU. */
static pid_t start_claimer(void)
{
    pid_t job = create_in_foreground();
    user_let_run(job);
    assert_int_equal(put_in_foreground(0), 0);
    expect_terminal(job, 0);
    return job;
}

static void a_leader_that_is_suspended_has_the_terminal_no_more(void **state)
{
    (void)state;
    pid_t shell = start_shell(), nested = start_claimer();
    assert_int_equal(user_suspend(start_claimer()), AWAY);
    expect_terminal(nested, 0);
    user_let_run(nested);
    assert_int_equal(user_suspend(nested), AWAY);
    expect_terminal(shell, 0);
}

static void a_shell_that_is_suspended_leads_when_it_is_resumed(void **state)
{
    (void)state;
    pid_t shell = start_shell();
    assert_int_equal(user_suspend(shell), AWAY);
    user_let_run(INIT);
    expect_terminal(shell, 0);
    assert_int_equal(user_resume(shell), 0);
    expect_terminal(shell, 0);
}

/* Nobody could let it go on. */
static void ctrl_z_does_not_suspend_a_new_shell(void **state)
{
    (void)state;
    start_shell();
    user_exit(0);
    user_let_run(INIT);
    pid_t next = create_in_foreground();
    machine_type(CTRL_Z);
    assert_false(is_suspended(next));
    user_let_run(next);
    assert_int_equal(put_in_foreground(0), 0);
    expect_terminal(next, 0);
}

static void the_shell_takes_the_terminal_from_a_claimer_without_a_parent(void **state)
{
    (void)state;
    pid_t shell = start_shell(), job = create_in_foreground();
    user_let_run(job);
    pid_t orphan = start_claimer();
    user_let_run(job);
    user_exit(0);
    user_let_run(shell);
    expect_terminal(orphan, 0);
    assert_int_equal(put_in_foreground(0), 0);
    expect_terminal(shell, 0);
    user_let_run(orphan);
    assert_int_equal(put_in_foreground(0), -EPERM);
}

static void what_a_claimer_without_a_parent_leaves_goes_to_the_shell(void **state)
{
    (void)state;
    pid_t shell = start_shell(), job = create_in_foreground();
    user_let_run(job);
    pid_t orphan = start_claimer();
    user_let_run(job);
    user_exit(0);
    user_let_run(orphan);
    user_exit(0);
    expect_terminal(shell, 0);
}

/* The person at the terminal commands by SHELL: nobody else can run, under rr, but
 * process 1. */
static void expect_rescued(pid_t shell)
{
    assert_int_equal(terminal_controller(), shell);
    expect_terminal(shell, 0);
    assert_string_equal(scheduler_policy()->name, "rr");
    for (pid_t pid = INIT; pid <= shell + CROWD; pid++) {
        const struct process *process = user_process(pid);
        if (process && pid != INIT && pid != shell)
            assert_true(process->thread.suspended || process->thread.ending);
    }
    assert_false(is_suspended(INIT) || is_suspended(shell));
}

static void the_rescue_key_suspends_whoever_does_not_let_go(void **state)
{
    (void)state;
    pid_t shell = start_shell(), sleeper = user_create(NULL);
    pid_t later = user_create(&(struct process_options){.start_tick = 1000});
    user_let_run(sleeper);
    assert_int_equal(user_sleep(5), AWAY);
    user_let_run(shell);
    pid_t job = start_claimer();
    for (int i = 0; i < CROWD / 2; i++)
        assert_true(create_in_foreground() > 0);
    machine_type(RESCUE);
    expect_rescued(shell);
    assert_true(is_suspended(job) && is_suspended(sleeper) && is_suspended(later));
    user_let_run(shell);
    user_wait(job, WAIT_SUSPENDED, 0);
    assert_int_equal(user_result().event, PROCESS_WAS_SUSPENDED);
}

static void the_rescue_key_resumes_the_shell_and_gives_it_the_cpu(void **state)
{
    (void)state;
    pid_t shell = start_shell(), enemy = create_in_foreground();
    size_t wrong;
    user_let_run(enemy);
    assert_int_equal(scheduler_set_policy("fifo", &wrong), 0);
    assert_int_equal(user_suspend(shell), 0);
    machine_type(RESCUE);
    expect_rescued(shell);
    user_let_run(shell);
}

static void the_rescue_key_brings_an_empty_line_to_a_shell_without_a_job(void **state)
{
    (void)state;
    pid_t shell = start_shell();
    assert_int_equal(user_call(SYS_READ, 0, USER_DATA, 80), AWAY);
    machine_type('x');
    machine_type(RESCUE);
    user_let_run(shell);
    assert_int_equal(machine_result(), 1);
    machine_type(RESCUE);
    assert_int_equal(user_call(SYS_READ, 0, USER_DATA, 80), 1);
    assert_int_equal(user_wait(create_in_foreground(), WAIT_SUSPENDED, 0), AWAY);
    machine_type(RESCUE);
    user_let_run(shell);
    assert_int_equal(put_in_foreground(0), 0);
    assert_int_equal(user_call(SYS_READ, 0, USER_DATA, 80), AWAY);
}

static void a_shell_that_never_reads_is_destroyed_at_the_second_rescue(void **state)
{
    (void)state;
    pid_t shell = start_shell();
    machine_type(RESCUE);
    assert_false(user_process(shell)->thread.ending);
    machine_type(RESCUE);
    assert_int_equal(user_process(shell)->cause.event, PROCESS_DESTROYED);
    user_let_run(INIT);
    expect_terminal(INIT, 0);
    pid_t next = start_shell();
    machine_type(RESCUE);
    expect_rescued(next);
}

static void a_shell_that_reads_is_not_destroyed_by_any_number_of_rescues(void **state)
{
    (void)state;
    pid_t shell = start_shell();
    for (int i = 0; i < 5; i++) {
        assert_int_equal(user_call(SYS_READ, 0, USER_DATA, 80), AWAY);
        machine_type(RESCUE);
        machine_type(RESCUE);
        user_let_run(shell);
    }
    expect_rescued(shell);
}

static void without_a_shell_process_1_has_the_rescued_terminal(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    machine_type(RESCUE);
    machine_type(RESCUE);
    expect_rescued(INIT);
    assert_true(is_suspended(child));
    user_let_run(INIT);
}

static void who_ends_at_the_rescue_still_ends(void **state)
{
    (void)state;
    pid_t shell = start_shell(), job = create_in_foreground();
    assert_int_equal(user_suspend(job), 0);
    assert_int_equal(user_destroy(job), 0);
    machine_type(RESCUE);
    expect_rescued(shell);
    assert_int_equal(user_wait(job, 0, 0), job);
}

static void only_who_has_the_terminal_reads_a_line(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    assert_int_equal(user_call(SYS_READ, 0, USER_DATA, 2), AWAY);
    machine_type('a');
    machine_type('\n');
    assert_int_equal(user_running(), INIT);
    user_yield(); /* the child looks, in vain */
    assert_int_equal(user_process(child)->thread.state, STATE_BLOCKED);
    assert_int_equal(put_in_foreground(child), 0);
    user_let_run(child);
    assert_int_equal(machine_result(), 2);
}

static void type_text(const char *text)
{
    for (; *text; text++)
        machine_type(*text);
}

static void after_a_flood_and_ctrl_c_the_next_line_arrives(void **state)
{
    (void)state;
    for (int line = 0; line < 60; line++)
        type_text(
            "a line of a flood that nobody reads, and that is as long as this one is\n");
    machine_type(CTRL_C);
    assert_int_equal(user_call(SYS_READ, 0, USER_DATA, 80), 1); /* of the empty line */
    type_text("ps\n");
    assert_int_equal(user_call(SYS_READ, 0, USER_DATA, 80), 3);
}

/* --- Settings --- */

enum { BYTES_AT = USER_DATA + 0x100, HZ_OF_A_TENTH = 10 };

/* Bytes are read as they are typed: so many at least, or for so many tenths of a second. */
static void set_raw(cc_t least, cc_t tenths)
{
    struct termios settings = *console_settings();
    settings.c_lflag = 0;
    settings.c_iflag = 0;
    settings.c_cc[VMIN] = least;
    settings.c_cc[VTIME] = tenths;
    console_set(&settings);
}

static int32_t read_bytes(uint32_t count)
{
    return user_call(SYS_READ, 0, BYTES_AT, count);
}

static void a_raw_read_waits_for_so_many_bytes(void **state)
{
    (void)state;
    set_raw(3, 0);
    type_text("ab");
    assert_int_equal(read_bytes(10), AWAY);
    machine_type(CTRL_C); /* a byte like others */
    assert_int_equal(machine_result(), 3);
    type_text("de");
    assert_int_equal(read_bytes(2), 2); /* no more were wanted */
}

static void a_raw_read_without_a_least_is_told_that_time_is_over(void **state)
{
    (void)state;
    set_raw(0, 2);
    assert_int_equal(read_bytes(1), AWAY);
    for (int tick = 0; tick < 2 * HZ_OF_A_TENTH; tick++) {
        assert_int_equal(user_running(), 0);
        machine_tick();
    }
    assert_int_equal(machine_result(), 0);
    set_raw(0, 0);
    assert_int_equal(read_bytes(1), 0);
    machine_type('x');
    assert_int_equal(read_bytes(1), 1);
}

static void the_time_between_bytes_begins_with_the_first(void **state)
{
    (void)state;
    set_raw(9, 1);
    assert_int_equal(read_bytes(9), AWAY);
    for (int tick = 0; tick < 5 * HZ_OF_A_TENTH; tick++)
        machine_tick();
    assert_int_equal(user_running(), 0);
    machine_type('a');
    for (int tick = 0; tick < HZ_OF_A_TENTH; tick++)
        machine_tick();
    assert_int_equal(machine_result(), 1);
}

static void what_is_typed_ahead_is_taken_as_the_reader_asks_for_it(void **state)
{
    (void)state;
    set_raw(1, 0);
    type_text("ab\rcd\r");
    assert_int_equal(read_bytes(3), 3);
    console_reset();
    assert_int_equal(read_bytes(10), 3); /* a line: "cd\n" */
    type_text("ef\r");
    assert_int_equal(read_bytes(1), 1);
    set_raw(1, 0);
    assert_int_equal(read_bytes(10), 2); /* what is left of the line */
}

static void a_new_controller_finds_the_usual_settings(void **state)
{
    (void)state;
    start_shell();
    set_raw(1, 0);
    user_exit(0);
    user_let_run(INIT);
    start_shell();
    assert_true(console_settings()->c_lflag & ICANON);
}

static void the_rescue_key_makes_a_raw_shell_drop_its_line(void **state)
{
    (void)state;
    pid_t shell = start_shell();
    set_raw(1, 0);
    assert_int_equal(read_bytes(1), AWAY);
    machine_type('x');
    user_let_run(shell);
    assert_int_equal(machine_result(), 1);
    machine_type(RESCUE);
    assert_int_equal(read_bytes(10), 1);
    machine_type('y');
    assert_int_equal(read_bytes(10), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, boot, user_power_off)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(process_1_has_the_terminal_at_first),
        TEST(a_program_in_the_background_cannot_take_the_terminal),
        TEST(the_terminal_comes_back_to_the_leader_when_the_foreground_ends),
        TEST(the_parent_of_a_leader_that_ends_leads),
        TEST(who_has_put_somebody_in_the_foreground_can_take_the_terminal_back),
        TEST(the_terminal_goes_back_the_way_it_came),
        TEST(without_who_gave_it_the_terminal_goes_to_the_leader),
        TEST(the_foreground_that_a_key_suspends_has_the_terminal_no_more),
        TEST(a_leader_that_is_suspended_has_the_terminal_no_more),
        TEST(a_shell_that_is_suspended_leads_when_it_is_resumed),
        TEST(ctrl_z_does_not_suspend_a_new_shell),
        TEST(the_shell_takes_the_terminal_from_a_claimer_without_a_parent),
        TEST(what_a_claimer_without_a_parent_leaves_goes_to_the_shell),
        TEST(the_rescue_key_suspends_whoever_does_not_let_go),
        TEST(the_rescue_key_resumes_the_shell_and_gives_it_the_cpu),
        TEST(the_rescue_key_brings_an_empty_line_to_a_shell_without_a_job),
        TEST(a_shell_that_never_reads_is_destroyed_at_the_second_rescue),
        TEST(a_shell_that_reads_is_not_destroyed_by_any_number_of_rescues),
        TEST(without_a_shell_process_1_has_the_rescued_terminal),
        TEST(who_ends_at_the_rescue_still_ends),
        TEST(only_who_has_the_terminal_reads_a_line),
        TEST(after_a_flood_and_ctrl_c_the_next_line_arrives),
        TEST(a_raw_read_waits_for_so_many_bytes),
        TEST(a_raw_read_without_a_least_is_told_that_time_is_over),
        TEST(the_time_between_bytes_begins_with_the_first),
        TEST(what_is_typed_ahead_is_taken_as_the_reader_asks_for_it),
        TEST(a_new_controller_finds_the_usual_settings),
        TEST(the_rescue_key_makes_a_raw_shell_drop_its_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
