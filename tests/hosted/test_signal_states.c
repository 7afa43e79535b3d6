/* Each signal, sent to a process in each state, which handles, ignores or blocks it or does
 * nothing about it: what comes of that is held against a model of a few lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/signal.h"
#include "abi/syscall.h"
#include "tests/hosted/harness/user.h"

enum { INIT = 1, HANDLER = USER_TEXT + 0xF0, RESTART_BYTES = 2, LONG = 100000 };

/* In the program's data, where nothing else lies. */
enum { ACTION_AT = USER_DATA + 0xC00, SET_AT = USER_DATA + 0xD00, FDS_AT = SET_AT + 8 };

enum state {
    READY,
    SLEEPS,
    READS_PIPE,
    WAITS,
    STOPPED,
    STOPPED_ASLEEP,
    NEW,
    ZOMBIE,
    STATES
};

enum disposition { DEFAULT, IGNORED, HANDLED, HANDLED_RESTART, DISPOSITIONS };

struct attempt {
    int32_t signal;
    enum disposition disposition;
    bool blocked;
    enum state state;
};

/* --- The model --- */

enum outcome {
    NOTHING,
    PENDING,
    ENDS,
    STOPS,
    HANDLES,
};

static bool is_one_of(int32_t signal, const int32_t *signals)
{
    while (*signals && *signals != signal)
        signals++;
    return *signals != 0;
}

static bool stops(int32_t signal)
{
    return is_one_of(signal, (const int32_t[]){SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, 0});
}

static bool is_stopped(enum state state)
{
    return state == STOPPED || state == STOPPED_ASLEEP;
}

/* What comes of it at once, and if the process is stopped, when it goes on. */
static enum outcome outcome_of(const struct attempt *attempt)
{
    int32_t signal = attempt->signal;
    if (attempt->state == ZOMBIE)
        return NOTHING;
    if (signal == SIGKILL || signal == SIGSTOP)
        return signal == SIGKILL ? ENDS : STOPS;
    if (attempt->blocked)
        return PENDING;
    if (attempt->disposition == IGNORED)
        return NOTHING;
    if (attempt->disposition != DEFAULT)
        return HANDLES;
    if (is_one_of(signal, (const int32_t[]){SIGCHLD, SIGCONT, SIGURG, SIGWINCH, 0}))
        return NOTHING;
    return stops(signal) ? STOPS : ENDS;
}

/* --- The process --- */

static void store(virt_t address, const void *from, size_t size)
{
    struct transfer to = transfer_make(&process_current()->space, TO_USER, address, size);
    assert_int_equal(transfer_out(&to, from, size), 0);
}

static struct process_registers registers_of(pid_t pid)
{
    struct process_registers registers;
    arch_stack_registers(user_process(pid)->thread.stack, &registers);
    return registers;
}

static int32_t call_4(uint32_t number, uint32_t a, uint32_t b, uint32_t c, uint32_t d)
{
    return machine_call(number, (const uint32_t[6]){a, b, c, d});
}

static int32_t kill_it(pid_t pid, int32_t signal)
{
    return user_call(SYS_KILL, (uint32_t)pid, (uint32_t)signal, 0);
}

static void set_action(int32_t signal, enum disposition disposition)
{
    struct signal_action action = {
        .handler = disposition == DEFAULT   ? SIGNAL_DEFAULT
                   : disposition == IGNORED ? SIGNAL_IGNORE
                                            : (uint32_t)HANDLER,
        .flags = disposition == HANDLED_RESTART ? SA_RESTART : 0};
    bool cannot = signal == SIGKILL || signal == SIGSTOP;
    store(ACTION_AT, &action, sizeof(action));
    assert_int_equal(call_4(SYS_RT_SIGACTION, (uint32_t)signal, ACTION_AT, 0, 8),
                     cannot ? -EINVAL : 0);
}

static int32_t set_blocked(uint64_t set)
{
    store(SET_AT, &set, sizeof(set));
    return call_4(SYS_RT_SIGPROCMASK, SIG_SETMASK, SET_AT, 0, sizeof(set));
}

static void read_empty_pipe(void)
{
    uint32_t fds[2];
    assert_int_equal(user_call(SYS_PIPE, FDS_AT, 0, 0), 0);
    struct transfer from =
        transfer_make(&process_current()->space, FROM_USER, FDS_AT, sizeof(fds));
    assert_int_equal(transfer_in(&from, fds, sizeof(fds)), 0);
    assert_int_equal(user_call(SYS_READ, fds[0], SET_AT, 1), AWAY);
}

static void wait_for_child(void)
{
    static const struct process_options suspended = {.flags = PROCESS_SUSPENDED};
    assert_true(user_create(&suspended) > 0);
    assert_int_equal(user_wait(-1, 0, 0), AWAY);
}

/* The process that runs gets into STATE, and init gets the CPU. */
static void enter(enum state state, pid_t self)
{
    if (state == SLEEPS || state == STOPPED_ASLEEP)
        assert_int_equal(user_sleep(LONG), AWAY);
    else if (state == READS_PIPE)
        read_empty_pipe();
    else if (state == WAITS)
        wait_for_child();
    else if (state == ZOMBIE)
        user_exit(7);
    user_let_run(INIT);
    if (is_stopped(state))
        assert_int_equal(user_suspend(self), 0);
}

static pid_t make(const struct attempt *attempt)
{
    struct process_options later = {.start_tick = clock_now() + LONG};
    pid_t pid = user_create(attempt->state == NEW ? &later : NULL);
    if (attempt->state == NEW)
        return pid;
    user_let_run(pid);
    if (attempt->disposition != DEFAULT)
        set_action(attempt->signal, attempt->disposition);
    assert_int_equal(set_blocked(attempt->blocked ? SIGNAL_BIT(attempt->signal) : 0), 0);
    enter(attempt->state, pid);
    return pid;
}

/* --- What must be --- */

static void expect_ended(pid_t pid, int32_t signal)
{
    if (user_wait(pid, 0, 0) == AWAY)
        user_let_run(INIT);
    assert_int_equal(machine_result(), pid);
    assert_int_equal(user_result().event, PROCESS_DESTROYED);
    assert_int_equal(user_result().code, signal);
    assert_int_equal(user_result().by, INIT);
}

/* It is in its handler, from which it comes back to where it was: a call that was
 * interrupted fails, or is about to be made again. */
static void expect_handled(pid_t pid, const struct attempt *attempt)
{
    bool restarts = attempt->disposition == HANDLED_RESTART;
    user_let_run(pid);
    assert_int_equal(registers_of(pid).eip, HANDLER);
    assert_int_equal(registers_of(pid).eax, attempt->signal);
    assert_true(user_process(pid)->signals.blocked & SIGNAL_BIT(attempt->signal));
    int32_t result = user_call(SYS_RT_SIGRETURN, 0, 0, 0);
    assert_int_equal(user_process(pid)->signals.blocked, 0);
    if (attempt->state == SLEEPS || attempt->state == STOPPED_ASLEEP ||
        attempt->state == WAITS)
        assert_int_equal(result, -EINTR); /* Robin's own calls are not made again */
    if (attempt->state == READS_PIPE)
        assert_int_equal(result, restarts ? SYS_READ : -EINTR);
    user_let_run(INIT);
}

static void expect_unmoved(pid_t pid, const struct attempt *attempt)
{
    const struct thread *thread = &user_process(pid)->thread;
    static const enum process_blocked_on waits[STATES] = {[SLEEPS] = BLOCKED_SLEEP,
                                                          [READS_PIPE] = BLOCKED_PIPE,
                                                          [WAITS] = BLOCKED_WAIT,
                                                          [STOPPED_ASLEEP] =
                                                              BLOCKED_SLEEP};
    assert_int_equal(thread->blocked_on, waits[attempt->state]);
    assert_int_equal(thread->state == STATE_ZOMBIE, attempt->state == ZOMBIE);
    assert_int_equal(thread->state == STATE_NEW, attempt->state == NEW);
}

static bool is_pending(pid_t pid, int32_t signal)
{
    return user_process(pid)->signals.pending & SIGNAL_BIT(signal);
}

/* To be stopped and to go on undo each other. */
static bool is_undone(const struct attempt *attempt)
{
    return is_stopped(attempt->state) && stops(attempt->signal);
}

/* Sent, and if it was stopped, let go on. */
static void expect_effect(pid_t pid, const struct attempt *attempt, enum outcome outcome)
{
    bool goes_on = attempt->signal == SIGCONT, was_stopped = is_stopped(attempt->state);
    if (attempt->state != ZOMBIE && outcome != ENDS)
        assert_int_equal(user_process(pid)->thread.suspended,
                         outcome == STOPS || (was_stopped && !goes_on));
    if (was_stopped && outcome != PENDING && outcome != NOTHING &&
        attempt->signal != SIGKILL)
        assert_int_equal(kill_it(pid, SIGCONT), 0);
    if (outcome == ENDS)
        expect_ended(pid, attempt->signal);
    else if (outcome == HANDLES && !is_undone(attempt))
        expect_handled(pid, attempt);
    else
        expect_unmoved(pid, attempt);
    if (outcome != ENDS)
        assert_int_equal(is_pending(pid, attempt->signal), outcome == PENDING);
}

/* What was pending takes effect when it is blocked no more. */
static void expect_later(pid_t pid, const struct attempt *attempt)
{
    struct attempt unblocked = *attempt;
    unblocked.blocked = false;
    user_let_run(pid);
    enum outcome outcome = outcome_of(&unblocked);
    int32_t result = set_blocked(0);
    if (outcome == HANDLES) {
        assert_int_equal(registers_of(pid).eip, HANDLER);
        assert_int_equal(user_call(SYS_RT_SIGRETURN, 0, 0, 0), 0); /* of sigprocmask */
    } else {
        assert_int_equal(result, outcome == NOTHING ? 0 : AWAY);
    }
    user_let_run(INIT);
    if (outcome == ENDS)
        expect_ended(pid, attempt->signal);
    else
        assert_int_equal(user_process(pid)->thread.suspended, outcome == STOPS);
}

/* Nobody is left, the child of one that waits among them. */
static void clean_up(void)
{
    while (user_wait(-1, WAIT_POLL, 0) > 0) {
    }
    int32_t result = kill_it(-1, SIGKILL);
    assert_true(result == 0 || result == -ESRCH);
    while (user_wait(-1, WAIT_POLL, 0) > 0) {
    }
    assert_int_equal(user_wait(-1, WAIT_POLL, 0), -ECHILD);
}

static void try(const struct attempt *attempt)
{
    enum outcome outcome = outcome_of(attempt);
    pid_t pid = make(attempt);
    assert_int_equal(kill_it(pid, attempt->signal), 0);
    expect_effect(pid, attempt, outcome);
    if (outcome == PENDING && attempt->state == READY)
        expect_later(pid, attempt);
    clean_up();
}

static bool is_possible(const struct attempt *attempt)
{
    bool has_run = attempt->state != NEW && attempt->state != ZOMBIE;
    if (attempt->disposition == HANDLED_RESTART)
        return attempt->state == READS_PIPE; /* only there it makes a difference */
    return has_run || (attempt->disposition == DEFAULT && !attempt->blocked);
}

static void try_all_in(enum state state)
{
    struct attempt attempt = {.state = state};
    for (attempt.signal = 1; attempt.signal <= SIGNAL_STANDARD_MAX; attempt.signal++)
        for (int way = 0; way < 2 * DISPOSITIONS; way++) {
            attempt.disposition = (enum disposition)(way / 2);
            attempt.blocked = way % 2;
            if (is_possible(&attempt))
                try(&attempt);
        }
}

#define STATE_TEST(name, state)                                                          \
    static void name(void **unused)                                                      \
    {                                                                                    \
        (void)unused;                                                                    \
        try_all_in(state);                                                               \
    }

STATE_TEST(each_signal_meets_one_that_is_ready, READY)
STATE_TEST(each_signal_meets_one_that_sleeps, SLEEPS)
STATE_TEST(each_signal_meets_one_that_reads_a_pipe, READS_PIPE)
STATE_TEST(each_signal_meets_one_that_waits_for_a_child, WAITS)
STATE_TEST(each_signal_meets_one_that_is_stopped, STOPPED)
STATE_TEST(each_signal_meets_one_that_is_stopped_asleep, STOPPED_ASLEEP)
STATE_TEST(each_signal_meets_one_that_is_new, NEW)
STATE_TEST(each_signal_meets_a_zombie, ZOMBIE)

static int boot(void **state)
{
    (void)state;
    user_boot("check=1");
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, boot, user_power_off)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_signal_meets_one_that_is_ready),
        TEST(each_signal_meets_one_that_sleeps),
        TEST(each_signal_meets_one_that_reads_a_pipe),
        TEST(each_signal_meets_one_that_waits_for_a_child),
        TEST(each_signal_meets_one_that_is_stopped),
        TEST(each_signal_meets_one_that_is_stopped_asleep),
        TEST(each_signal_meets_one_that_is_new),
        TEST(each_signal_meets_a_zombie),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
