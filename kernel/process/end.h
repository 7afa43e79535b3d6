/* What other files of this folder need of the ends of processes. */
#pragma once

#include "kernel/process/process.h"

/* Tells PROCESS to end, and notes why, unless it is ending already. */
void process_end(struct process *process, struct cause cause);
