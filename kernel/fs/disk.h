/* The disk: requests to move sectors wait in a queue, first come, first served, and whoever
 * has made one waits until it is done. Nothing breaks that wait (thread_block_firmly): the
 * disk may be writing into the memory that it was given, and the request itself lies on the
 * stack of who waits. A process that is destroyed meanwhile ends after it.
 *
 * What fails, or is not answered within ten seconds, is tried three times more; then it is
 * told on the console, and is an error. The trace has each request, each time that the disk
 * begins with it, and its end. */
#pragma once

#include "kernel/fs/cache.h"

struct disk {
    uint32_t sectors; /* of SECTOR_BYTES */
    bool writable;
    bool is_mounted;           /* what is in it is a file system's to change */
    struct cache_owner blocks; /* block.c's */
};

/* Looks for the disk. DMA: see arch_disk_start. */
void disk_init(bool dma, bool writable);
/* NULL: there is none. */
struct disk *disk_first(void);

/* Moves COUNT sectors, 1 at least, from SECTOR on, from DISK into FRAMES, of the first
 * from its byte OFFSET on, or the other way; at most DISK_FRAMES_MAX. 0; -EIO, as well if DISK has no such
 * sectors; -EROFS. Blocks; while booting the machine waits, for which the clock must have
 * been started. */
MUST_CHECK int disk_move(struct disk *disk, bool write, uint32_t sector, uint32_t count,
                         const phys_t *frames, uint32_t offset);
/* Whatever was written before is safe when this returns: 0 or -EIO. Blocks. */
MUST_CHECK int disk_flush(struct disk *disk);

/* kernel_disk_done's. */
void disk_done(bool failed);
/* Whether it does something now, and has an alarm set. */
bool disk_is_busy(void);
