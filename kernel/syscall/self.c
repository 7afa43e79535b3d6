/* Calls of a process on itself, and the trace. */
#include "abi/errno.h"
#include "abi/thread_area.h"
#include "abi/utsname.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/trace.h"
#include "kernel/process/process.h"
#include "kernel/syscall/handlers.h"

enum {
    TRACE_READ_MAX = 1024,    /* records a call */
    RECORD_INSTRUCTIONS = 150 /* for kernel_worked: to copy one */
};

int32_t sys_exit(uint32_t code)
{
    process_exit((int)code);
    return 0;
}

int32_t sys_getpid(void)
{
    return this_cpu()->running->id;
}

int32_t sys_getppid(void)
{
    const struct process *parent = process_current()->parent;
    return parent ? parent->thread.id : 0;
}

int32_t sys_setpgid(uint32_t pid, uint32_t group)
{
    return process_set_group((pid_t)pid, (pid_t)group);
}

int32_t sys_getpgid(uint32_t pid)
{
    return process_group_of((pid_t)pid);
}

int32_t sys_getpgrp(void)
{
    return this_cpu()->running->group;
}

int32_t sys_setsid(void)
{
    return process_start_session();
}

int32_t sys_getsid(uint32_t pid)
{
    return process_session_of((pid_t)pid);
}

int32_t sys_getuid(void)
{
    return (int32_t)process_current()->uid;
}

/* There are no groups of users: everybody is in the same. */
int32_t sys_getgid(void)
{
    return 0;
}

int32_t sys_set_thread_area(virt_t address)
{
    struct thread_area area;
    int error = copy_in(&area, address, sizeof(area));
    if (!error) /* can it be written, too? */
        error = copy_out(address, &area.entry, sizeof(area.entry));
    if (!error)
        error = arch_thread_area(this_cpu()->running->stack, &area);
    return error ? error : copy_out(address, &area.entry, sizeof(area.entry));
}

int32_t sys_setuid(uint32_t uid)
{
    return process_set_uid(uid);
}

int32_t sys_ugetrlimit(uint32_t resource, virt_t address)
{
    struct rlimit limit;
    int error = process_get_limit(resource, &limit);
    return error ? error : copy_out(address, &limit, sizeof(limit));
}

static rlim_t clip_limit(rlim_t limit)
{
    return limit < INT32_MAX ? limit : INT32_MAX;
}

/* The older call, whose numbers have a sign. */
int32_t sys_getrlimit(uint32_t resource, virt_t address)
{
    struct rlimit limit;
    int error = process_get_limit(resource, &limit);
    if (error)
        return error;
    limit = (struct rlimit){clip_limit(limit.rlim_cur), clip_limit(limit.rlim_max)};
    return copy_out(address, &limit, sizeof(limit));
}

int32_t sys_setrlimit(uint32_t resource, virt_t address)
{
    struct rlimit limit;
    int error = copy_in(&limit, address, sizeof(limit));
    return error ? error : process_set_limit(resource, &limit);
}

int32_t sys_sched_yield(void)
{
    return thread_yield();
}

int32_t sys_uname(virt_t address)
{
    static const struct utsname name = {
        "Robin",       "robin",
        "6.1.0-robin", /* Linux's calls, as of then: programs look */
        "one of one",  "i686",
        "(none)"};
    return copy_out(address, &name, sizeof(name));
}

/* Copies up to COUNT records from number *NEXT on. Returns how many, or -errno. */
static int copy_records(struct transfer *to, uint32_t count, uint64_t *next)
{
    uint32_t copied = 0;
    bool sees_all = process_current()->uid == 0;
    struct trace_record record;
    uint64_t end = trace_count(); /* reading must not chase its own events */
    while (copied < count && *next < end && trace_get(next, &record)) {
        if (record.kind == TRACE_FAULT && !sees_all)
            record.b = 0; /* what others touched, as process_status withholds it */
        int error = transfer_out(to, &record, sizeof(record));
        if (error)
            return error;
        copied++;
        kernel_worked(RECORD_INSTRUCTIONS);
    }
    return (int)copied;
}

int32_t sys_trace_read(virt_t records, uint32_t count, virt_t next_address)
{
    uint64_t next;
    int error = copy_in(&next, next_address, sizeof(next));
    if (error)
        return error;
    if ((int32_t)count < 0)
        return -EINVAL;
    uint32_t wanted = count < TRACE_READ_MAX ? count : TRACE_READ_MAX;
    struct transfer to = transfer_make(&process_current()->space, TO_USER, records,
                                       wanted * sizeof(struct trace_record));
    int copied = copy_records(&to, wanted, &next);
    if (copied < 0)
        return copied;
    error = copy_out(next_address, &next, sizeof(next));
    return error ? error : copied;
}
