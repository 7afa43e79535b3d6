/* Included ahead of a policy from outside (make POLICY_SOURCE=): who uses a list wrongly there
 * is told at once, with the line, and not when the list has broken. */
#pragma once

/* Clang merges calls that are alike, and then there is no line to tell. */
#if defined(__has_attribute) && __has_attribute(nomerge)
__attribute__((nomerge))
#endif
_Noreturn void
watch_misuse(const char *function, const char *problem);

#define LIST_EXPECT(condition, problem)                                                  \
    ((condition) ? (void)0 : watch_misuse(__func__, problem))
