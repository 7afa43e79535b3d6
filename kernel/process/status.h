/* What other files of this folder need of the status. */
#pragma once

#include "kernel/process/process.h"

/* How PROCESS has lived so far. */
void process_accounts(const struct process *process, struct process_accounts *accounts);
