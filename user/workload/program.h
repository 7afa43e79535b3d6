/* A job as the homework of OSTEP 4 writes it: `c2,i,c1` computes for two ticks, does an I/O,
 * and computes for one tick more. An I/O takes a tick of CPU time to issue it and, when it
 * is done, another one to take the answer. The code is pure: tools/schedule reads them by it, too. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum operation { OPERATION_NONE, OPERATION_CPU, OPERATION_IO, OPERATION_IO_DONE };

/* Whether TEXT is such a program; then it takes *LENGTH ticks of CPU time and has *IO_COUNT
 * I/Os. */
bool program_read(const char *text, uint64_t *length, uint64_t *io_count);
/* Takes the next operation off *TEXT, which is not NULL until the last one is taken:
 * OPERATION_IO, or OPERATION_CPU for *TICKS. OPERATION_NONE: that is none. */
enum operation program_next(const char **text, uint64_t *ticks);
/* What PROGRAM does with the tick of CPU time number TICK, from 0 on. */
enum operation program_operation(const char *program, uint64_t tick);
