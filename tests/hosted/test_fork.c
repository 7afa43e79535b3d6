/* fork and exec: what a child has of its parent, what stays when a program takes another's
 * place, and that nothing is left where there is no memory for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "abi/clone.h"
#include "abi/errno.h"
#include "abi/signal.h"
#include "abi/syscall.h"
#include "kernel/debug/trace.h"
#include "tests/hosted/harness/user.h"

enum { INIT = 1, BOB = 7, PLACE = USER_DATA + 0x700 };

static int boot(void **state)
{
    (void)state;
    user_boot("check=1");
    return 0;
}

static void write_word(uint32_t word)
{
    struct transfer to =
        transfer_make(&process_current()->space, TO_USER, PLACE, sizeof(word));
    assert_int_equal(transfer_out(&to, &word, sizeof(word)), 0);
}

static uint32_t read_word(void)
{
    uint32_t word;
    struct transfer from =
        transfer_make(&process_current()->space, FROM_USER, PLACE, sizeof(word));
    assert_int_equal(transfer_in(&from, &word, sizeof(word)), 0);
    return word;
}

static void fork_is_told_the_child_and_the_child_is_told_0(void **state)
{
    (void)state;
    pid_t child = user_fork();
    assert_true(child > INIT);
    assert_int_equal(user_process(child)->parent->thread.id, INIT);
    user_let_run(child);
    assert_int_equal(machine_result(), 0);
    assert_int_equal(user_call(SYS_GETPPID, 0, 0, 0), INIT);
}

static void neither_sees_what_the_other_writes(void **state)
{
    (void)state;
    write_word(1);
    pid_t child = user_fork();
    write_word(2);
    user_let_run(child);
    assert_int_equal(read_word(), 1);
    write_word(3);
    user_let_run(INIT);
    assert_int_equal(read_word(), 2);
    user_let_run(child);
    assert_int_equal(read_word(), 3);
}

static void a_child_has_what_its_parent_had(void **state)
{
    (void)state;
    const struct process *parent = process_current();
    assert_int_equal(user_call(SYS_CLOSE, 2, 0, 0), 0);
    pid_t pid = user_fork();
    const struct process *child = user_process(pid);
    assert_string_equal(child->name, parent->name);
    assert_int_equal(child->thread.group, parent->thread.group);
    assert_int_equal(child->uid, parent->uid);
    assert_memory_equal(child->limits, parent->limits, sizeof(child->limits));
    assert_ptr_equal(descriptors_find(&child->descriptors, 1),
                     descriptors_find(&parent->descriptors, 1));
    assert_null(descriptors_find(&child->descriptors, 2));
    assert_int_equal(child->space.resident_pages, parent->space.resident_pages);
}

static void one_forks_no_more_than_ones_processes(void **state)
{
    (void)state;
    struct rlimit limit = {3, 3};
    pid_t bob = user_create(NULL);
    user_let_run(bob);
    assert_int_equal(user_setuid(BOB), 0);
    struct process *self = process_current();
    self->limits[LIMIT_PROCESSES] = limit;
    assert_true(user_fork() > 0);
    assert_true(user_fork() > 0);
    assert_int_equal(user_fork(), -EAGAIN);
    user_let_run(INIT); /* who may power off */
}

/* --- Budgets: what was used is used --- */

static pid_t start_with(const struct process_options *options)
{
    pid_t pid = user_create(options);
    user_let_run(pid);
    return pid;
}

static void a_child_has_what_is_left_of_a_budget(void **state)
{
    (void)state;
    struct process_options options = {.end_after_ticks = 10};
    start_with(&options);
    machine_tick();
    machine_tick();
    pid_t child = user_fork();
    assert_in_range(user_process(child)->thread.end_after_ticks, 7, 8);
}

static void who_has_less_than_a_tick_left_cannot_fork(void **state)
{
    (void)state;
    struct process_options options = {.end_after_ticks = 1};
    start_with(&options);
    assert_int_equal(user_fork(), -EAGAIN);
}

static void a_child_rests_when_its_parent_would_have(void **state)
{
    (void)state;
    struct process_options options = {.rest_every_ticks = 3, .rest_ticks = 50};
    pid_t parent = start_with(&options);
    machine_tick();
    machine_tick();
    user_let_run(parent);
    pid_t child = user_fork();
    user_exit(0);
    user_let_run(child);
    machine_tick();
    assert_int_equal(user_process(child)->thread.blocked_on, BLOCKED_REST);
}

/* --- exec --- */

static void exec_starts_afresh_as_the_same_process(void **state)
{
    (void)state;
    pid_t child = user_fork();
    user_let_run(child);
    const struct process *self = user_process(child);
    const struct file *file = descriptors_find(&self->descriptors, 1);
    assert_int_equal(user_exec("/bin/program"), 0);
    assert_int_equal(user_running(), child);
    assert_string_equal(self->name, "program");
    assert_ptr_equal(descriptors_find(&self->descriptors, 1), file);
    assert_int_equal(self->parent->thread.id, INIT);
    assert_int_equal(read_word(), 0);
    assert_int_equal(self->thread.stack ? user_status(0).registers.esp % 16 : 1, 0);
}

static void a_fork_copies_floating_point_and_exec_clears_it(void **state)
{
    (void)state;
    machine_compute(5);
    pid_t child = user_fork();
    machine_compute(6);
    user_let_run(child);
    assert_int_equal(machine_compute(7), 5);
    assert_int_equal(user_exec("/bin/program"), 0);
    assert_int_equal(machine_compute(8), 0);
    user_let_run(INIT);
    assert_int_equal(machine_compute(0), 6);
}

static uint32_t act(int32_t signal, uint32_t handler)
{
    struct signal_action action = {.handler = handler}, old;
    user_put(PLACE, &action, sizeof(action));
    const uint32_t words[6] = {(uint32_t)signal, PLACE, PLACE, 8};
    assert_int_equal(machine_call(SYS_RT_SIGACTION, words), 0);
    user_get(PLACE, &old, sizeof(old));
    return old.handler;
}

static void exec_resets_handlers_and_keeps_what_is_ignored(void **state)
{
    (void)state;
    user_let_run(user_fork());
    act(SIGUSR1, USER_TEXT);
    act(SIGUSR2, SIGNAL_IGNORE);
    const struct signal_sets *sets = &process_current()->signals;
    assert_int_equal(user_exec("/bin/program"), 0);
    assert_int_equal(sets->handled, 0);
    assert_int_equal(sets->ignored, SIGNAL_BIT(SIGUSR2));
    assert_int_equal(act(SIGUSR1, SIGNAL_DEFAULT), SIGNAL_DEFAULT);
    assert_int_equal(act(SIGUSR2, SIGNAL_DEFAULT), SIGNAL_IGNORE);
}

/* --- Arguments of more than a page --- */

enum { ARGV = PLACE + 0x40, TEXT = USER_DATA + PAGE_SIZE, TEXT_BYTES = 6000 };

/* The program has at ARGV twice the same long string. */
static void write_arguments(void)
{
    static char text[TEXT_BYTES];
    const uint32_t argv[] = {TEXT, TEXT, 0};
    memset(text, 'x', sizeof(text) - 1);
    user_put(TEXT, text, sizeof(text));
    user_put(ARGV, argv, sizeof(argv));
    user_put(PLACE, "/bin/program", sizeof("/bin/program"));
}

static void long_arguments_lie_on_the_stack(void **state)
{
    (void)state;
    uint32_t argc, argv[2];
    char text[2];
    user_let_run(user_fork());
    write_arguments();
    assert_int_equal(user_call(SYS_EXECVE, PLACE, ARGV, 0), 0);
    virt_t esp = user_status(0).registers.esp;
    user_get(esp, &argc, sizeof(argc));
    assert_int_equal(argc, 2);
    user_get(esp + 4, argv, sizeof(argv));
    assert_int_equal(argv[1], argv[0] + TEXT_BYTES);
    user_get(argv[1] + TEXT_BYTES - 2, text, sizeof(text));
    assert_memory_equal(text, "x", 2);
}

/* --- clone --- */

static pid_t clone_with_pid(void)
{
    return machine_call(
        SYS_CLONE, (const uint32_t[6]){CLONE_CHILD_SETTID | SIGCHLD, 0, 0, 0, PLACE, 0});
}

static void a_clone_may_know_its_pid_and_its_parent_does_not(void **state)
{
    (void)state;
    write_word(7);
    pid_t child = clone_with_pid();
    assert_int_equal(read_word(), 7);
    user_let_run(child);
    assert_int_equal(read_word(), child);
}

/* --- What is shown of it --- */

static void expect_events(uint64_t next, pid_t pid, const struct trace_record *expected,
                          size_t count)
{
    struct trace_record record;
    size_t found = 0;
    while (trace_get(&next, &record)) {
        bool is_of_scheduler = record.kind == TRACE_RUN || record.kind == TRACE_READY;
        if (record.pid != pid || is_of_scheduler)
            continue;
        assert_true(found < count);
        assert_int_equal(record.kind, expected[found].kind);
        assert_int_equal(record.reason, expected[found].reason);
        assert_int_equal(record.a, expected[found].a);
        assert_int_equal(record.b, expected[found].b);
        found++;
    }
    assert_int_equal(found, count);
}

static void the_trace_tells_of_forks_pipes_signals_and_execs(void **state)
{
    (void)state;
    uint32_t init[2] = {0}, program[2] = {0};
    memcpy(init, "init", 4);
    memcpy(program, "program", 7);
    const struct trace_record expected[] = {
        {.kind = TRACE_CREATE, .a = INIT, .b = 1},
        {.kind = TRACE_NAME, .a = init[0], .b = init[1]},
        {.kind = TRACE_BLOCK, .a = BLOCKED_PIPE},
        {.kind = TRACE_SIGNAL, .a = SIGUSR1, .b = INIT},
        {.kind = TRACE_WAKE, .reason = REASON_BROKEN},
        {.kind = TRACE_HANDLE, .a = SIGUSR1},
        {.kind = TRACE_EXEC},
        {.kind = TRACE_NAME, .a = program[0], .b = program[1]},
    };
    assert_int_equal(user_call(SYS_PIPE, PLACE, 0, 0), 0);
    act(SIGUSR1, USER_TEXT);
    uint64_t next = trace_count();
    pid_t child = user_fork();
    user_let_run(child);
    assert_int_equal(user_call(SYS_READ, 3, PLACE, 1), AWAY);
    assert_int_equal(user_call(SYS_KILL, (uint32_t)child, SIGUSR1, 0), 0);
    user_let_run(child);
    assert_int_equal(user_exec("/bin/program"), 0);
    expect_events(next, child, expected, sizeof(expected) / sizeof(expected[0]));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, boot, user_power_off)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(fork_is_told_the_child_and_the_child_is_told_0),
        TEST(neither_sees_what_the_other_writes),
        TEST(a_child_has_what_its_parent_had),
        TEST(one_forks_no_more_than_ones_processes),
        TEST(a_child_has_what_is_left_of_a_budget),
        TEST(who_has_less_than_a_tick_left_cannot_fork),
        TEST(a_child_rests_when_its_parent_would_have),
        TEST(long_arguments_lie_on_the_stack),
        TEST(a_clone_may_know_its_pid_and_its_parent_does_not),
        TEST(exec_starts_afresh_as_the_same_process),
        TEST(a_fork_copies_floating_point_and_exec_clears_it),
        TEST(exec_resets_handlers_and_keeps_what_is_ignored),
        TEST(the_trace_tells_of_forks_pipes_signals_and_execs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
