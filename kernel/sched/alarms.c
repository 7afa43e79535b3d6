#include "kernel/sched/alarms.h"

#include "kernel/clock/clock.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"

enum { LOOK_INSTRUCTIONS = 20 }; /* for kernel_worked: to look at an alarm, and move it */

struct list alarms_soon[ALARM_PAGE_TICKS];
static struct list later;

void alarms_init(void)
{
    for (uint32_t i = 0; i < ALARM_PAGE_TICKS; i++)
        list_init(&alarms_soon[i]);
    list_init(&later);
}

static bool is_on_page_of(tick_t tick, tick_t other)
{
    return tick / ALARM_PAGE_TICKS == other / ALARM_PAGE_TICKS;
}

void alarm_set(struct alarm *alarm, tick_t tick)
{
    ASSERT(tick > clock_now() && !alarm_is_set(alarm));
    alarm->tick = tick;
    list_push_back(
        is_on_page_of(tick, clock_now()) ? &alarms_soon[tick % ALARM_PAGE_TICKS] : &later,
        &alarm->link);
}

void alarm_clear(struct alarm *alarm)
{
    if (alarm_is_set(alarm))
        list_remove(&alarm->link);
}

void alarms_open_page(tick_t first)
{
    struct list *next;
    for (struct list *node = later.next; node != &later; node = next) {
        struct alarm *alarm = container_of(node, struct alarm, link);
        next = node->next;
        if (is_on_page_of(alarm->tick, first))
            list_move_back(&alarms_soon[alarm->tick % ALARM_PAGE_TICKS], node);
        kernel_worked(LOOK_INSTRUCTIONS);
    }
}

/* All of LIST are due on the present page, or none is. */
static size_t check_list(const struct list *list, bool is_soon)
{
    size_t count = list_check(list);
    if (count == SIZE_MAX)
        return count;
    list_for_each(list, node) {
        tick_t tick = container_of(node, struct alarm, link)->tick;
        bool is_here = !is_soon || list == &alarms_soon[tick % ALARM_PAGE_TICKS];
        if (!is_here || is_on_page_of(tick, clock_now()) != is_soon)
            return SIZE_MAX;
    }
    return count;
}

size_t alarms_check(void)
{
    size_t total = check_list(&later, false);
    for (uint32_t i = 0; i < ALARM_PAGE_TICKS && total != SIZE_MAX; i++) {
        size_t count = check_list(&alarms_soon[i], true);
        total = count == SIZE_MAX ? count : total + count;
    }
    return total;
}
