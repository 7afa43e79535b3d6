/* Signals beside Robin's own calls, where Linux has nothing to compare; and frames that
 * programs make up. */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "abi/syscall.h"
#include "check.h"

enum { LANDED = 7, STACK_WORDS = 256, RANDOM_FRAMES = 24, PATIENCE_TICKS = 100 };

static volatile sig_atomic_t handled;

static void count(int signal)
{
    (void)signal;
    handled++;
}

static void handle(int signal, void (*handler)(int), unsigned flags)
{
    struct sigaction action;

    memset(&action, 0, sizeof(action));
    action.sa_handler = handler;
    action.sa_flags = (int)flags;
    EXPECT_EQUAL(sigaction(signal, &action, NULL), 0);
    handled = 0;
}

/* --- Children --- */

static void expect_no_zombie(void)
{
    struct process_status status;
    pid_t pid = start("exit", 3);

    EXPECT(pid > 0);
    EXPECT_EQUAL(process_wait(pid, NULL, NULL), -ECHILD);
    EXPECT_EQUAL(process_status(pid, &status), -ESRCH);
}

static void children_leave_no_zombies_if_nobody_wants_them(void)
{
    handle(SIGCHLD, SIG_IGN, 0);
    expect_no_zombie();
    handle(SIGCHLD, SIG_DFL, SA_NOCLDWAIT);
    expect_no_zombie();
    handle(SIGCHLD, SIG_DFL, 0);
    EXPECT_EQUAL(code_of(start("exit", 3)), 3);
}

static void sigchld_tells_of_stops_unless_that_is_not_wanted(void)
{
    pid_t pid = start("sleep", 100000);

    handle(SIGCHLD, count, 0);
    EXPECT_EQUAL(process_suspend(pid), 0);
    EXPECT_EQUAL(process_resume(pid), 0);
    EXPECT_EQUAL(handled, 2);
    handle(SIGCHLD, count, SA_NOCLDSTOP);
    EXPECT_EQUAL(kill(pid, SIGSTOP), 0);
    EXPECT_EQUAL(kill(pid, SIGCONT), 0);
    EXPECT_EQUAL(handled, 0);
    EXPECT_EQUAL(process_destroy(pid), 0);
    EXPECT_EQUAL(handled, 1);
    EXPECT_EQUAL(end_of(pid).code, SIGKILL);
    handle(SIGCHLD, SIG_DFL, 0);
}

static void wait_is_broken_by_a_handler_and_never_made_again(void)
{
    struct itimerval soon = {.it_value = {.tv_usec = 20000}};
    pid_t pid = start("sleep", 100000);

    handle(SIGALRM, count, SA_RESTART);
    setitimer(ITIMER_REAL, &soon, NULL);
    EXPECT_EQUAL(process_wait(pid, NULL, NULL), -EINTR);
    EXPECT_EQUAL(handled, 1);
    setitimer(ITIMER_REAL, &soon, NULL);
    EXPECT_EQUAL(process_sleep(1000), -EINTR);
    EXPECT_EQUAL(handled, 2);
    destroy_and_collect(pid);
}

static void to_be_resumed_is_to_get_sigcont(void)
{
    pid_t parent = getpid(), child = fork();

    if (child == 0) {
        handle(SIGCONT, count, 0);
        process_suspend(getpid());
        _exit(handled == 1 ? LANDED : 1);
    }
    EXPECT(parent > 0);
    EXPECT_EQUAL(process_wait(child, NULL,
                              &(struct process_wait_options){.flags = WAIT_SUSPENDED}),
                 child);
    EXPECT_EQUAL(process_resume(child), 0);
    EXPECT_EQUAL(code_of(child), LANDED);
}

/* --- Timers of CPU time --- */

static void timers_of_cpu_time_count_charged_ticks(void)
{
    struct itimerval twice = {{.tv_usec = 20000}, {.tv_usec = 20000}}, none = {{0}, {0}};
    tick_t before = status_of(0).accounts.run_ticks;

    handle(SIGVTALRM, count, 0);
    EXPECT_EQUAL(setitimer(ITIMER_VIRTUAL, &twice, NULL), 0);
    process_sleep(5);
    EXPECT_EQUAL(handled, 0);
    while (handled < 2) {
    }
    EXPECT(status_of(0).accounts.run_ticks - before >= 4);
    EXPECT_EQUAL(setitimer(ITIMER_VIRTUAL, &none, NULL), 0);
    handle(SIGVTALRM, SIG_DFL, 0);
}

/* --- Frames that are made up --- */

/* Exits with LANDED if its flags are those of a program: interrupts on, no right to ports, no
 * other mode. It touches no memory but the stack. */
void landed(void);
__asm__("landed:\n"
        "    pushfl\n"
        "    popl %eax\n"
        "    andl $0x27200, %eax\n"
        "    xorl %ebx, %ebx\n"
        "    cmpl $0x200, %eax\n"
        "    setne %bl\n"
        "    addl $7, %ebx\n"
        "    movl $1, %eax\n"
        "    int $0x80\n");

static struct signal_frame plain;
static struct signal_rt_frame with_info;
static uint32_t stack[STACK_WORDS];

static struct signal_context sound_context(void)
{
    struct signal_context context = {.eip = (uint32_t)(uintptr_t)landed,
                                     .esp = (uint32_t)(uintptr_t)(stack + STACK_WORDS)};

    __asm__("mov %%cs, %0\n mov %%ss, %1" : "=r"(context.cs), "=r"(context.ss));
    context.ds = context.es = context.fs = context.gs = context.ss;
    return context;
}

static _Noreturn void call_with_stack(uint32_t number, const void *stack_pointer)
{
    __asm__ volatile("movl %0, %%esp\n int $0x80\n ud2"
                     :
                     : "r"(stack_pointer), "a"(number));
    __builtin_unreachable();
}

/* How a child ends that comes back by CONTEXT. */
static struct process_result try_context(const struct signal_context *context, bool is_rt)
{
    pid_t pid = fork();

    if (pid == 0) {
        plain.context = with_info.ucontext.uc_mcontext = *context;
        if (is_rt)
            call_with_stack(SYS_RT_SIGRETURN, &with_info.sig);
        call_with_stack(SYS_SIGRETURN, &plain.context);
    }
    return end_of(pid);
}

static void expect_landing(const struct signal_context *context)
{
    EXPECT_EQUAL(try_context(context, false).code, LANDED);
    EXPECT_EQUAL(try_context(context, true).code, LANDED);
}

static void expect_crash(const struct signal_context *context)
{
    EXPECT_EQUAL(try_context(context, false).event, PROCESS_FAULTED);
    EXPECT_EQUAL(try_context(context, true).event, PROCESS_FAULTED);
}

static void a_frame_gives_no_flags_that_a_program_may_not_have(void)
{
    static const uint32_t flags[] = {0, 0x20000, 0x3000, 0x4000, 0x200000, 0xFFFFFAFF};
    struct signal_context context = sound_context();

    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++) {
        context.eflags = flags[i];
        expect_landing(&context);
    }
}

static void a_frame_gives_no_segments_of_the_kernel(void)
{
    static const uint32_t kernels[] = {0x08, 0x10, 0x28, 0x38, 0x30, 0xFFF8, 0x0B, 0x13};

    for (size_t i = 0; i < sizeof(kernels) / sizeof(kernels[0]); i++) {
        struct signal_context context = sound_context();

        context.ds = context.es = context.fs = context.gs = kernels[i];
        expect_landing(&context);
        context = sound_context();
        context.cs = kernels[i];
        expect_crash(&context);
        context = sound_context();
        context.ss = kernels[i];
        expect_crash(&context);
    }
}

static void a_frame_that_is_nowhere_is_a_fault(void)
{
    void *const nowhere[] = {NULL, NOWHERE, KERNEL_MEMORY, bad_pointer(0xBFFFFFF0),
                             bad_pointer(0xFFFFFFFC)};

    for (size_t i = 0; i < 2 * sizeof(nowhere) / sizeof(nowhere[0]); i++) {
        pid_t pid = fork();

        if (pid == 0)
            call_with_stack(i % 2 ? SYS_SIGRETURN : SYS_RT_SIGRETURN, nowhere[i / 2]);
        EXPECT_EQUAL(end_of(pid).event, PROCESS_FAULTED);
    }
}

/* Whatever they do then, the kernel goes on. Who does not end is destroyed. */
static void random_frames_harm_nobody(void)
{
    static uint32_t seed = 1;
    struct process_wait_options soon = {.flags = WAIT_TIMEOUT,
                                        .timeout_ticks = PATIENCE_TICKS};

    for (int i = 0; i < RANDOM_FRAMES; i++) {
        struct signal_context context = sound_context();
        uint32_t *words = (uint32_t *)&context;

        for (size_t k = 0; k < sizeof(context) / sizeof(*words); k++) {
            seed = seed * 1664525 + 1013904223;
            if (seed >> 30) /* a quarter stays sound */
                words[k] = seed;
        }
        pid_t pid = fork();
        if (pid == 0) {
            plain.context = context;
            call_with_stack(SYS_SIGRETURN, &plain.context);
        }
        if (process_wait(pid, NULL, &soon) == -ETIMEDOUT)
            destroy_and_collect(pid);
    }
}

/* --- Errors of floating point --- */

static sigjmp_buf before_error;
static siginfo_t told;

static void note(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    told = *info;
    siglongjmp(before_error, 1);
}

/* The code of the SIGFPE where the FPU has noted the bits of ERRORS and those of MASKED are of no
 * interest. It raises its exception at the next instruction that looks for it, FWAIT. */
static int code_of_errors(uint32_t errors, uint32_t masked)
{
    enum { ALL_MASKED = 0x37F, ERRORS = 0x3F, HAS_ERROR = 0x80, ALL_EMPTY = 0xFFFF };
    const struct {
        uint32_t control, status, tags, last[4];
    } state = {(ALL_MASKED & ~ERRORS) | masked, HAS_ERROR | errors, ALL_EMPTY, {0}};

    told = (siginfo_t){0};
    if (sigsetjmp(before_error, 1) == 0)
        __asm__ volatile("fldenv %0\n fwait" : : "m"(state));
    return told.si_signo == SIGFPE ? told.si_code : -1;
}

static void sigfpe_tells_which_error_of_floating_point_it_was_and_where(void)
{
    enum {
        INVALID = 1,
        DENORMAL = 2,
        DIVIDE = 4,
        OVER = 8,
        UNDER = 16,
        INEXACT = 32,
        ALL = 63
    };
    enum { FWAIT = 0x9B };
    struct sigaction action = {.sa_sigaction = note, .sa_flags = SA_SIGINFO};

    EXPECT_EQUAL(sigaction(SIGFPE, &action, NULL), 0);
    EXPECT_EQUAL(code_of_errors(INVALID, 0), FPE_FLTINV);
    EXPECT(told.si_addr && *(const uint8_t *)told.si_addr == FWAIT);
    EXPECT_EQUAL(code_of_errors(DENORMAL, 0), FPE_FLTUND);
    EXPECT_EQUAL(code_of_errors(DIVIDE, 0), FPE_FLTDIV);
    EXPECT_EQUAL(code_of_errors(OVER | INEXACT, 0), FPE_FLTOVF);
    EXPECT_EQUAL(code_of_errors(UNDER | INEXACT, 0), FPE_FLTUND);
    EXPECT_EQUAL(code_of_errors(INEXACT, 0), FPE_FLTRES);
    EXPECT_EQUAL(code_of_errors(ALL, 0), FPE_FLTINV);
    EXPECT_EQUAL(code_of_errors(ALL, INVALID), FPE_FLTDIV);
    EXPECT_EQUAL(code_of_errors(OVER | INEXACT, OVER), FPE_FLTRES);
    EXPECT(signal(SIGFPE, SIG_DFL) != SIG_ERR);
}

/* --- Real-time signals --- */

enum { QUEUED_LEAST = 32, QUEUED_MOST = 200 }; /* [POSIX limits.h, SIGQUEUE_MAX] */

/* And standard ones are told of all the same, by one who asks for all. */
static void so_many_real_time_signals_can_be_queued_and_no_more(void)
{
    sigset_t all;
    siginfo_t info;
    int sent = 0, got = 0;

    sigfillset(&all);
    EXPECT_EQUAL(sigprocmask(SIG_SETMASK, &all, NULL), 0);
    while (sent < QUEUED_MOST &&
           sigqueue(getpid(), SIGRTMIN, (union sigval){.sival_int = sent}) == 0)
        sent++;
    EXPECT(sent >= QUEUED_LEAST && sent < QUEUED_MOST);
    EXPECT_EQUAL(errno, EAGAIN);
    EXPECT_EQUAL(sigqueue(getpid(), SIGUSR1, (union sigval){.sival_int = 5}), 0);
    EXPECT_EQUAL(sigwaitinfo(&all, &info), SIGUSR1);
    EXPECT_EQUAL(info.si_value.sival_int, 5);
    while (sigtimedwait(&all, &info, &(struct timespec){0, 0}) == SIGRTMIN)
        EXPECT_EQUAL(info.si_value.sival_int, got++);
    EXPECT_EQUAL(got, sent);
}

static const struct behaviour behaviours[] = {
    BEHAVIOUR(children_leave_no_zombies_if_nobody_wants_them),
    BEHAVIOUR(sigchld_tells_of_stops_unless_that_is_not_wanted),
    BEHAVIOUR(wait_is_broken_by_a_handler_and_never_made_again),
    BEHAVIOUR(to_be_resumed_is_to_get_sigcont),
    BEHAVIOUR(timers_of_cpu_time_count_charged_ticks),
    BEHAVIOUR(a_frame_gives_no_flags_that_a_program_may_not_have),
    BEHAVIOUR(a_frame_gives_no_segments_of_the_kernel),
    BEHAVIOUR(a_frame_that_is_nowhere_is_a_fault),
    BEHAVIOUR(random_frames_harm_nobody),
    BEHAVIOUR(sigfpe_tells_which_error_of_floating_point_it_was_and_where),
    BEHAVIOUR(so_many_real_time_signals_can_be_queued_and_no_more),
};

int main(void)
{
    return CHECK_ALL(behaviours);
}
