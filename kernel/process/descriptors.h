/* The open files of a process, by descriptor: a small number, the lowest that was free. A
 * child shares its parent's first three, offsets included. */
#pragma once

#include "kernel/fs/file.h"

enum { STANDARD_FILES = 3 }; /* input, output, errors */

/* Invariant: descriptors from `end` on are closed. */
struct descriptors { /* all zero: all closed */
    struct file *files[PROCESS_FILES_MAX];
    uint32_t end;
};

/* The file of descriptor FD, or NULL: it is closed, or no descriptor at all. */
static inline struct file *descriptors_find(const struct descriptors *descriptors,
                                            uint32_t fd)
{
    return fd < PROCESS_FILES_MAX ? descriptors->files[fd] : NULL;
}

/* Opens PATH with open(2)'s FLAGS. The descriptor, which is below COUNT_MAX; -EMFILE, or
 * what file_open says. */
MUST_CHECK int32_t descriptors_open(struct descriptors *descriptors, const char *path,
                                    uint32_t flags, uint32_t count_max);
/* 0 or -EBADF. */
MUST_CHECK int descriptors_close(struct descriptors *descriptors, uint32_t fd);
void descriptors_close_all(struct descriptors *descriptors);

/* Opens the console as the first three. 0, or what file_open says. */
MUST_CHECK int descriptors_open_console(struct descriptors *descriptors);

/* Whether a child can get what OPTIONS say from its PARENT. 0 or -EBADF. */
MUST_CHECK int descriptors_check_options(const struct descriptors *parent,
                                         const struct process_options *options);
/* Gives CHILD, which has none, the first three as OPTIONS say: they have been checked. */
void descriptors_share(struct descriptors *child, const struct descriptors *parent,
                       const struct process_options *options);

/* Gives CHILD, which has none, all that PARENT has. 0 or -ENOMEM. */
MUST_CHECK int descriptors_fork(struct descriptors *child,
                                const struct descriptors *parent);

/* Closes what another program shall not have. */
void descriptors_exec(struct descriptors *descriptors);

/* Panics if the invariant does not hold. */
void descriptors_check(const struct descriptors *descriptors);
