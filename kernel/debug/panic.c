#include "kernel/debug/panic.h"

#include "kernel/arch.h"
#include "kernel/debug/print.h"
#include "kernel/debug/symbols.h"
#include "kernel/debug/trace.h"
#include "kernel/process/process.h"

enum { CALLERS_SHOWN = 16, EVENTS_SHOWN = 12 };

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

/* Of a long backtrace, which tells of a recursion, the middle is left out: where it went
 * wrong and where it began are told in any case. */
static void print_backtrace(void)
{
    uintptr_t addresses[CALLERS_SHOWN];
    uint32_t count = arch_backtrace(addresses, CALLERS_SHOWN);
    print("  called from:\n");
    for (uint32_t i = 0; i < count && i < CALLERS_SHOWN; i++) {
        uint32_t offset;
        if (count > CALLERS_SHOWN && i == CALLERS_SHOWN / 2)
            print("    ... %u more ...\n", count - CALLERS_SHOWN);
        const char *name = symbol_find(addresses[i], &offset);
        if (name)
            print("    %08lx %s+%u\n", (unsigned long)addresses[i], name, offset);
        else
            print("    %08lx\n", (unsigned long)addresses[i]);
    }
}

static void print_events(void)
{
    struct trace_record record;
    uint64_t count = trace_count();
    uint64_t next = count > EVENTS_SHOWN ? count - EVENTS_SHOWN : 0;
    print("  last events (ns pid kind reason a b, see abi/trace.h):\n");
    while (trace_get(&next, &record))
        print("    %llu %d %u %u %u %u\n", (unsigned long long)record.time_ns, record.pid,
              record.kind, record.reason, record.a, record.b);
}

void panic_at(const char *file, int line, const char *reason, ...)
{
    static bool is_panicking;
    va_list arguments;
    va_start(arguments, reason);
    print("\nrobin: panic: ");
    print_list(reason, arguments);
    print("\n  at %s:%d\n", file, line);
    va_end(arguments);
    if (!is_panicking) { /* a panic within a panic says only why */
        is_panicking = true;
        print_process();
        print_backtrace();
        print_events();
        trace_drain();
    }
    print("robin: halted\n");
    arch_power_off(true);
}

void assertion_failed(const char *condition, const char *file, int line)
{
    panic_at(file, line, "assertion failed: %s", condition);
}

void boot_fail(const char *problem)
{
    print("\nrobin: cannot boot: %s\nrobin: halted\n", problem);
    arch_power_off(true);
}
