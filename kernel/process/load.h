/* What create.c and exec.c share: the memory of a program that is to run. */
#pragma once

#include "kernel/process/process.h"

/* A program with its memory, ready to be entered. */
struct loaded {
    struct program *program; /* NULL: nothing has been loaded */
    struct space *space;
    virt_t stack_pointer;
};

/* Loads the program at PATH, as WALKER finds it, into LOADED->space, which is zeroed but for
 * its account, and which may have SPACE_MAX bytes. 0, or what process_create says of PATH and
 * ARGUMENTS: then what has been done is undone by load_undo. May block. */
MUST_CHECK int load_program(struct loaded *loaded, const struct walker *walker,
                            const struct path *path, const struct arguments *arguments,
                            rlim_t space_max);
void load_undo(struct loaded *loaded);
