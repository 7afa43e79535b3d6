#include "kernel/debug/event.h"

#include "abi/names.h"
#include "kernel/debug/print.h"
#include "kernel/process/process.h"
#include "lib/divide.h"

enum { WORD_BITS = 32, NANOSECONDS_A_MICROSECOND = 1000 };

/* What happens to a process, where that is a word or two. */
static const char *const happenings[TRACE_KINDS] = {
    [TRACE_NONE] = "nothing",
    [TRACE_CREATE] = "is created",
    [TRACE_READY] = "is ready",
    [TRACE_RUN] = "gets the CPU",
    [TRACE_TICK] = "has the CPU at tick",
    [TRACE_NAME] = "is called",
    [TRACE_PREEMPT] = "has to give the CPU away",
    [TRACE_BLOCK] = "is blocked",
    [TRACE_WAKE] = "is woken",
    [TRACE_SUSPEND] = "is suspended",
    [TRACE_RESUME] = "is resumed",
    [TRACE_EXIT] = "ends",
    [TRACE_REAP] = "is collected",
    [TRACE_FAULT] = "does what it may not",
    [TRACE_POLICY] = "sees the policy change",
    [TRACE_BOOT] = "boots",
    [TRACE_SCHEDULE] = "has new parameters",
    [TRACE_LEVEL] = "is on level",
    [TRACE_TICKETS] = "has tickets, in number",
    [TRACE_PASS] = "has pass",
    [TRACE_DRAW] = "holds the ticket that is drawn",
    [TRACE_QUEUE] = "is first in the queue",
    [TRACE_EXEC] = "runs another program",
    [TRACE_SIGNAL] = "is sent signal",
    [TRACE_HANDLE] = "handles signal",
    [TRACE_DISK_REQUEST] = "asks the disk for",
    [TRACE_DISK_TRANSFER] = "is served by the disk:",
    [TRACE_DISK_DONE] = "has from the disk",
};

/* Why, where a reason is told. */
static const char *const becauses[TRACE_REASONS] = {
    [REASON_SLICE_OVER] = "as the slice of the one before is over",
    [REASON_YIELDED] = "as the one before has let the others go first",
    [REASON_BLOCKED] = "as the one before is blocked",
    [REASON_SUSPENDED] = "as the one before is suspended",
    [REASON_ENDED] = "as the one before has ended",
    [REASON_IDLE_OVER] = "as nobody had anything to do",
    [REASON_PREEMPTED] = "as the policy prefers it",
    [REASON_ENDING] = "to give back what it holds",
    [REASON_EVENT] = "as what it waited for has come",
    [REASON_TIME] = "as the time is over",
    [REASON_BROKEN] = "as its wait is broken",
    [REASON_EXITED] = "by its own will",
    [REASON_DESTROYED] = "as it was destroyed",
    [REASON_USED_UP] = "as its budget is used up",
    [REASON_FAULTED] = "as it did what it may not",
    [REASON_BOOSTED] = "as all are on the highest level again",
};

void event_print_process(pid_t pid)
{
    const char *name = process_name(pid);
    if (pid == 0)
        print("the idle loop");
    else if (name)
        print("%d (%s)", pid, name);
    else
        print("%d", pid);
}

static void print_another(const char *relation, uint32_t pid)
{
    print(" %s ", relation);
    event_print_process((pid_t)pid);
}

/* What the two words of an event say. */
static void print_details(const struct trace_record *record)
{
    uint64_t both = (uint64_t)record->b << WORD_BITS | record->a;
    switch (record->kind) {
    case TRACE_CREATE:
    case TRACE_REAP:
    case TRACE_SUSPEND:
    case TRACE_RESUME:
        print_another("by", record->a);
        break;
    case TRACE_RUN:
        print_another("after", record->a);
        break;
    case TRACE_DISK_REQUEST:
    case TRACE_DISK_TRANSFER:
    case TRACE_DISK_DONE:
        print(" sector");
        /* fall through */
    case TRACE_LEVEL:
    case TRACE_TICKETS:
        print(" %u", record->a);
        break;
    case TRACE_PASS:
    case TRACE_TICK:
        print(" %llu", (unsigned long long)both);
        break;
    case TRACE_NAME:
        print(" %.8s", (const char *)&record->a);
        break;
    case TRACE_BLOCK:
        print(", on the %s", name_of_blocked_on(record->a));
        break;
    case TRACE_FAULT:
        print(": %s, at address %08x", name_of_fault(record->a), record->b);
        break;
    default:
        break;
    }
}

void event_print(const struct trace_record *record)
{
    const char *happening =
        record->kind < TRACE_KINDS ? happenings[record->kind] : "does what is not known";
    const char *because =
        record->reason < TRACE_REASONS ? becauses[record->reason] : NULL;
    uint64_t microseconds = divide_u64(record->time_ns, NANOSECONDS_A_MICROSECOND, NULL);
    print("    %llu us: ", (unsigned long long)microseconds);
    event_print_process(record->pid);
    print(" %s", happening);
    print_details(record);
    print("%s%s\n", because ? ", " : "", because ? because : "");
}
