/* Timers of the running process that send it signals: setitimer, alarm. */
#pragma once

#include "abi/timer.h"
#include "lib/compiler.h"

/* WHICH is one of the ITIMER_. 0 or -EINVAL. */
MUST_CHECK int timer_get(uint32_t which, struct timer_value *value);
/* It rings when VALUE is over, and then in each interval, if that is not 0. 0; -EINVAL;
 * -ENOMEM. */
MUST_CHECK int timer_set(uint32_t which, const struct timer_value *value);
