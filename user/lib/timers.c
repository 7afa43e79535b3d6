/* Timers that send signals. */
#include <sys/time.h>
#include <unistd.h>

#include "call.h"

int getitimer(int which, struct itimerval *value)
{
    return posix_result(call_2(SYS_GETITIMER, (uint32_t)which, word(value)));
}

int setitimer(int which, const struct itimerval *value, struct itimerval *old)
{
    return posix_result(call_3(SYS_SETITIMER, (uint32_t)which, word(value), word(old)));
}

unsigned alarm(unsigned seconds)
{
    return (unsigned)call_1(SYS_ALARM, seconds);
}

useconds_t ualarm(useconds_t first, useconds_t interval)
{
    enum { SECOND = 1000000 };
    struct itimerval value = {
        .it_interval = {(time_t)(interval / SECOND), (suseconds_t)(interval % SECOND)},
        .it_value = {(time_t)(first / SECOND), (suseconds_t)(first % SECOND)}};
    struct itimerval old;

    if (setitimer(ITIMER_REAL, &value, &old))
        return 0;
    return (useconds_t)(old.it_value.tv_sec * SECOND + old.it_value.tv_usec);
}
