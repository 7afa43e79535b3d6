/* What the policy thinks, into the trace: the level, tickets and pass of a job, the ticket
 * that was drawn, and the order of the queues; each only if it has changed. Only watch.c
 * calls this, after each callback of the policy. */
#pragma once

#include "kernel/policy/policy.h"

/* Another policy begins: nothing has been told of it. */
void thoughts_begin(void);
/* A callback of POLICY for JOB (NULL: for none) on CPU is over. */
void thoughts_record(const struct policy *policy, uint32_t cpu, struct job *job);
