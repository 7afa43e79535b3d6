/* What a person calls the shell's jobs, and how they are shown. */
#pragma once

#include "user/sh/jobs.h"

/* The job that WORD names: the pid of one of its processes; `%N`, its number; `%TEXT`, how it
 * begins; `%+`, `%%`, `%` and a WORD of NULL, the latest that is suspended, or else runs; `%-`,
 * the one before that [POSIX 3.182]. NULL: there is none, which is told in the name of
 * BUILTIN. What happened meanwhile is looked at first, so that nobody acts on a job that is
 * over. */
struct shell_job *job_named(const char *builtin, const char *word);

/* `kill` is a program, which knows no jobs: those that WORDS, its name and arguments, name are
 * put as groups. WORDS may move. False, after a message: there is no such job, or memory is
 * short. */
bool job_names_replace(char ***words);

/* Tells the person, who is about to end the shell, that there are suspended jobs, which would end
 * with it. Whether it was told: not if there are none, nor twice in a row of two lines. */
bool jobs_warn(void);
/* A line has been entered. */
void jobs_note_line(void);

/* Prints `PID running|suspended COMMAND`; NUMBERED: with `[N]`, and `+` or `-`, in front. */
void job_print(const struct shell_job *job, bool numbered);
/* The same for all that have not ended. */
void jobs_print(bool numbered);
