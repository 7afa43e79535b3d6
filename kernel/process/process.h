/* What a process is, and the calls on processes: create, destroy, wait, suspend,
 * resume, status. A process is a thread with memory, open files, a parent, and a story
 * to tell when it ends.
 *
 * Every function here is called with the kernel's own pointers; kernel/syscall/ checks
 * and copies what programs hand over. Contracts of the calls stand in <process.h>; here
 * is what is more. Each verb has a file of its name. */
#pragma once

#include "abi/resource.h"
#include "kernel/process/arguments.h"
#include "kernel/process/descriptors.h"
#include "kernel/process/program.h"
#include "kernel/process/signal.h"
#include "kernel/sched/policies.h"
#include "kernel/sched/scheduler.h"
#include "kernel/terminal/terminal.h"

/* What happened to a process, its end for one; as in struct process_result. */
struct cause {
    uint32_t event;
    int32_t code;
    pid_t by;
    uint32_t fault, address, instruction;
};

/* What a process has used, or several together. */
struct past_usage {
    uint64_t run_cycles;
    uint32_t page_faults, yielded, preempted;
};

/* The limits that can be set. */
enum { UMASK_STANDARD = 022 };

enum limit { LIMIT_SPACE, LIMIT_PROCESSES, LIMIT_FILES, LIMIT_CPU, LIMIT_KINDS };

struct group;

struct process {
    struct thread thread; /* its id is the pid */

    /* Changed only by the process itself, while it runs; gone in a zombie. */
    struct program *program;
    struct space space;
    struct descriptors descriptors;
    struct inode *directory; /* where its paths begin; NULL: the root */
    uint32_t uid;            /* that of the space's account; both stay in a zombie */
    uint16_t umask;          /* permissions that what it makes does not get */

    /* Changed by whoever is created, ends, or is collected. */
    struct process *parent; /* NULL: init has none */
    struct list sibling;    /* in its parent's `children` or `ended_children` */
    struct list in_table;   /* among all processes, in order of pids */

    /* Changed by itself and its parent (group.h). */
    struct group *group;  /* its id is the thread's `group` */
    struct list in_group; /* among the group's members */
    bool has_executed; /* another program since it was made: it has groups of its own */

    /* What its parent has not been told: a suspension or resumption, of which the later one
     * stands (event 0: none); and, once it has been told to end, how. */
    struct cause cause;
    struct past_usage past; /* of the children that it has collected */

    /* Changed by itself, and by whoever sends it one (signal.h). */
    struct signal_sets signals;

    /* --- What is above is cleared when it is allocated; what is below is set before others
     * see it, and not cleared before --- */

    char name[PROCESS_NAME_MAX];       /* that of its program; changed by itself */
    struct rlimit limits[LIMIT_KINDS]; /* as its parent's were when it was created */
    tick_t created_tick;
    tick_t ended_tick; /* TICK_NEVER: it lives */

    struct list children; /* those that live, by `sibling` */
    struct list
        ended_children; /* zombies nobody has collected, in the order of their ends */
    struct process *next_in_bucket;

    /* Mean something only while it waits for a child, its thread in `waiting`. */
    struct list waiting;
    pid_t wait_pid; /* this one; 0: any; else one of the group -wait_pid */
    uint32_t wait_flags;
};

/* What create was asked for, all in the kernel's memory and valid. */
struct process_request {
    struct path path;
    const struct arguments *arguments;
    struct process_options options;
};

/* A user other than 0 may have USER_PROCESSES, unless user 0 sets another limit. */
COLD void process_init(uint32_t user_processes);
/* Makes process 1 of the program at PATH: with COMMANDS, unless NULL, it gets the
 * arguments -c COMMANDS. Panics if it cannot. */
COLD void process_start_init(const char *path, const char *commands);
/* Mounts /proc. */
void proc_init(void);

/* The process whose thread runs; not for the idle loop, which has none. */
static inline struct process *process_current(void)
{
    return container_of(this_cpu()->running, struct process, thread);
}

/* As whom PROCESS walks, and from where. */
static inline struct walker process_walker(const struct process *process)
{
    return (struct walker){process->uid, process->directory};
}

/* It is in no directory any more. */
static inline void process_leave_directory(struct process *process)
{
    if (process->directory)
        inode_put(process->directory);
    process->directory = NULL;
}

/* The name of the program of PID, for a panic; NULL: there is no such process. */
const char *process_name(pid_t pid);

/* A child of PARENT (NULL: init, with the console as 0, 1, 2). Its pid, or -errno and
 * nothing is left behind. */
MUST_CHECK pid_t process_create(struct process *parent,
                                const struct process_request *request);

/* What a copy may be told beside: all zero is fork(2). */
struct fork_request {
    virt_t stack; /* its stack pointer; 0: as its parent's */
    virt_t
        own_pid; /* where a word of its memory shall be its pid, if it can be; 0: nowhere */
};

/* A child of the running process that is its copy, and is told 0 in place of its pid. It is
 * in the same group and has the same files, offsets included, limits and parameters for the
 * policy, and of budgets what its parent has left: so these end who forks and goes on as its
 * own child. Its pid, -EAGAIN or -ENOMEM: nothing has changed. */
MUST_CHECK pid_t process_fork(const struct fork_request *request);

/* The running process goes on with the program at PATH. 0: it has begun, and its result is
 * its EAX; or -errno, as process_create has it, but -EACCES for a directory: the process is
 * as it was. May block. */
MUST_CHECK int process_exec(const struct path *path, const struct arguments *arguments);

/* All of these act for the running process and return 0 or -errno. */
MUST_CHECK int process_destroy(pid_t pid);
MUST_CHECK int process_suspend(pid_t pid);
MUST_CHECK int process_resume(pid_t pid);
MUST_CHECK int process_foreground(pid_t pid);
MUST_CHECK int process_schedule(pid_t pid, const struct process_scheduling *scheduling);
MUST_CHECK int process_power_off(int status);
int process_set_uid(uint32_t uid);
MUST_CHECK int process_get_limit(uint32_t resource, struct rlimit *limit);
MUST_CHECK int process_set_limit(uint32_t resource, const struct rlimit *limit);
/* Writes a struct process_result, or nothing if TO has no length. May block. The pid that
 * it is about, 0 (a poll found nothing) or -errno. */
MUST_CHECK pid_t process_wait(pid_t pid, const struct process_wait_options *options,
                              struct transfer *to);
/* Flags besides abi/process.h's, for process_wait_posix alone. */
enum {
    WAIT_NO_ENDS = 1 << 8, /* who has ended is no child any more */
    WAIT_KEEPS = 1 << 9,   /* what is told stays to be told */
};

/* What became of a child. */
struct wait_news {
    int32_t status; /* as waitpid has it */
    uint32_t uid;
    struct usage usage;
};

/* The same as waitpid has it: PID may be 0, of the caller's group, or the negative of another
 * group; FLAGS are WAIT_SUSPENDED, WAIT_RESUMED, WAIT_POLL and those above. If it is a pid,
 * *NEWS is what became of that one, and unless WAIT_KEEPS that is told for good. */
MUST_CHECK pid_t process_wait_posix(pid_t pid, uint32_t flags, struct wait_news *news);
/* What the running process, or the children that it has collected, have used: 0 or -EINVAL.
 * And the time alone, of both. */
MUST_CHECK int process_usage(int32_t who, struct usage *usage);
void process_times(struct usage_times *times);
/* Since the boot, in the same parts of a second. */
int32_t process_uptime(void);
/* Writes a struct process_status. 0 or -errno. */
MUST_CHECK int process_status(pid_t pid, struct transfer *to);
/* Writes up to to->left bytes of pids, ascending, of the others that have a page of the region
 * of PID that ADDRESS lies in; returns how many there are, or -errno. */
MUST_CHECK int process_sharers(pid_t pid, virt_t address, struct transfer *to);
/* Writes up to to->left bytes of pids, ascending; returns how many processes there
 * are. */
MUST_CHECK int process_list(struct transfer *to);

/* The group and the session of PID (0: the caller), or -ESRCH. */
MUST_CHECK pid_t process_group_of(pid_t pid);
MUST_CHECK pid_t process_session_of(pid_t pid);
/* setpgid(2) and setsid(2) by the running process. Besides POSIX's errors -ENOMEM. */
MUST_CHECK int process_set_group(pid_t pid, pid_t id);
MUST_CHECK pid_t process_start_session(void);

/* The running process, which is not who reads, is about to use the terminal: SIGNAL is SIGTTIN
 * to read, SIGTTOU to write or to change it. If it is stopped by that, the call returns when it
 * goes on. */
enum terminal_use process_use_terminal(int32_t signal);
/* Whether who has the terminal is of the running process's session; and that session, or
 * -ENOTTY. */
bool process_has_terminal_of_session(void);
MUST_CHECK pid_t process_terminal_session(void);
/* tcsetpgrp by the running process, which may use the terminal. 0 or -errno. */
MUST_CHECK int process_set_terminal_group(pid_t id);
/* TIOCSCTTY by the running process: the terminal is its session's, which it leads and which
 * has none. From another session only user 0 takes it, if IS_FORCED. 0 or -EPERM. */
MUST_CHECK int process_take_terminal(bool is_forced);

/* The running process sets the policy as policies_words say, which is room for them. 0;
 * -EINVAL, and *WRONG is the offset of the word; -EPERM. */
MUST_CHECK int process_set_policy(size_t *wrong);
/* Whether a policy can use SCHEDULING. */
bool process_can_schedule(const struct process_scheduling *scheduling);

/* The running process exits with CODE, or ends since it did something impossible. It is
 * gone when the kernel is left. */
void process_exit(int code);
void process_fault(enum process_fault fault, virt_t address, virt_t instruction);
/* What the console does at Ctrl-C, Ctrl-Z and so on: all in the foreground get SIGNAL. While
 * nobody is there it is for those whom the leader has in its group; and SIGINT breaks the
 * wait of the leader, if it waits for its children. False: it was for nobody. */
bool process_signal_foreground(int32_t signal);
/* Ctrl-\: whatever programs have done, the person at the terminal commands again. All
 * processes but process 1 and that person's shell are suspended, the policy is rr with
 * its standard parameters, and the terminal is the shell's, which runs again; if it has
 * not read since the last time, it is destroyed, and process 1 starts another. Prints
 * what it has done. False: without a line to read that shell would show no prompt. */
bool process_rescue(void);

/* The running process, whose thread is to end, gives back all it holds. */
_Noreturn void process_finish(void);

/* Whether the machine is to be powered off and every process has ended; and its
 * status. */
bool process_is_over(void);
/* Then: what they wrote reaches the disk. */
void process_put_away(void);
int process_power_off_status(void);
/* Frees what is left of the processes when process_is_over. */
COLD void process_sweep(void);

/* Panics if the table, the scheduler's queues and the counts disagree, or the memory of one
 * process, another one each time: TURN counts. */
void process_check(uint32_t turn);
