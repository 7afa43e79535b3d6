/* How a child ended, as the shell tells it: in a number and in words. */
#pragma once

#include "abi/process.h"

/* The shell's `$?`: the exit code, or 137 destroyed (128 and the signal that did it), 139 faulted, 136 divide or
 * floating-point error, 152 budget used up, 148 suspended. */
int result_status(const struct process_result *result);

/* Tells on standard output, in one line such as "spin 4: destroyed by 3", what has become
 * of the program NAME. An ordinary exit is not told, nor that it was resumed. */
void result_tell(const char *name, const struct process_result *result);
