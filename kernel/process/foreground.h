/* What other files of this folder need of the terminal. */
#pragma once

#include "kernel/process/process.h"

/* From now on the console asks here who may use it. */
void foreground_init(void);
/* PROCESS has been suspended: if nobody in its group can run now, the group has the terminal
 * no more. */
void foreground_note_suspension(const struct process *process);
/* The same when PROCESS is about to leave its group, or to end. */
void foreground_note_departure(const struct process *process);
void foreground_note_end(struct process *process);
/* Whose session has the terminal; 0: none. */
pid_t foreground_session(void);
