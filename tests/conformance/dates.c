/* Dates of given times, and times of given dates. */
#include <stdio.h>
#include <string.h>
#include <time.h>

static void show(time_t time)
{
    struct tm date, again;
    char text[160];

    gmtime_r(&time, &date);
    printf("%ld: %d-%d-%d %d:%d:%d %d %d %d\n", (long)time, date.tm_year, date.tm_mon,
           date.tm_mday, date.tm_hour, date.tm_min, date.tm_sec, date.tm_wday,
           date.tm_yday, date.tm_isdst);
    again = date;
    printf("%d %s", mktime(&again) == time, asctime(&date));
    strftime(text, sizeof(text),
             "%a %A %b %B %C %d %e %F %H %I %j %m %M %p %S %u %w %y %Y", &date);
    printf("%s\n", text);
    strftime(text, sizeof(text), "%c|%D|%r|%R|%T|%x|%X|%U|%W|%V|%G|%g|%h|%n|%t|%%|%s",
             &date);
    printf("%s\n", text);
}

static void show_normal(int year, int month, int day, int hour, int minute, int second)
{
    struct tm date = {.tm_year = year - 1900,
                      .tm_mon = month,
                      .tm_mday = day,
                      .tm_hour = hour,
                      .tm_min = minute,
                      .tm_sec = second};
    time_t time = mktime(&date);

    printf("%ld %s", (long)time, asctime(&date));
}

int main(void)
{
    static const time_t times[] = {
        0,          1,           86399,      86400,      951782399,  951782400,
        951868800,  978307199,   978307200,  1078012800, 1704067200, 1735689599,
        1230768000, 1262304000,  946684799,  5097600,    1709164800, 2147483647,
        -1,         -2147483647, 1483228800, 68256000,   126230400,  1609459199,
        1609459200, 1640995199,  1293840000, 1451606399};
    char small[4] = "old";

    for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
        show(times[i]);
    for (time_t day = 0; day < 800; day++) {
        time_t time = day * 86400;
        char text[40];

        strftime(text, sizeof(text), "%G-%V %U %W %j", gmtime(&time));
        printf("%s;", text);
    }
    show_normal(2024, 13, 32, 25, 61, 61);
    show_normal(2024, -1, 0, -1, -1, -1);
    show_normal(1999, 1, 29, 0, 0, 0);
    printf("%d\n", (int)strftime(small, sizeof(small), "%Y", gmtime(&times[0])));
    printf("%s", ctime(&times[9]));
    return 0;
}
