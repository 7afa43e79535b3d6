/* What processes have used, as POSIX tells it. */
#pragma once

#include "kernel/process/process.h"

/* CHILD, a zombie, is collected: what it and those that it has waited for have used is
 * counted as PARENT's children's from now on. */
void process_inherit_usage(struct process *parent, const struct process *child);
/* What PROCESS and the children that it has waited for have used, together. */
void process_tell_usage(const struct process *process, struct usage *usage);
/* CYCLES on the CPU, and the time of TICK since the boot, in parts of a second as
 * process_times has them. */
int32_t process_run_time(uint64_t cycles);
int32_t process_time_of(tick_t tick);
