/* Assertions: of the compiler, and of a running program, unless NDEBUG is defined. What
 * assert means is decided each time this is included. [C11 7.2] */
#undef assert
#ifdef NDEBUG
#define assert(condition) ((void)0)
#else
#define assert(condition)                                                                \
    ((condition) ? (void)0 : assert_failed(#condition, __FILE__, __LINE__, __func__))
#endif

#ifndef ROBIN_ASSERT_H
#define ROBIN_ASSERT_H

#define static_assert _Static_assert

/* Says on standard error what does not hold, and where; then as abort() in <stdlib.h>. */
_Noreturn void assert_failed(const char *condition, const char *file, int line,
                             const char *function);
#endif
