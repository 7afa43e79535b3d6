#include "kernel/debug/trace.h"

#include "kernel/arch.h"
#include "kernel/clock/clock.h"
#include "kernel/debug/panic.h"

static struct trace_record *ring, *ring_end; /* times in cycles */
static struct trace_record *slot;            /* for the next event */
static uint64_t turns_count; /* events up to the start of the ring's present turn */
static uint64_t sent;        /* events streamed so far */
static bool is_streaming, has_header;

void trace_init(void *memory, uint32_t bytes, bool stream)
{
    ASSERT(bytes >= sizeof(*ring));
    ring = slot = memory;
    ring_end = ring + bytes / sizeof(*ring);
    turns_count = sent = 0;
    is_streaming = stream;
    has_header = false;
}

/* The ring is full and begins anew. What is streamed goes out now: nothing is lost. */
static void begin_turn(void)
{
    trace_drain();
    turns_count += (uint32_t)(ring_end - ring);
    slot = ring;
}

static inline void put_record(uint64_t cycles, enum trace_kind kind,
                              enum trace_reason reason, pid_t pid, uint32_t a, uint32_t b)
{
    *slot = (struct trace_record){cycles, (uint16_t)kind, (uint16_t)reason, pid, a, b};
    if (++slot == ring_end)
        begin_turn();
}

void trace_at(uint64_t cycles, enum trace_kind kind, enum trace_reason reason, pid_t pid,
              uint32_t a, uint32_t b)
{
    put_record(cycles, kind, reason, pid, a, b);
}

void trace(enum trace_kind kind, enum trace_reason reason, pid_t pid, uint32_t a,
           uint32_t b)
{
    put_record(arch_cycles(), kind, reason, pid, a, b);
}

uint64_t trace_count(void)
{
    return turns_count + (uint32_t)(slot - ring);
}

bool trace_get(uint64_t *next, struct trace_record *record)
{
    uint64_t count = trace_count();
    uint64_t slots = (uint32_t)(ring_end - ring);
    if (*next >= count)
        return false;
    if (count - *next > slots)
        *next = count - slots; /* what was before has been overwritten */
    bool is_of_this_turn = *next >= turns_count;
    *record = ring[(uint32_t)(is_of_this_turn ? *next - turns_count
                                              : *next + slots - turns_count)];
    record->time_ns = arch_nanoseconds(record->time_ns);
    ++*next;
    return true;
}

void trace_drain(void)
{
    struct trace_record record;
    if (!is_streaming)
        return;
    if (!has_header) {
        struct trace_header header = {TRACE_MAGIC, TRACE_VERSION, sizeof(record),
                                      clock_tick_ns()};
        arch_trace_write(&header, sizeof(header));
        has_header = true;
    }
    while (trace_get(&sent, &record))
        arch_trace_write(&record, sizeof(record));
}
