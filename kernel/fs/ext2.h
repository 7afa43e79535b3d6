/* The disk's ext2 file system in the tree of paths, as its root or at /disk. Its files'
 * pages are in the cache (cache.h), shared with whoever maps them; what ext2 itself needs, its
 * tables and directories, is there as blocks of the disk. */
#pragma once

#include <stdbool.h>

/* Mounts it at PATH, if there is a disk with one, or says why it cannot be mounted; whether it is. The
 * clock must have been started, as this waits for the disk. */
bool ext2_init(const char *path);

/* Gives back all memory: nobody uses it any more. */
void ext2_sweep(void);
