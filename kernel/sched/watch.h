/* The policy under watch. Between the mechanism and a policy can stand callbacks that call
 * the policy's own and look at what they have done: whether they have kept the rules of
 * policy.h, and what the policy thinks now. They stand there only where somebody wants to
 * know, so that they cost nothing otherwise: rules are watched in a policy from outside
 * (`make POLICY_SOURCE=`) and, with check=1, in all; thoughts while the trace is streamed.
 *
 * A broken rule is a panic that names the policy, the callback and the job. A callback that
 * does not end is found by the machine's watchdog, which is wound up at each tick.
 *
 * tools/schedule watches policies on the host by the same code. */
#pragma once

#include "kernel/policy/policy.h"

enum { JOB_QUEUED = 1u << 31 }; /* in job->watched: it is in the policy's queues */

enum watch_what { WATCH_RULES = 1, WATCH_THOUGHTS = 2 };

/* The policy from outside that the Makefile was given, or NULL: build/policies.c. */
extern const struct policy *const own_policy;

/* From now on watches of OWN_POLICY what OWN says, and of the others what OTHERS says. */
void watch_init(unsigned own, unsigned others);
/* What the mechanism is to call for POLICY, which has empty queues: POLICY itself, if nothing
 * of it is watched. There is one at a time. */
const struct policy *watch_policy(const struct policy *policy);

/* The callback that is under way, for whoever has to say that it has gone wrong. */
struct watch_callback {
    const char *policy, *name;
    uintptr_t address; /* its code */
    struct job *job;   /* it was called for; NULL: for a CPU */
    uint32_t cpu;
};
/* NULL: none is under way, or it is not watched. */
const struct watch_callback *watch_callback(void);
/* The Ith of the jobs that are runnable; NULL: so many are not known. */
const struct job *watch_runnable(size_t i);

/* What is called where lib/list.h was used wrongly by a policy from outside: FUNCTION is
 * that of the list, PROBLEM says why it cannot be. */
_Noreturn void watch_misuse(const char *function, const char *problem);

/* The number by which JOB is told in messages and in the trace: the pid. The code is the
 * mechanism's. */
int32_t job_number(const struct job *job);
