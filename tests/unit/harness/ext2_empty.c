#include "tests/unit/harness/ext2_empty.h"

#include <stdint.h>
#include <string.h>

#include "abi/stat.h"
#include "kernel/fs/ext2_volume.h"

/* Where things are in the image. */
enum {
    DESCRIPTORS = 2,
    BLOCK_BITMAP,
    INODE_BITMAP,
    INODES,
    FIRST_FREE = INODES + 4,
    INODE_COUNT = 32
};

static void *block(void *image, uint32_t number)
{
    return (uint8_t *)image + number * EXT2_EMPTY_BLOCK_BYTES;
}

static void set_bits(uint8_t *bits, uint32_t from, uint32_t to)
{
    for (; from < to; from++)
        bits[from / 8] |= (uint8_t)(1U << from % 8);
}

void ext2_empty(void *image)
{
    memset(image, 0, EXT2_EMPTY_BYTES);
    *(struct ext2_superblock *)block(image, 1) =
        (struct ext2_superblock){.inode_count = INODE_COUNT,
                                 .block_count = EXT2_EMPTY_BLOCKS,
                                 .first_block = 1,
                                 .blocks_per_group = 8192,
                                 .fragments_per_group = 8192,
                                 .inodes_per_group = INODE_COUNT,
                                 .magic = EXT2_MAGIC,
                                 .state = EXT2_STATE_CLEAN,
                                 .revision = 1,
                                 .first_inode = EXT2_FIRST_INODE,
                                 .inode_bytes = sizeof(struct ext2_inode),
                                 .incompatible = EXT2_INCOMPATIBLE_TYPES};
    *(struct ext2_group *)block(image, DESCRIPTORS) = (struct ext2_group){
        .bitmaps = {BLOCK_BITMAP, INODE_BITMAP},
        .inode_table = INODES,
        .free = {EXT2_EMPTY_BLOCKS - FIRST_FREE - 1, INODE_COUNT - 10},
        .directories = 1};
    set_bits(block(image, BLOCK_BITMAP), 0, FIRST_FREE); /* bit 0 is of block 1 */
    set_bits(block(image, BLOCK_BITMAP), EXT2_EMPTY_BLOCKS - 1, 8192);
    set_bits(block(image, INODE_BITMAP), 0, EXT2_FIRST_INODE - 1);
    set_bits(block(image, INODE_BITMAP), INODE_COUNT, 8192);
    ((struct ext2_inode *)block(image, INODES))[EXT2_ROOT - 1] =
        (struct ext2_inode){.mode = S_IFDIR | 0755,
                            .size = EXT2_EMPTY_BLOCK_BYTES,
                            .links = 2,
                            .sectors = 2,
                            .blocks = {FIRST_FREE}};
    uint8_t *entry = block(image, FIRST_FREE);
    memcpy(entry, (uint8_t[]){2, 0, 0, 0, 12, 0, 1, 2, '.'}, 9);
    memcpy(entry + 12, (uint8_t[]){2, 0, 0, 0, 0xf4, 3, 2, 2, '.', '.'}, 10);
}
