/* What other files of this folder need of suspensions. */
#pragma once

#include "kernel/process/process.h"

/* Suspends PROCESS on behalf of BY (0: the console), if it is not suspended already. */
void process_suspend_by(struct process *process, pid_t by);
/* Resumes PROCESS on behalf of BY, if it is suspended. */
void process_resume_by(struct process *process, pid_t by);
