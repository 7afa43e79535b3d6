/* Signals, as Linux has them on i386: numbers, structs and constants, so that one program
 * runs on both. Structs have names of Robin's own: programs get the usual ones from
 * <signal.h>, and tests on the host have the host's beside these.
 *
 * A set of signals is 64 bits: signal N is bit N - 1. */
#pragma once

#include "abi/types.h"

#define SIGHUP    1 /* the terminal is gone */
#define SIGINT    2 /* Ctrl-C */
#define SIGQUIT   3
#define SIGILL    4 /* an instruction that there is not */
#define SIGTRAP   5 /* a debugger's */
#define SIGABRT   6 /* abort */
#define SIGIOT    SIGABRT
#define SIGBUS    7 /* memory that cannot be reached */
#define SIGFPE    8 /* arithmetic: a division by zero, and the like */
#define SIGKILL   9 /* cannot be caught */
#define SIGUSR1   10
#define SIGSEGV   11 /* memory that one has not, or not for this */
#define SIGUSR2   12
#define SIGPIPE   13 /* nobody reads the pipe */
#define SIGALRM   14 /* alarm, ITIMER_REAL */
#define SIGTERM   15 /* be so kind */
#define SIGSTKFLT 16
#define SIGCHLD   17 /* a child has ended, stopped or gone on */
#define SIGCONT   18 /* go on */
#define SIGSTOP   19 /* stop: cannot be caught */
#define SIGTSTP   20 /* Ctrl-Z */
#define SIGTTIN   21 /* reads the terminal from the background */
#define SIGTTOU   22 /* writes or changes it from there */
#define SIGURG    23
#define SIGXCPU   24 /* its CPU time is used up */
#define SIGXFSZ   25 /* the file would be too large */
#define SIGVTALRM 26 /* ITIMER_VIRTUAL */
#define SIGPROF   27 /* ITIMER_PROF */
#define SIGWINCH  28 /* the terminal has another size */
#define SIGIO     29
#define SIGPOLL   SIGIO
#define SIGPWR    30
#define SIGSYS    31

#define SIGNAL_STANDARD_MAX 31 /* those that have a meaning */
#define SIGNAL_MAX          64 /* the others are programs' own: real-time signals */

#define SIGNAL_BIT(signal) ((uint64_t)1 << ((signal)-1))

/* --- Actions --- */

#define SIGNAL_DEFAULT 0u /* as handlers: SIG_DFL and SIG_IGN */
#define SIGNAL_IGNORE  1u

#define SA_NOCLDSTOP 0x00000001u /* no SIGCHLD when a child stops or goes on */
#define SA_NOCLDWAIT 0x00000002u /* children leave no zombies */
#define SA_SIGINFO   0x00000004u /* the handler takes three arguments */
#define SA_RESTORER  0x04000000u /* `restorer` is where handlers return to */
#define SA_ONSTACK   0x08000000u /* on the alternate stack, if there is one */
#define SA_RESTART   0x10000000u /* calls that it interrupts begin anew */
#define SA_NODEFER   0x40000000u /* the signal is not blocked in its own handler */
#define SA_RESETHAND 0x80000000u /* the default action again, once it is handled */
#define SA_NOMASK    SA_NODEFER
#define SA_ONESHOT   SA_RESETHAND

struct signal_action { /* the kernel's struct sigaction */
    uint32_t handler, flags, restorer;
    uint32_t mask[2]; /* blocked too while the handler runs; low and high word */
};

#define SIG_BLOCK   0
#define SIG_UNBLOCK 1
#define SIG_SETMASK 2

/* --- The alternate stack --- */

#define SS_ONSTACK    1
#define SS_DISABLE    2
#define SS_AUTODISARM 0x80000000u
#define MINSIGSTKSZ   2048
#define SIGSTKSZ      8192

struct signal_stack { /* stack_t */
    uint32_t ss_sp;
    int32_t ss_flags;
    uint32_t ss_size;
};

/* --- What is told of a signal --- */

#define SI_USER    0    /* by kill */
#define SI_KERNEL  0x80 /* by the kernel */
#define SI_QUEUE   (-1) /* by sigqueue */
#define SI_TIMER   (-2) /* by a timer */
#define SI_MESGQ   (-3)
#define SI_ASYNCIO (-4)
#define SI_SIGIO   (-5)
#define SI_TKILL   (-6) /* by tkill, tgkill */

#define ILL_ILLOPC 1
#define ILL_ILLOPN 2
#define ILL_ILLADR 3
#define ILL_ILLTRP 4
#define ILL_PRVOPC 5
#define ILL_PRVREG 6
#define ILL_COPROC 7
#define ILL_BADSTK 8

#define FPE_INTDIV 1
#define FPE_INTOVF 2
#define FPE_FLTDIV 3
#define FPE_FLTOVF 4
#define FPE_FLTUND 5
#define FPE_FLTRES 6
#define FPE_FLTINV 7
#define FPE_FLTSUB 8

#define SEGV_MAPERR 1 /* nothing is mapped there */
#define SEGV_ACCERR 2 /* not for this */

#define BUS_ADRALN 1
#define BUS_ADRERR 2
#define BUS_OBJERR 3

#define TRAP_BRKPT 1
#define TRAP_TRACE 2

#define CLD_EXITED    1
#define CLD_KILLED    2
#define CLD_DUMPED    3
#define CLD_TRAPPED   4
#define CLD_STOPPED   5
#define CLD_CONTINUED 6

union signal_value { /* union sigval */
    int32_t sival_int;
    uint32_t sival_ptr;
};

struct siginfo { /* siginfo_t */
    int32_t si_signo, si_errno, si_code;
    union {
        struct {
            pid_t si_pid; /* who sent it, or the child that it is about */
            uint32_t si_uid;
            union {
                int32_t si_status;           /* of the child: exit code, or signal */
                union signal_value si_value; /* sent along */
            };
            int32_t si_utime, si_stime;
        };
        struct {
            uint32_t si_addr; /* where the fault is */
            int16_t si_addr_lsb;
        };
        struct {
            int32_t si_band, si_fd;
        };
        int32_t si_padding[29];
    };
};

/* --- What a handler finds on its stack --- */

struct signal_context { /* struct sigcontext; each selector in the low half of its word */
    uint32_t gs, fs, es, ds;
    uint32_t edi, esi, ebp, esp, ebx, edx, ecx, eax;
    uint32_t trapno, err; /* of the fault */
    uint32_t eip, cs, eflags;
    uint32_t esp_at_signal, ss;
    uint32_t fpstate; /* address of the FPU's state; 0: it was not used */
    uint32_t oldmask; /* the low word of what was blocked */
    uint32_t cr2;
};

struct signal_ucontext { /* struct ucontext */
    uint32_t uc_flags, uc_link;
    struct signal_stack uc_stack;
    struct signal_context uc_mcontext;
    uint32_t uc_sigmask[2];
};

enum { SIGNAL_RETURN_BYTES = 8, SIGNAL_OLD_FPU_BYTES = 624 };

/* Of a handler without SA_SIGINFO: handler(sig). */
struct signal_frame {
    uint32_t return_address;
    int32_t sig;
    struct signal_context context;
    uint8_t unused[SIGNAL_OLD_FPU_BYTES]; /* was the FPU's state once */
    uint32_t mask_high;                   /* the high word of what was blocked */
    uint8_t return_code[SIGNAL_RETURN_BYTES];
};

/* Of a handler with it: handler(sig, info, ucontext). */
struct signal_rt_frame {
    uint32_t return_address;
    int32_t sig;
    uint32_t info_address, ucontext_address;
    struct siginfo info;
    struct signal_ucontext ucontext;
    uint8_t return_code[SIGNAL_RETURN_BYTES];
};

_Static_assert(sizeof(struct signal_action) == 20, "as Linux has it");
_Static_assert(sizeof(struct siginfo) == 128, "as Linux has it");
_Static_assert(sizeof(struct signal_context) == 88, "as Linux has it");
_Static_assert(sizeof(struct signal_ucontext) == 116, "as Linux has it");
_Static_assert(sizeof(struct signal_frame) == 732, "as Linux has it");
_Static_assert(sizeof(struct signal_rt_frame) == 268, "as Linux has it");
