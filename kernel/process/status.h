/* What other files of this folder need of the status. */
#pragma once

#include "kernel/process/process.h"

/* How PROCESS has lived so far. */
static inline void process_accounts(const struct process *process,
                                    struct process_accounts *accounts)
{
    const struct thread *thread = &process->thread;
    accounts->run_ns = arch_nanoseconds(thread_cycles(thread));
    accounts->run_ticks = thread->job.ran_ticks;
    accounts->created_tick = process->created_tick;
    accounts->first_run_tick = thread->first_run_tick;
    accounts->ended_tick = process->ended_tick;
    accounts->yielded = thread->yielded;
    accounts->preempted = thread->preempted;
    accounts->calls = thread->calls;
    accounts->page_faults = thread->page_faults;
}
