/* All processes: found by pid in constant time, and in order of their pids. Pids count up
 * and are never used twice. Only this folder includes it. */
#pragma once

#include "kernel/process/process.h"

extern struct list all_processes; /* by `all`; ascending pids */
extern struct process *init_process;

/* Whether there is a pid left that was never used. */
bool table_has_pid(void);
/* Gives PROCESS a pid and enters it; takes it out. */
void table_add(struct process *process);
void table_remove(struct process *process);
struct process *table_find(pid_t pid);

/* The process PID for the running process to act upon. 0; -ESRCH: there is none that
 * lives; -EPERM: it is process 1, or another user's. */
MUST_CHECK int table_find_target(pid_t pid, struct process **target);

struct process *process_allocate(void);
void process_release(struct process *process);

/* Tells the parent of PROCESS, if it waits for that, that it ended or has news. */
void process_notify_parent(struct process *process);
/* PROCESS has ended: takes it out of the table and frees it. */
void process_reap(struct process *process);
/* How PROCESS has lived so far. */
void process_accounts(const struct process *process, struct process_accounts *accounts);
/* Who is in the foreground, NULL: nobody. */
struct process *process_in_foreground(void);
void process_set_foreground(struct process *process);
bool process_may_give_foreground(const struct process *process);
/* PROCESS is in the foreground no more, and reads the console no more: its parent does.
 */
void process_leave_foreground(struct process *process);
/* The same, for ever: it ends. */
void process_leave_console(struct process *process);
