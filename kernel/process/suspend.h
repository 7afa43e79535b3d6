/* What other files of this folder need of suspensions. */
#pragma once

#include "kernel/process/process.h"

/* Suspends PROCESS on behalf of BY (0: the console) by SIGNAL, if it is not suspended
 * already. */
void process_suspend_by(struct process *process, pid_t by, int32_t signal);
/* Resumes PROCESS on behalf of BY, if it is suspended. */
void process_resume_by(struct process *process, pid_t by);
