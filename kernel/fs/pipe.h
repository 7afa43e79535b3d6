/* Pipes: bytes that one end takes and the other gives, in order. A pipe holds PIPE_BYTES,
 * in pages that come when they are needed; its two ends are open files, which closing
 * and sharing count.
 *
 * A write of at most PIPE_ATOMIC bytes goes in whole, or not at all: no other writer's
 * bytes come between them. [POSIX write; pipe(7)] */
#pragma once

#include "kernel/fs/file.h"
#include "kernel/memory/account.h"

enum {
    PIPE_PAGES = 16,
    PIPE_BYTES = PIPE_PAGES * PAGE_SIZE,
    PIPE_ATOMIC = 4096, /* PIPE_BUF */
};

/* A pipe, whose pages are charged to ACCOUNT: ends[0] is to be read from, ends[1] to be
 * written to; of FLAGS, O_NONBLOCK is theirs. 0, -ENOMEM, or
 * -ENFILE.
 *
 * To read gives what there is, or waits for it; 0: all is read, and nobody can write any
 * more. To write waits for room; -EPIPE: nobody can read any more, and what went in
 * before that can be told by what is left. Under O_NONBLOCK both give -EAGAIN in place of
 * waiting. A broken wait gives what was moved before, or else -EINTR. */
MUST_CHECK int pipe_create(uint32_t flags, struct account *account, struct file *ends[2]);

bool pipe_is(const struct file *file);
/* How many bytes can be read from it. */
uint32_t pipe_used(const struct file *file);
/* Pages that all pipes have. */
uint32_t pipe_page_count(void);
