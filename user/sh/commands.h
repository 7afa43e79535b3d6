/* What the shell does with its commands: the tree of a text is walked, builtins are run here,
 * programs become jobs. */
#pragma once

#include <stdbool.h>

/* Interactive: tells the pids and ordinary ends of what runs in the background. ARGUMENTS, up to a
 * NULL, are `$0` and what follows; NULL: there are none. */
void shell_init(bool interactive, char *arguments[]);

/* Runs the commands of TEXT, a line after the other. Where the grammar is broken in one, that is
 * told on standard error, and nothing of that line runs, nor of what follows: false. Blocks
 * while one runs in the foreground; `exit` ends the program. */
bool shell_run(const char *text);

/* The status of the last command, `$?`. */
int shell_status(void);
