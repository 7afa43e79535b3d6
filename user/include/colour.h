/* Colours for the states of processes, where a person looks at them. */
#pragma once

#include <stdbool.h>

#include "abi/process.h"

/* What to print before the state of STATUS, and behind it: escape sequences [ECMA-48 8.3.117
 * SGR], or nothing where colours are not WANTED. */
const char *colour_begin(const struct process_status *status, bool wanted);
const char *colour_end(bool wanted);
