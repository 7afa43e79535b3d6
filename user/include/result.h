/* How a child ended, as the shell tells it: in a number and in words. */
#pragma once

#include <stddef.h>

#include "abi/process.h"

/* The shell's `$?`: the exit code, or 137 destroyed, 139 faulted, 136 divide error, 152
 * budget used up, 148 suspended. */
int result_status(const struct process_result *result);

/* Puts it into the SIZE bytes at WORDS, such as "destroyed by 3"; cut where they are
 * full. */
void result_describe(const struct process_result *result, char *words, size_t size);
