#include "kernel/trace.h"

#include "kernel/arch.h"
#include "kernel/options.h"

static struct trace_record *ring; /* times in cycles */
static uint32_t mask;             /* slots - 1 */
static uint64_t count;            /* events so far */
static uint64_t sent;             /* of them streamed */
static bool is_streaming, has_header;

void trace_init(void *memory, uint32_t bytes, bool stream)
{
    uint32_t slots = 1;
    while (slots * 2 * sizeof(*ring) <= bytes)
        slots *= 2;
    ring = memory;
    mask = slots - 1;
    count = sent = 0;
    is_streaming = stream;
    has_header = false;
}

void trace_at(uint64_t cycles, enum trace_kind kind, enum trace_reason reason, pid_t pid,
              uint32_t a, uint32_t b)
{
    struct trace_record *record = &ring[count++ & mask];
    record->time_ns = cycles;
    record->kind = (uint16_t)kind;
    record->reason = (uint16_t)reason;
    record->pid = pid;
    record->a = a;
    record->b = b;
    if (is_streaming && count - sent > mask)
        trace_drain(); /* nothing is lost: the oldest is about to be overwritten */
}

void trace(enum trace_kind kind, enum trace_reason reason, pid_t pid, uint32_t a,
           uint32_t b)
{
    trace_at(arch_cycles(), kind, reason, pid, a, b);
}

bool trace_get(uint64_t *next, struct trace_record *record)
{
    if (count - *next > mask && count > mask)
        *next = count > *next ? count - mask : count;
    if (*next >= count)
        return false;
    *record = ring[*next & mask];
    record->time_ns = arch_nanoseconds(record->time_ns);
    ++*next;
    return true;
}

uint64_t trace_count(void)
{
    return count;
}

void trace_drain(void)
{
    struct trace_record record;
    if (!is_streaming)
        return;
    if (!has_header) {
        struct trace_header header = {TRACE_MAGIC, TRACE_VERSION, sizeof(record),
                                      time_info.nanoseconds_per_tick};
        arch_trace_write(&header, sizeof(header));
        has_header = true;
    }
    while (trace_get(&sent, &record))
        arch_trace_write(&record, sizeof(record));
}
