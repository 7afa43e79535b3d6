/* The calls on time, and what is made of them alone. */
#include <errno.h>
#include <sys/time.h>
#include <sys/utsname.h>
#include <time.h>
#include <unistd.h>

#include "call.h"

enum { NANOSECONDS_A_CLOCK = NANOSECONDS_A_SECOND / CLOCKS_PER_SEC };

int clock_gettime(clockid_t clock_id, struct timespec *now)
{
    return posix_result(call_2(SYS_CLOCK_GETTIME, (uint32_t)clock_id, word(now)));
}

int clock_getres(clockid_t clock_id, struct timespec *resolution)
{
    return posix_result(call_2(SYS_CLOCK_GETRES, (uint32_t)clock_id, word(resolution)));
}

int nanosleep(const struct timespec *length, struct timespec *rest)
{
    return posix_result(call_2(SYS_NANOSLEEP, word(length), word(rest)));
}

int clock_nanosleep(clockid_t clock_id, int flags, const struct timespec *until,
                    struct timespec *rest)
{
    return -call_4(SYS_CLOCK_NANOSLEEP, (uint32_t)clock_id, (uint32_t)flags, word(until),
                   word(rest));
}

/* The result may be larger than a pointer's: it is no errno. */
time_t time(time_t *result)
{
    time_t now = call_1(SYS_TIME, 0);

    if (result != NULL)
        *result = now;
    return now;
}

int gettimeofday(struct timeval *restrict now, void *restrict zone)
{
    return posix_result(call_2(SYS_GETTIMEOFDAY, word(now), word(zone)));
}

clock_t clock(void)
{
    struct timespec used;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return used.tv_sec * CLOCKS_PER_SEC + used.tv_nsec / NANOSECONDS_A_CLOCK;
}

int timespec_get(struct timespec *now, int base)
{
    return base == TIME_UTC && clock_gettime(CLOCK_REALTIME, now) == 0 ? base : 0;
}

/* What was left of a sleep that a signal broke, in whole seconds, as on Linux. */
unsigned sleep(unsigned seconds)
{
    struct timespec length = {.tv_sec = (time_t)seconds};

    return nanosleep(&length, &length) == 0 ? 0 : (unsigned)length.tv_sec;
}

int usleep(useconds_t microseconds)
{
    struct timespec length = {(time_t)(microseconds / 1000000),
                              (long)(microseconds % 1000000) * NANOSECONDS_A_MICROSECOND};

    return nanosleep(&length, NULL);
}

int uname(struct utsname *name)
{
    return posix_result(call_1(SYS_UNAME, word(name)));
}
