/* What a parent is told by signals; what lists, status, the sharers of memory and the policies say;
 * and what is counted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/mman.h"
#include "abi/signal.h"
#include "abi/syscall.h"
#include "kernel/process/group.h"
#include "tests/hosted/harness/user.h"

enum {
    INIT = 1,
    BOB = 7,
    PLACE = USER_DATA + 0x400,
    PIDS = USER_DATA + 0x1000,
    MANY = 70
};

static int boot(void **state)
{
    (void)state;
    user_boot("check=1 policy='rr quantum=2'");
    return 0;
}

static void change_policy(const char *words)
{
    size_t wrong;
    assert_int_equal(scheduler_set_policy(words, &wrong), 0);
}

static void set_action(int32_t signal, uint32_t handler, uint32_t flags)
{
    const struct signal_action action = {.handler = handler, .flags = flags};
    user_put(PLACE, &action, sizeof(action));
    assert_int_equal(machine_call(SYS_RT_SIGACTION,
                                  (const uint32_t[6]){(uint32_t)signal, PLACE, 0, 8}),
                     0);
}

static void block(uint64_t set)
{
    user_put(PLACE, &set, sizeof(set));
    assert_int_equal(
        machine_call(SYS_RT_SIGPROCMASK, (const uint32_t[6]){SIG_SETMASK, PLACE, 0, 8}),
        0);
}

static bool is_pending(int32_t signal)
{
    uint64_t set = 0;
    assert_int_equal(user_call(SYS_RT_SIGPENDING, PLACE, sizeof(set), 0), 0);
    user_get(PLACE, &set, sizeof(set));
    return set & SIGNAL_BIT(signal);
}

/* --- SIGCHLD --- */

static void a_parent_is_sent_sigchld_for_an_end(void **state)
{
    (void)state;
    block(SIGNAL_BIT(SIGCHLD));
    user_create_zombie(3);
    assert_true(is_pending(SIGCHLD));
}

static void a_parent_is_sent_sigchld_for_a_stop(void **state)
{
    (void)state;
    block(SIGNAL_BIT(SIGCHLD));
    pid_t child = user_create(NULL);
    assert_false(is_pending(SIGCHLD));
    user_suspend(child);
    assert_true(is_pending(SIGCHLD));
}

static void who_ignores_sigchld_has_no_zombies_and_waits_for_the_last(void **state)
{
    (void)state;
    pid_t parent = user_create(NULL);
    user_let_run(parent);
    set_action(SIGCHLD, SIGNAL_IGNORE, 0);
    pid_t first = user_create(NULL), second = user_create(NULL);
    assert_int_equal(user_wait(-1, 0, 0), AWAY);
    user_let_run(first);
    user_exit(0);
    user_let_run(second);
    assert_null(user_process(first)); /* gone, and it was never a zombie */
    user_exit(0);
    user_let_run(parent);
    assert_int_equal(machine_result(), -ECHILD);
    assert_null(user_process(second));
}

/* --- Groups --- */

static void a_signal_to_a_group_says_whether_anybody_is_there(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    assert_true(signal_send_to_group(child, SIGURG));
    assert_false(signal_send_to_group(child + 1, SIGURG));
    user_let_run(child);
    user_exit(0);
    assert_false(signal_send_to_group(child, SIGURG)); /* a zombie is left of it */
}

static void kill_minus_1_reaches_somebody_or_is_esrch(void **state)
{
    (void)state;
    const uint32_t all = (uint32_t)-1;
    pid_t child = user_create(NULL);
    user_let_run(child);
    assert_int_equal(user_call(SYS_KILL, all, SIGURG, 0), -ESRCH);
    user_create(NULL);
    assert_int_equal(user_call(SYS_KILL, all, SIGURG, 0), 0);
}

static void a_group_is_reached_where_one_of_it_is_out_of_reach(void **state)
{
    (void)state;
    pid_t founder = user_create(NULL);
    user_let_run(founder);
    pid_t member = user_fork();
    assert_int_equal(user_setuid(BOB), 0);
    const uint32_t group = (uint32_t)-founder;
    assert_int_equal(user_call(SYS_KILL, group, SIGURG, 0), 0); /* oneself */
    user_let_run(member); /* of user 0, who reaches both */
    assert_int_equal(user_call(SYS_KILL, group, SIGURG, 0), 0);
    user_let_run(founder);
    user_exit(0);
    user_let_run(INIT);
    assert_int_equal(user_wait(founder, 0, 0), founder);
    assert_int_equal(user_call(SYS_KILL, group, SIGURG, 0), 0);
}

static void a_signal_with_a_value_comes_to_who_is_there(void **state)
{
    (void)state;
    struct siginfo told = {.si_code = SI_QUEUE};
    pid_t child = user_create(NULL);
    user_put(PLACE, &told, sizeof(told));
    assert_int_equal(user_call(SYS_RT_SIGQUEUEINFO, (uint32_t)child, SIGURG, PLACE), 0);
    assert_int_equal(user_call(SYS_RT_SIGQUEUEINFO, 999, SIGURG, PLACE), -ESRCH);
    told.si_code = SI_USER; /* as if the kernel said who has sent it */
    user_put(PLACE, &told, sizeof(told));
    assert_int_equal(user_call(SYS_RT_SIGQUEUEINFO, (uint32_t)child, SIGURG, PLACE),
                     -EPERM);
}

/* --- Parameters --- */

static void who_is_scheduled_anew_still_gets_its_turn(void **state)
{
    (void)state;
    const struct process_scheduling scheduling = {.tickets = 3};
    pid_t child = user_create(NULL);
    user_put(PLACE, &scheduling, sizeof(scheduling));
    assert_int_equal(user_call(SYS_PROCESS_SCHEDULE, (uint32_t)child, PLACE, 0), 0);
    assert_int_equal(user_status(child).scheduling.tickets, 3);
    user_yield();
    assert_int_equal(user_running(), child);
}

static void parameters_out_of_range_are_einval_and_change_nothing(void **state)
{
    (void)state;
    const struct process_scheduling wrong = {.tickets = TICKETS_MAX + 1};
    pid_t child = user_create(NULL);
    user_put(PLACE, &wrong, sizeof(wrong));
    assert_int_equal(user_call(SYS_PROCESS_SCHEDULE, (uint32_t)child, PLACE, 0), -EINVAL);
    assert_int_equal(user_call(SYS_PROCESS_SCHEDULE, 99, PLACE, 0), -EINVAL);
    assert_int_equal(user_status(child).scheduling.tickets, 0);
}

static void who_yields_where_time_is_charged_goes_to_the_tail(void **state)
{
    (void)state;
    user_create(NULL);
    user_create(NULL);
    user_wait(-1, WAIT_TIMEOUT, 1000);
    change_policy("rr quantum=2 charge=time");
    for (int turn = 0; turn < 4; turn++) {
        assert_int_equal(user_running(), 2 + turn % 2);
        user_yield();
    }
}

/* --- Lists --- */

/* As many children as COUNT, the last of them LAST. */
static void expect_list(int32_t count, pid_t last, int32_t room)
{
    pid_t pids[MANY + 2] = {0};
    user_put(PIDS, pids, sizeof(pids));
    assert_int_equal(user_call(SYS_PROCESS_LIST, PIDS, (uint32_t)room, 0), count);
    user_get(PIDS, pids, sizeof(pids));
    int32_t told = room < count ? room : count;
    for (int32_t i = 0; i < told; i++)
        assert_int_equal(pids[i], i + 1);
    assert_int_equal(pids[told], 0);
    assert_true(told < count || pids[told - 1] == last);
}

static void a_list_has_as_many_as_there_is_room_for(void **state)
{
    (void)state;
    for (int i = 0; i < MANY; i++)
        user_create(NULL);
    expect_list(MANY + 1, MANY + 1, MANY + 1);
    for (int32_t room = 0; room < MANY; room++)
        expect_list(MANY + 1, MANY + 1, room);
}

static void status_lists_the_open_files_and_no_others(void **state)
{
    (void)state;
    pid_t child = user_create(NULL);
    user_let_run(child);
    assert_int_equal(user_call(SYS_CLOSE, 1, 0, 0), 0);
    struct process_status status = user_status(0);
    assert_int_equal(status.file_count, 2);
    assert_int_equal(status.files[0].fd, 0);
    assert_int_equal(status.files[1].fd, 2);
    assert_string_equal(status.files[1].path, "/dev/console");
}

static int32_t sharers(pid_t pid, virt_t address, virt_t place)
{
    return machine_call(SYS_PROCESS_SHARERS,
                        (const uint32_t[6]){(uint32_t)pid, address, place, 4});
}

static void the_sharers_of_memory_are_told_to_its_owner(void **state)
{
    (void)state;
    pid_t parent = user_create(NULL), found = 0;
    user_let_run(parent);
    user_put(USER_DATA, &found, sizeof(found));
    pid_t child = user_fork();
    assert_int_equal(sharers(0, USER_DATA, PIDS), 1);
    user_get(PIDS, &found, sizeof(found));
    assert_int_equal(found, child);
    assert_int_equal(sharers(99, USER_DATA, PIDS), -ESRCH);
    assert_int_equal(sharers(0, USER_DATA, USER_NOWHERE), -EFAULT);
    assert_int_equal(user_setuid(BOB), 0);
    assert_int_equal(sharers(0, USER_DATA, PIDS), 1);
    assert_int_equal(sharers(child, USER_DATA, PIDS), -EPERM);
    user_let_run(INIT); /* who may power off */
}

/* --- What is counted --- */

static void each_policy_counts_the_ticks_of_who_runs(void **state)
{
    (void)state;
    static const char *const words[] = {"rr",     "fifo", "sjf",
                                        "stcf",   "mlfq", "lottery",
                                        "stride", "fair", "rr charge=time"};
    user_create(NULL);
    user_wait(2, WAIT_TIMEOUT, 1000);
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
        change_policy(words[i]);
        machine_tick();
        machine_tick();
        assert_int_equal(user_status(2).accounts.run_ticks, 2 * (i + 1));
    }
}

static void what_ran_before_a_change_of_policy_is_not_charged_after_it(void **state)
{
    (void)state;
    user_create(NULL);
    user_wait(2, WAIT_TIMEOUT, 1000);
    machine_tick();
    machine_pass(TICK_NANOSECONDS / 2);
    change_policy("fair charge=time");
    machine_pass(TICK_NANOSECONDS / 4);
    user_yield();
    assert_int_equal(user_status(2).pass, TICK_NANOSECONDS / 4);
}

/* It has the CPU for a tenth of each tick, but then the timer finds it there. */
static void a_rest_comes_after_ticks_however_short_one_ran(void **state)
{
    (void)state;
    pid_t child =
        user_create(&(struct process_options){.rest_every_ticks = 2, .rest_ticks = 3});
    user_create(NULL);
    user_wait(-1, WAIT_TIMEOUT, 1000);
    for (int tick = 0; tick < 2; tick++) {
        user_yield();
        assert_int_not_equal(user_running(), child);
        machine_pass(TICK_NANOSECONDS / 10 * 9);
        user_yield();
        assert_int_equal(user_running(), child);
        machine_tick();
    }
    assert_int_equal(user_process(child)->thread.blocked_on, BLOCKED_REST);
}

static void a_wait_that_a_signal_breaks_at_once_leaves_no_alarm(void **state)
{
    (void)state;
    const uint32_t none[2] = {0, 0}, long_time[2] = {0, 50000000};
    pid_t child = user_create(NULL);
    user_let_run(child);
    set_action(SIGUSR1, USER_TEXT + 0xF0, 0);
    block(SIGNAL_BIT(SIGUSR1));
    assert_int_equal(user_call(SYS_KILL, (uint32_t)child, SIGUSR1, 0), 0);
    user_put(PIDS, none, sizeof(none));
    user_put(PIDS + 8, long_time, sizeof(long_time));
    (void)machine_call(SYS_PPOLL, (const uint32_t[6]){0, 0, PIDS + 8, PIDS, 8});
    for (int tick = 0; tick < 8; tick++)
        machine_tick();
    assert_int_equal(user_process(child)->thread.state, STATE_READY);
}

/* More than the tables of processes and groups have places. */
static void who_has_a_high_number_is_found(void **state)
{
    (void)state;
    for (int i = 0; i < 3000; i++) {
        pid_t child = user_create(NULL);
        assert_int_equal(user_call(SYS_KILL, (uint32_t)-child, 0, 0), 0);
        assert_int_equal(user_destroy(child), 0);
        assert_int_equal(user_wait(child, 0, 0), child);
    }
}

static uint32_t bit_of(struct job *job)
{
    return 1u << container_of(job, struct thread, job)->id;
}

/* Init sleeps, and three children can run. */
static void each_policy_tells_each_of_its_jobs_once(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++)
        user_create(NULL);
    user_wait(-1, WAIT_TIMEOUT, 1000);
    for (uint32_t i = 0; policies[i]; i++) {
        const struct policy *policy = policies[i];
        uint32_t seen = 0;
        change_policy(policy->name);
        machine_tick();
        for (struct job *job = policy->next(0, NULL); job; job = policy->next(0, job)) {
            assert_false(seen & bit_of(job));
            seen |= bit_of(job);
        }
        assert_int_equal(seen, 1u << 2 | 1u << 3 | 1u << 4);
    }
}

static void a_policy_by_its_name_alone_has_its_standard_parameters(void **state)
{
    (void)state;
    char before[200], after[200];
    change_policy("process-run");
    assert_true(policies_describe(scheduler_policy(), before, sizeof(before)) >= 0);
    change_policy("process-run switch=end io_done=immediate");
    change_policy("process-run");
    assert_true(policies_describe(scheduler_policy(), after, sizeof(after)) >= 0);
    assert_string_equal(after, before);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, boot, user_power_off)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_parent_is_sent_sigchld_for_an_end),
        TEST(a_parent_is_sent_sigchld_for_a_stop),
        TEST(who_ignores_sigchld_has_no_zombies_and_waits_for_the_last),
        TEST(a_signal_to_a_group_says_whether_anybody_is_there),
        TEST(kill_minus_1_reaches_somebody_or_is_esrch),
        TEST(a_group_is_reached_where_one_of_it_is_out_of_reach),
        TEST(a_signal_with_a_value_comes_to_who_is_there),
        TEST(who_is_scheduled_anew_still_gets_its_turn),
        TEST(parameters_out_of_range_are_einval_and_change_nothing),
        TEST(who_yields_where_time_is_charged_goes_to_the_tail),
        TEST(a_list_has_as_many_as_there_is_room_for),
        TEST(status_lists_the_open_files_and_no_others),
        TEST(the_sharers_of_memory_are_told_to_its_owner),
        TEST(each_policy_counts_the_ticks_of_who_runs),
        TEST(what_ran_before_a_change_of_policy_is_not_charged_after_it),
        TEST(a_rest_comes_after_ticks_however_short_one_ran),
        TEST(a_wait_that_a_signal_breaks_at_once_leaves_no_alarm),
        TEST(who_has_a_high_number_is_found),
        TEST(each_policy_tells_each_of_its_jobs_once),
        TEST(a_policy_by_its_name_alone_has_its_standard_parameters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
