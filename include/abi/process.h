/* What the process calls exchange: options in, results, accounts and status out.
 * <process.h> of the user library declares the calls; all structs have the same layout in
 * the kernel, in programs and on the host. */
#pragma once

#include "abi/registers.h"
#include "abi/types.h"

enum {
    PROCESS_NAME_MAX = 32, /* with the final NUL */
    PROCESS_PATH_MAX = 48,
    PROCESS_REGIONS_MAX = 16,
    PROCESS_FILES_MAX = 16,
    TICKETS_MAX = 1000000,          /* a process may hold */
    PROCESS_TICKETS_STANDARD = 100, /* of one whose parent declares none */
    /* bytes of the strings of argv and the environment; and of the pointers to them */
    PROCESS_ARGUMENTS_MAX = 128 << 10,
};

/* How the policy shall treat a process. 0: the default, or undeclared. */
struct process_scheduling {
    uint32_t tickets; /* or weight; 0: PROCESS_TICKETS_STANDARD */
    uint32_t priority;
    tick_t length_ticks; /* CPU ticks it will need, as declared by its parent */
};

enum {
    PROCESS_SUSPENDED = 1, /* starts suspended */
    PROCESS_FILES = 2,     /* `files` counts */
    /* Ctrl-C and Ctrl-Z reach it from its first instruction on; ignored if the parent is
     * not in the foreground itself */
    PROCESS_FOREGROUND = 4,
};

struct process_options { /* all zero is the same as NULL */
    uint32_t flags;
    int32_t files[3];        /* with PROCESS_FILES: the child's 0, 1, 2; -1: closed */
    tick_t start_tick;       /* absolute; not made ready before (state: new) */
    tick_t end_after_ticks;  /* CPU ticks it may use in all; then it ends. 0: no limit */
    tick_t rest_every_ticks; /* after so many CPU ticks it is held off ... */
    tick_t rest_ticks;       /* ... for so many; an end at the same tick wins */
    struct process_scheduling scheduling;
};

enum process_event {
    PROCESS_EXITED = 1,
    PROCESS_DESTROYED,
    PROCESS_USED_UP,
    PROCESS_FAULTED,
    PROCESS_WAS_SUSPENDED,
    PROCESS_WAS_RESUMED,
};

/* What a process did wrong, in `fault` of struct process_result. */
enum process_fault {
    FAULT_NONE,
    FAULT_UNMAPPED,      /* nothing is mapped there */
    FAULT_READ_ONLY,     /* a write to a read-only page */
    FAULT_KERNEL_MEMORY, /* user mode may not touch the kernel's half */
    FAULT_STACK,         /* the stack grew past its limit, into its guard page */
    FAULT_MEMORY,        /* a page was due and none was free */
    FAULT_DIVIDE,        /* [SDM 3A 6.15, vector 0] */
    FAULT_DEBUG,         /* vectors 1 and 3 */
    FAULT_OVERFLOW,      /* vectors 4 and 5 */
    FAULT_OPCODE,        /* vector 6; and 7, where a CPU has no floating point */
    FAULT_FPU,           /* vectors 16 and 19: an error that the program has not masked */
    FAULT_PROTECTION,    /* vectors 10 to 13: privileged instruction, port, bad segment */
    FAULT_ALIGNMENT,     /* vector 17 */
    FAULT_FILE,          /* a page was due, and its file could not be read */
    FAULT_FORBIDDEN, /* a touch of a page with which nothing may be done (PROT_NONE) */
    FAULT_KINDS,
};

#define TICK_NEVER UINT64_MAX

struct process_accounts {
    uint64_t run_ns;  /* time on the CPU */
    tick_t run_ticks; /* charged: they found it on the CPU, or as charge=time counts */
    tick_t created_tick, first_run_tick, ended_tick; /* TICK_NEVER: not yet */
    uint32_t yielded; /* switches away that it asked for: it yielded, blocked or ended */
    uint32_t preempted; /* switches away that it did not ask for */
    uint32_t calls, page_faults;
};

enum {
    WAIT_SUSPENDED = 1, /* report a suspension too */
    WAIT_RESUMED = 2,   /* report a resumption too */
    WAIT_POLL = 4,      /* do not block: 0 when there is nothing to report */
    WAIT_TIMEOUT = 8,   /* `timeout_ticks` counts: then -ETIMEDOUT */
};

struct process_wait_options {
    uint32_t flags;
    tick_t timeout_ticks;
};

struct process_result {
    pid_t pid;
    uint32_t event; /* enum process_event */
    int32_t code;   /* of exit; else the signal: SIGKILL, SIGSTOP, SIGCONT, ... */
    pid_t by; /* who destroyed, suspended or resumed it; 0: the console or the kernel */
    uint32_t fault;   /* enum process_fault */
    uint32_t address; /* that it touched */
    uint32_t instruction;
    struct process_accounts accounts;
};

enum {
    REGION_READ = 1,
    REGION_WRITE = 2,
    REGION_EXECUTE = 4,
    REGION_STACK = 8,
    REGION_HEAP = 16,
    REGION_MAPPED = 32, /* by mmap */
    REGION_SHARED = 64, /* who writes there writes for all who have it */
};

struct process_region {
    uint32_t start, end; /* bytes [start, end) */
    uint32_t flags, resident_pages, shared_pages;
};

struct process_file {
    int32_t fd;
    uint32_t flags; /* as open(2)'s access mode: 0 read, 1 write, 2 both */
    uint64_t offset;
    char path[PROCESS_PATH_MAX];
};

enum process_state {
    STATE_NEW = 1, /* not yet made ready: it has a start tick */
    STATE_READY,
    STATE_RUNNING,
    STATE_BLOCKED,
    STATE_ZOMBIE,
    STATE_KINDS,
};

enum process_blocked_on {
    BLOCKED_NOT,
    BLOCKED_SLEEP,
    BLOCKED_WAIT,
    BLOCKED_CONSOLE,
    BLOCKED_REST,
    BLOCKED_PIPE,   /* for bytes in a pipe, or for room in it */
    BLOCKED_POLL,   /* until one of several files is ready */
    BLOCKED_SIGNAL, /* for a signal alone */
    BLOCKED_DISK,   /* no signal ends it */
    BLOCKED_KINDS,
};

struct process_status {
    pid_t pid, parent;
    uint32_t uid, state, suspended, blocked_on;
    uint32_t full; /* 0: registers, regions and files are withheld from the caller */
    uint32_t level, resident_pages, region_count, file_count;
    char name[PROCESS_NAME_MAX];
    uint64_t pass;
    struct process_scheduling scheduling;
    struct process_accounts accounts;
    struct process_registers registers;
    struct process_region regions[PROCESS_REGIONS_MAX];
    struct process_file files[PROCESS_FILES_MAX];
    uint32_t tickets; /* that count under the present policy; 0: it knows none */
};

struct time_info {
    uint32_t ticks_per_second;
    uint32_t nanoseconds_per_tick;
    uint64_t idle_ns; /* that nobody has used the CPU, up to now */
};

_Static_assert(sizeof(struct process_scheduling) == 16,
               "one layout for kernel, programs, host");
_Static_assert(sizeof(struct process_accounts) == 56,
               "one layout for kernel, programs, host");
_Static_assert(sizeof(struct process_file) == 64,
               "one layout for kernel, programs, host");
