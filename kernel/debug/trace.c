#include "kernel/debug/trace.h"

#include "kernel/arch.h"
#include "kernel/clock/clock.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"

/* For kernel_worked: to send a record. A port takes an emulator longer than others, so it is
 * more than it counts. */
enum { SEND_INSTRUCTIONS = 1000 };

static struct trace_record *ring; /* times in cycles */
struct trace_record *trace_slot, *trace_ring_end;
static uint64_t turns_count; /* events up to the start of the ring's present turn */
static uint64_t sent;        /* events streamed so far */
static bool is_streaming, has_header;

void trace_init(void *memory, uint32_t bytes, bool stream)
{
    ASSERT(bytes >= sizeof(*ring));
    ring = trace_slot = memory;
    trace_ring_end = ring + bytes / sizeof(*ring);
    turns_count = sent = 0;
    is_streaming = stream;
    has_header = false;
}

/* The ring is full and begins anew. What is streamed goes out now: nothing is lost. */
void trace_begin_turn(void)
{
    trace_drain();
    turns_count += (uint32_t)(trace_ring_end - ring);
    trace_slot = ring;
}

void trace(enum trace_kind kind, enum trace_reason reason, pid_t pid, uint32_t a,
           uint32_t b)
{
    trace_at(arch_cycles(), kind, reason, pid, a, b);
}

uint64_t trace_count(void)
{
    return turns_count + (uint32_t)(trace_slot - ring);
}

bool trace_get(uint64_t *next, struct trace_record *record)
{
    uint64_t count = trace_count();
    uint64_t slots = (uint32_t)(trace_ring_end - ring);
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
    while (trace_get(&sent, &record)) {
        arch_trace_write(&record, sizeof(record));
        kernel_worked(SEND_INSTRUCTIONS);
    }
}
