/* What exit has to do; each by the module that knows. */
#pragma once

#define WEAK __attribute__((weak))

/* atexit.c: those that atexit was given, last first. */
WEAK void exit_call_functions(void);
/* stream.c: what is buffered is written. */
WEAK void exit_flush_streams(void);
