/* The table of policies, and choosing one by words: `mlfq levels=3 quantum=2,4,8`
 * (docs/policy.md has the grammar). */
#pragma once

#include "kernel/policy/policy.h"
#include "lib/compiler.h"

enum { POLICY_WORDS_MAX = 6144 }; /* of a policy and its parameters, with the final NUL */

/* Room for them, which is too much for a kernel stack; there is one kernel, and it is not
 * interrupted. Before there is a policy, the words of the boot line are there. */
extern char policies_words[POLICY_WORDS_MAX];

/* All policies, ended by NULL. The Makefile makes it from its list: build/policies.c. */
extern const struct policy *const policies[];

/* Panics if one of them lacks a callback that it must have, or a parameter its place. */
void policies_expect_whole(void);
/* The place of POLICY in the table. */
uint32_t policies_index(const struct policy *policy);
/* Finds the policy that WORDS name first. 0, and *POLICY is the one; -EINVAL: *WRONG is
 * the offset of the first word that is wrong: the name, a parameter or its value. */
MUST_CHECK int policies_find(const char *words, const struct policy **policy,
                             size_t *wrong);
/* Prints `: ` and what could stand at the offset WRONG of WORDS, as policies_find has found
 * it, and a new line. */
void policies_explain(const char *words, size_t wrong);
/* Sets the parameters of the policy as WORDS say, which policies_find has found right;
 * those that are not named get their standard values. The policy must not be in use. */
void policies_set(const char *words);
/* Writes POLICY with its parameters in the same grammar. 0; -E2BIG: it does not fit in
 * SIZE. */
MUST_CHECK int policies_describe(const struct policy *policy, char *words, size_t size);
