/* Dates in words. [C11 7.27.3] */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char *const days[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                   "Thursday", "Friday", "Saturday"};
static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};

enum { ASCTIME_BYTES = 26 };

struct text {
    char *bytes;
    size_t size, length;
    bool fits;
};

static void put(struct text *text, const char *words)
{
    size_t length = strlen(words);

    text->fits = text->fits && text->length + length < text->size;
    if (text->fits)
        memcpy(text->bytes + text->length, words, length + 1);
    text->length += length;
}

static void put_number(struct text *text, const char *format, long long number)
{
    char digits[24];

    snprintf(digits, sizeof(digits), format, number);
    put(text, digits);
}

static const char *name(const char *const names[], int count, int index, bool is_short)
{
    static char shortened[4];

    if (index < 0 || index >= count)
        return "?";
    return is_short ? (string_copy(shortened, names[index], sizeof(shortened)), shortened)
                    : names[index];
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

/* The week that has most of its days in the year, as ISO 8601 counts them, from 1 on; *YEAR is
 * the one it belongs to. */
static int iso_week(const struct tm *date, int *year)
{
    int weekday = (date->tm_wday + 6) % 7; /* from Monday on */
    int week = (date->tm_yday - weekday + 10) / 7;

    *year = date->tm_year + 1900;
    if (week < 1) {
        int days_before = date->tm_yday + 365 + is_leap(*year - 1);

        *year -= 1;
        return (days_before - weekday + 10) / 7;
    }
    int last = 364 + is_leap(*year); /* the last day's tm_yday */
    if (week == 53 && last - date->tm_yday + weekday < 3) {
        *year += 1;
        return 1;
    }
    return week;
}

static int week_from(const struct tm *date, int first_weekday)
{
    return (date->tm_yday + 7 - (date->tm_wday + 7 - first_weekday) % 7) / 7;
}

static int hour_of_12(const struct tm *date)
{
    return date->tm_hour % 12 == 0 ? 12 : date->tm_hour % 12;
}

static void put_format(struct text *text, const char *format, const struct tm *date);

/* Conversions that stand for others; NULL: it is none. */
static const char *longer(char letter)
{
    switch (letter) {
    case 'c':
        return "%a %b %e %H:%M:%S %Y";
    case 'D':
    case 'x':
        return "%m/%d/%y";
    case 'F':
        return "%Y-%m-%d";
    case 'r':
        return "%I:%M:%S %p";
    case 'R':
        return "%H:%M";
    case 'T':
    case 'X':
        return "%H:%M:%S";
    }
    return NULL;
}

/* Conversions that are numbers; NULL: it is none. */
static const char *number(char letter, const struct tm *date, long long *value)
{
    int year, week;

    switch (letter) {
    case 'C':
        *value = (date->tm_year + 1900) / 100;
        return "%02lld";
    case 'd':
        *value = date->tm_mday;
        return "%02lld";
    case 'e':
        *value = date->tm_mday;
        return "%2lld";
    case 'g':
    case 'G':
        iso_week(date, &year);
        *value = letter == 'g' ? year % 100 : year;
        return letter == 'g' ? "%02lld" : "%lld";
    case 'H':
        *value = date->tm_hour;
        return "%02lld";
    case 'I':
        *value = hour_of_12(date);
        return "%02lld";
    case 'j':
        *value = date->tm_yday + 1;
        return "%03lld";
    case 'k':
        *value = date->tm_hour;
        return "%2lld";
    case 'l':
        *value = hour_of_12(date);
        return "%2lld";
    case 'm':
        *value = date->tm_mon + 1;
        return "%02lld";
    case 'M':
        *value = date->tm_min;
        return "%02lld";
    case 's': {
        struct tm copy = *date;
        *value = mktime(&copy);
        return "%lld";
    }
    case 'S':
        *value = date->tm_sec;
        return "%02lld";
    case 'u':
        *value = date->tm_wday == 0 ? 7 : date->tm_wday;
        return "%lld";
    case 'U':
    case 'W':
        *value = week_from(date, letter == 'W');
        return "%02lld";
    case 'V':
        week = iso_week(date, &year);
        *value = week;
        return "%02lld";
    case 'w':
        *value = date->tm_wday;
        return "%lld";
    case 'y':
        *value = ((date->tm_year + 1900) % 100 + 100) % 100;
        return "%02lld";
    case 'Y':
        *value = 1900ll + date->tm_year;
        return "%lld";
    }
    return NULL;
}

/* Conversions that are words; NULL: it is none. */
static const char *word_of(char letter, const struct tm *date)
{
    switch (letter) {
    case 'a':
    case 'A':
        return name(days, 7, date->tm_wday, letter == 'a');
    case 'b':
    case 'h':
    case 'B':
        return name(months, 12, date->tm_mon, letter != 'B');
    case 'n':
        return "\n";
    case 'p':
        return date->tm_hour < 12 ? "AM" : "PM";
    case 'P':
        return date->tm_hour < 12 ? "am" : "pm";
    case 't':
        return "\t";
    case 'z':
        return "+0000";
    case 'Z':
        return tzname[0];
    case '%':
        return "%";
    }
    return NULL;
}

static void put_conversion(struct text *text, char letter, const struct tm *date)
{
    const char as_it_stands[] = {'%', letter, '\0'};
    long long value;
    const char *format = longer(letter);

    if (format)
        put_format(text, format, date);
    else if ((format = number(letter, date, &value)) != NULL)
        put_number(text, format, value);
    else
        put(text, word_of(letter, date) ? word_of(letter, date) : as_it_stands);
}

static void put_format(struct text *text, const char *format, const struct tm *date)
{
    for (; *format != '\0'; format++) {
        const char itself[] = {*format, '\0'};

        if (*format == '%' && format[1] != '\0') {
            format++;
            format += (*format == 'E' || *format == 'O') && format[1] != '\0';
            put_conversion(text, *format, date);
        } else {
            put(text, itself);
        }
    }
}

size_t strftime(char *restrict bytes, size_t size, const char *restrict format,
                const struct tm *restrict date)
{
    struct text text = {.bytes = bytes, .size = size, .fits = size > 0};

    if (size > 0)
        *bytes = '\0';
    put_format(&text, format, date);
    return text.fits ? text.length : 0;
}

char *asctime_r(const struct tm *restrict date, char *restrict text)
{
    snprintf(text, ASCTIME_BYTES, "%.3s %.3s%3d %.2d:%.2d:%.2d %d\n",
             name(days, 7, date->tm_wday, false), name(months, 12, date->tm_mon, false),
             date->tm_mday, date->tm_hour, date->tm_min, date->tm_sec,
             1900 + date->tm_year);
    return text;
}

char *asctime(const struct tm *date)
{
    static char text[ASCTIME_BYTES];

    return asctime_r(date, text);
}

char *ctime_r(const time_t *restrict time, char *restrict text)
{
    struct tm date;

    return asctime_r(gmtime_r(time, &date), text);
}

char *ctime(const time_t *time)
{
    return asctime(localtime(time));
}
