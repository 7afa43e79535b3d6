/* Clocks and sleeps, tick by tick. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "abi/errno.h"
#include "abi/syscall.h"
#include "abi/time.h"
#include "kernel/clock/clock.h"
#include "tests/hosted/harness/user.h"

enum { INIT = 1, AT = USER_DATA, HALF_A_TICK = TICK_NANOSECONDS / 2 };

static int boot(void **state)
{
    (void)state;
    user_boot("check=1");
    return 0;
}

static int32_t call_with_time(uint32_t number, uint32_t clock, uint32_t flags,
                              int32_t seconds, int32_t nanoseconds)
{
    const struct time_seconds time = {seconds, nanoseconds};
    uint32_t where = number == SYS_NANOSLEEP ? 0 : 2;
    uint32_t words[6] = {clock, flags, 0, 0};
    words[where] = AT;
    if (where == 0)
        words[1] = 0;
    user_put(AT, &time, sizeof(time));
    return machine_call(number, words);
}

static struct time_seconds time_of(uint32_t clock)
{
    struct time_seconds now;
    assert_int_equal(user_call(SYS_CLOCK_GETTIME, clock, AT, 0), 0);
    user_get(AT, &now, sizeof(now));
    return now;
}

static uint32_t ticks_slept(void)
{
    uint32_t ticks = 0;
    for (; machine_is_idle(); ticks++)
        machine_tick();
    assert_int_equal(machine_result(), 0);
    return ticks;
}

static void the_date_is_the_machines_at_first_and_goes_on(void **state)
{
    (void)state;
    struct time_seconds first = time_of(CLOCK_REALTIME);
    assert_int_equal(first.seconds, MACHINE_DATE_SECONDS);
    for (int i = 0; i < 250; i++)
        machine_tick();
    struct time_seconds later = time_of(CLOCK_REALTIME);
    int64_t passed_ns = (later.seconds - first.seconds) * (int64_t)NANOSECONDS_A_SECOND +
                        later.nanoseconds - first.nanoseconds;
    assert_int_equal(passed_ns, 250ll * TICK_NANOSECONDS);
    assert_int_equal(user_call(SYS_TIME, 0, 0, 0), later.seconds);
}

static void a_sleep_ends_at_the_first_tick_that_is_not_too_early(void **state)
{
    (void)state;
    machine_tick();
    machine_pass(HALF_A_TICK);
    assert_int_equal(call_with_time(SYS_NANOSLEEP, 0, 0, 0, 1), AWAY);
    assert_int_equal(ticks_slept(), 1);
    machine_pass(HALF_A_TICK);
    assert_int_equal(call_with_time(SYS_NANOSLEEP, 0, 0, 0, TICK_NANOSECONDS), AWAY);
    assert_int_equal(ticks_slept(), 2);
    assert_int_equal(call_with_time(SYS_NANOSLEEP, 0, 0, 1, 0), AWAY);
    assert_int_equal(ticks_slept(), 100);
    assert_int_equal(call_with_time(SYS_NANOSLEEP, 0, 0, 0, 0), 0);
}

static void a_sleep_until_a_time_that_is_over_does_not_block(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++)
        machine_tick();
    struct time_seconds now = time_of(CLOCK_MONOTONIC);
    assert_int_equal(call_with_time(SYS_CLOCK_NANOSLEEP, CLOCK_MONOTONIC, TIMER_ABSTIME,
                                    now.seconds, now.nanoseconds),
                     0);
    assert_int_equal(call_with_time(SYS_CLOCK_NANOSLEEP, CLOCK_MONOTONIC, TIMER_ABSTIME,
                                    now.seconds + 1, now.nanoseconds),
                     AWAY);
    ticks_slept();
    assert_int_equal(time_of(CLOCK_MONOTONIC).seconds >= now.seconds + 1, 1);
}

static void the_longest_sleep_does_not_wrap_around(void **state)
{
    (void)state;
    pid_t sleeper = user_create(NULL);
    user_let_run(sleeper);
    call_with_time(SYS_NANOSLEEP, 0, 0, INT32_MAX, 999999999);
    for (int i = 0; i < 1000; i++)
        machine_tick();
    assert_int_equal(user_running(), INIT);
    assert_int_equal(user_status(sleeper).blocked_on, BLOCKED_SLEEP);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_date_is_the_machines_at_first_and_goes_on,
                                        boot, user_power_off),
        cmocka_unit_test_setup_teardown(
            a_sleep_ends_at_the_first_tick_that_is_not_too_early, boot, user_power_off),
        cmocka_unit_test_setup_teardown(a_sleep_until_a_time_that_is_over_does_not_block,
                                        boot, user_power_off),
        cmocka_unit_test_setup_teardown(the_longest_sleep_does_not_wrap_around, boot,
                                        user_power_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
