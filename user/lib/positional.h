/* printf's arguments by their places. */
#pragma once

#include "lib/format.h"

/* format_with, also for `%2$s`. */
int format_positional(format_put *put, void *context, format_more *more, const char *text,
                      va_list arguments);
