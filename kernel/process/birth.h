/* What create.c and fork.c share: a process comes into being in the same steps, wherever its
 * memory is from. */
#pragma once

#include "kernel/process/process.h"

/* Whether PARENT may have a child more. 0 or -EAGAIN. */
MUST_CHECK int process_may_have_child(const struct process *parent);
/* PROCESS, which is zeroed, belongs to PARENT's user, with PARENT's limits; NULL: to user 0.
 * 0 or -ENOMEM. */
MUST_CHECK int process_inherit_user(struct process *process,
                                    const struct process *parent);
/* It is where PARENT is, with its umask. */
static inline void process_inherit_place(struct process *process,
                                         const struct process *parent)
{
    process->umask = parent->umask;
    process->directory = parent->directory;
    if (process->directory)
        inode_hold(process->directory);
}
/* Makes PROCESS, which is complete, PARENT's child (NULL: it is init), with what OPTIONS say
 * of its start; HAS_FORKED: as the copy of it. Others can see it from then on. */
void process_publish(struct process *process, struct process *parent,
                     const struct process_options *options, bool has_forked);
/* Undoes what has been made of a process that nobody has seen. */
void process_discard(struct process *process);
