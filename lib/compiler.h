/* What C11 cannot say, and GCC and Clang can. */
#pragma once

#define MUST_CHECK                   __attribute__((warn_unused_result))
#define PRINTF_LIKE(text, arguments) __attribute__((format(printf, text, arguments)))
/* A function that is hardly ever called: it shall be small. */
#define COLD __attribute__((cold))
/* CONDITION, which holds nearly always: its code stands where no jump leads to. */
#define LIKELY(condition) __builtin_expect(!!(condition), 1)
