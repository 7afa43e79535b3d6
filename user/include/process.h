/* The process calls. Each returns 0, a count or a pid, or -ENAME; errno is not used.
 *
 * Errors are looked for in this order: EFAULT for what must be read, EINVAL, ESRCH,
 * EPERM, the others; a text that is too long is told while it is read (E2BIG,
 * ENAMETOOLONG); when a call fails nothing has changed. A process acts on those of
 * its own user id, id 0 on all: else -EPERM. Where a PID is asked for, -ESRCH says that
 * there is none, or that it is a zombie: ended, and not yet collected. Pids are never
 * reused in a boot. */
#pragma once

#include "abi/process.h"

/* Makes a child from the program file PATH, with ARGV (up to NULL) and OPTIONS (NULL:
 * all zero), and returns its pid. Its memory is new; its files 0, 1 and 2 are the
 * parent's, or as OPTIONS say, and so is the environment (`environ` of <unistd.h>). Fails whole: nothing is left behind.
 * May block on the file. -EFAULT; -EINVAL: unknown flags, or a budget that rests for 0
 * ticks; -ENOENT; -ENOTDIR; -EISDIR; -EACCES: PATH is no regular file; -ENOEXEC; -E2BIG:
 * the strings of ARGV and the environment, or the pointers to them, are above
 * PROCESS_ARGUMENTS_MAX; -ENAMETOOLONG; -EBADF: a descriptor in OPTIONS;
 * -EAGAIN: the user has as many processes as it may; -ENOMEM: also if PATH with its stack
 * is larger than RLIMIT_AS. */
pid_t process_create(const char *path, char *const argv[],
                     const struct process_options *options);

/* When it returns PID executes no more instructions, whatever it was doing; the caller
 * itself may be PID. All that it held is given back before its parent can see its end;
 * its children go to process 1.
 * Does not block. -ESRCH; -EPERM: also process 1. */
int process_destroy(pid_t pid);

/* Waits for the child PID, or any (-1), to end; with WAIT_SUSPENDED and WAIT_RESUMED
 * also for that. RESULT says what happened (NULL: it is not wanted); an end is reported
 * once, and then the child is gone. OPTIONS: NULL is all zero. Returns the child's
 * pid; 0: WAIT_POLL and nothing to report. A suspension that was resumed before anyone
 * looked is not reported.
 * Blocks, unless WAIT_POLL. -EFAULT: nothing is collected; -EINVAL: unknown flags;
 * -ECHILD: no such child, or already collected; -ETIMEDOUT: WAIT_TIMEOUT, and nothing
 * happened in so many ticks; -EINTR: the wait was broken. */
pid_t process_wait(pid_t pid, struct process_result *result,
                   const struct process_wait_options *options);

/* Takes PID from the CPU until it is resumed, whatever it is doing; the caller itself
 * may be PID: then the call returns when it is resumed. What PID waits for goes on
 * meanwhile. Does nothing, and succeeds, where that is so already.
 * -ESRCH; -EPERM: also process 1. */
int process_suspend(pid_t pid);

/* Puts PID at the tail of those that are ready, with a new slice. Does nothing, and
 * succeeds, where it is not suspended.
 * Does not block. -ESRCH; -EPERM. */
int process_resume(pid_t pid);

/* One consistent picture of PID, zombies too; 0: the caller. Registers, regions and
 * files are there if `full` is 1: for PID's user id and id 0.
 * Does not block. -EFAULT; -ESRCH. */
int process_status(pid_t pid, struct process_status *status);

/* Puts the first COUNT pids, ascending, zombies too, into PIDS and returns how many
 * processes there are, which may be more.
 * Does not block. -EFAULT; -EINVAL: COUNT is negative. */
int process_list(pid_t *pids, int count);

/* Writes up to COUNT of the pids, ascending, of other processes that have a page of the region
 * of PID (0: the caller) that ADDRESS lies in: they run the same program, were forked from
 * each other and have not written there yet, or share it on purpose. Returns how many there
 * are. Does not block. -EFAULT; -EINVAL: COUNT is negative; -ESRCH; -EPERM. */
int process_sharers(pid_t pid, const void *address, pid_t *pids, int count);

/* Sleep for TICKS, or until TICK since boot; at once back if that is over.
 * Both block. -EINTR: the wait was broken. */
int process_sleep(tick_t ticks);
int process_sleep_until(tick_t tick);

/* The caller is held off for REST_TICKS when it has used AFTER_TICKS more of CPU, once: so a
 * program has I/Os that last as long as it says, also none: then it is ready again at once,
 * behind others. Asked again before, only the last counts; its children do not get it. Does not
 * block. -EINVAL: AFTER_TICKS is 0; -EPERM: the caller has been given rests for life
 * (rest_every_ticks). */
int process_rest(tick_t after_ticks, tick_t rest_ticks);

/* Ticks since boot. Does not block. */
tick_t process_now(void);

/* Ticks in a second, and the exact length of one. Does not block. -EFAULT. */
int time_info(struct time_info *info);

/* From now on Ctrl-C destroys PID and Ctrl-Z suspends it; 0: nobody, and the caller reads
 * the console, until it ends or is suspended. For who is in the foreground, who has put
 * somebody there, who reads the console, and the shell that process 1 has started.
 * Does not block. -ESRCH; -EPERM. */
int process_foreground(pid_t pid);

/* Ends the boot with STATUS for the host. Does not return. -EPERM: for id 0 only. */
int process_power_off(int status);

/* Gives PID other parameters for the policy; what is 0 is the default, or undeclared.
 * Does not block. -EFAULT; -EINVAL: more than TICKETS_MAX tickets; -ESRCH; -EPERM. */
int process_schedule(pid_t pid, const struct process_scheduling *scheduling);

/* Changes the policy for all, as WORDS say: `mlfq levels=3 quantum=2,4,8`; parameters
 * that are not named get their standard values. All processes stay. Does not block.
 * -EFAULT; -EINVAL: nothing has changed, and *WRONG (unless it is NULL) is the offset of
 * the word that is wrong; -EPERM: for id 0 only; -E2BIG. */
int policy_set(const char *words, uint32_t *wrong);

/* Puts the policy with its parameters, in the same grammar, into the SIZE bytes at WORDS.
 * Does not block. -EFAULT; -E2BIG: it does not fit. */
int policy_get(char *words, uint32_t size);
