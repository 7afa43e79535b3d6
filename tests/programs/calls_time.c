/* Whether sleeps last as long as asked for, in ticks of 64 bits; and what the other small
 * calls do. */
#include <sched.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "check.h"

static void a_sleep_takes_exactly_its_ticks(void)
{
    tick_t begin = at_tick();

    EXPECT_EQUAL(process_sleep(5), 0);
    EXPECT_EQUAL(process_now(), begin + 5);
}

static void a_sleep_until_a_tick_ends_at_it(void)
{
    tick_t due = at_tick() + 7;

    EXPECT_EQUAL(process_sleep_until(due), 0);
    EXPECT_EQUAL(process_now(), due);
}

static void a_sleep_that_is_over_returns_at_once(void)
{
    tick_t now = at_tick();
    uint32_t yielded = status_of(0).accounts.yielded;

    EXPECT_EQUAL(process_sleep(0), 0);
    EXPECT_EQUAL(process_sleep_until(0), 0);
    EXPECT_EQUAL(process_sleep_until(now), 0);
    EXPECT_EQUAL(process_now(), now);
    EXPECT_EQUAL(status_of(0).accounts.yielded, yielded);
}

static void all_64_bits_of_a_tick_count(void)
{
    pid_t sleeper = start("sleep", 1ull << 32),
          until = start("sleep_until", (1ull << 32) + 1),
          forever = start("sleep", TICK_NEVER);

    process_sleep(5);
    EXPECT_EQUAL(status_of(sleeper).blocked_on, BLOCKED_SLEEP);
    EXPECT_EQUAL(status_of(until).blocked_on, BLOCKED_SLEEP);
    EXPECT_EQUAL(status_of(forever).blocked_on, BLOCKED_SLEEP);
    destroy_and_collect(sleeper);
    destroy_and_collect(until);
    destroy_and_collect(forever);
}

static void sleepers_wake_in_the_order_of_going_to_sleep(void)
{
    struct process_result result;
    tick_t due = at_tick() + 10;
    pid_t pids[5];

    for (int i = 0; i < 5; i++)
        pids[i] = start("sleep_until", due);
    process_sleep(15);
    for (int i = 0; i < 5; i++)
        EXPECT_EQUAL(process_wait(-1, &result, NULL), pids[i]);
}

static void a_tick_has_the_length_that_time_info_tells(void)
{
    struct time_info info;

    EXPECT_EQUAL(time_info(&info), 0);
    EXPECT_EQUAL(info.ticks_per_second, 100);
    EXPECT(info.nanoseconds_per_tick > 9990000);
    EXPECT(info.nanoseconds_per_tick < 10010000);
    EXPECT_EQUAL(time_info(KERNEL_MEMORY), -EFAULT);
}

static void a_yield_lets_the_others_run_first(void)
{
    struct process_result result;
    const struct process_wait_options poll = {.flags = WAIT_POLL};
    pid_t pid = start("exit", 0);

    EXPECT_EQUAL(process_wait(pid, &result, &poll), 0);
    EXPECT_EQUAL(sched_yield(), 0);
    EXPECT_EQUAL(process_wait(pid, &result, &poll), pid);
}

/* When instructions are counted, which they are in tests, all machines are switched on at the
 * beginning of 2024. */
static void the_date_is_the_same_in_each_run(void)
{
    time_t start_of_2024 = 1704067200, now = time(NULL);
    struct timespec exact;
    struct timeval older;

    EXPECT(now >= start_of_2024 && now < start_of_2024 + 60);
    EXPECT_EQUAL(clock_gettime(CLOCK_REALTIME, &exact), 0);
    EXPECT_EQUAL(gettimeofday(&older, NULL), 0);
    EXPECT(exact.tv_sec - now <= 1 && older.tv_sec - now <= 1);
}

static int call(int number)
{
    int result;

    __asm__ volatile("int $0x80" : "=a"(result) : "a"(number) : "memory");
    return result;
}

static void a_number_that_is_no_call_does_nothing(void)
{
    const int numbers[] = {0, 17, 511, 999, 1999, INT32_MAX, -1, INT32_MIN};

    EXPECT_EQUAL(call(20), getpid());
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
        EXPECT_EQUAL(call(numbers[i]), -ENOSYS);
}

static void the_foreground_is_a_living_process_that_one_may_act_on(void)
{
    pid_t pid = start("exit", 0);

    EXPECT_EQUAL(process_foreground(30000), -ESRCH);
    EXPECT_EQUAL(process_foreground(-1), -ESRCH);
    EXPECT_EQUAL(process_foreground(1), -EPERM);
    EXPECT_EQUAL(process_foreground(pid), 0);
    EXPECT_EQUAL(code_of(pid), 0);
    EXPECT_EQUAL(process_foreground(pid), -ESRCH);
    EXPECT_EQUAL(process_foreground(0), 0);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(a_sleep_takes_exactly_its_ticks),
    BEHAVIOUR(a_sleep_until_a_tick_ends_at_it),
    BEHAVIOUR(a_sleep_that_is_over_returns_at_once),
    BEHAVIOUR(all_64_bits_of_a_tick_count),
    BEHAVIOUR(sleepers_wake_in_the_order_of_going_to_sleep),
    BEHAVIOUR(a_tick_has_the_length_that_time_info_tells),
    BEHAVIOUR(a_yield_lets_the_others_run_first),
    BEHAVIOUR(the_date_is_the_same_in_each_run),
    BEHAVIOUR(a_number_that_is_no_call_does_nothing),
    BEHAVIOUR(the_foreground_is_a_living_process_that_one_may_act_on),
};

int main(int argc, char *argv[])
{
    if (argc > 1 && strcmp(argv[1], "date") == 0)
        return printf("%ld\n", (long)time(NULL)) < 0;
    return CHECK_ALL(behaviours);
}
