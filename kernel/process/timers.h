/* Timers of the running process that send it signals: setitimer, alarm. */
#pragma once

#include "abi/timer.h"
#include "lib/compiler.h"

struct process;

/* PROCESS has got a limit of CPU time, which may be infinite: it is held to it from now on. 0
 * or -ENOMEM. */
MUST_CHECK int timers_watch_limit(struct process *process);
/* WHICH is one of the ITIMER_. 0 or -EINVAL. */
MUST_CHECK int timer_get(uint32_t which, struct timer_value *value);
/* It rings when VALUE is over, and then in each interval, if that is not 0. 0; -EINVAL;
 * -ENOMEM. */
MUST_CHECK int timer_set(uint32_t which, const struct timer_value *value);
