/* From a name to a program: the folders of PATH, or /bin; the environment; and what is told
 * where that fails. */
#pragma once

#include "abi/process.h"
#include "user/sh/variables.h"

/* Starts the program ARGV[0], which is a path if it has a '/', with the exported ones of
 * VARIABLES. Its pid, or -ENAME as process_create. */
pid_t shell_start(char *const argv[], const struct process_options *options,
                  const struct variables *variables);

/* The same in the place of the caller. Returns -ENAME as execve. */
int shell_execute(char *const argv[], const struct variables *variables);

/* Tells that NAME could not be started. The status for `$?`. */
int shell_complain(const char *name, int error);
