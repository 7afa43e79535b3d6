/* Assertions: of the compiler, and of a running program. They stay in every build. */
#pragma once

#define static_assert _Static_assert

#define assert(condition)                                                                \
    ((condition) ? (void)0 : assert_failed(#condition, __FILE__, __LINE__))

/* Says on standard error what does not hold, and where; then as abort() in <stdlib.h>. */
_Noreturn void assert_failed(const char *condition, const char *file, int line);
