/* What happened, as a table of OSTEP 4: a row a tick, a column a process. */
#pragma once

#include <process.h>

/* Prints the table of the jobs, which are programs, from the tick ZERO to END. */
void table_print(tick_t zero, tick_t end);
