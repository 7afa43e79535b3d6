/* The disk's ext2 file system in the tree of paths, at /disk. Its files'
 * pages are in the cache (cache.h), shared with whoever maps them; what ext2 itself needs, its
 * tables and directories, is there as blocks of the disk. */
#pragma once

#define EXT2_MOUNTED_AT "/disk"

/* Mounts it, if there is a disk with one, or says why it cannot be mounted. The clock must have been started,
 * as this waits for the disk. */
void ext2_init(void);

/* Gives back all memory: nobody uses it any more. */
void ext2_sweep(void);
