/* trace: prints the kernel's ring of events, a line each: TIME_NS PID KIND
 * key=value...
 *
 * usage: trace */
#include <names.h>
#include <process.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <trace.h>

enum { RECORDS_AT_ONCE = 128, WORDS_BYTES = 64, WORD_BITS = 32 };

/* How a record's `a` is to be read. Without a key nothing is in it; without names it is a
 * number. */
struct meaning {
    const char *key;
    const char *(*name_of)(uint32_t value);
};

static const struct meaning by_kind[TRACE_KINDS] = {
    [TRACE_CREATE] = {"parent", NULL}, [TRACE_READY] = {"left", name_of_state},
    [TRACE_RUN] = {"from", NULL},      [TRACE_BLOCK] = {"on", name_of_blocked_on},
    [TRACE_SUSPEND] = {"by", NULL},    [TRACE_RESUME] = {"by", NULL},
    [TRACE_REAP] = {"parent", NULL},   [TRACE_FAULT] = {"fault", name_of_fault},
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

/* Puts what `a` and `b` say into the WORDS_BYTES at WORDS. */
static void describe(const struct trace_record *record, char *words)
{
    struct meaning meaning = meaning_of(record);
    int length = 0;

    words[0] = '\0';
    if (record->kind == TRACE_TICK)
        snprintf(words, WORDS_BYTES, " tick=%llu",
                 (uint64_t)record->b << WORD_BITS | record->a);
    else if (meaning.name_of != NULL)
        length = snprintf(words, WORDS_BYTES, " %s=%s", meaning.key,
                          meaning.name_of(record->a));
    else if (meaning.key != NULL)
        snprintf(words, WORDS_BYTES, " %s=%d", meaning.key, (int32_t)record->a);
    if (record->kind == TRACE_FAULT)
        snprintf(words + length, (size_t)(WORDS_BYTES - length), " address=0x%08x",
                 record->b);
}

static void print_record(const struct trace_record *record)
{
    char words[WORDS_BYTES];
    const char *kind = name_of_trace_kind(record->kind);

    describe(record, words);
    if (record->reason == REASON_NONE)
        printf("%llu %d %s%s\n", record->time_ns, record->pid, kind, words);
    else
        printf("%llu %d %s reason=%s%s\n", record->time_ns, record->pid, kind,
               name_of_trace_reason(record->reason), words);
}

/* Printing makes new events; so a batch that is not full is the end. */
int main(int argc, char *argv[])
{
    struct trace_record records[RECORDS_AT_ONCE];
    uint64_t next = 0;
    int count;

    if (argc != 1) {
        fprintf(stderr, "usage: %s\n", argv[0]);
        return EXIT_USAGE;
    }
    do {
        count = trace_read(records, RECORDS_AT_ONCE, &next);
        for (int i = 0; i < count; i++)
            print_record(&records[i]);
    } while (count == RECORDS_AT_ONCE);
    if (count < 0) {
        fprintf(stderr, "trace: read: %s\n", strerror(-count));
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
