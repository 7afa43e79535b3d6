/* What several programs do with their arguments. */
#pragma once

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>

#include "abi/types.h"

/* Says on standard error that TEXT, such as "kill PID...", is the usage. Returns
 * EXIT_USAGE. */
int usage(const char *text);

/* Reads TEXT, all of it, as a decimal number of at most MOST into *NUMBER. False, and
 * *NUMBER is untouched, if it is anything else. */
bool argument_number(const char *text, uint64_t most, uint64_t *number);

/* Reads TEXT, seconds such as "12", "12.5" or ".5", as ticks, rounded up. False, and
 * *TICKS is untouched, if it is anything else. */
bool argument_seconds(const char *text, tick_t *ticks);

/* The body of a program that takes pids and nothing else: does ACT, a process call, to
 * each of them, tells each failure on standard error and goes on. Returns the program's
 * exit status. */
int argument_pids(int argc, char *argv[], int (*act)(pid_t pid));

/* The same for a program that reads files: does ACT to each of ARGV from FIRST on, opened, or
 * to the standard input, which is also `-`; its NAME is then empty. Returns whether all could
 * be read; what could not is told on standard error. */
bool argument_files(char *argv[], int first, void (*act)(FILE *file, const char *name));

/* Where a copy or another name of FILE shall be, by TARGET: in there, if that is a directory, by
 * the same name. False: ENAMETOOLONG. */
bool argument_place(const char *target, const char *file, char path[PATH_MAX]);

/* For the end of a program that prints: STATUS, unless something could not be printed. That is
 * told, and 1 is returned. */
int output_status(const char *program, int status);
