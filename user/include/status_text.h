/* What process_status gives, on standard output, laid out to be read. */
#pragma once

#include "abi/process.h"

/* `key: value` lines: who it is, its accounts, and, if `full`, its registers. */
void status_print_lines(const struct process_status *status);

/* Tables of its regions and files. */
void status_print_regions(const struct process_status *status);
void status_print_files(const struct process_status *status);

/* Its address space as a column, the highest address on top, to scale: but each region
 * has a row at least, and each gap just one. Marked is where the program is, and its
 * stack. Nothing, if it has no regions. */
void status_print_map(const struct process_status *status);
