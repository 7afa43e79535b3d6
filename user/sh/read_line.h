/* The lines that a person types: edited in a terminal, else as they come. */
#pragma once

#include <stdbool.h>

#include "user/sh/edit.h"

/* Reads a line into LINE, in a terminal behind PROMPT; false at the end of the input. One that Ctrl-C
 * breaks off, or that comes from elsewhere and is too long, is empty. Nothing is taken from
 * the input behind the line, which a program in it may want to read. Blocks. */
bool shell_read_line(const char *prompt, char line[EDIT_BYTES_MAX]);
