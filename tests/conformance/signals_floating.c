/* Floating-point registers are the interrupted program's again when a handler has returned,
 * and the handler begins with clean ones; what they were is in its frame. */
#define _GNU_SOURCE
#include <signal.h>
#include <stdio.h>
#include <string.h>

static unsigned short control_seen;
static int has_state;
static volatile double disturbed = 3.0;

static unsigned short control(void)
{
    unsigned short word;
    __asm__ volatile("fnstcw %0" : "=m"(word));
    return word;
}

static void disturb(int signal, siginfo_t *info, void *context)
{
    ucontext_t *ucontext = context;
    (void)signal;
    (void)info;
    has_state = ucontext->uc_mcontext.fpregs != NULL;
    control_seen = control();
    for (int i = 0; i < 2; i++)
        disturbed = disturbed * 1.5 + 1.0 / (i + 1);
}

int main(void)
{
    struct sigaction action;
    unsigned short rounds_up = 0x0B7F;
    double kept, sum = 0;
    memset(&action, 0, sizeof(action));
    action.sa_sigaction = disturb;
    action.sa_flags = SA_SIGINFO;
    sigaction(SIGUSR1, &action, NULL);
    __asm__ volatile("fldcw %0" : : "m"(rounds_up));
    for (int i = 1; i <= 5; i++) {
        /* on the stack of the FPU while the handler runs */
        __asm__ volatile("fldpi\n fildl %1\n fmulp" : "=t"(kept) : "m"(i));
        raise(SIGUSR1);
        sum += kept;
    }
    printf("sum %ld\n", (long)(sum * 1000000));
    printf("control in the handler: %x\n", control_seen);
    printf("in the frame: %d, disturbed %ld\n", has_state, (long)(disturbed * 1000));
    return 0;
}
