/* A small ext2 volume, made without mke2fs: for fuzz targets, to which each bit of it is the same
 * each time. */
#pragma once

enum {
    EXT2_EMPTY_BLOCKS = 64,
    EXT2_EMPTY_BLOCK_BYTES = 1024,
    EXT2_EMPTY_BYTES = EXT2_EMPTY_BLOCKS * EXT2_EMPTY_BLOCK_BYTES,
};

/* IMAGE, of EXT2_EMPTY_BYTES at a multiple of 8, becomes a volume with nothing but its root. */
void ext2_empty(void *image);
