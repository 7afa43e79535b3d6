/* Where the kernel begins, once boot/ has found out what the loader brought: everything
 * is set up in order, process 1 is made, and the idle loop shares the CPU until the power
 * goes off. */
#include "abi/errno.h"
#include "kernel/arch.h"
#include "kernel/clock/clock.h"
#include "kernel/debug/panic.h"
#include "kernel/debug/print.h"
#include "kernel/debug/trace.h"
#include "kernel/fs/initrd.h"
#include "kernel/memory/frame.h"
#include "kernel/options.h"
#include "kernel/process/process.h"
#include "kernel/sched/policies.h"
#include "kernel/terminal/console.h"
#include "lib/string.h"

enum { TRACE_BYTES_MAX = 1 << 20, TRACE_SHARE = 32 }; /* of all memory, at most a 32nd */

static uint32_t frames_at_start; /* free before the first process */

static void memory_init(const struct bootinfo *boot)
{
    if (frame_init(boot))
        boot_fail("too little memory: Robin needs 8 MiB");
    arch_memory_init();
}

static void programs_init(const struct bootinfo *boot)
{
    uint64_t bytes = boot->module.end - boot->module.start;
    const void *archive = arch_frame((phys_t)boot->module.start);
    if (initrd_init(archive, (size_t)bytes))
        boot_fail("the module is not a tar archive: programs come as build/initrd.tar");
}

static void trace_ring_init(uint64_t boot_cycles)
{
    uint32_t bytes = frame_count() * (PAGE_SIZE / TRACE_SHARE);
    if (bytes > TRACE_BYTES_MAX)
        bytes = TRACE_BYTES_MAX;
    trace_init(frame_boot_allocate(bytes), bytes, options.trace_serial);
    trace_at(boot_cycles, TRACE_BOOT, REASON_NONE, 0, 0, 0);
}

static const struct policy *chosen_policy(void)
{
    const struct policy *policy;
    size_t wrong;
    if (policies_find(options.policy, &policy, &wrong)) {
        print("robin: warning: policy `%s`: wrong from `%s` on; it is rr\n",
              options.policy, options.policy + wrong);
        (void)string_copy(options.policy, "rr", sizeof(options.policy));
        if (policies_find(options.policy, &policy, &wrong))
            panic("there is no policy rr");
    }
    policies_set(options.policy);
    return policy;
}

/* Process 1, which starts the shell; with `run=` it has that run the commands and ends.
 */
static void init_start(void)
{
    static struct arguments arguments;
    struct process_request request = {.path = options.init, .arguments = &arguments};
    frames_at_start = frame_free_count();
    arguments = (struct arguments){.count = 0};
    int error = arguments_add(&arguments, options.init);
    if (!error && options.has_run)
        error = arguments_add(&arguments, "-c");
    if (!error && options.has_run)
        error = arguments_add(&arguments, options.run);
    int pid = error ? error : process_create(NULL, &request);
    if (pid < 0)
        panic("cannot start %s: error %d", options.init, -pid);
}

static void banner(const struct bootinfo *boot, const struct policy *policy)
{
    uint64_t bytes = 0;
    for (uint32_t i = 0; i < boot->usable_count; i++)
        bytes += boot->usable[i].end - boot->usable[i].start;
    print("Robin: %u MiB of memory, %u MiB for programs; policy %s, %u ticks a second\n",
          (uint32_t)(bytes >> 20), frame_free_count() / ((1 << 20) / PAGE_SIZE),
          policy->name, options.hz);
}

/* The boot word provoke= shows how the kernel fails. */
static uint32_t overflow_stack(uint32_t depth)
{
    volatile uint8_t room[256];
    room[0] = (uint8_t)depth;
    return depth ? overflow_stack(depth - 1) + room[0] : 0;
}

static void provoke(void)
{
    if (options.provoke_panic)
        panic("provoked by the boot line");
    if (options.provoke_stack_overflow)
        (void)overflow_stack(UINT16_MAX);
}

/* All processes have ended: what they had must have come back. */
static void check_memory(void)
{
    process_sweep();
    (void)program_reclaim();
    if (!options.check)
        return;
    if (frame_free_count() != frames_at_start)
        panic("%u page frames were free before the first process, %u are after the last",
              frames_at_start, frame_free_count());
    print("robin: every page came back\n");
}

void kernel_main(const struct bootinfo *boot)
{
    if (boot->command_line_truncated)
        print("robin: warning: the boot line is too long: it is cut off\n");
    options_init(boot->command_line); /* what is asked for */
    memory_init(boot);                /* page frames, kernel stacks */
    programs_init(boot);              /* the archive that the loader brought */
    trace_ring_init(boot->cycles);    /* from here on events are recorded */
    const struct policy *policy = chosen_policy();
    scheduler_init(policy); /* this code becomes the idle loop */
    process_init();         /* an empty process table */
    console_init();         /* line editing */
    banner(boot, policy);
    provoke();                             /* on demand only */
    init_start();                          /* process 1 */
    arch_input_start();                    /* keyboard, serial line */
    clock_start(options.hz, options.seed); /* time is shared from the first tick on */
    scheduler_idle(process_is_over);       /* ... until the power goes off */
    check_memory();
    trace_drain();
    print("robin: power off, status %d\n", process_power_off_status());
    arch_power_off(false);
}
