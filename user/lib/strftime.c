/* Dates in words. [C11 7.27.3] */
#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "user/lib/calendar.h"

enum { ASCTIME_BYTES = 26, FIELD_MAX = 32 };

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

/* How a conversion is written; GNU's C library has these. */
struct field {
    char pad;            /* of `_`, `0` and `-` (nothing); else 0 */
    bool upper, changed; /* `^`; `#`: in the other case */
    int width;
};

static void put_case(struct text *text, const struct field *field, char letter, char c)
{
    bool lower = field->changed && (letter == 'p' || letter == 'Z');
    bool upper = field->upper || (field->changed && letter != 'p' && letter != 'Z');
    const char itself[] = {(char)(lower ? tolower(c) : upper ? toupper(c) : c), '\0'};

    put(text, itself);
}

/* WORDS, brought to WIDTH, or what the field asks for, with PAD, or what that asks for. */
static void put_field(struct text *text, const struct field *field, char letter,
                      const char *words, char pad, int width)
{
    const char pads[] = {field->pad == '_' ? ' ' : field->pad ? field->pad : pad, '\0'};
    int length = (int)strlen(words), wanted = field->width > 0 ? field->width : width;

    if (field->pad == '-')
        wanted = 0;
    bool is_negative = *words == '-' && *pads == '0';
    if (is_negative)
        put_case(text, field, letter, *words++);
    for (; length < wanted; length++)
        put(text, pads);
    while (*words != '\0')
        put_case(text, field, letter, *words++);
}

/* FORMAT is printf's: what the conversion has if the field asks for nothing. */
static void put_number(struct text *text, const struct field *field, char letter,
                       const char *format, long long number)
{
    char digits[24], pad = format[1] == '0' || format[1] == 'l' ? '0' : ' ';
    const char *width = format + 1 + (format[1] == '0');

    snprintf(digits, sizeof(digits), "%lld", number);
    put_field(text, field, letter, digits, pad, isdigit(*width) ? *width - '0' : 0);
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
        return name(calendar_days, 7, date->tm_wday, letter == 'a');
    case 'b':
    case 'h':
    case 'B':
        return name(calendar_months, 12, date->tm_mon, letter != 'B');
    case 'n':
        return "\n";
    case 'p':
        return date->tm_hour < 12 ? "AM" : "PM";
    case 'P':
        return date->tm_hour < 12 ? "am" : "pm";
    case 't':
        return "\t";
    case 'Z':
        return date->tm_zone == NULL ? "" : date->tm_zone;
    case '%':
        return "%";
    }
    return NULL;
}

/* How far clocks are ahead of Greenwich: +hhmm. */
static void put_zone(struct text *text, const struct field *field, const struct tm *date)
{
    char digits[16];
    long minutes = date->tm_gmtoff / 60, magnitude = minutes < 0 ? -minutes : minutes;

    if (date->tm_isdst < 0)
        return;
    snprintf(digits, sizeof(digits), "%c%02ld%02ld", date->tm_gmtoff < 0 ? '-' : '+',
             magnitude / 60, magnitude % 60);
    put_field(text, field, 'z', digits, '0', 0);
}

static void put_conversion(struct text *text, const struct field *field, char letter,
                           const struct tm *date, const char *as_it_stands)
{
    char whole[64];
    struct text part = {.bytes = whole, .size = sizeof(whole), .fits = true};
    long long value;
    const char *format = calendar_longer(letter);

    if (format != NULL) {
        put_format(&part, format, date);
        put_field(text, field, letter, whole, ' ', 0);
    } else if (letter == 'z') {
        put_zone(text, field, date);
    } else if ((format = number(letter, date, &value)) != NULL) {
        put_number(text, field, letter, format, value);
    } else if ((format = word_of(letter, date)) != NULL) {
        put_field(text, field, letter, format, ' ', 0);
    } else {
        put(text, as_it_stands);
    }
}

/* Up to the letter, which is where it returns. */
static const char *parse_field(const char *format, struct field *field)
{
    *field = (struct field){0};
    for (; *format != '\0' && strchr("_-0^#", *format) != NULL; format++) {
        if (*format == '^')
            field->upper = true;
        else if (*format == '#')
            field->changed = true;
        else
            field->pad = *format;
    }
    for (; isdigit(*format) && field->width < FIELD_MAX; format++)
        field->width = field->width * 10 + (*format - '0');
    return format + ((*format == 'E' || *format == 'O') && format[1] != '\0');
}

static void put_format(struct text *text, const char *format, const struct tm *date)
{
    char as_it_stands[FIELD_MAX];

    for (; *format != '\0'; format++) {
        const char itself[] = {*format, '\0'}, *start = format;
        struct field field;

        if (*format != '%') {
            put(text, itself);
            continue;
        }
        format = parse_field(format + 1, &field);
        size_t length = (size_t)(format - start) + (*format != '\0');
        (void)string_copy(as_it_stands, start,
                          length < FIELD_MAX ? length + 1 : FIELD_MAX);
        if (*format == '\0') {
            put(text, as_it_stands);
            return;
        }
        put_conversion(text, &field, *format, date, as_it_stands);
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
             name(calendar_days, 7, date->tm_wday, false),
             name(calendar_months, 12, date->tm_mon, false), date->tm_mday, date->tm_hour,
             date->tm_min, date->tm_sec, 1900 + date->tm_year);
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

    return asctime_r(localtime_r(time, &date), text);
}

char *ctime(const time_t *time)
{
    return asctime(localtime(time));
}
