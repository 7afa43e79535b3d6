/* What is asked for on the boot line to see how the kernel works and fails: the trace,
 * the checks of check=1, provoked failures, a shifted timer. Only kernel/main.c and
 * entry.c call it, one call at each place, so that it stands in nobody's way. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Says what is watched of policies (kernel/sched/watch.h). */
void debug_watch_init(void);
/* From here on events are recorded; the first is the kernel's first instruction. */
void debug_trace_init(uint64_t boot_cycles);
/* Before the first process: fails if provoke= says so, or later, at a tick. */
void debug_begin(void);
/* After each tick; without any such word on the boot line it costs a look. */
extern bool debug_wants_ticks;
void debug_look_at_tick(void);
static inline void debug_tick(void)
{
    if (debug_wants_ticks)
        debug_look_at_tick();
}
/* Before the first instruction of the running process. */
void debug_thread_begin(void);
/* After the last process: panics if check=1 and a page frame has not come back. */
void debug_end(void);
