/* Records of the trace in words: what `a` and `b` mean depends on the kind of event. */
#include <names.h>
#include <stdio.h>
#include <trace.h>

enum { DETAIL_BYTES = 64, WORD_BITS = 32 };

/* How a record's `a` is to be read. Without a key nothing is in it; without names it is a
 * number. */
struct meaning {
    const char *key;
    const char *(*name_of)(uint32_t value);
};

static const struct meaning by_kind[TRACE_KINDS] = {
    [TRACE_CREATE] = {"parent", NULL},
    [TRACE_READY] = {"left", name_of_state},
    [TRACE_RUN] = {"from", NULL},
    [TRACE_BLOCK] = {"on", name_of_blocked_on},
    [TRACE_SUSPEND] = {"by", NULL},
    [TRACE_RESUME] = {"by", NULL},
    [TRACE_REAP] = {"parent", NULL},
    [TRACE_FAULT] = {"fault", name_of_fault},
    [TRACE_POLICY] = {"number", NULL},
    [TRACE_SCHEDULE] = {"tickets", NULL},
    [TRACE_LEVEL] = {"level", NULL},
    [TRACE_TICKETS] = {"tickets", NULL},
    [TRACE_DRAW] = {"ticket", NULL},
    [TRACE_SIGNAL] = {"signal", NULL},
    [TRACE_HANDLE] = {"signal", NULL},
    [TRACE_DISK_REQUEST] = {"sector", NULL},
    [TRACE_DISK_TRANSFER] = {"sector", NULL},
    [TRACE_DISK_DONE] = {"sector", NULL},
};

static const struct meaning by_reason_of_exit[TRACE_REASONS] = {
    [REASON_EXITED] = {"code", NULL},
    [REASON_DESTROYED] = {"by", NULL},
    [REASON_FAULTED] = {"fault", name_of_fault},
};

static struct meaning meaning_of(const struct trace_record *record)
{
    if (record->kind >= TRACE_KINDS || record->reason >= TRACE_REASONS)
        return (struct meaning){NULL, NULL};
    return record->kind == TRACE_EXIT ? by_reason_of_exit[record->reason]
                                      : by_kind[record->kind];
}

/* Who stands behind the one that the record is about; 0 is nobody. */
static void describe_queue(const struct trace_record *record, char *detail)
{
    int length = 0;

    if (record->a != 0)
        length = snprintf(detail, DETAIL_BYTES, " then=%d", (int32_t)record->a);
    if (record->b != 0)
        snprintf(detail + length, (size_t)(DETAIL_BYTES - length), " then=%d",
                 (int32_t)record->b);
}

/* Puts what `a` and `b` say into the DETAIL_BYTES at DETAIL. */
static void describe_detail(const struct trace_record *record, char *detail)
{
    struct meaning meaning = meaning_of(record);
    int length = 0;

    detail[0] = '\0';
    if (record->kind == TRACE_TICK || record->kind == TRACE_PASS)
        snprintf(detail, DETAIL_BYTES, " %s=%llu", name_of_trace_kind(record->kind),
                 (uint64_t)record->b << WORD_BITS | record->a);
    else if (meaning.name_of != NULL)
        length = snprintf(detail, DETAIL_BYTES, " %s=%s", meaning.key,
                          meaning.name_of(record->a));
    else if (meaning.key != NULL)
        length =
            snprintf(detail, DETAIL_BYTES, " %s=%d", meaning.key, (int32_t)record->a);
    else if (record->kind == TRACE_NAME)
        snprintf(detail, DETAIL_BYTES, " name=%.8s", (const char *)&record->a);
    if (record->kind == TRACE_SCHEDULE)
        snprintf(detail + length, (size_t)(DETAIL_BYTES - length), " length=%u",
                 record->b);
    if (record->kind == TRACE_CREATE && record->b != 0)
        snprintf(detail + length, (size_t)(DETAIL_BYTES - length), " forked");
    if (record->kind == TRACE_SIGNAL)
        snprintf(detail + length, (size_t)(DETAIL_BYTES - length), " by=%d",
                 (int32_t)record->b);
    if (record->kind == TRACE_DRAW)
        snprintf(detail + length, (size_t)(DETAIL_BYTES - length), " of=%u", record->b);
    if (record->kind == TRACE_QUEUE)
        describe_queue(record, detail);
    if (record->kind == TRACE_DISK_REQUEST || record->kind == TRACE_DISK_TRANSFER)
        snprintf(detail + length, (size_t)(DETAIL_BYTES - length), " count=%u%s",
                 record->b & ~TRACE_DISK_WRITE,
                 record->b & TRACE_DISK_WRITE ? " write" : "");
    if (record->kind == TRACE_DISK_DONE)
        snprintf(detail + length, (size_t)(DETAIL_BYTES - length), " errno=%u",
                 record->b);
    if (record->kind == TRACE_FAULT)
        snprintf(detail + length, (size_t)(DETAIL_BYTES - length), " address=0x%08x",
                 record->b);
}

void trace_describe(const struct trace_record *record, char *words, size_t size)
{
    char detail[DETAIL_BYTES];
    const char *kind = name_of_trace_kind(record->kind);

    describe_detail(record, detail);
    if (record->reason == REASON_NONE)
        snprintf(words, size, "%llu %d %s%s", record->time_ns, record->pid, kind, detail);
    else
        snprintf(words, size, "%llu %d %s reason=%s%s", record->time_ns, record->pid,
                 kind, name_of_trace_reason(record->reason), detail);
}
