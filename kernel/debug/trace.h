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
COLD void trace_init(void *memory, uint32_t bytes, bool stream);

/* Records an event that happens now. */
void trace(enum trace_kind kind, enum trace_reason reason, pid_t pid, uint32_t a,
           uint32_t b);

/* Where the next event goes, and the end of the ring; only trace_at and trace.c use them. */
extern struct trace_record *trace_slot;
extern struct trace_record *trace_ring_end;
/* The ring is full and begins anew. */
void trace_begin_turn(void);

/* The same, of an event that happened when the cycle counter stood at CYCLES. Inline: it
 * stands in each switch and each tick. */
static inline void trace_at(uint64_t cycles, enum trace_kind kind,
                            enum trace_reason reason, pid_t pid, uint32_t a, uint32_t b)
{
    struct trace_record *slot = trace_slot;
    slot->time_ns = cycles; /* in cycles; made nanoseconds of when it is read */
    slot->kind = (uint16_t)kind;
    slot->reason = (uint16_t)reason;
    slot->pid = pid;
    slot->a = a;
    slot->b = b;
    trace_slot = slot + 1;
    if (trace_slot == trace_ring_end)
        trace_begin_turn();
}

/* Copies event *NEXT and moves *NEXT on; if it has been overwritten, the oldest that is
 * left. Returns false when there is none yet. */
MUST_CHECK bool trace_get(uint64_t *next, struct trace_record *record);

/* The number that the next event will have. */
uint64_t trace_count(void);

/* Sends what has not been sent yet to the trace port. */
void trace_drain(void);
