/* What other files of this folder need of waiting. */
#pragma once

#include "kernel/process/process.h"

/* PROCESS has ended, or has been suspended or resumed: wakes its parent, if that waits
 * for such a thing. */
void process_notify_parent(struct process *process);
/* A child of PARENT is gone without a trace: PARENT may have nobody to wait for. */
void process_notify_gone(struct process *parent);
