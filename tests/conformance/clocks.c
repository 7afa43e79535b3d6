/* Clocks go on, and sleeps are never too short. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

static long long nanoseconds(clockid_t clock)
{
    struct timespec now;

    if (clock_gettime(clock, &now) != 0)
        return -errno;
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void clocks(void)
{
    const clockid_t known[] = {CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID,
                               CLOCK_THREAD_CPUTIME_ID};
    struct timespec resolution;

    for (int i = 0; i < 4; i++) {
        long long first = nanoseconds(known[i]), second = nanoseconds(known[i]);

        printf("clock %d: %d %d", i, first > 0, second >= first);
        printf(" %d %d\n", clock_getres(known[i], &resolution), resolution.tv_sec == 0);
    }
    errno = 0;
    printf("%d", clock_gettime(99, &resolution));
    printf(" %d\n", errno == EINVAL);
    printf("%d", clock_getres(99, NULL));
    printf(" %d\n", errno == EINVAL);
}

static void days(void)
{
    struct timeval now;
    time_t seconds, result;

    printf("%d", gettimeofday(&now, NULL));
    seconds = time(&result);
    printf(" %d %d %d\n", now.tv_sec > 1600000000, seconds == result,
           seconds - now.tv_sec >= 0 && seconds - now.tv_sec < 100);
    printf("%d\n", now.tv_usec >= 0 && now.tv_usec < 1000000);
}

static void sleeps(void)
{
    const long lengths[] = {0, 1, 1000000, 10000000, 25000000};

    for (int i = 0; i < 5; i++) {
        struct timespec length = {0, lengths[i]}, rest = {7, 7};
        long long begin = nanoseconds(CLOCK_MONOTONIC);
        int result = nanosleep(&length, &rest);
        long long slept = nanoseconds(CLOCK_MONOTONIC) - begin;

        printf("%ld: %d %d %d\n", lengths[i], result, slept >= lengths[i],
               rest.tv_sec == 7);
    }
    long long begin = nanoseconds(CLOCK_MONOTONIC);
    printf("%d", usleep(20000));
    printf(" %d\n", nanoseconds(CLOCK_MONOTONIC) - begin >= 20000000);
}

static void wrong_sleeps(void)
{
    const struct timespec wrong[] = {{0, 1000000000}, {0, -1}, {-1, 0}};

    for (int i = 0; i < 3; i++) {
        errno = 0;
        int result = nanosleep(&wrong[i], NULL);
        printf("%d %d;", result, errno == EINVAL);
        printf(" %d\n", clock_nanosleep(CLOCK_MONOTONIC, 0, &wrong[i], NULL) == EINVAL);
    }
    printf("%d\n", clock_nanosleep(77, 0, &(struct timespec){0, 1}, NULL) == EINVAL);
}

static void absolute_sleeps(void)
{
    struct timespec until;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += 15000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    printf("%d", clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL));
    printf(" %d\n",
           nanoseconds(CLOCK_MONOTONIC) >= until.tv_sec * 1000000000LL + until.tv_nsec);
    printf("%d\n", clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME,
                                   &(struct timespec){1, 0}, NULL));
}

int main(void)
{
    struct utsname name;

    clocks();
    days();
    sleeps();
    wrong_sleeps();
    absolute_sleeps();
    printf("%d %d\n", uname(&name), strlen(name.sysname) > 0 && strlen(name.release) > 0);
    return 0;
}
