/* Waiting for one of several files. Whoever does so stands in the list of each of them, and
 * is woken by the first at which something changes; it looks at all of them again then. */
#pragma once

#include "kernel/fs/file.h"
#include "kernel/sched/scheduler.h"

struct poller {
    struct list places;
    uint32_t place_count;
    struct account *account; /* which pays for a page whenever one is full of them */
};

/* What holds of FILE: bits of abi/poll.h. */
uint32_t poll_file(struct file *file);

/* POLLER stands in no list yet. */
void poll_begin(struct poller *poller, struct account *account);
/* The running thread, as POLLER, will be told of changes of FILE. 0 or -ENOMEM. */
MUST_CHECK int poll_add(struct poller *poller, struct file *file);
/* It is told of nothing any more. */
void poll_end(struct poller *poller);

/* Pages that accounts are charged for those who wait. */
uint32_t poll_page_count(void);

/* Something has changed at the file whose POLLERS these are. */
void poll_wake(struct list *pollers);
