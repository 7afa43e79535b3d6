/* The shell's `run`: a program with the options of process_create. */
#pragma once

#include <stdbool.h>

#include "abi/process.h"

struct shell_start {
    struct process_options options;
    bool is_in_background; /* the shell does not wait for it ... */
    bool tells_pid;        /* ... and prints its pid */
};

/* Reads the options in ARGV, behind `run`, into *START, and spoils them. Returns the
 * index of the program's name; 0, after a message, if they cannot be understood. */
int shell_run_options(int argc, char *argv[], struct shell_start *start);
