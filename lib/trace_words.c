/* Records of the trace in words: what `a` and `b` mean depends on the kind of event. */
#include <stddef.h>

#include "abi/names.h"
#include "abi/trace.h"
#include "lib/compiler.h"
#include "lib/format.h"

enum { WORD_BITS = 32 };

/* How `a` is printed, and then `b`. */
static const char *const texts[TRACE_KINDS] = {
    [TRACE_CREATE] = " parent=%d",
    [TRACE_READY] = " left=%s",
    [TRACE_RUN] = " from=%d",
    [TRACE_BLOCK] = " on=%s",
    [TRACE_SUSPEND] = " by=%d",
    [TRACE_RESUME] = " by=%d",
    [TRACE_REAP] = " parent=%d",
    [TRACE_FAULT] = " fault=%s address=0x%08x",
    [TRACE_POLICY] = " number=%d",
    [TRACE_NAME] = " name=%.8s",
    [TRACE_SCHEDULE] = " tickets=%d length=%u",
    [TRACE_LEVEL] = " level=%d",
    [TRACE_TICKETS] = " tickets=%d",
    [TRACE_DRAW] = " ticket=%d of=%u",
    [TRACE_QUEUE] = " then=%d then=%d",
    [TRACE_SIGNAL] = " signal=%d by=%d",
    [TRACE_HANDLE] = " signal=%d",
    [TRACE_DISK_REQUEST] = " sector=%d count=%u",
    [TRACE_DISK_TRANSFER] = " sector=%d count=%u",
    [TRACE_DISK_DONE] = " sector=%d errno=%u",
};

static const char *text_of_exit(uint32_t reason)
{
    return reason == REASON_EXITED      ? " code=%d"
           : reason == REASON_DESTROYED ? " by=%d"
           : reason == REASON_FAULTED   ? " fault=%s"
                                        : NULL;
}

static const char *text_of(const struct trace_record *record)
{
    if (record->kind == TRACE_EXIT)
        return text_of_exit(record->reason);
    if (record->kind == TRACE_QUEUE && !record->b) /* nobody stands there */
        return record->a ? " then=%d" : NULL;
    return record->kind < TRACE_KINDS ? texts[record->kind] : NULL;
}

/* `a`, where that is the number of a word; else NULL. */
static const char *word_of(const struct trace_record *record)
{
    switch (record->kind) {
    case TRACE_READY:
        return name_of_state(record->a);
    case TRACE_BLOCK:
        return name_of_blocked_on(record->a);
    case TRACE_NAME:
        return (const char *)&record->a;
    case TRACE_FAULT:
    case TRACE_EXIT:
        return record->kind == TRACE_FAULT || record->reason == REASON_FAULTED
                   ? name_of_fault(record->a)
                   : NULL;
    default:
        return NULL;
    }
}

/* What is left of the place for a line. */
struct line {
    char *at;
    size_t left;
};

static void add(struct line *line, const char *text, ...)
{
    va_list arguments;
    va_start(arguments, text);
    size_t length = (size_t)format_to_buffer(line->at, line->left, text, arguments);
    va_end(arguments);
    if (length > line->left)
        length = line->left;
    line->at += length;
    line->left -= length;
}

void trace_describe(const struct trace_record *record, char *words, size_t size)
{
    struct line line = {words, size};
    const char *kind = name_of_trace_kind(record->kind), *text = text_of(record),
               *word = word_of(record);
    bool asks = record->kind == TRACE_DISK_REQUEST || record->kind == TRACE_DISK_TRANSFER;
    uint32_t b = asks ? record->b & ~TRACE_DISK_WRITE : record->b;
    add(&line, "%llu %d %s", (unsigned long long)record->time_ns, record->pid, kind);
    if (record->reason != REASON_NONE)
        add(&line, " reason=%s", name_of_trace_reason(record->reason));
    if (text && word)
        add(&line, text, word, b);
    else if (text)
        add(&line, text, record->a, b);
    if (record->kind == TRACE_TICK || record->kind == TRACE_PASS)
        add(&line, " %s=%llu", kind,
            (unsigned long long)record->b << WORD_BITS | record->a);
    if (record->kind == TRACE_CREATE && b)
        add(&line, " forked");
    if (b != record->b)
        add(&line, " write");
}
