/* The console, key by key. */
#pragma once

#include "abi/types.h"

/* Puts the terminal in the place of standard input, which a pipe or a file may be: keys come from
 * there. Returns another descriptor of what it was; -1 and errno: there are too many. */
int console_take(void);

/* The next byte from standard input, without echo and line editing; Ctrl-C, Ctrl-Z and
 * Ctrl-\ keep their meaning. Blocks, at most for so many ticks, rounded up to tenths of a
 * second. -ETIMEDOUT: so it is also for who has not got the terminal, when the time has
 * passed; who waits for ever is stopped there, as by a read. -EINTR: the wait was broken. At the end of the program the settings are the
 * shell's again. */
int console_key(tick_t timeout_ticks);
