/* Dates. A year begins with March here, so that a leap day is its last. */
#include <errno.h>
#include <stdint.h>
#include <time.h>

#include "user/lib/calendar.h"

enum {
    DAY_SECONDS = 24 * 60 * 60,
    ERA_YEARS = 400, /* after which dates repeat */
    ERA_DAYS = 146097,
    DAYS_TO_1970 = 719468, /* from 1 March of the year 0 */
    THURSDAY = 4,          /* 1 January 1970 */
    MARCH = 2,
    MONTHS = 12,
};

struct tm calendar_result;

static int64_t floor_divide(int64_t dividend, int64_t divisor)
{
    return dividend / divisor - (dividend % divisor < 0);
}

/* Days from 1970 to day 1 of MONTH, which is 0 to 11. The months from March to it have 30.6
 * days each, rounded. */
static int64_t days_before(int64_t year, int month)
{
    int from_march = (month + MONTHS - MARCH) % MONTHS;

    year -= month < MARCH;
    int64_t era = floor_divide(year, ERA_YEARS), of_era = year - era * ERA_YEARS;
    return era * ERA_DAYS + of_era * 365 + of_era / 4 - of_era / 100 +
           (from_march * 306 + 5) / 10 - DAYS_TO_1970;
}

static void set_time(struct tm *date, int seconds)
{
    date->tm_sec = seconds % 60;
    date->tm_min = seconds / 60 % 60;
    date->tm_hour = seconds / 3600;
}

/* The year is guessed from days of the mean length, which is at most one too many. */
static int set_date(struct tm *date, int64_t days)
{
    int64_t year = 1970 + floor_divide(days * ERA_YEARS, ERA_DAYS);

    while (days_before(year + 1, 0) <= days)
        year++;
    while (days_before(year, 0) > days)
        year--;
    if (year - 1900 > INT32_MAX || year - 1900 < INT32_MIN)
        return -1;
    int month = MONTHS - 1;
    while (days_before(year, month) > days)
        month--;
    date->tm_year = (int)(year - 1900);
    date->tm_mon = month;
    date->tm_mday = (int)(days - days_before(year, month)) + 1;
    date->tm_yday = (int)(days - days_before(year, 0));
    date->tm_wday = (int)(days + THURSDAY - 7 * floor_divide(days + THURSDAY, 7));
    return 0;
}

/* The date of TIME where clocks are OFFSET seconds ahead. */
struct tm *calendar_date(int64_t time, long offset, struct tm *date)
{
    int64_t days = floor_divide(time + offset, DAY_SECONDS);

    if (set_date(date, days) < 0) {
        errno = EOVERFLOW;
        return NULL;
    }
    set_time(date, (int)(time + offset - days * DAY_SECONDS));
    date->tm_isdst = 0;
    date->tm_gmtoff = offset;
    return date;
}

/* The time of a DATE in Greenwich. */
int64_t calendar_time(const struct tm *date)
{
    int64_t months = date->tm_mon, years = floor_divide(months, MONTHS);
    int64_t days =
        days_before(1900ll + date->tm_year + years, (int)(months - years * MONTHS)) +
        date->tm_mday - 1;

    return ((days * 24 + date->tm_hour) * 60 + date->tm_min) * 60 + date->tm_sec;
}

struct tm *gmtime_r(const time_t *restrict time, struct tm *restrict date)
{
    struct tm *result = calendar_date(*time, 0, date);

    date->tm_zone = "GMT";
    return result;
}

struct tm *gmtime(const time_t *time)
{
    return gmtime_r(time, &calendar_result);
}

time_t timegm(struct tm *date)
{
    int64_t time = calendar_time(date);

    if (time != (time_t)time || calendar_date(time, 0, date) == NULL) {
        errno = EOVERFLOW;
        return -1;
    }
    date->tm_zone = "GMT";
    return (time_t)time;
}
