/* The disk as a row of bytes: its pages in the cache, which file systems have their blocks of,
 * and /dev/hda. What is written to that is on the disk when the file is closed. */
#pragma once

#include "kernel/fs/cache.h"
#include "kernel/fs/disk.h"

struct block {
    struct cache_page *page;
    char *data; /* SIZE bytes, as the disk has them */
};

/* /dev/hda is there, if there is a disk; -EBUSY for who would write to it while its file system
 * is mounted. After device_init and disk_init. */
void block_init(void);

/* Block NUMBER of those of SIZE bytes (512 to 4096, a power of 2) that DISK consists of. 0,
 * -EIO, -ENOMEM. May block. */
MUST_CHECK int block_get(struct disk *disk, uint32_t number, uint32_t size,
                         struct block *block);

static inline void block_put(struct block *block)
{
    cache_put(block->page);
}
