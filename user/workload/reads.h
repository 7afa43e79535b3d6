/* I/Os that are reads of the disk, and how long they really took: the trace tells it. */
#pragma once

#include <stdint.h>

/* The disk, for the reads of a job. Ends the program with a message if there is none. */
int reads_open(void);
/* Reads a sector of the disk FILE for job number JOB, past the cache: blocks until it is
 * there. */
void reads_wait(int file, uint32_t job);

/* Sums up for each job how long it has waited for the disk, its `io_ns`. */
void reads_collect(void);
/* How many I/Os there were, and how long they took. */
void reads_print(void);
