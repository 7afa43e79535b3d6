/* A policy that has no will of its own: the CPU goes to whom the test has chosen, while
 * that one is runnable, and else to nobody. Under it everything can happen that can
 * happen under any policy, which makes any order of events a matter of the test.
 *
 * It stands alone in the table of policies that kernel/ is linked with here. */
#pragma once

#include "abi/types.h"

/* From the next decision on, PID is to have the CPU; 0: nobody. */
void orders_policy_choose(pid_t pid);
