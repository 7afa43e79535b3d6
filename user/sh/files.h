/* What a command's redirections make of its descriptors. First all is opened, in the shell, so
 * that a mistake is told before anything runs; then a program is started with the outcome, or
 * a process takes it over: a child that was forked, or the shell itself for a builtin. */
#pragma once

#include <stdbool.h>

#include "user/sh/words.h"

enum { SHELL_FILES_MAX = 10 };

struct shell_files {
    int fds
        [SHELL_FILES_MAX]; /* the shell's descriptor that it has as this one; -1: closed */
};

/* As the shell's own, but with INPUT and OUTPUT as standard input and output. */
struct shell_files shell_files_begin(int input, int output);

/* Opens what LIST names, and changes FILES. 0; or, after a message, an exit status: nothing is
 * open then. May block. */
int shell_files_open(struct shell_files *files, struct shell_redirection *list,
                     const struct shell_values *values);
/* Closes in the shell what was opened. */
void shell_files_close(const struct shell_redirection *list);

/* Whether FILES has from 3 on what a program has that process_create makes: nothing. */
bool shell_files_are_standard(const struct shell_files *files);

/* Makes the caller's descriptors as FILES says. SAVED, unless it is NULL, then has its own,
 * for shell_files_restore. False: there are too many. */
bool shell_files_take(const struct shell_files *files, struct shell_files *saved);
void shell_files_restore(const struct shell_files *saved);
/* They stay as they are, for `exec`. */
void shell_files_keep(const struct shell_files *saved);
