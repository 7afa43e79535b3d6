/* The shell's children: those that run in the background, are suspended, or have ended
 * there and nobody has waited for them. What unusual happens to one is told on standard
 * output, in one line, at the moment at which the shell learns of it. */
#pragma once

#include <stdbool.h>

#include "abi/process.h"

struct shell_job;

/* Of a wait that Ctrl-C broke: 128 and the number of SIGINT, as elsewhere. */
enum { STATUS_INTERRUPTED = 130 };

/* Interactive: ordinary ends in the background are told, too. */
void shell_jobs_init(bool interactive);

/* Starts the program ARGV[0], in /bin or, with a '/', by its path. Returns its pid, and
 * the job in *JOB; or -ENAME as process_create. */
pid_t shell_job_start(char *const argv[], const struct process_options *options,
                      struct shell_job **job);

/* The job PID, or NULL. 0: the latest one that has not ended. */
struct shell_job *shell_job_find(pid_t pid);

/* Lets a suspended JOB run again. 0, or -ENAME as process_resume. */
int shell_job_resume(struct shell_job *job);

/* Waits until JOB has ended or is suspended, and returns its status for `$?`. A job that has
 * ended is then forgotten. Ctrl-C breaks the wait: STATUS_INTERRUPTED, and JOB is left as it
 * is. Blocks. */
int shell_job_wait(struct shell_job *job);
/* The same, and JOB has the console meanwhile: so Ctrl-C reaches it. */
int shell_job_watch(struct shell_job *job);

/* Learns what has happened to the jobs meanwhile, without blocking. */
void shell_jobs_collect(void);

/* Waits for all jobs that are not suspended. Returns 0, or STATUS_INTERRUPTED. */
int shell_jobs_wait(void);

/* Prints `PID running|suspended COMMAND` for each. */
void shell_jobs_print(void);
