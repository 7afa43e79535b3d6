/* The commands that the shell does itself. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "user/sh/words.h"

/* Interactive: tells the pids of what `run` starts in the background. */
void shell_builtins_init(bool interactive);

/* The name of the builtin NUMBER, from 0 on; NULL: there are no more. */
const char *shell_builtin(size_t number);

/* Whether NAME, which may be NULL, is one. */
bool shell_is_builtin(const char *name);

/* Whether it starts a program, and would do so in the background itself. */
bool shell_is_prefix(const char *name);

/* Does the builtin ARGV[0], which may change VALUES. IN_BACKGROUND is for a prefix. Its status;
 * `exit` ends the program. */
int shell_builtin_run(char *argv[], bool in_background, struct shell_values *values);
