/* The open files of a process, by descriptor: a small number, the lowest that was free. A
 * child that is created shares its parent's first three, one that is forked all of them,
 * offsets included.
 *
 * Most processes have few open files, which have their place in the process itself; who
 * has more gets a page for them, which is charged to its account.
 *
 *   table --> few, or a page: | file | file | - | ... |     (an entry each descriptor)
 *                                             ^ end
 */
#pragma once

#include "kernel/fs/file.h"

enum {
    STANDARD_FILES = 3, /* input, output, errors */
    DESCRIPTORS_FEW = 8,
    DESCRIPTORS_MAX = PAGE_SIZE / sizeof(uintptr_t), /* 1024 on the PC */
};

/* Invariant: entries from `end` on are 0. An entry is the address of a file, in whose
 * lowest bit, which is always 0, CLOSE_ON_EXEC is kept. */
struct descriptors {  /* all zero: all closed */
    uintptr_t *table; /* `few` or a page; NULL: nothing has been open yet */
    uint32_t end;
    uintptr_t few[DESCRIPTORS_FEW];
};

enum { CLOSE_ON_EXEC = 1 };

/* The file of descriptor FD, or NULL: it is closed, or no descriptor at all. */
static inline struct file *descriptors_find(const struct descriptors *descriptors,
                                            uint32_t fd)
{
    if (fd >= descriptors->end)
        return NULL;
    return (struct file *)(descriptors->table[fd] & ~(uintptr_t)CLOSE_ON_EXEC);
}

/* What opens, in two steps, so that nothing has to be undone: the lowest descriptor from
 * FIRST on that is free, and for which there is room; -EMFILE: the process has as many as
 * its limit allows; -ENOMEM. And then FILE gets it: the caller's use of the file is the
 * descriptor's from then on. */
MUST_CHECK int32_t descriptors_reserve(struct descriptors *descriptors, uint32_t first);
void descriptors_set(struct descriptors *descriptors, uint32_t fd, struct file *file,
                     bool close_on_exec);

/* Opens PATH with open(2)'s FLAGS and MODE for WALKER. The descriptor; or what reserving it or file_open
 * says. */
MUST_CHECK int32_t descriptors_open(struct descriptors *descriptors,
                                    const struct walker *walker, const char *path,
                                    uint32_t flags, uint32_t mode);
/* The file of FD gets a descriptor more: the lowest that is free from FIRST on, or TO,
 * which is closed before if it was another's. The descriptor; -EBADF: FD is closed, or TO
 * beyond the limit; or what reserving says. */
MUST_CHECK int32_t descriptors_duplicate(struct descriptors *descriptors, uint32_t fd,
                                         uint32_t first, bool close_on_exec);
MUST_CHECK int32_t descriptors_duplicate_to(struct descriptors *descriptors, uint32_t fd,
                                            uint32_t to, bool close_on_exec);

/* Of FD, which is open. */
static inline bool descriptors_closes_on_exec(const struct descriptors *descriptors,
                                              uint32_t fd)
{
    return descriptors->table[fd] & CLOSE_ON_EXEC;
}
void descriptors_set_close_on_exec(struct descriptors *descriptors, uint32_t fd,
                                   bool close_on_exec);

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
/* Gives CHILD, which has none and knows its account, all that PARENT has. 0; -ENOMEM: it
 * has none. */
MUST_CHECK int descriptors_fork(struct descriptors *child,
                                const struct descriptors *parent);
/* Another program takes over: what is to be closed then is closed. */
void descriptors_exec(struct descriptors *descriptors);

/* Pages that are charged for the table: 0 or 1. */
static inline uint32_t descriptors_charge(const struct descriptors *descriptors)
{
    return descriptors->table && descriptors->table != descriptors->few;
}

/* Panics if the invariant does not hold. */
COLD void descriptors_check(const struct descriptors *descriptors);
