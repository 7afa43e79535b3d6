/* The numbers of process.h and trace.h in the words that programs and a panic print: lower
 * case, without blanks. A number without a name is "?". The code is lib/names.c. */
#pragma once

#include <stddef.h>
#include <stdint.h>

const char *name_of_state(uint32_t state); /* enum process_state */
const char *
name_of_blocked_on(uint32_t blocked_on);       /* enum process_blocked_on; not: "-" */
const char *name_of_mode(uint32_t flags);      /* of a region: such as "r-x" */
const char *name_of_use(uint32_t flags);       /* of a region: stack, heap or program */
const char *name_of_fault(uint32_t fault);     /* enum process_fault */
const char *name_of_trace_kind(uint32_t kind); /* enum trace_kind */
const char *name_of_trace_reason(uint32_t reason); /* enum trace_reason */

struct trace_record;

/* Puts RECORD as a line of text, TIME_NS PID KIND key=value..., into the SIZE bytes at
 * WORDS, without a newline; cut where they are full. */
void trace_describe(const struct trace_record *record, char *words, size_t size);
