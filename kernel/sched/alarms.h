/* What is to happen at a tick: a thread starts, wakes, or waits no longer. Ticks are as the
 * pages of a calendar: those of the present page have a list each, of what is due then, and
 * all that comes later waits in one list until its page is opened. So setting, clearing and
 * finding an alarm take a few instructions, however many there are; opening a page, every
 * ALARM_PAGE_TICKS ticks, looks at each that waits.
 *
 *   soon   | 512 | 513 | 514 | ... | 767 |    the present page
 *                   |
 *                   +-> alarm -> alarm        due at tick 513, in the order of being set
 *   later  -> alarm -> alarm -> alarm ...     from tick 768 on
 *
 * Equal ticks keep the order in which they were set, as OSTEP's schedules need: `later`
 * keeps it, and whatever is set for a tick of the present page comes behind what has been
 * moved there. */
#pragma once

#include "abi/process.h"
#include "lib/list.h"

enum { ALARM_PAGE_TICKS = 256 };

struct alarm {
    struct list link;
    tick_t tick;
    void (*ring)(struct alarm *alarm); /* NULL: it is a thread's, which starts or wakes */
};

void alarms_init(void);
/* At TICK, which is still to come; ALARM is not set. */
void alarm_set(struct alarm *alarm, tick_t tick);
void alarm_clear(struct alarm *alarm);

static inline bool alarm_is_set(const struct alarm *alarm)
{
    return list_is_linked(&alarm->link);
}

/* Turns to the page that begins with the tick FIRST, which has come. */
void alarms_open_page(tick_t first);

/* The tick NOW has come: the list of the alarms that are due. */
static inline struct list *alarms_due(tick_t now)
{
    extern struct list alarms_soon[ALARM_PAGE_TICKS]; /* alarms.c's */
    uint32_t i = (uint32_t)now % ALARM_PAGE_TICKS;
    if (i == 0)
        alarms_open_page(now);
    return &alarms_soon[i];
}

/* How many are set; SIZE_MAX if a list is broken. For check=1. */
size_t alarms_check(void);
