/* All processes. */
#pragma once

#include "abi/types.h"

/* The pids of all processes, ascending, in memory that is to be freed, and how many in
 * *COUNT; NULL if there is no memory for them. */
pid_t *pids_all(int *count);
