/* The time zone of TZ in the environment. [POSIX 8.3]
 *
 *     CET-1CEST,M3.5.0,M10.5.0/3
 *     name, how far it is behind Greenwich, and the same of its summer time, which is an hour
 *     ahead if that is not said; when that begins and ends: in the standard time, in the
 *     summer time, at 2 o'clock if that is not said */
#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "user/lib/calendar.h"

enum { NAME_BYTES = 16, TZ_BYTES = 128, HOUR = 3600, DAY = 24 * HOUR, LAST_WEEK = 5 };

struct change { /* when it begins or ends, each year */
    char kind; /* M: day 0 to 6 of week 1 to 5 of MONTH; J: day 1 to 365, as if there were
                 * no leap days; 0: day 0 to 365 */
    int day, week, month, second;
};

static struct zone {
    char names[2][NAME_BYTES]; /* the standard time's and the summer time's */
    long offsets[2];           /* ahead of Greenwich */
    bool has_summer;
    struct change changes[2];
} zone;

static char utc[] = "UTC";

char *tzname[2] = {utc, utc};
long timezone;
int daylight;

/* --- TZ --- */

static bool parse_name(const char **text, char name[NAME_BYTES])
{
    bool is_quoted = **text == '<';
    const char *start = *text + is_quoted, *end = start;

    while (is_quoted ? isalnum((unsigned char)*end) || *end == '+' || *end == '-'
                     : isalpha((unsigned char)*end))
        end++;
    size_t length = (size_t)(end - start);
    if (length < 3 || length >= NAME_BYTES || (is_quoted && *end != '>'))
        return false;
    memcpy(name, start, length);
    name[length] = '\0';
    *text = end + is_quoted;
    return true;
}

static int parse_number(const char **text)
{
    return isdigit((unsigned char)**text)
               ? (int)strtol(*text, (char **)(uintptr_t)text, 10)
               : -1;
}

/* [+-]hh[:mm[:ss]] */
static bool parse_time(const char **text, long *seconds)
{
    int sign = **text == '-' ? -1 : 1;

    *text += **text == '-' || **text == '+';
    if (!isdigit((unsigned char)**text))
        return false;
    long unit = HOUR, sum = 0;
    for (;; unit /= 60, ++*text) {
        int part = parse_number(text);
        if (part < 0)
            return false;
        sum += part * unit;
        if (**text != ':' || unit == 1)
            break;
    }
    *seconds = sign * sum;
    return true;
}

static bool parse_change(const char **text, struct change *change)
{
    long second = 2 * HOUR;

    if (*(*text)++ != ',')
        return false;
    change->kind = isdigit((unsigned char)**text) ? '0' : *(*text)++;
    if (change->kind == 'M') {
        change->month = parse_number(text);
        change->week = *(*text)++ == '.' ? parse_number(text) : 0;
        change->day = *(*text)++ == '.' ? parse_number(text) : -1;
        if (change->month < 1 || change->month > 12 || change->week < 1 ||
            change->week > LAST_WEEK || change->day < 0 || change->day > 6)
            return false;
    } else {
        change->day = parse_number(text);
        if (change->day < 0 || (change->kind != 'J' && change->kind != '0'))
            return false;
    }
    if (**text == '/') {
        ++*text;
        if (!parse_time(text, &second))
            return false;
    }
    change->second = (int)second;
    return true;
}

static bool parse(const char *text, struct zone *made)
{
    static const struct change usual[2] = {{'M', 0, 2, 3, 2 * HOUR},
                                           {'M', 0, 1, 11, 2 * HOUR}};

    memset(made, 0, sizeof(*made));
    if (!parse_name(&text, made->names[0]) || !parse_time(&text, &made->offsets[0]))
        return false;
    made->offsets[0] = -made->offsets[0];
    if (*text == '\0')
        return true;
    made->has_summer = true;
    if (!parse_name(&text, made->names[1]))
        return false;
    made->offsets[1] = made->offsets[0] + HOUR;
    if (*text != ',' && *text != '\0') {
        if (!parse_time(&text, &made->offsets[1]))
            return false;
        made->offsets[1] = -made->offsets[1];
    }
    memcpy(made->changes, usual, sizeof(usual));
    return *text == '\0' || (parse_change(&text, &made->changes[0]) &&
                             parse_change(&text, &made->changes[1]));
}

/* What cannot be read is Greenwich. */
void tzset(void)
{
    static char last[TZ_BYTES];
    const char *text = getenv("TZ");

    if (text == NULL)
        text = "UTC0";
    if (strncmp(text, last, sizeof(last) - 1) == 0 && *last != '\0')
        return;
    strncpy(last, text, sizeof(last) - 1);
    if (!parse(text + (*text == ':'), &zone))
        parse("UTC0", &zone);
    tzname[0] = zone.names[0];
    tzname[1] = zone.names[zone.has_summer];
    timezone = -zone.offsets[0];
    daylight = zone.has_summer;
}

/* --- Which time it is --- */

/* When CHANGE is in YEAR (since 1900), by the clock that it ends. */
static int64_t change_time(const struct change *change, int year)
{
    struct tm date = {.tm_year = year, .tm_mday = 1};

    if (change->kind == 'M')
        date.tm_mon = change->month - 1;
    int64_t first = calendar_time(&date);
    if (change->kind != 'M') {
        struct tm march = {.tm_year = year, .tm_mon = 2, .tm_mday = 1};
        bool is_leap = calendar_time(&march) - first > 59 * DAY;
        bool is_behind = change->kind == 'J' && is_leap && change->day >= 60;
        int day = change->day - (change->kind == 'J') + is_behind;
        return first + (int64_t)day * DAY + change->second;
    }
    calendar_date(first, 0, &date);
    int day = (change->day - date.tm_wday + 7) % 7 + (change->week - 1) * 7;
    struct tm next = {.tm_year = year, .tm_mon = change->month, .tm_mday = 1};
    while (first + (int64_t)day * DAY >= calendar_time(&next))
        day -= 7;
    return first + (int64_t)day * DAY + change->second;
}

static bool is_summer(int64_t time)
{
    struct tm date;

    if (!zone.has_summer || calendar_date(time, zone.offsets[0], &date) == NULL)
        return false;
    int64_t begin = change_time(&zone.changes[0], date.tm_year) - zone.offsets[0];
    int64_t end = change_time(&zone.changes[1], date.tm_year) - zone.offsets[1];
    return begin < end ? time >= begin && time < end : time >= begin || time < end;
}

static struct tm *local_date(int64_t time, struct tm *date)
{
    bool summer = is_summer(time);

    if (calendar_date(time, zone.offsets[summer], date) == NULL)
        return NULL;
    date->tm_isdst = summer;
    date->tm_zone = tzname[summer];
    return date;
}

struct tm *localtime_r(const time_t *restrict time, struct tm *restrict date)
{
    tzset();
    return local_date(*time, date);
}

struct tm *localtime(const time_t *time)
{
    return localtime_r(time, &calendar_result);
}

/* Which of the two times DATE is in it says itself, or it is the one that holds then: of an
 * hour that comes twice the first, and an hour that never comes is counted on from before. */
time_t mktime(struct tm *date)
{
    tzset();
    int64_t clock = calendar_time(date);
    int64_t standard = clock - zone.offsets[0], summer = clock - zone.offsets[1];
    bool is_said = date->tm_isdst > 0 && zone.has_summer;
    bool holds = date->tm_isdst < 0 && zone.has_summer && is_summer(summer);
    int64_t time = is_said || holds ? summer : standard;

    if (time != (time_t)time || local_date(time, date) == NULL) {
        errno = EOVERFLOW;
        return -1;
    }
    return (time_t)time;
}

time_t timelocal(struct tm *date)
{
    return mktime(date);
}
