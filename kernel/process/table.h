/* All processes: found by pid in constant time, and in order of their pids. Pids count up
 * and are never used twice. Only this folder includes it. */
#pragma once

#include "kernel/process/process.h"

extern struct list all_processes; /* by `in_table`; ascending pids */
extern struct process *init_process;

/* The running process makes another one: create.c and fork.c say so. */
extern bool table_makes_process;

/* A process, cleared as process.h says, that nobody can find yet, or NULL: out of memory. It is given back by
 * table_discard as long as it has not been entered, else by table_remove. */
struct process *table_allocate(void);
void table_discard(struct process *process);

/* Whether there is a pid left that was never used. */
bool table_has_pid(void);
/* Gives PROCESS a pid, and enters it. */
void table_add(struct process *process);
/* Takes PROCESS, which has ended and is in no other list, out, and frees it. */
void table_remove(struct process *process);
uint32_t table_count(void);
/* How many there have been, too. */
pid_t table_last_pid(void);

/* Chains of processes, by the low bits of their pids; only what follows and table.c use
 * them. */
extern struct process **table_buckets;
extern uint32_t table_bucket_mask;

static inline struct process **table_bucket_of(pid_t pid)
{
    return &table_buckets[(uint32_t)pid & table_bucket_mask];
}

/* NULL: there is no such process. It may be a zombie. */
static inline struct process *table_find(pid_t pid)
{
    struct process *process = *table_bucket_of(pid);
    while (process && process->thread.id != pid)
        process = process->next_in_bucket;
    return process;
}
/* The process PID for the running process to act upon. 0; -ESRCH: there is none that
 * lives; -EPERM: it is process 1, or another user's. */
MUST_CHECK int table_find_target(pid_t pid, struct process **target);
