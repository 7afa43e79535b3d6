/* Time zones, and dates from words and into them. */
#define _GNU_SOURCE /* strptime, timegm */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static void show(const struct tm *date)
{
    printf("%d-%d-%d %d:%d:%d, day %d of week, %d of year, summer %d, %ld ahead, %s\n",
           date->tm_year, date->tm_mon, date->tm_mday, date->tm_hour, date->tm_min,
           date->tm_sec, date->tm_wday, date->tm_yday, date->tm_isdst,
           (long)date->tm_gmtoff, date->tm_zone);
}

static void in_zone(const char *zone)
{
    static const long times[] = {0,          1700000000, 1720000000, 1710054000,
                                 1710053999, 1711846800, 1729990800};
    char words[64];

    setenv("TZ", zone, 1);
    tzset();
    printf("%s: %s %s %ld %d\n", zone, tzname[0], tzname[1], (long)timezone, daylight);
    for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
        time_t time = (time_t)times[i];
        struct tm date = *localtime(&time);
        show(&date);
        strftime(words, sizeof(words), "%Z %z %c", &date);
        printf("%ld %s\n", (long)(mktime(&date) - time), words);
    }
}

static void parse(const char *text, const char *format)
{
    struct tm date;
    const char *end;

    memset(&date, 0, sizeof(date));
    date.tm_mday = 1;
    end = strptime(text, format, &date);
    printf("'%s' as '%s': '%s'\n", text, format, end ? end : "no");
    if (end)
        printf("%d-%d-%d %d:%d:%d %d %d\n", date.tm_year, date.tm_mon, date.tm_mday,
               date.tm_hour, date.tm_min, date.tm_sec, date.tm_wday, date.tm_yday);
}

int main(void)
{
    static const char *const zones[] = {"UTC0",
                                        "EST5EDT",
                                        "EST5EDT,M3.2.0,M11.1.0",
                                        "<+0330>-3:30",
                                        "XXX3",
                                        "CET-1CEST,M3.5.0,M10.5.0/3",
                                        "ABC-5:30:15",
                                        "AEST-10AEDT,M10.1.0,M4.1.0/3"};
    static const char *const dates[][2] = {{"2024-02-29 12:34:56", "%Y-%m-%d %H:%M:%S"},
                                           {"02/29/24", "%D"},
                                           {"12:34:56 PM", "%I:%M:%S %p"},
                                           {"12:34:56 am", "%r"},
                                           {"Thu Jan  1 00:00:00 1970", "%c"},
                                           {"Thursday, 5 December 1999x", "%A, %d %B %Y"},
                                           {"69", "%y"},
                                           {"20 24", "%C %y"},
                                           {"366 2024", "%j %Y"},
                                           {"1700000000", "%s"},
                                           {"25:00", "%H:%M"},
                                           {"2024-12-01T10", "%FT%H"},
                                           {"10 20", "%n%H%t%M"},
                                           {"mon", "%a"},
                                           {"2024 10 3", "%Y %U %w"},
                                           {"62", "%S"}};
    static const char *const fields = "%5Y %-d %_d %05d %^a %#Z %10F %Z %z %-m|%_H|%020s";
    char words[256];
    time_t time = 1709164800;

    for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++)
        in_zone(zones[i]);
    setenv("TZ", "UTC0", 1);
    tzset();
    for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++)
        parse(dates[i][0], dates[i][1]);
    strftime(words, sizeof(words), fields, gmtime(&time));
    printf("%s\n", words);
    return 0;
}
