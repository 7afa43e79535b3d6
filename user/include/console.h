/* The console, key by key. */
#pragma once

#include "abi/types.h"

/* The next byte from the keyboard, without echo and line editing: from the first call on,
 * until the caller reads a line or leaves the foreground. Ctrl-C, Ctrl-Z and Ctrl-\ keep
 * their meaning. Blocks, at most for so many ticks. -ETIMEDOUT; -EINTR: the wait was
 * broken. */
int console_key(tick_t timeout_ticks);
