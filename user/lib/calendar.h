/* Dates and times, from within. */
#pragma once

#include <stdint.h>
#include <time.h>

/* What gmtime and localtime return. */
extern struct tm calendar_result;

/* All of DATE but its zone's name; NULL and EOVERFLOW: the year does not fit. */
struct tm *calendar_date(int64_t time, long offset, struct tm *date);
int64_t calendar_time(const struct tm *date);
