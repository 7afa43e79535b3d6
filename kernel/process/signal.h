/* Signals: how a process is told that something has happened, or is ended, stopped and
 * made to go on by others. Ending, suspending and resuming by process_destroy and so on are
 * SIGKILL, SIGSTOP and SIGCONT, seen from the other side: both ways lead to the same
 * functions, and the parent learns the same.
 *
 * A signal that its process neither blocks nor handles takes effect when it is sent. All
 * others become pending, and when the process is on its way out of the kernel, not blocking
 * them, they are delivered (deliver.c): it goes on in its handler.
 *
 * Sets are in struct process, as every signal asks for them. The rest is an object that a
 * process gets when it first needs one: most never handle a signal. */
#pragma once

#include <stdbool.h>

#include "abi/process.h"
#include "abi/signal.h"
#include "lib/compiler.h"

struct process;
struct cause;

/* What is told of a signal. */
struct signal_info {
    int32_t signal, code; /* a number; why, as si_code */
    union {
        pid_t pid; /* who sent it; of SIGCHLD, the child */
        uint32_t address;
    };
    uint32_t uid;  /* of the same */
    int32_t value; /* sent along; of SIGCHLD, the exit code or signal */
};

/* The signals of a process. All zero: none is pending or blocked, all have their default
 * actions. */
struct signal_sets {
    uint64_t pending, blocked;
    uint64_t ignored, handled; /* by rt_sigaction; both are 0 for SIGKILL and SIGSTOP */
    struct signals *more;      /* NULL: none needed yet */
};

/* Sends PROCESS the signal of INFO, whoever may do so. It may end, stop or go on by it, or
 * break its wait; nothing happens to one that is a zombie, or to end. */
void signal_send(struct process *process, const struct signal_info *info);
/* The same, from the kernel itself. */
void signal_send_by_kernel(struct process *process, int32_t signal);
/* The signal that FAULT, or the end of which CAUSE tells, is for POSIX; 0: it exited. */
int32_t signal_of_fault(uint32_t fault);
int32_t signal_of_end(const struct cause *cause);
/* What process_resume does to PROCESS: SIGCONT of the running process's, which it may handle
 * or block, too. */
void signal_resume(struct process *process);
/* CHILD has ended, stopped or goes on, as its `cause` says: its parent gets SIGCHLD. */
void signal_parent_of(struct process *child);

/* kill(2) by the running process: SIGNAL (0: none, it only asks) to PID; 0: its own group;
 * -1: all that it may but itself and process 1; below that: the group -PID. 0; -EINVAL: no
 * such signal; -ESRCH: there is nobody; -EPERM: there is, but all are other users'. */
MUST_CHECK int signal_kill(pid_t pid, int32_t signal);
/* tgkill: to PID alone, as its thread of that number. */
MUST_CHECK int signal_tell(pid_t pid, int32_t signal);
/* sigqueue: the signal of INFO, with what else it says, to PID. -EAGAIN: too many wait. */
MUST_CHECK int signal_queue(pid_t pid, const struct signal_info *info);
/* Sends SIGNAL to all of GROUP, from the kernel itself. False: nobody is in it. */
bool signal_send_to_group(pid_t group, int32_t signal);

/* Whether a call that a signal has interrupted is made again. [signal(7)] */
enum signal_restart {
    RESTART_NEVER,
    RESTART_UNHANDLED, /* if no handler begins after all */
    RESTART_ASKED,     /* the same, or if the handler's action has SA_RESTART */
};

/* The running process, which is `signalled`, is about to go on in its program: what is
 * pending and not blocked takes effect first. RESTART is of the call that gives -EINTR, if
 * it is on the way out of one. */
void signals_deliver(enum signal_restart restart);
/* sigreturn, of a frame of a handler WITH_INFO or without: the running process goes on where
 * it was. What its call shall give; a frame that is none is a fault. */
MUST_CHECK int32_t signals_return(bool with_info);
/* The running process has made a fault. False: it does not handle that. */
bool signal_fault(struct process *process, enum process_fault fault, uint32_t address,
                  uint32_t instruction);

/* --- What the running process does about signals; sets never hold SIGKILL and SIGSTOP --- */

/* Sets the action of SIGNAL, unless ACTION is NULL; what it was comes into *OLD. 0; -EINVAL:
 * no such signal, or one that cannot be handled; -ENOMEM. */
MUST_CHECK int signals_act(int32_t signal, const struct signal_action *action,
                           struct signal_action *old);
/* HOW is SIG_BLOCK and so on. 0 or -EINVAL. */
MUST_CHECK int signals_change_blocked(uint32_t how, uint64_t set);
void signals_get_stack(struct signal_stack *stack);
/* 0; -EINVAL; -ENOMEM: too small; -EPERM: it stands there. */
MUST_CHECK int signals_change_stack(const struct signal_stack *stack);
/* Waits until a handler has to begin: -EINTR. */
MUST_CHECK int signals_pause(void);
/* Blocks SET, and nothing else, while a call waits: until signals_unmask, to which goes what it
 * gives and which says what instead; but if that is -EINTR, until a handler has returned. 0 or
 * -ENOMEM. */
MUST_CHECK int signals_mask(uint64_t set);
MUST_CHECK int32_t signals_unmask(int32_t result);
/* Waits for a signal of SET to be pending, and takes it. Its number; -EAGAIN: none came until
 * the tick DEADLINE; -EINTR: a handler has to begin; -ENOMEM. */
MUST_CHECK int32_t signals_await(uint64_t set, uint64_t deadline,
                                 struct signal_info *info);
/* What a program is told in the place of INFO; the rest of *TO is 0 already. */
void signal_describe(const struct signal_info *info, struct siginfo *to);
/* Whether children of PARENT that end are gone at once, and never waited for. */
bool signals_leave_no_zombies(const struct process *parent);

/* CHILD, which is new, handles, ignores and blocks what PARENT does. 0 or -ENOMEM. */
MUST_CHECK int signals_fork(struct process *child, const struct process *parent);
/* PROCESS runs another program: what was handled has its default action again. */
void signals_exec(struct process *process);
/* How many alarms are set for PROCESS here. */
uint32_t signals_alarms(const struct process *process);
/* PROCESS is discarded, or ends. */
void signals_end(struct process *process);
