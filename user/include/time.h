/* Time. [C11 7.27, POSIX time.h] */
#pragma once

#include <stddef.h>
#include <sys/types.h>

#include "abi/time.h"

struct itimerspec { /* of timers, which there are none of */
    struct timespec it_interval, it_value;
};

struct tm {
    int tm_sec, tm_min, tm_hour;
    int tm_mday;  /* from 1 on */
    int tm_mon;   /* from 0 on */
    int tm_year;  /* since 1900 */
    int tm_wday;  /* from Sunday on, which is 0 */
    int tm_yday;  /* from 0 on */
    int tm_isdst; /* above 0: it is summer time */
    long tm_gmtoff;
    const char *tm_zone;
};

#define CLOCKS_PER_SEC 1000000L
#define TIME_UTC       1

/* All return 0, or -1 and errno: EINVAL, there is no such CLOCK; EFAULT. CLOCK is one of
 * abi/time.h; none can be set. */
int clock_gettime(clockid_t clock, struct timespec *time);
int clock_getres(clockid_t clock, struct timespec *resolution);

/* Blocks at least for LENGTH, and less than a tick longer. EINTR: a signal has come; *REST,
 * unless NULL, is what was left. EINVAL. */
int nanosleep(const struct timespec *length, struct timespec *rest);
/* The same by CLOCK, and with TIMER_ABSTIME until it says TIME. Returns the error itself. */
int clock_nanosleep(clockid_t clock, int flags, const struct timespec *time,
                    struct timespec *rest);

/* Seconds since 1970, also in *RESULT unless that is NULL. */
time_t time(time_t *result);
/* Of the CPU's time, in parts of a second of which CLOCKS_PER_SEC make one. */
clock_t clock(void);
double difftime(time_t later, time_t earlier);
int timespec_get(struct timespec *time, int base);

/* The date of a time, and the time of a date, whose fields may be out of range: they are
 * brought into it. Those without _r use one place for all results. */
struct tm *gmtime(const time_t *time);
struct tm *gmtime_r(const time_t *restrict time, struct tm *restrict date);
struct tm *localtime(const time_t *time);
struct tm *localtime_r(const time_t *restrict time, struct tm *restrict date);
time_t mktime(struct tm *date);
time_t timegm(struct tm *date); /* in Greenwich */
time_t timelocal(struct tm *date);

/* A date in words: `Thu Jan  1 00:00:00 1970` and a newline; or as FORMAT says, in the SIZE
 * bytes at TEXT: its length, or 0 if it does not fit. */
char *asctime(const struct tm *date);
char *asctime_r(const struct tm *restrict date, char *restrict text);
char *ctime(const time_t *time);
char *ctime_r(const time_t *restrict time, char *restrict text);
size_t strftime(char *restrict text, size_t size, const char *restrict format,
                const struct tm *restrict date);

/* A date from words that are as FORMAT says, into those fields of DATE that they tell. Where
 * the words end; NULL: they are not so. */
char *strptime(const char *restrict text, const char *restrict format,
               struct tm *restrict date);

/* From the environment's TZ, as POSIX writes it: `CET-1CEST,M3.5.0,M10.5.0/3`. */
extern char *tzname[2];
extern long timezone;
extern int daylight;
void tzset(void);
