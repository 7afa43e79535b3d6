/* Dates and times, from within. */
#pragma once

#include <stdint.h>
#include <time.h>

/* What gmtime and localtime return. */
extern struct tm calendar_result;

/* All of DATE but its zone's name; NULL and EOVERFLOW: the year does not fit. */
struct tm *calendar_date(int64_t time, long offset, struct tm *date);
int64_t calendar_time(const struct tm *date);

extern const char *const calendar_days[7], *const calendar_months[12]; /* their names */

/* What the conversion %LETTER of strftime and strptime stands for; NULL: for itself. */
const char *calendar_longer(char letter);
