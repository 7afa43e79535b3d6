#include "kernel/debug/debug.h"

#include "kernel/clock/clock.h"
#include "kernel/debug/panic.h"
#include "kernel/debug/print.h"
#include "kernel/debug/trace.h"
#include "kernel/fs/cache.h"
#include "kernel/fs/ext2.h"
#include "kernel/fs/inode.h"
#include "kernel/fs/memory.h"
#include "kernel/memory/frame.h"
#include "kernel/options.h"
#include "kernel/process/process.h"
#include "kernel/sched/watch.h"

enum { TRACE_BYTES_MAX = 1 << 20, TRACE_SHARE = 32 }; /* of all memory, at most a 32nd */

bool debug_wants_ticks;
static uint32_t frames_at_begin; /* free before the first process */

void debug_trace_init(uint64_t boot_cycles)
{
    uint32_t bytes = frame_count() * (PAGE_SIZE / TRACE_SHARE);
    if (bytes > TRACE_BYTES_MAX)
        bytes = TRACE_BYTES_MAX;
    if (options.ring && options.ring < bytes / sizeof(struct trace_record))
        bytes = options.ring * sizeof(struct trace_record);
    trace_init(frame_boot_allocate(bytes), bytes, options.trace_serial);
    if (boot_cycles > arch_cycles())
        boot_cycles =
            0; /* the counter began below 0, as v86's does, and has come past it */
    trace_at(boot_cycles, TRACE_BOOT, REASON_NONE, 0, 0, 0);
}

void debug_watch_init(void)
{
    unsigned thoughts = options.trace_serial ? WATCH_THOUGHTS : 0;
    unsigned others = options.check ? WATCH_RULES : 0;
    unsigned own = options.guard ? WATCH_RULES : others;
    watch_init(own | thoughts, others | thoughts);
}

/* Each call sees its caller's ROOM, or a compiler might make a loop of it. */
static uint32_t overflow_stack(uint32_t depth, const volatile uint8_t *above)
{
    volatile uint8_t room[16];
    room[0] = *above;
    return depth ? overflow_stack(depth - 1, room) + room[0] : 0;
}

void debug_begin(void)
{
    debug_wants_ticks = options.trace_serial || options.seed || options.check ||
                        options.ticks || options.provoke;
    frames_at_begin = frame_free_count();
    if (options.provoke == PROVOKE_PANIC)
        panic("provoked by the boot line");
    ASSERT(options.provoke != PROVOKE_ASSERTION);
    if (options.provoke == PROVOKE_FAULT)
        *(volatile uint8_t *)PAGE_SIZE = 1; /* the kernel has nothing there */
    if (options.provoke == PROVOKE_STACK_OVERFLOW)
        (void)overflow_stack(UINT16_MAX, &(const volatile uint8_t){1});
}

/* Reads what the program that runs executes, or executes it, as a bug would. */
static void touch_program(const struct arch_stack *stack)
{
    struct process_registers registers;
    arch_stack_registers(stack, &registers);
    if (options.provoke == PROVOKE_SMAP)
        (void)*(const volatile uint8_t *)(uintptr_t)registers.eip;
    else
        ((void (*)(void))(uintptr_t)registers.eip)();
}

/* What the kernel cannot tell of itself: at a tick, so that there are interrupts before. */
static void fail_without_a_word(void)
{
    if (options.provoke == PROVOKE_TRIPLE_FAULT)
        arch_crash();
    for (;;)
        ;
}

/* A limit in the guest's own time: the same run ends at the same place on each host. */
static _Noreturn void end_after_ticks(void)
{
    trace_drain();
    print("\nrobin: no end: not over after %u ticks\nrobin: halted\n", options.ticks);
    arch_power_off(true);
}

void debug_look_at_tick(void)
{
    if (options.trace_serial)
        trace_drain();
    if (options.seed)
        clock_jitter();
    if (options.check)
        process_check((uint32_t)clock_now());
    if (options.ticks && clock_now() >= options.ticks)
        end_after_ticks();
    if (options.provoke >= PROVOKE_SMAP) {
        if (this_cpu()->running != &this_cpu()->idle)
            touch_program(this_cpu()->running->stack);
    } else if (options.provoke) {
        fail_without_a_word();
    }
}

void debug_thread_begin(void)
{
    if (options.fail_at && this_cpu()->running->id == (pid_t)options.fail_pid)
        frame_fail_at(options.fail_at);
}

void debug_end(void)
{
    trace_drain();
    if (!options.check)
        return;
    process_sweep();
    program_reclaim();
    volume_sweep();
    ext2_sweep();
    cache_empty();
    memory_sweep();
    if (frame_free_count() != frames_at_begin)
        panic("%u page frames were free before the first process, %u are after the last",
              frames_at_begin, frame_free_count());
    print("robin: every page came back\n");
}
