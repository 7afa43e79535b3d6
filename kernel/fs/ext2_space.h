/* Which blocks and inodes of a volume are taken: a bit for each in the bitmaps
 * of the groups. The bitmap that was changed last is held and written when
 * another one is needed, or by ext2_space_write. It must be on the disk before
 * anything there uses what was taken, and what is given back must not be used
 * on the disk any more. The counts in the descriptors follow with
 * ext2_volume_sync: wrong ones do no harm. */
#pragma once

#include "kernel/fs/ext2_volume.h"

/* Takes a free block or inode, near GOAL if there is one: its NUMBER, or
 * -ENOSPC. */
MUST_CHECK int ext2_take(struct ext2_volume *, enum ext2_kind, uint32_t goal,
                         uint32_t *number);
/* -EUCLEAN: it is not one that files may have, or was free. */
MUST_CHECK int ext2_give(struct ext2_volume *, enum ext2_kind, uint32_t number);

/* Writes what has not been written of the bitmaps. */
MUST_CHECK int ext2_space_write(struct ext2_volume *);

/* To be called before the first change after ext2_volume_sync: the disk says
 * from now on that it is not clean. -EROFS: it may not be changed. */
MUST_CHECK int ext2_volume_change(struct ext2_volume *);

/* Writes what is known of free blocks and inodes, and at last, if IS_CLEAN,
 * that the disk is clean: nothing is left that should be written, or given back
 * at its end. Nothing is held afterwards. */
MUST_CHECK int ext2_volume_sync(struct ext2_volume *, bool is_clean);
