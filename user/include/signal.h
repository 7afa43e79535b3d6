/* Signals. [POSIX signal.h, with Linux's values]
 *
 * All functions return 0, or -1 and errno, where no other result is told. */
#pragma once

#include "abi/signal.h"
#include <sys/types.h>
#include <time.h> /* struct timespec, as POSIX has it */

#define _NSIG    (SIGNAL_MAX + 1)
#define NSIG     _NSIG
#define SIGRTMIN 34 /* the two below it are the library's own on Linux */
#define SIGRTMAX SIGNAL_MAX

typedef volatile int sig_atomic_t;
typedef void (*sighandler_t)(int);
typedef sighandler_t sig_t;

#define SIG_DFL  ((sighandler_t)0)
#define SIG_IGN  ((sighandler_t)1)
#define SIG_ERR  ((sighandler_t)-1)
#define SIG_HOLD ((sighandler_t)2) /* for sigset alone: blocked */

#define SIGCLD SIGCHLD

union sigval {
    int sival_int;
    void *sival_ptr;
};

typedef struct {
    int si_signo, si_errno, si_code;
    union {
        struct {
            pid_t si_pid; /* who sent it, or the child that it is about */
            uid_t si_uid; /* of the same */
            union {
                int si_status;         /* of the child: exit code, or signal */
                union sigval si_value; /* sent along */
                int si_int;
                void *si_ptr;
            };
            clock_t si_utime, si_stime;
        };
        struct {
            void *si_addr; /* where the fault is */
            short si_addr_lsb;
        };
        struct {
            long si_band;
            int si_fd;
        };
        int si_padding[29];
    };
} siginfo_t;

struct sigaction {
    union {
        sighandler_t sa_handler;
        void (*sa_sigaction)(int, siginfo_t *, void *);
    };
    int sa_flags;
    void (*sa_restorer)(void); /* the library's business */
    sigset_t sa_mask;
};

typedef struct {
    void *ss_sp;
    int ss_flags;
    size_t ss_size;
} stack_t;

enum {
    REG_GS,
    REG_FS,
    REG_ES,
    REG_DS,
    REG_EDI,
    REG_ESI,
    REG_EBP,
    REG_ESP,
    REG_EBX,
    REG_EDX,
    REG_ECX,
    REG_EAX,
    REG_TRAPNO,
    REG_ERR,
    REG_EIP,
    REG_CS,
    REG_EFL,
    REG_UESP,
    REG_SS,
    NGREG
};

typedef int greg_t;

typedef struct {
    greg_t gregs[NGREG];
    void *fpregs; /* NULL: floating point was not used */
    unsigned long oldmask, cr2;
} mcontext_t;

typedef struct
    ucontext_t { /* what a handler with SA_SIGINFO gets as its third argument */
    unsigned long uc_flags;
    struct ucontext_t *uc_link;
    stack_t uc_stack;
    mcontext_t uc_mcontext;
    sigset_t uc_sigmask;
} ucontext_t;

struct sigevent { /* of timers, which there are none of */
    union sigval sigev_value;
    int sigev_signo, sigev_notify;
    void (*sigev_notify_function)(union sigval);
    void *sigev_notify_attributes;
    int sigev_padding[11];
};

#define SIGEV_SIGNAL 0
#define SIGEV_NONE   1
#define SIGEV_THREAD 2

#define POLL_IN  1
#define POLL_OUT 2
#define POLL_MSG 3
#define POLL_ERR 4
#define POLL_PRI 5
#define POLL_HUP 6

/* --- Sending --- */

/* Sends SIGNAL (0: none, it only asks) to PID; 0: one's own group; -1: all; else the group
 * -PID. */
int kill(pid_t pid, int signal);
int killpg(pid_t group, int signal);
int raise(int signal);
int sigqueue(pid_t pid, int signal, union sigval value);

/* --- Handling --- */

int sigaction(int signal, const struct sigaction *action, struct sigaction *old);
/* The handler before, or SIG_ERR. Calls that it interrupts are made again. */
sighandler_t signal(int signal, sighandler_t handler);
/* Whether calls that SIGNAL's handler interrupts fail by EINTR. */
int siginterrupt(int signal, int interrupts);
int sigaltstack(const stack_t *stack, stack_t *old);

/* --- Blocking and waiting --- */

int sigprocmask(int how, const sigset_t *set, sigset_t *old);
int sigpending(sigset_t *set);
/* Returns -1 with EINTR when a handler has returned. */
int sigsuspend(const sigset_t *set);
/* 0 or an error, and errno as it was. */
int sigwait(const sigset_t *set, int *signal);
/* The signal's number. */
int sigwaitinfo(const sigset_t *set, siginfo_t *info);
int sigtimedwait(const sigset_t *set, siginfo_t *info, const struct timespec *timeout);

/* --- Sets --- */

int sigemptyset(sigset_t *set);
int sigfillset(sigset_t *set);
int sigaddset(sigset_t *set, int signal);
int sigdelset(sigset_t *set, int signal);
int sigismember(const sigset_t *set, int signal);
/* Of GNU's: whether none is in SET; those in LEFT or in RIGHT, and those in both. */
int sigisemptyset(const sigset_t *set);
int sigorset(sigset_t *set, const sigset_t *left, const sigset_t *right);
int sigandset(sigset_t *set, const sigset_t *left, const sigset_t *right);

/* --- System V's older ones [POSIX.1-2008 sighold] --- */

/* Block SIGNAL; do so no more; ignore it; wait as sigsuspend does, without blocking it. */
int sighold(int signal);
int sigrelse(int signal);
int sigignore(int signal);
int sigpause(int signal);
/* As signal, but it is blocked while HANDLER runs and calls are not made again; or with
 * SIG_HOLD, blocks it. The handler before, or SIG_HOLD if it was blocked. */
sighandler_t sigset(int signal, sighandler_t handler);
/* For threads, of which each process is one: they return the error. */
int pthread_sigmask(int how, const sigset_t *set, sigset_t *old);
typedef unsigned long pthread_t;
int pthread_kill(pthread_t thread, int signal);

/* --- In words: to standard error, with a colon after MESSAGE unless that is NULL or
 * empty. --- */

void psignal(int signal, const char *message);
void psiginfo(const siginfo_t *info, const char *message);

/* --- Robin's own programs': by name, as "TERM" --- */

#if !__STDC_HOSTED__
/* NULL: it has none. */
const char *signal_name(int signal);
/* NAME may be in small letters, and begin with SIG. 0: there is no such signal. */
int signal_number(const char *name);
#endif
