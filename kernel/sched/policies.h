/* The table of policies, and choosing one by words: `rr quantum=4` (docs/boot.md). */
#pragma once

#include "kernel/lib/compiler.h"
#include "kernel/policy/policy.h"

/* All policies, ended by NULL. The Makefile makes it from its list: build/policies.c. */
extern const struct policy *const policies[];

/* Reads WORDS: a policy's name and then its parameters, and sets these; those that are
 * not named get their standard values. 0, and *POLICY is the one; -EINVAL: *WRONG is the
 * offset of the first word that is wrong, and nothing has changed. */
MUST_CHECK int policies_choose(const char *words, const struct policy **policy,
                               size_t *wrong);
