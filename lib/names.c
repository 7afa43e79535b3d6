/* One table for each enum of include/abi whose values are shown. */
#include "abi/names.h"

#include "abi/process.h"
#include "abi/trace.h"

#define LENGTH(table) (sizeof(table) / sizeof((table)[0]))

/* Values are only ever added at the end: one without a word makes its table too short. */
#define HAS_ALL(table, count)                                                            \
    _Static_assert(LENGTH(table) == (count), "a value has no word in " #table)

#define NAME_OF(table, value)                                                            \
    ((value) < LENGTH(table) && (table)[value] ? (table)[value] : "?")

static const char *const states[] = {
    [STATE_NEW] = "new",         [STATE_READY] = "ready",   [STATE_RUNNING] = "running",
    [STATE_BLOCKED] = "blocked", [STATE_ZOMBIE] = "zombie",
};

static const char *const reasons_to_block[] = {
    [BLOCKED_NOT] = "-",           [BLOCKED_SLEEP] = "sleep",   [BLOCKED_WAIT] = "wait",
    [BLOCKED_CONSOLE] = "console", [BLOCKED_REST] = "rest",     [BLOCKED_PIPE] = "pipe",
    [BLOCKED_POLL] = "poll",       [BLOCKED_SIGNAL] = "signal", [BLOCKED_DISK] = "disk",
};

static const char *const faults[] = {
    [FAULT_NONE] = "none",
    [FAULT_UNMAPPED] = "unmapped",
    [FAULT_READ_ONLY] = "read_only",
    [FAULT_KERNEL_MEMORY] = "kernel_memory",
    [FAULT_STACK] = "stack",
    [FAULT_MEMORY] = "memory",
    [FAULT_DIVIDE] = "divide",
    [FAULT_DEBUG] = "debug",
    [FAULT_OVERFLOW] = "overflow",
    [FAULT_OPCODE] = "opcode",
    [FAULT_FPU] = "fpu",
    [FAULT_PROTECTION] = "protection",
    [FAULT_ALIGNMENT] = "alignment",
    [FAULT_FILE] = "file",
    [FAULT_FORBIDDEN] = "forbidden",
};

static const char *const trace_kinds[] = {
    [TRACE_NONE] = "none",
    [TRACE_CREATE] = "create",
    [TRACE_READY] = "ready",
    [TRACE_RUN] = "run",
    [TRACE_TICK] = "tick",
    [TRACE_PREEMPT] = "preempt",
    [TRACE_BLOCK] = "block",
    [TRACE_WAKE] = "wake",
    [TRACE_SUSPEND] = "suspend",
    [TRACE_RESUME] = "resume",
    [TRACE_EXIT] = "exit",
    [TRACE_REAP] = "reap",
    [TRACE_FAULT] = "fault",
    [TRACE_POLICY] = "policy",
    [TRACE_BOOT] = "boot",
    [TRACE_NAME] = "name",
    [TRACE_SCHEDULE] = "schedule",
    [TRACE_LEVEL] = "level",
    [TRACE_TICKETS] = "tickets",
    [TRACE_PASS] = "pass",
    [TRACE_DRAW] = "draw",
    [TRACE_QUEUE] = "queue",
    [TRACE_EXEC] = "exec",
    [TRACE_SIGNAL] = "signal",
    [TRACE_HANDLE] = "handle",
    [TRACE_DISK_REQUEST] = "disk_request",
    [TRACE_DISK_TRANSFER] = "disk_transfer",
    [TRACE_DISK_DONE] = "disk_done",
};

static const char *const trace_reasons[] = {
    [REASON_NONE] = "none",           [REASON_SLICE_OVER] = "slice_over",
    [REASON_YIELDED] = "yielded",     [REASON_BLOCKED] = "blocked",
    [REASON_SUSPENDED] = "suspended", [REASON_ENDED] = "ended",
    [REASON_IDLE_OVER] = "idle_over", [REASON_PREEMPTED] = "preempted",
    [REASON_ENDING] = "ending",       [REASON_EVENT] = "event",
    [REASON_TIME] = "time",           [REASON_BROKEN] = "broken",
    [REASON_EXITED] = "exited",       [REASON_DESTROYED] = "destroyed",
    [REASON_USED_UP] = "used_up",     [REASON_FAULTED] = "faulted",
    [REASON_BOOSTED] = "boosted",
};

HAS_ALL(states, STATE_KINDS);
HAS_ALL(reasons_to_block, BLOCKED_KINDS);
HAS_ALL(faults, FAULT_KINDS);
HAS_ALL(trace_kinds, TRACE_KINDS);
HAS_ALL(trace_reasons, TRACE_REASONS);

const char *name_of_state(uint32_t state)
{
    return NAME_OF(states, state);
}

const char *name_of_blocked_on(uint32_t blocked_on)
{
    return NAME_OF(reasons_to_block, blocked_on);
}

/* The enum of REGION_ is a sum of bits. */
const char *name_of_mode(uint32_t flags)
{
    static const char *const modes[] = {"---", "r--", "-w-", "rw-",
                                        "--x", "r-x", "-wx", "rwx"};

    return modes[flags & (REGION_READ | REGION_WRITE | REGION_EXECUTE)];
}

const char *name_of_use(uint32_t flags)
{
    return flags & REGION_STACK    ? "stack"
           : flags & REGION_HEAP   ? "heap"
           : flags & REGION_SHARED ? "shared"
           : flags & REGION_MAPPED ? "mapped"
                                   : "program";
}

const char *name_of_fault(uint32_t fault)
{
    return NAME_OF(faults, fault);
}

const char *name_of_trace_kind(uint32_t kind)
{
    return NAME_OF(trace_kinds, kind);
}

const char *name_of_trace_reason(uint32_t reason)
{
    return NAME_OF(trace_reasons, reason);
}
