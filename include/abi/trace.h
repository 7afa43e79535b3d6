/* The trace: one record an event. A trace file is a header and then records,
 * little-endian. Kinds and reasons are only ever added at the end. */
#pragma once

#include "abi/types.h"

#define TRACE_MAGIC   0x4e424f52u /* "ROBN" */
#define TRACE_VERSION 2u

struct trace_header {
    uint32_t magic, version, record_bytes, nanoseconds_per_tick;
};

struct trace_record {
    uint64_t time_ns;
    uint16_t kind;   /* enum trace_kind */
    uint16_t reason; /* enum trace_reason */
    int32_t pid;     /* whom it is about; 0: the idle loop */
    uint32_t a, b;   /* by kind */
};

enum trace_kind {
    TRACE_NONE,
    TRACE_CREATE,   /* a: parent; b: 1 if that has forked, else 0 */
    TRACE_READY,    /* may run again; a: the state it left */
    TRACE_RUN,      /* gets the CPU; reason: why the switch; a: who had it before */
    TRACE_TICK,     /* found PID on the CPU; a, b: low and high word of the tick */
    TRACE_PREEMPT,  /* loses the CPU against its will */
    TRACE_BLOCK,    /* a: enum process_blocked_on */
    TRACE_WAKE,     /* what it waited for came; reason: how it ended */
    TRACE_SUSPEND,  /* a: by whom; 0: the console */
    TRACE_RESUME,   /* a: by whom */
    TRACE_EXIT,     /* reason: how; a: exit code, fault or who destroyed it */
    TRACE_REAP,     /* a: its parent, which has collected it */
    TRACE_FAULT,    /* a: enum process_fault, b: address, or 0: it is withheld */
    TRACE_POLICY,   /* the policy changed; a: its place in the table */
    TRACE_BOOT,     /* the kernel's first instruction */
    TRACE_NAME,     /* a, b: the first eight bytes of its program's name */
    TRACE_SCHEDULE, /* has new parameters; a: tickets, b: declared length, ticks */
    /* What the policy thinks, recorded only while the trace is streamed */
    TRACE_LEVEL,   /* PID's level is a from now on; 0 is the highest */
    TRACE_TICKETS, /* its tickets that count are a */
    TRACE_PASS,    /* its pass, or virtual time; a, b: low and high word */
    TRACE_DRAW,    /* a ticket of PID's was drawn; a: its number, b: of how many */
    TRACE_QUEUE,   /* who would run now, in this order: PID, a, b; see docs/trace.md */
    /* More of what happens to processes */
    TRACE_EXEC,   /* runs another program from now on, whose name follows */
    TRACE_SIGNAL, /* is sent signal a; b: by whom, 0: the console or the kernel */
    TRACE_HANDLE, /* its handler of signal a begins */
    /* What PID asks of the disk: b sectors from a on, bit 31 of b: to write; 0: a flush */
    TRACE_DISK_REQUEST,
    TRACE_DISK_TRANSFER, /* the disk begins with it */
    TRACE_DISK_DONE,     /* a: the sector; b: 0 or errno */
    TRACE_KINDS,
};

#define TRACE_DISK_WRITE 0x80000000u /* in b of a disk's request and transfer */

enum trace_reason {
    REASON_NONE,
    /* why the CPU was given to another */
    REASON_SLICE_OVER,
    REASON_YIELDED,
    REASON_BLOCKED,
    REASON_SUSPENDED,
    REASON_ENDED,
    REASON_IDLE_OVER, /* nothing had run before */
    REASON_PREEMPTED, /* the policy prefers another */
    REASON_ENDING,    /* a process that was destroyed gives back what it holds */
    /* how a wait ended */
    REASON_EVENT,
    REASON_TIME,
    REASON_BROKEN,
    /* how a process ended */
    REASON_EXITED,
    REASON_DESTROYED,
    REASON_USED_UP,
    REASON_FAULTED,
    /* why the policy took the CPU, too */
    REASON_BOOSTED, /* all are on the highest level again */
    TRACE_REASONS,
};

_Static_assert(sizeof(struct trace_header) == 16, "as on the wire");
_Static_assert(sizeof(struct trace_record) == 24, "as on the wire");
