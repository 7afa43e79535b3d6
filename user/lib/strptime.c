/* Dates from words. [POSIX strptime] */
#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "user/lib/calendar.h"

enum { DAYS = 7, MONTHS = 12, CENTURY = 100, SHORT = 3, PIVOT = 69, UNKNOWN = -1 };

/* What the words say that is no field, or only with others. */
struct said {
    int century, year_of_century, hour_of_12, is_afternoon;
    int week_from_sunday, week_from_monday;
    bool day, month, year, weekday, day_of_year;
};

/* A number of at most DIGITS digits, MIN to MAX, behind blanks; or NULL. */
static const char *number(const char *text, int digits, int min, int max, int *value)
{
    int result = 0;

    while (isspace((unsigned char)*text))
        text++;
    if (!isdigit((unsigned char)*text))
        return NULL;
    for (; digits > 0 && isdigit((unsigned char)*text); digits--)
        result = result * 10 + (*text++ - '0');
    if (result < min || result > max)
        return NULL;
    *value = result;
    return text;
}

/* One of NAMES, in full or its first letters. */
static const char *name(const char *text, const char *const names[], int count,
                        int *value)
{
    for (int i = 0; i < count; i++) {
        size_t length = strlen(names[i]);
        if (strncasecmp(text, names[i], length) != 0)
            length = SHORT;
        if (strncasecmp(text, names[i], length) == 0) {
            *value = i;
            return text + length;
        }
    }
    return NULL;
}

static const char *half_of_day(const char *text, struct said *said)
{
    said->is_afternoon = strncasecmp(text, "PM", 2) == 0;
    return said->is_afternoon || strncasecmp(text, "AM", 2) == 0 ? text + 2 : NULL;
}

/* `Z`, or as far as Greenwich is behind: +hh, +hhmm or +hh:mm. */
static const char *zone(const char *text, struct tm *date)
{
    int hours = 0, minutes = 0;

    while (isspace((unsigned char)*text))
        text++;
    if (*text == 'Z') {
        date->tm_gmtoff = 0;
        return text + 1;
    }
    if (*text != '+' && *text != '-')
        return NULL;
    int sign = *text++ == '-' ? -1 : 1;
    if (!isdigit((unsigned char)text[0]) || !isdigit((unsigned char)text[1]))
        return NULL;
    text = number(text, 2, 0, 14, &hours);
    if (text != NULL && *text == ':')
        text++;
    if (text != NULL && isdigit((unsigned char)*text))
        text = number(text, 2, 0, 59, &minutes);
    date->tm_gmtoff = sign * (hours * 60 + minutes) * 60L;
    return text;
}

static const char *seconds_since_1970(const char *text, struct tm *date)
{
    time_t time = 0;

    if (!isdigit((unsigned char)*text))
        return NULL;
    while (isdigit((unsigned char)*text))
        time = time * 10 + (*text++ - '0');
    return localtime_r(&time, date) == NULL ? NULL : text;
}

/* A year's, month's or day's. */
static const char *date_field(const char *text, char letter, struct tm *date,
                              struct said *said)
{
    int value = 0;

    switch (letter) {
    case 'a':
    case 'A':
        said->weekday = true;
        return name(text, calendar_days, DAYS, &date->tm_wday);
    case 'b':
    case 'B':
    case 'h':
        said->month = true;
        return name(text, calendar_months, MONTHS, &date->tm_mon);
    case 'C':
        return number(text, 2, 0, 99, &said->century);
    case 'd':
    case 'e':
        said->day = true;
        return number(text, 2, 1, 31, &date->tm_mday);
    case 'j':
        text = number(text, 3, 1, 366, &value);
        date->tm_yday = value - 1;
        said->day_of_year = true;
        return text;
    case 'm':
        text = number(text, 2, 1, MONTHS, &value);
        date->tm_mon = value - 1;
        said->month = true;
        return text;
    case 'u':
        text = number(text, 1, 1, DAYS, &value);
        date->tm_wday = value % DAYS;
        said->weekday = true;
        return text;
    case 'w':
        said->weekday = true;
        return number(text, 1, 0, DAYS - 1, &date->tm_wday);
    case 'U':
        return number(text, 2, 0, 53, &said->week_from_sunday);
    case 'W':
        return number(text, 2, 0, 53, &said->week_from_monday);
    case 'V':
    case 'g':
        return number(text, 2, 0, 99, &value);
    case 'G':
        return number(text, 4, 0, 9999, &value);
    case 'y':
        return number(text, 2, 0, 99, &said->year_of_century);
    case 'Y':
        text = number(text, 4, 0, 9999, &value);
        date->tm_year = value - 1900;
        said->century = said->year_of_century = UNKNOWN;
        said->year = true;
        return text;
    }
    return NULL;
}

static const char *field(const char *text, char letter, struct tm *date,
                         struct said *said)
{
    switch (letter) {
    case 'H':
    case 'k':
        said->hour_of_12 = UNKNOWN;
        return number(text, 2, 0, 23, &date->tm_hour);
    case 'I':
    case 'l':
        return number(text, 2, 1, 12, &said->hour_of_12);
    case 'M':
        return number(text, 2, 0, 59, &date->tm_min);
    case 'S':
        return number(text, 2, 0, 61, &date->tm_sec);
    case 'p':
    case 'P':
        return half_of_day(text, said);
    case 's':
        return seconds_since_1970(text, date);
    case 'z':
        return zone(text, date);
    case '%':
        return *text == '%' ? text + 1 : NULL;
    default:
        return date_field(text, letter, date, said);
    }
}

static const char *parse(const char *text, const char *format, struct tm *date,
                         struct said *said)
{
    for (; text != NULL && *format != '\0'; format++) {
        bool is_blank = *format == '%' && (format[1] == 'n' || format[1] == 't');

        if (isspace((unsigned char)*format) || is_blank) {
            while (isspace((unsigned char)*text))
                text++;
            format += is_blank;
        } else if (*format != '%') {
            text = *text == *format ? text + 1 : NULL;
        } else {
            format += format[1] == 'E' || format[1] == 'O' ? 2 : 1;
            if (*format == '\0')
                return NULL;
            const char *parts = calendar_longer(*format);
            text = parts != NULL ? parse(text, parts, date, said)
                                 : field(text, *format, date, said);
        }
    }
    return text;
}

static int days_before(int year, int month)
{
    static const short before[] = {0,   31,  59,  90,  120, 151, 181,
                                   212, 243, 273, 304, 334, 365};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return before[month] + (month > 1 && is_leap);
}

static void set_year(struct tm *date, struct said *said)
{
    int year = said->year_of_century, century = said->century;

    if (year == UNKNOWN && century == UNKNOWN)
        return;
    said->year = true;
    if (century != UNKNOWN)
        date->tm_year =
            (century - 19) * CENTURY + (year == UNKNOWN ? date->tm_year % CENTURY : year);
    else
        date->tm_year = year < PIVOT ? year + CENTURY : year;
}

/* Weekday 0 of the week is day 7 * week less what the year's first day is behind it. */
static void set_by_week(struct tm *date, struct said *said)
{
    bool from_monday = said->week_from_sunday == UNKNOWN;
    int week = from_monday ? said->week_from_monday : said->week_from_sunday;
    struct tm first = {.tm_year = date->tm_year, .tm_mday = 1};

    if (week == UNKNOWN || !said->year || !said->weekday || said->month)
        return;
    calendar_date(calendar_time(&first), 0, &first);
    int offset = from_monday ? 1 : 0;
    date->tm_yday = (7 - (first.tm_wday - offset)) % 7 + (week - 1) * 7 +
                    (date->tm_wday - offset + 7) % 7;
    said->day_of_year = true;
}

/* What follows from what was said. */
static void complete(struct tm *date, struct said *said)
{
    int year = date->tm_year + 1900;

    set_by_week(date, said);
    if (said->day_of_year && !(said->month && said->day)) {
        int month = 0;
        while (month < MONTHS - 1 && days_before(year, month + 1) <= date->tm_yday)
            month++;
        date->tm_mon = said->month ? date->tm_mon : month;
        date->tm_mday =
            said->day ? date->tm_mday : date->tm_yday - days_before(year, month) + 1;
        said->month = said->day = true;
    } else if (!said->day_of_year && (said->year || said->month || said->day)) {
        date->tm_yday = days_before(year, date->tm_mon) + date->tm_mday - 1;
    }
    if (!said->weekday && (said->year || said->month || said->day)) {
        struct tm day = {
            .tm_year = date->tm_year, .tm_mon = date->tm_mon, .tm_mday = date->tm_mday};
        calendar_date(calendar_time(&day), 0, &day);
        date->tm_wday = day.tm_wday;
    }
}

char *strptime(const char *restrict text, const char *restrict format,
               struct tm *restrict date)
{
    struct said said = {UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN,
                        false,   false,   false,   false,   false};

    text = parse(text, format, date, &said);
    if (text == NULL)
        return NULL;
    if (said.hour_of_12 != UNKNOWN)
        date->tm_hour = said.hour_of_12 % 12 + (said.is_afternoon == 1 ? 12 : 0);
    set_year(date, &said);
    complete(date, &said);
    return (char *)(size_t)text;
}
