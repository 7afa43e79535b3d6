/* Included ahead of a policy from outside (make POLICY_SOURCE=): who uses a list wrongly there
 * is told at once, with the line, and not when the list has broken. */
#pragma once

_Noreturn void watch_misuse(const char *function, const char *problem);

#define LIST_EXPECT(condition, problem)                                                  \
    ((condition) ? (void)0 : watch_misuse(__func__, problem))
