/* Every way into the kernel, and the one way out. */
#include "kernel/arch.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/debug.h"
#include "kernel/fs/disk.h"
#include "kernel/process/process.h"
#include "kernel/syscall/syscall.h"
#include "kernel/terminal/console.h"

enum { INPUT_INSTRUCTIONS = 1000 }; /* that a byte which is typed takes */

/* A program makes a system call. */
void kernel_call(struct arch_call *call)
{
    this_cpu()->running->calls++;
    call->result = syscall_do(call);
    if (this_cpu()->reschedule)
        kernel_leave();
}

/* The timer fires. */
void kernel_tick(void)
{
    if (pause_keeps_tick()) {
        this_cpu()->reschedule = true; /* kernel_leave will do it */
        return;
    }
    scheduler_tick();
    debug_tick();
}

/* A byte is typed. What Ctrl-C, Ctrl-Z and Ctrl-\ do is done here and now, not by the
 * shell: under a policy like fifo that would not get the CPU to do it. */
void kernel_input(char c)
{
    static const uint8_t signals[] = {[CONSOLE_INTERRUPT] = SIGINT,
                                      [CONSOLE_QUIT] = SIGQUIT,
                                      [CONSOLE_SUSPEND] = SIGTSTP};
    enum console_event event = console_input(c);
    bool is_done = event == CONSOLE_NONE     ? true
                   : event == CONSOLE_RESCUE ? process_rescue()
                                             : process_signal_foreground(signals[event]);
    if (!is_done)
        console_empty_line();
    kernel_worked(INPUT_INSTRUCTIONS); /* of bytes that come in a flood */
}

/* The disk interrupts: who waits for it goes on, and the next one is served. */
void kernel_disk_done(bool failed)
{
    disk_done(failed);
}

/* A page is touched that is not there: it comes into being, or the program ends. */
void kernel_page_fault(virt_t address, unsigned access, virt_t instruction)
{
    struct process *process = process_current();
    process->thread.page_faults++;
    int error = space_touch(&process->space, address, access);
    if (error)
        process_fault(space_fault(&process->space, address, error), address, instruction);
}

/* A program does what no program may. */
void kernel_fault(enum process_fault fault, virt_t address, virt_t instruction)
{
    process_fault(fault, address, instruction);
}

/* A new thread's first code: the other end of the switch to it. */
void kernel_thread_begin(void)
{
    scheduler_begin();
    debug_thread_begin();
    kernel_leave();
}

/* THREAD, which runs, ends; or what signals it has take effect, which may end it, too. */
static __attribute__((noinline)) void act_first(struct thread *thread)
{
    if (!thread->ending && !thread->suspended)
        signals_deliver(syscall_restart(thread->stack));
    if (thread->ending)
        process_finish();
}

/* The way out. If another is to run, this is where the CPU changes hands: the call
 * returns when this thread has it again. A thread that is to end goes no further, and one that
 * has been sent signals sees to them first: `reschedule` is set for both, and is so again if
 * there are more when it has the CPU again. */
void kernel_leave(void)
{
    while (this_cpu()->reschedule) {
        if (pause_has_ticks)
            scheduler_catch_up();
        struct thread *running = this_cpu()->running;
        if (running->acts_first)
            act_first(running);
        scheduler_switch();
    }
}
