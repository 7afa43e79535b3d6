/* Faults as signals: what is told of each, a handler that goes on elsewhere, on another stack
 * or not at all. */
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static sigjmp_buf back;
static siginfo_t told;
static char alternate[32768] __attribute__((aligned(16)));
static volatile int zero;
static const int constant = 1;

static void note(int signal, siginfo_t *info, void *context)
{
    (void)signal;
    (void)context;
    told = *info;
    siglongjmp(back, 1);
}

static void handle(int signal, int flags)
{
    struct sigaction action;
    memset(&action, 0, sizeof(action));
    action.sa_sigaction = note;
    action.sa_flags = SA_SIGINFO | flags;
    sigemptyset(&action.sa_mask);
    sigaction(signal, &action, NULL);
}

static void read_nowhere(void)
{
    (void)*(volatile char *)0x10;
}

static void write_constant(void)
{
    *(volatile int *)&constant = 2;
}

static void read_kernel(void)
{
    (void)*(volatile char *)0xFFFFE000;
}

static void divide(void)
{
    zero = 1000 / zero;
}

static void no_instruction(void)
{
    __asm__ volatile("ud2");
}

static void break_point(void)
{
    __asm__ volatile("int3");
}

static int overflow(int depth)
{
    volatile char page[4096];
    page[0] = (char)depth;
    return depth < 0 ? 0 : overflow(depth + 1) + page[0];
}

static void overflow_stack(void)
{
    overflow(0);
}

/* Its stack is no memory: the kernel has no place for the handler's frame. */
static void lose_stack(void)
{
    handle(SIGUSR1, 0);
    __asm__ volatile("movl $16, %%esp\n int $0x80"
                     :
                     : "a"(37), "b"(getpid()), "c"(SIGUSR1));
}

static void try_it(const char *what, void (*fault)(void), int has_code)
{
    memset(&told, 0, sizeof(told));
    if (sigsetjmp(back, 1) == 0)
        fault();
    printf("%s: %d", what, told.si_signo);
    if (has_code)
        printf(" %d %p", told.si_code, told.si_addr);
    printf("\n");
}

/* --- Those that nobody handles --- */

static void in_child(const char *what, void (*act)(void))
{
    int status = 0;
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        act();
        _exit(99);
    }
    waitpid(pid, &status, 0);
    if (WIFSIGNALED(status))
        printf("%s: ended by %d\n", what, WTERMSIG(status));
    else
        printf("%s: exited with %d\n", what, WEXITSTATUS(status));
}

static void fault_again(int signal)
{
    (void)signal;
    read_nowhere();
}

static void fault_in_handler(void)
{
    signal(SIGSEGV, fault_again);
    read_nowhere();
}

static void divide_in_handler(int signal)
{
    (void)signal;
    divide();
}

static void other_fault_in_handler(void)
{
    signal(SIGSEGV, divide_in_handler);
    signal(SIGFPE, SIG_DFL);
    read_nowhere();
}

static void fault_while_blocked(void)
{
    sigset_t mask;
    sigemptyset(&mask);
    sigaddset(&mask, SIGSEGV);
    sigprocmask(SIG_BLOCK, &mask, NULL);
    read_nowhere();
}

static void fault_while_ignored(void)
{
    signal(SIGSEGV, SIG_IGN);
    read_nowhere();
}

static void handler_without_stack(void)
{
    stack_t none = {.ss_flags = SS_DISABLE};
    sigaltstack(&none, NULL);
    handle(SIGSEGV, 0);
    overflow_stack();
}

static void give_up(void)
{
    abort();
}

static void give_up_blocked(void)
{
    sigset_t mask;
    sigfillset(&mask);
    sigprocmask(SIG_BLOCK, &mask, NULL);
    abort();
}

static void give_up_ignored(void)
{
    signal(SIGABRT, SIG_IGN);
    abort();
}

int main(void)
{
    stack_t stack = {.ss_sp = alternate, .ss_size = sizeof(alternate)};
    sigaltstack(&stack, NULL);
    handle(SIGSEGV, SA_ONSTACK);
    handle(SIGFPE, 0);
    handle(SIGILL, 0);
    handle(SIGTRAP, 0);
    handle(SIGBUS, 0);
    try_it("unmapped", read_nowhere, 1);
    try_it("constant", write_constant, 0);
    printf("where: %d, code %d\n", told.si_addr == (void *)&constant, told.si_code);
    try_it("kernel", read_kernel, 1);
    try_it("divide", divide, 0);
    printf("code %d\n", told.si_code);
    try_it("no instruction", no_instruction, 0);
    printf("code %d\n", told.si_code);
    try_it("break point", break_point, 1);
    try_it("overflow", overflow_stack, 0);
    try_it("overflow again", overflow_stack, 0);
    try_it("no stack", lose_stack, 1);
    in_child("fault in its handler", fault_in_handler);
    in_child("another in a handler", other_fault_in_handler);
    in_child("while blocked", fault_while_blocked);
    in_child("while ignored", fault_while_ignored);
    in_child("without a stack", handler_without_stack);
    in_child("abort", give_up);
    in_child("abort, blocked", give_up_blocked);
    in_child("abort, ignored", give_up_ignored);
    return 0;
}
