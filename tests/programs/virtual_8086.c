/* Has children enter virtual-8086 mode just when the timer fires, so that for some of them
 * the interrupt comes before the fault: each aims at an instruction of its own. Wants a
 * counter that counts instructions (--icount). The last one handles the fault.
 *
 * usage: virtual_8086 [CYCLES], which makes one try that long behind the tick */
#include <process.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <ucontext.h>
#include <unistd.h>

enum { CHILDREN = 96, SPREAD = 16, AHEAD = 8, GAP = 100, IOPL = 0x3000 };

static uint32_t cycles_now(void)
{
    uint32_t low, high;

    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return low;
}

/* When the timer last fired, up to a round of this loop: there it misses more than GAP. */
static uint32_t cycles_at_tick(void)
{
    uint32_t before, now = cycles_now();

    do {
        before = now;
        now = cycles_now();
    } while (now - before < GAP);
    return before;
}

/* Enters the mode when the counter stands at WHEN: waits until that is near, and executes
 * as many NOPs as are left. */
static void enter_at(uint32_t when)
{
    __asm__ volatile("pushl $0\n pushl $0\n pushl $0\n pushl $0\n" /* GS FS DS ES */
                     "pushl $0\n pushl $0\n pushl $0x23202\n pushl $0\n pushl $0\n"
                     "1: rdtsc\n subl %0, %%eax\n cmpl $-30, %%eax\n jl 1b\n"
                     "leal 2f(%%eax), %%eax\n jmp *%%eax\n"
                     ".fill 32, 1, 0x90\n"
                     "2: iret"
                     :
                     : "S"(when)
                     : "eax", "edx", "memory");
}

static void aim_behind_tick(uint32_t cycles)
{
    struct time_info info;

    time_info(&info);
    setuid(1000);
    enter_at(cycles_at_tick() + info.nanoseconds_per_tick + cycles - AHEAD);
}

/* The mode was entered with IOPL 3, which lets programs at devices: it must not be left with. */
static void leave(int signal, siginfo_t *info, void *context)
{
    const ucontext_t *program = context;

    (void)info;
    _exit(program->uc_mcontext.gregs[REG_EFL] & IOPL ? 0 : signal);
}

/* The mode has no stack that the handler could use. */
static void enter_with_handler(void)
{
    static char room[SIGSTKSZ];
    stack_t stack = {.ss_sp = room, .ss_size = sizeof(room)};
    struct sigaction action = {.sa_sigaction = leave,
                               .sa_flags = SA_ONSTACK | SA_SIGINFO};
    int status = 0;

    if (fork() == 0) {
        sigaltstack(&stack, NULL);
        sigaction(SIGSEGV, &action, NULL);
        enter_at(cycles_now() + 100 * GAP);
    }
    wait(&status);
    printf("handled, status %x\n", (unsigned)status);
}

int main(int argc, char *argv[])
{
    char digits[12];
    struct process_result result;

    if (argc == 2)
        aim_behind_tick((uint32_t)atoi(argv[1]));
    for (uint32_t i = 0; i < CHILDREN; i++) {
        snprintf(digits, sizeof(digits), "%u", i % SPREAD);
        pid_t pid =
            process_create("/bin/virtual_8086", (char *[]){argv[0], digits, NULL}, NULL);
        process_wait(pid, &result, NULL);
        printf("event %u, fault %u, ticks %llu\n", result.event, result.fault,
               result.accounts.run_ticks);
    }
    enter_with_handler();
    return 0;
}
