/* The clock that runs on when the machine is off: the MC146818 and its kin, behind two ports.
 * It tells a date in decimal digits, or in binary, as the firmware has set it.
 * [MC146818 data sheet; its century has no fixed place: ACPI says 0x32 on a PC] */
#include "arch/x86/instructions.h"
#include "kernel/arch.h"

enum {
    PORT_INDEX = 0x70,
    PORT_DATA = 0x71,
    SECOND = 0x00,
    MINUTE = 0x02,
    HOUR = 0x04,
    DAY = 0x07,
    MONTH = 0x08,
    YEAR = 0x09,
    STATUS_A = 0x0A,
    STATUS_B = 0x0B,
    CENTURY = 0x32,
    UPDATING = 0x80,      /* in status A: the digits may change within 244 microseconds */
    IS_BINARY = 0x04,     /* in status B */
    IS_24_HOURS = 0x02,   /*  */
    IS_AFTERNOON = 0x80,  /* in the hour, where the clock has 12 hours */
    LOOKS_MAX = 1000000,  /* at an update, which takes 2 milliseconds */
    FIRST_YEAR = 1970,    /* of the count */
    LAST_YEAR = 2105,     /* whose seconds 32 bits hold */
    DAYS_TO_1970 = 719468 /* from 1 March of the year 0 */
};

struct date {
    uint32_t second, minute, hour, day, month, year, century;
};

static uint32_t read_register(uint8_t index)
{
    outb(PORT_INDEX, index);
    return inb(PORT_DATA);
}

/* Digits that were read while no update was near; without a clock it looks no further. */
static struct date read_registers(void)
{
    for (uint32_t looks = 0; (read_register(STATUS_A) & UPDATING) && looks < LOOKS_MAX;
         looks++)
        continue;
    return (struct date){read_register(SECOND), read_register(MINUTE),
                         read_register(HOUR),   read_register(DAY),
                         read_register(MONTH),  read_register(YEAR),
                         read_register(CENTURY)};
}

static bool is_same(const struct date *a, const struct date *b)
{
    return a->second == b->second && a->minute == b->minute && a->hour == b->hour &&
           a->day == b->day && a->month == b->month && a->year == b->year;
}

static uint32_t from_decimal(uint32_t digits)
{
    return (digits >> 4) * 10 + (digits & 15);
}

static void to_binary(struct date *date)
{
    date->second = from_decimal(date->second);
    date->minute = from_decimal(date->minute);
    date->hour =
        from_decimal(date->hour & ~(uint32_t)IS_AFTERNOON) | (date->hour & IS_AFTERNOON);
    date->day = from_decimal(date->day);
    date->month = from_decimal(date->month);
    date->year = from_decimal(date->year);
    date->century = from_decimal(date->century);
}

/* 12 in the morning is 0, and 12 in the afternoon is 12. */
static uint32_t hour_of_24(uint32_t hour)
{
    uint32_t of_12 = (hour & ~(uint32_t)IS_AFTERNOON) % 12;
    return hour & IS_AFTERNOON ? of_12 + 12 : of_12;
}

/* Days since 1970: years begin with March here, so that a leap day is the last of its year,
 * and the months before MONTH have 30.6 days each, rounded. */
static uint32_t days_before(uint32_t year, uint32_t month, uint32_t day)
{
    uint32_t from_march = (month + 9) % 12;
    if (month <= 2)
        year--;
    return year * 365 + year / 4 - year / 100 + year / 400 + (from_march * 306 + 5) / 10 +
           day - 1 - DAYS_TO_1970;
}

static uint32_t seconds_since_1970(const struct date *date)
{
    uint32_t century = date->century >= 19 && date->century <= 21 ? date->century : 20;
    uint32_t year = century * 100 + date->year;
    bool is_date = date->second < 60 && date->minute < 60 && date->hour < 24 &&
                   date->day >= 1 && date->day <= 31 && date->month >= 1 &&
                   date->month <= 12 && year >= FIRST_YEAR && year <= LAST_YEAR;
    if (!is_date)
        return 0;
    return ((days_before(year, date->month, date->day) * 24 + date->hour) * 60 +
            date->minute) *
               60 +
           date->second;
}

/* Two looks that agree: an update may have begun between the first look and its digits. */
uint32_t arch_wall_clock(void)
{
    struct date date = read_registers(), before;
    uint32_t looks = 0;
    do {
        before = date;
        date = read_registers();
    } while (!is_same(&before, &date) && ++looks < LOOKS_MAX);
    uint32_t mode = read_register(STATUS_B);
    if (!(mode & IS_BINARY))
        to_binary(&date);
    if (!(mode & IS_24_HOURS))
        date.hour = hour_of_24(date.hour);
    return seconds_since_1970(&date);
}
