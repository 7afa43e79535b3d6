/* What the scheduler did: the kernel's ring of events. */
#pragma once

#include "abi/trace.h"

/* Copies up to COUNT records, from number *NEXT on, oldest first, and moves *NEXT behind
 * them. Records that were overwritten meanwhile are skipped: then *NEXT jumps. The first
 * record of this boot has number 0. Only user id 0 sees the addresses of faults; for others
 * they are 0, and of a child's fault process_wait tells the address. Returns how many were copied, 0 when there are no
 * more yet; never blocks. -EFAULT; -EINVAL: COUNT is negative. */
int trace_read(struct trace_record *records, int count, uint64_t *next);
