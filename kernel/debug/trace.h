/* The trace: a ring of the last events, always on. It is cheap because it keeps cycles
 * and converts them to nanoseconds only when somebody reads. Used by every layer; the
 * code is in kernel/debug/trace.c. Invariant: event number N stands in slot N modulo
 * the ring's size. */
#pragma once

#include <stdbool.h>

#include "abi/trace.h"
#include "lib/compiler.h"

/* Sets the ring up in MEMORY (of BYTES); STREAM: send every event to the trace port
 * too. */
void trace_init(void *memory, uint32_t bytes, bool stream);

/* Records an event that happens now, or happened when the cycle counter stood at
 * CYCLES. */
void trace(enum trace_kind kind, enum trace_reason reason, pid_t pid, uint32_t a,
           uint32_t b);
void trace_at(uint64_t cycles, enum trace_kind kind, enum trace_reason reason, pid_t pid,
              uint32_t a, uint32_t b);

/* Copies event *NEXT and moves *NEXT on; if it has been overwritten, the oldest that is
 * left. Returns false when there is none yet. */
MUST_CHECK bool trace_get(uint64_t *next, struct trace_record *record);

/* The number that the next event will have. */
uint64_t trace_count(void);

/* Sends what has not been sent yet to the trace port. */
void trace_drain(void);
