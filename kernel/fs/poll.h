/* Waiting for one of several files. Whoever does so stands in the list of each of them, and
 * is woken by the first at which something changes; it looks at all of them again then. */
#pragma once

#include "kernel/fs/file.h"
#include "kernel/sched/scheduler.h"

struct poller { /* list_init(&places): it stands in no list */
    struct list places;
};

/* What holds of FILE: bits of abi/poll.h. */
uint32_t poll_file(struct file *file);

/* The running thread, as POLLER, will be told of changes of FILE. 0 or -ENOMEM. */
MUST_CHECK int poll_add(struct poller *poller, struct file *file);
/* It is told of nothing any more. */
void poll_end(struct poller *poller);

/* Something has changed at the file whose POLLERS these are. */
void poll_wake(struct list *pollers);
