/* Files of a volume become longer and shorter. What points to a block is
 * written after the bitmap that has it as taken, and after what is in it; and
 * no bitmap has it as free before nothing points to it any more. So whenever
 * the power is cut, nothing is worse than that blocks are taken which nobody
 * uses. */
#pragma once

#include "kernel/fs/ext2_node.h"

/* Fills the file's hole at block INDEX with the block's bytes DATA. A file's
 * size becomes at least what is before the block, and the caller adds what is
 * in it; a directory's covers it. -ENOSPC and -EFBIG: nothing was changed. */
MUST_CHECK int ext2_grow(struct ext2_volume *, struct ext2_node *, uint32_t index,
                         const void *data);

/* Makes the file SIZE bytes long, not longer than it is, and gives blocks back.
 * What breaks off in its midst is damage. */
MUST_CHECK int ext2_cut(struct ext2_volume *, struct ext2_node *, uint64_t size);
