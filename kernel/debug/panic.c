#include "kernel/debug/panic.h"

#include "kernel/arch.h"
#include "kernel/debug/event.h"
#include "kernel/debug/print.h"
#include "kernel/debug/symbols.h"
#include "kernel/debug/trace.h"
#include "kernel/process/process.h"
#include "kernel/sched/watch.h"

enum { CALLERS_SHOWN = 16, EVENTS_SHOWN = 12 };

/* Where a program has entered the kernel: the end of a backtrace, unless the idle loop was
 * interrupted. */
static void print_program(void)
{
    const struct process *process = process_current();
    if (this_cpu()->running == &this_cpu()->idle || !process->thread.stack)
        return;
    struct process_registers registers;
    arch_stack_registers(process->thread.stack, &registers);
    print("    %08x in the program %s\n", registers.eip, process->name);
}

static void print_process(void)
{
    const struct process *process = process_current();
    if (!process || this_cpu()->running == &this_cpu()->idle) {
        print("  no process was running\n");
        return;
    }
    print("  process %d (%s), parent %d\n", process->thread.id, process->name,
          process->parent ? process->parent->thread.id : 0);
    if (!process->thread.stack)
        return;
    struct process_registers r;
    arch_stack_registers(process->thread.stack, &r);
    print("  its eip=%08x esp=%08x ebp=%08x eflags=%08x\n"
          "  eax=%08x ebx=%08x ecx=%08x edx=%08x esi=%08x edi=%08x\n",
          r.eip, r.esp, r.ebp, r.eflags, r.eax, r.ebx, r.ecx, r.edx, r.esi, r.edi);
}

/* tools/boot finds these lines, and says where they are in the source. */
static void print_address(uintptr_t address)
{
    uint32_t offset;
    const char *name = symbol_find(address, &offset);
    if (name)
        print("    %08lx %s+%u\n", (unsigned long)address, name, offset);
    else
        print("    %08lx\n", (unsigned long)address);
}

static void print_code(const char *what, uintptr_t address)
{
    print("  %s:\n", what);
    print_address(address);
}

/* Of a long backtrace, which tells of a recursion, the middle is left out: where it went
 * wrong and where it began are told in any case. Inline, like halt, as it is nobody's caller. */
static inline __attribute__((always_inline)) void print_backtrace(void)
{
    uintptr_t addresses[CALLERS_SHOWN];
    uint32_t count = arch_backtrace(addresses, CALLERS_SHOWN);
    print("  called from:\n");
    for (uint32_t i = 0; i < count && i < CALLERS_SHOWN; i++) {
        if (count > CALLERS_SHOWN && i == CALLERS_SHOWN / 2)
            print("    ... %u more ...\n", count - CALLERS_SHOWN);
        print_address(addresses[i]);
    }
}

static void print_events(void)
{
    struct trace_record record;
    uint64_t count = trace_count();
    uint64_t next = count > EVENTS_SHOWN ? count - EVENTS_SHOWN : 0;
    print("  last events:\n");
    while (trace_get(&next, &record))
        event_print(&record);
}

/* A callback of a policy that is under way, as part of a sentence. */
static void print_callback(const struct watch_callback *callback)
{
    print("in %s() of policy %s, called for ", callback->name, callback->policy);
    if (callback->job)
        event_print_process(job_number(callback->job));
    else
        print("CPU %u", callback->cpu);
}

static void print_runnable(void)
{
    const struct job *job;
    for (size_t i = 0; (job = watch_runnable(i)); i++) {
        print(i ? ", " : "  runnable: ");
        event_print_process(job_number(job));
    }
    if (watch_runnable(0))
        print("\n");
}

/* What is known, and the end. A panic within a panic says only why. */
static inline __attribute__((always_inline)) _Noreturn void halt(void)
{
    static bool is_panicking;
    const struct watch_callback *callback = watch_callback();
    if (!is_panicking) {
        is_panicking = true;
        if (callback)
            print_code("callback", callback->address);
        print_runnable();
        print_process();
        print_backtrace();
        print_program();
        print_events();
        trace_drain();
    }
    print("robin: halted\n");
    arch_power_off(true);
}

void panic_at(const char *file, int line, const char *reason, ...)
{
    const struct watch_callback *callback = watch_callback();
    va_list arguments;
    va_start(arguments, reason);
    print("\nrobin: panic: ");
    if (callback) {
        print_callback(callback);
        print(": ");
    }
    print_list(reason, arguments);
    print("\n  at %s:%d\n", file, line);
    va_end(arguments);
    halt();
}

void kernel_no_end(void)
{
    const struct watch_callback *callback = watch_callback();
    print("\nrobin: no end: ");
    if (callback)
        print_callback(callback);
    else
        print("in the kernel, with interrupts off for seconds");
    print("\n");
    halt();
}

void assertion_failed(const char *condition, const char *file, int line)
{
    panic_at(file, line, "assertion failed: %s", condition);
}

void boot_fail(const char *problem, ...)
{
    va_list arguments;
    va_start(arguments, problem);
    print("\nrobin: cannot boot: ");
    print_list(problem, arguments);
    print("\nrobin: halted\n");
    va_end(arguments);
    arch_power_off(true);
}
