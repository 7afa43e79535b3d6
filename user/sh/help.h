/* What `help` knows: a usage and a line for each builtin and each program of /bin. */
#pragma once

/* Lists them all; or, unless NAME is NULL, prints usage and line of that. Returns the
 * status: EXIT_FAILURE if there is no such thing. */
int shell_help(const char *name);

/* Says how the builtin NAME is to be used, on standard error. Returns EXIT_USAGE. */
int shell_usage(const char *name);
