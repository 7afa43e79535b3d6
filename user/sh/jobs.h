/* The shell's children. A job is the processes of a pipeline, a group of its own with the pid
 * of the first; it runs in the background, is suspended, or has ended there and nobody has
 * waited for it. What unusual happens to one is told on standard output, in one line, at the
 * moment at which the shell learns of it. */
#pragma once

#include <stdbool.h>

#include "abi/process.h"
#include "user/sh/parse.h"

struct shell_job;

/* Of a wait that Ctrl-C broke: 128 and the number of SIGINT, as elsewhere. */
enum { STATUS_INTERRUPTED = 130 };

/* Interactive: ordinary ends in the background are told, too. */
void shell_jobs_init(bool interactive);
/* Whether each job is a group of its own: in a shell that a person uses, or that process 1 has
 * started. In others all stay in the shell's group, and the terminal is left alone. */
bool shell_controls_jobs(void);

/* A job of COUNT processes at most, shown as TEXT; NULL: memory is short. If the FOREGROUND is
 * to be its own it has that from its first instruction on. */
struct shell_job *shell_job_make(struct shell_part text, size_t count, bool foreground);

/* Adds to FLAGS, for process_create, what the next process of JOB needs. */
uint32_t shell_job_flags(const struct shell_job *job);
/* PID was made with them. If JOB has a group already, it starts when it is in there, and the
 * terminal is the group's, even if all that was in it has ended: the policy may let it run before
 * the shell, and a read of the terminal would stop it. */
void shell_job_admit(const struct shell_job *job, pid_t pid);
/* PID, whose program is NAME, belongs to JOB; for the last one of a pipeline, IS_LAST: its
 * status is the job's. */
void shell_job_add(struct shell_job *job, pid_t pid, const char *name, bool is_last);
/* Done by a child that was forked for JOB, before all else. The shell that it goes on as has no
 * jobs but those of its parent, which it can only show, and what it starts stays in its group. */
void shell_job_enter(const struct shell_job *job);
/* Its process was started suspended, which is told. */
void shell_job_suspended(struct shell_job *job);
/* The last one of the pipeline could not be started: STATUS is the job's. */
void shell_job_fail(struct shell_job *job, int status);
/* The pid of the first process, which is the group's; 0: none could be started. */
pid_t shell_job_pid(const struct shell_job *job);
/* That of the last one; if that could not be started, of the first. */
pid_t shell_job_last(const struct shell_job *job);
/* What the call kill reaches all of JOB by: its group; in a shell without groups its last
 * process, as `$!` is. */
pid_t shell_job_target(const struct shell_job *job);
/* Frees a JOB without processes. */
void shell_job_drop(struct shell_job *job);

/* The job with the process PID, or NULL. */
struct shell_job *shell_job_of(pid_t pid);
/* The job behind JOB, in the order of their start; NULL: the first one, and none. */
struct shell_job *shell_jobs_next(const struct shell_job *job);

/* From 1 on; 0: its end has been told, so that nobody asks for it by number any more. */
unsigned shell_job_number(const struct shell_job *job);
const char *shell_job_command(const struct shell_job *job);
bool shell_job_is_suspended(const struct shell_job *job);
/* 0 if it has ended; else the higher, the nearer it lies to mean this one: what is suspended
 * before what runs, and of them what became so latest. */
uint32_t shell_job_rank(const struct shell_job *job);

/* JOB, which is suspended, has the terminal when it goes on: so it is not stopped at once by
 * reading it. */
void shell_job_give_terminal(struct shell_job *job);
/* Lets a suspended JOB run again. 0, or -ENAME as process_resume. */
int shell_job_resume(struct shell_job *job);

/* Waits until JOB has ended or is suspended, and returns its status for `$?`. A job that has
 * ended is then forgotten. Ctrl-C breaks the wait: -EINTR, and JOB is left as it is.
 * Blocks. */
int shell_job_wait(struct shell_job *job);
/* The same, and JOB has the console meanwhile: so Ctrl-C reaches it. STATUS_INTERRUPTED, if that
 * does break the wait. */
int shell_job_watch(struct shell_job *job);

/* Whether one was destroyed from the console since this was asked last. */
bool shell_jobs_broken_off(void);
/* Learns what has happened to the jobs meanwhile, without blocking. */
void shell_jobs_collect(void);
/* Before a prompt: the person has been told of what has ended. */
void shell_jobs_free_numbers(void);
