/* Files and directories in memory: the root of all paths, or only /tmp. The root's first files are
 * those of the loader's archive; what they hold stays in the archive until it is written. Pages are charged
 * to who has written first, files and directories to who has made them. */
#pragma once

#include "kernel/fs/inode.h"

#define MEMORY_FOR_ALL "/tmp" /* anybody may make files there */

/* Makes the volume, and mounts it at MEMORY_FOR_ALL, or, if there is no root of all yet, as that, with
 * MEMORY_FOR_ALL in it. */
void memory_init(void);
/* A file or directory of the archive: of what MODE says, with the SIZE bytes at DATA, which
 * stay there. 0 or -ENOMEM. While booting only; DIRECTORY is in memory. */
MUST_CHECK int memory_add(struct inode *directory, const char *name, uint32_t mode,
                          const void *data, size_t size, struct inode **inode);
/* Pages that all files have. */
uint32_t memory_page_count(void);
/* The power goes off: all files that are left go, too. Nobody refers to any of them. */
void memory_sweep(void);
