/* What a parent learns by waitpid and wait4, beside process_wait: each piece of news once,
 * whichever of them asks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/signal.h"
#include "abi/syscall.h"
#include "abi/wait.h"
#include "tests/hosted/harness/user.h"

enum { INIT = 1, STATUS_AT = USER_DATA + 0x700, USAGE_AT = USER_DATA + 0x710 };

static int boot(void **state)
{
    (void)state;
    user_boot("check=1");
    return 0;
}

static void get(virt_t address, void *to, size_t size)
{
    struct transfer from =
        transfer_make(&process_current()->space, FROM_USER, address, size);
    assert_int_equal(transfer_in(&from, to, size), 0);
}

static int32_t waitpid(pid_t pid, uint32_t options)
{
    return user_call(SYS_WAITPID, (uint32_t)pid, STATUS_AT, options);
}

static int32_t status_word(void)
{
    int32_t status;
    get(STATUS_AT, &status, sizeof(status));
    return status;
}

static pid_t create_spinner(void)
{
    pid_t pid = user_create(NULL);
    assert_true(pid > 0);
    return pid;
}

/* --- Against a model: all orders of what happens to a child and of who asks --- */

/* What happens, and a poll: with the letters of WUNTRACED and WCONTINUED, by waitpid or by
 * process_wait. */
enum { SUSPEND, RESUME, DESTROY, POLLS, BY_WAITPID = 4, WAYS = 8, DONE = POLLS + WAYS };
enum { ORDER_LENGTH = 4, ORDERS = DONE * DONE * DONE * DONE };

enum news { NOTHING, STOPPED, CONTINUED, ENDED, COLLECTED };

static const int32_t words[] = {[STOPPED] = SIGSTOP << 8 | WSTATUS_STOPPED,
                                [CONTINUED] = WSTATUS_CONTINUED,
                                [ENDED] = SIGKILL};
static const uint32_t events[] = {[STOPPED] = PROCESS_WAS_SUSPENDED,
                                  [CONTINUED] = PROCESS_WAS_RESUMED,
                                  [ENDED] = PROCESS_DESTROYED};
static const int32_t codes[] = {
    [STOPPED] = SIGSTOP, [CONTINUED] = SIGCONT, [ENDED] = SIGKILL};

struct model {
    bool suspended;
    enum news news;
};

static bool is_wanted(enum news news, uint32_t way)
{
    return news == ENDED || (news == STOPPED && way & 1) ||
           (news == CONTINUED && way & 2);
}

static void expect_told(pid_t child, enum news news, uint32_t way)
{
    if (way & BY_WAITPID) {
        assert_int_equal(status_word(), words[news]);
        return;
    }
    assert_int_equal(user_result().pid, child);
    assert_int_equal(user_result().event, events[news]);
    assert_int_equal(user_result().code, codes[news]);
}

static void poll(struct model *model, pid_t child, uint32_t way)
{
    uint32_t options = WNOHANG | (way & 1 ? WUNTRACED : 0) | (way & 2 ? WCONTINUED : 0);
    uint32_t flags =
        WAIT_POLL | (way & 1 ? WAIT_SUSPENDED : 0) | (way & 2 ? WAIT_RESUMED : 0);
    int32_t result =
        way & BY_WAITPID ? waitpid(child, options) : user_wait(child, flags, 0);
    if (model->news == COLLECTED) {
        assert_int_equal(result, -ECHILD);
    } else if (!is_wanted(model->news, way)) {
        assert_int_equal(result, 0);
    } else {
        assert_int_equal(result, child);
        expect_told(child, model->news, way);
        model->news = model->news == ENDED ? COLLECTED : NOTHING;
    }
}

static void act(struct model *model, pid_t child, int what)
{
    bool lives = model->news < ENDED;
    int32_t expected = lives ? 0 : -ESRCH;
    if (what == DESTROY) {
        assert_int_equal(user_destroy(child), expected);
        model->news = lives ? ENDED : model->news;
    } else if (what == SUSPEND) {
        assert_int_equal(user_suspend(child), expected);
        model->news = lives && !model->suspended ? STOPPED : model->news;
        model->suspended = true;
    } else {
        assert_int_equal(user_resume(child), expected);
        model->news = lives && model->suspended ? CONTINUED : model->news;
        model->suspended = false;
    }
}

static void try_order(int order)
{
    struct model model = {false, NOTHING};
    pid_t child = create_spinner();
    for (int step = 0; step < ORDER_LENGTH; step++, order /= DONE) {
        int what = order % DONE;
        if (what < POLLS)
            act(&model, child, what);
        else
            poll(&model, child, (uint32_t)(what - POLLS));
    }
    if (model.news < ENDED)
        act(&model, child, DESTROY);
    poll(&model, child, BY_WAITPID);
    poll(&model, child, 0);
    assert_int_equal(model.news, COLLECTED);
}

static void news_is_told_once_whoever_asks_in_whatever_order(void **state)
{
    (void)state;
    for (int order = 0; order < ORDERS; order++)
        try_order(order);
}

/* INIT waits for PID with OPTIONS, and another does WHAT with CHILD. */
static void expect_woken(pid_t child, pid_t pid, uint32_t options, int what,
                         enum news news)
{
    pid_t other = create_spinner();
    struct model model = {what == RESUME, NOTHING};
    bool is_woken =
        is_wanted(news, (options & WUNTRACED ? 1 : 0) | (options & WCONTINUED ? 2 : 0));
    assert_int_equal(waitpid(pid, options), AWAY);
    user_let_run(other);
    act(&model, child, what);
    assert_int_equal(model.news, news);
    if (is_woken)
        user_let_run(INIT);
    else
        assert_int_equal(user_destroy(child), 0);
    user_let_run(INIT);
    assert_int_equal(machine_result(), child);
    assert_int_equal(status_word(), words[is_woken ? news : ENDED]);
    assert_int_equal(user_destroy(other), 0);
    assert_int_equal(waitpid(other, 0), other);
}

static void a_waiter_wakes_for_what_it_has_asked_for(void **state)
{
    (void)state;
    for (uint32_t options = 0; options < 4; options++)
        for (int what = SUSPEND; what <= DESTROY; what++)
            for (int whom = 0; whom < 3; whom++) {
                pid_t child = create_spinner();
                if (what == RESUME) {
                    assert_int_equal(user_suspend(child), 0);
                    assert_int_equal(waitpid(child, WUNTRACED), child);
                }
                const pid_t pids[] = {child, -1, -child};
                uint32_t asked =
                    (options & 1 ? WUNTRACED : 0) | (options & 2 ? WCONTINUED : 0);
                expect_woken(child, pids[whom], asked, what,
                             what == SUSPEND  ? STOPPED
                             : what == RESUME ? CONTINUED
                                              : ENDED);
                if (user_process(child)) {
                    (void)user_destroy(child);
                    assert_int_equal(waitpid(child, 0), child);
                }
            }
}

/* --- Words, errors, and what was used --- */

static void the_status_of_an_exit_is_its_code_in_the_second_byte(void **state)
{
    (void)state;
    pid_t child = user_create_zombie(0x1A5);
    assert_int_equal(waitpid(child, 0), child);
    assert_true(WIFEXITED(status_word()));
    assert_int_equal(status_word(), 0xA500);
}

static void each_fault_is_the_signal_that_linux_has_for_it(void **state)
{
    (void)state;
    static const int signals[FAULT_KINDS] = {
        [FAULT_UNMAPPED] = SIGSEGV,  [FAULT_READ_ONLY] = SIGSEGV,
        [FAULT_DIVIDE] = SIGFPE,     [FAULT_DEBUG] = SIGTRAP,
        [FAULT_OVERFLOW] = SIGSEGV,  [FAULT_OPCODE] = SIGILL,
        [FAULT_FPU] = SIGFPE,        [FAULT_PROTECTION] = SIGSEGV,
        [FAULT_ALIGNMENT] = SIGBUS,  [FAULT_FILE] = SIGBUS,
        [FAULT_FORBIDDEN] = SIGSEGV, [FAULT_MEMORY] = SIGKILL,
        [FAULT_STACK] = SIGSEGV,     [FAULT_KERNEL_MEMORY] = SIGSEGV,
    };
    for (enum process_fault fault = FAULT_UNMAPPED; fault < FAULT_KINDS; fault++) {
        pid_t child = create_spinner();
        user_let_run(child);
        machine_fault(fault);
        user_let_run(INIT);
        assert_int_equal(waitpid(-1, 0), child);
        assert_true(WIFSIGNALED(status_word()));
        assert_int_equal(status_word(), signals[fault]);
    }
}

static void a_budget_that_is_used_up_is_sigxcpu(void **state)
{
    (void)state;
    pid_t child = user_create(&(struct process_options){.end_after_ticks = 1});
    assert_int_equal(waitpid(child, 0), AWAY);
    machine_tick();
    assert_int_equal(machine_result(), child);
    assert_int_equal(status_word(), SIGXCPU);
}

static void what_is_no_child_is_echild(void **state)
{
    (void)state;
    assert_int_equal(waitpid(-1, 0), -ECHILD);
    pid_t child = create_spinner();
    assert_int_equal(waitpid(INIT, 0), -ECHILD);
    assert_int_equal(waitpid(child + 1, 0), -ECHILD);
    assert_int_equal(waitpid(-(child + 1), WNOHANG), -ECHILD);
    assert_int_equal(waitpid(-INT32_MAX, WNOHANG), -ECHILD);
    assert_int_equal(waitpid(0, WNOHANG), -ECHILD); /* it is a group of its own */
    assert_int_equal(waitpid(INT32_MIN, WNOHANG), -ESRCH);
    assert_int_equal(waitpid(child, WNOHANG), 0);
    assert_int_equal(waitpid(child, WNOHANG | (uint32_t)__WCLONE), -ECHILD);
    assert_int_equal(waitpid(child, WNOHANG | (uint32_t)(__WCLONE | __WALL)), 0);
}

static void options_that_there_are_not_are_einval_before_all_else(void **state)
{
    (void)state;
    const uint32_t wrong[] = {4, 16, 0x01000000, 0x10000000, 0xFFFFFFFF};
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
        assert_int_equal(waitpid(INT32_MIN, wrong[i]), -EINVAL);
}

/* As in Linux: the pid is gone with the error. */
static void a_status_without_a_place_is_lost(void **state)
{
    (void)state;
    pid_t child = user_create_zombie(1);
    assert_int_equal(user_call(SYS_WAITPID, (uint32_t)child, USER_NOWHERE, 0), -EFAULT);
    assert_int_equal(waitpid(child, 0), -ECHILD);
    child = user_create_zombie(1);
    assert_int_equal(user_call(SYS_WAITPID, (uint32_t)child, 0, 0), child);
}

static int32_t wait4(pid_t pid, virt_t usage)
{
    return machine_call(SYS_WAIT4,
                        (const uint32_t[6]){(uint32_t)pid, STATUS_AT, 0, usage});
}

static struct usage usage_at(virt_t address)
{
    struct usage usage;
    get(address, &usage, sizeof(usage));
    return usage;
}

/* INIT's child has a child, which runs for 1.5 ms, and itself runs for 2. */
static pid_t create_family(void)
{
    pid_t child = create_spinner();
    user_let_run(child);
    pid_t grandchild = create_spinner();
    assert_int_equal(waitpid(grandchild, 0), AWAY);
    user_let_run(grandchild);
    machine_touch(USER_DATA + PAGE_SIZE, true);
    machine_pass(1500000);
    user_exit(0);
    user_let_run(child);
    machine_pass(2000000);
    user_exit(0);
    user_let_run(INIT);
    return child;
}

static void what_children_used_is_counted_when_they_are_collected(void **state)
{
    (void)state;
    pid_t child = create_family();
    assert_int_equal(user_call(SYS_GETRUSAGE, (uint32_t)RUSAGE_CHILDREN, USAGE_AT, 0), 0);
    assert_int_equal(usage_at(USAGE_AT).user.microseconds, 0);
    assert_int_equal(wait4(child, USAGE_AT), child);
    struct usage usage = usage_at(USAGE_AT);
    assert_in_range(usage.user.microseconds, 3500, 3600);
    assert_true(usage.minflt > 0 && usage.nvcsw >= 2);
    assert_int_equal(user_call(SYS_GETRUSAGE, (uint32_t)RUSAGE_CHILDREN, USAGE_AT, 0), 0);
    assert_int_equal(usage_at(USAGE_AT).user.microseconds, usage.user.microseconds);
    assert_int_equal(usage_at(USAGE_AT).nvcsw, usage.nvcsw);
}

static void usage_without_a_place_is_efault(void **state)
{
    (void)state;
    assert_int_equal(wait4(user_create_zombie(0), USER_NOWHERE), -EFAULT);
    assert_int_equal(user_call(SYS_GETRUSAGE, 0, 0, 0), -EFAULT);
    assert_int_equal(user_call(SYS_GETRUSAGE, 2, 0, 0), -EINVAL);
    assert_int_equal(user_call(SYS_GETRUSAGE, (uint32_t)-2, 0, 0), -EINVAL);
    assert_int_equal(user_call(SYS_TIMES, USER_NOWHERE, 0, 0), -EFAULT);
}

static void times_are_told_in_hundredths_of_a_second(void **state)
{
    (void)state;
    int32_t begin = user_call(SYS_TIMES, 0, 0, 0);
    struct usage_times times;
    for (int tick = 0; tick < 3; tick++)
        machine_tick();
    assert_int_equal(user_call(SYS_TIMES, USAGE_AT, 0, 0), begin + 3);
    get(USAGE_AT, &times, sizeof(times));
    assert_int_equal(times.user, 3);
    assert_int_equal(times.system + times.children_user + times.children_system, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, boot, user_power_off)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(news_is_told_once_whoever_asks_in_whatever_order),
        TEST(a_waiter_wakes_for_what_it_has_asked_for),
        TEST(the_status_of_an_exit_is_its_code_in_the_second_byte),
        TEST(each_fault_is_the_signal_that_linux_has_for_it),
        TEST(a_budget_that_is_used_up_is_sigxcpu),
        TEST(what_is_no_child_is_echild),
        TEST(options_that_there_are_not_are_einval_before_all_else),
        TEST(a_status_without_a_place_is_lost),
        TEST(what_children_used_is_counted_when_they_are_collected),
        TEST(usage_without_a_place_is_efault),
        TEST(times_are_told_in_hundredths_of_a_second),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
