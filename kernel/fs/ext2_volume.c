/* What is checked here is relied upon everywhere: the sizes, and that each group's tables lie
 * in the group and apart. So a block's number tells what it is for. */
#include "kernel/fs/ext2_volume.h"

#include <stddef.h>

#include "abi/errno.h"
#include "lib/string.h"

enum { BLOCK_SIZES = 3, INODE_BYTES_MIN = sizeof(struct ext2_inode), BITS_OF_BYTE = 8 };

const char *ext2_feature_name(int feature)
{
    static const char names[] =
        "compression\0filetype\0needs_recovery\0journal_dev\0meta_bg\0\0extent\00064bit\0"
        "mmp\0flex_bg\0";
    const char *name = names;
    for (; feature > 0 && name < names + sizeof names - 1; feature--)
        name += strlen(name) + 1;
    return feature == 0 && *name ? name : "unknown";
}

int ext2_damaged(struct ext2_volume *volume)
{
    volume->is_damaged = true;
    return -EUCLEAN;
}

/* --- Blocks --- */

int ext2_get(struct ext2_volume *volume, uint32_t number, struct ext2_block *block)
{
    block->number = number;
    if (number >= volume->block_count)
        return ext2_damaged(volume);
    return volume->blocks->get(volume->blocks, number, block);
}

void ext2_put(struct ext2_volume *volume, struct ext2_block *block)
{
    volume->blocks->put(volume->blocks, block);
}

int ext2_write_data(struct ext2_volume *volume, uint32_t number, const void *data)
{
    int error = volume->blocks->write(volume->blocks, number, data);
    if (error)
        volume->is_damaged = volume->is_read_only = true;
    return error;
}

int ext2_write(struct ext2_volume *volume, const struct ext2_block *block)
{
    return ext2_write_data(volume, block->number, block->data);
}

/* --- Groups --- */

uint32_t ext2_group_start(const struct ext2_volume *volume, uint32_t group)
{
    return volume->first_block + group * volume->blocks_per_group;
}

static bool is_power_of(uint32_t number, uint32_t base)
{
    while (number % base == 0)
        number /= base;
    return number == 1;
}

/* How many blocks at the beginning of GROUP are the superblock and the descriptors, or their
 * copies. */
static uint32_t blocks_of_copies(const struct ext2_volume *volume, uint32_t group)
{
    bool is_there = !volume->is_sparse || group <= 1 || is_power_of(group, 3) ||
                    is_power_of(group, 5) || is_power_of(group, 7);
    return is_there ? 1 + volume->descriptor_blocks : 0;
}

static bool is_in_tables(const struct ext2_volume *volume, uint32_t group,
                         uint32_t number)
{
    const struct ext2_group *tables = &volume->groups[group];
    return number == tables->bitmaps[EXT2_BLOCKS] ||
           number == tables->bitmaps[EXT2_INODES] ||
           number - tables->inode_table < volume->table_blocks ||
           number - ext2_group_start(volume, group) < blocks_of_copies(volume, group);
}

bool ext2_is_for_files(const struct ext2_volume *volume, uint32_t number)
{
    uint32_t from_first = number - volume->first_block; /* of a smaller one: very large */
    return from_first < volume->block_count - volume->first_block &&
           !is_in_tables(volume, from_first / volume->blocks_per_group, number);
}

static bool is_sound_group(const struct ext2_volume *volume, uint32_t group)
{
    const struct ext2_group *tables = &volume->groups[group];
    uint32_t start = ext2_group_start(volume, group), left = volume->block_count - start;
    uint32_t size = left < volume->blocks_per_group ? left : volume->blocks_per_group;
    uint32_t copies = blocks_of_copies(volume, group);
    uint32_t blocks = tables->bitmaps[EXT2_BLOCKS] - start,
             inodes = tables->bitmaps[EXT2_INODES] - start;
    uint32_t table = tables->inode_table - start;
    return blocks >= copies && blocks < size && inodes >= copies && inodes < size &&
           blocks != inodes && table >= copies && table < size &&
           volume->table_blocks <= size - table &&
           blocks - table >= volume->table_blocks &&
           inodes - table >= volume->table_blocks;
}

static int read_groups(struct ext2_volume *volume)
{
    uint32_t in_block = volume->block_bytes / sizeof(struct ext2_group);
    for (uint32_t i = 0; i < volume->group_count; i++) {
        struct ext2_block block;
        int error = ext2_get(volume, volume->first_block + 1 + i / in_block, &block);
        if (error)
            return error;
        volume->groups[i] = ((struct ext2_group *)block.data)[i % in_block];
        ext2_put(volume, &block);
        if (!is_sound_group(volume, i))
            return ext2_damaged(volume);
    }
    return 0;
}

/* --- The superblock --- */

static int check_features(const struct ext2_superblock *super, int *feature)
{
    uint32_t unknown = super->incompatible & ~(uint32_t)EXT2_INCOMPATIBLE_TYPES;
    *feature = -1;
    if (super->magic != EXT2_MAGIC)
        return -EINVAL;
    if (super->revision > EXT2_REVISION_MAX || super->block_size >= BLOCK_SIZES)
        return -ENOTSUP;
    if (super->revision == 0 || unknown == 0)
        return 0;
    *feature = __builtin_ctz(unknown);
    return -ENOTSUP;
}

static void take_features(struct ext2_volume *volume, const struct ext2_superblock *super)
{
    volume->inode_bytes = INODE_BYTES_MIN;
    volume->first_inode = EXT2_FIRST_INODE;
    volume->is_read_only = super->state != EXT2_STATE_CLEAN;
    if (super->revision == 0)
        return;
    volume->inode_bytes = super->inode_bytes;
    volume->first_inode = super->first_inode;
    volume->has_types = super->incompatible & EXT2_INCOMPATIBLE_TYPES;
    volume->is_sparse = super->read_only & EXT2_READ_ONLY_SPARSE;
    volume->is_read_only |=
        (super->read_only & ~(uint32_t)(EXT2_READ_ONLY_SPARSE | EXT2_READ_ONLY_LARGE)) !=
        0;
    if (super->compatible & EXT2_COMPATIBLE_RESIZE)
        volume->descriptor_blocks = super->reserved_descriptors;
}

/* A bitmap has a bit for each block or inode of a group, and is a block. */
static bool is_sound(const struct ext2_volume *volume, uint32_t disk_sectors)
{
    uint32_t bits = volume->block_bytes * BITS_OF_BYTE, inode = volume->inode_bytes;
    return volume->block_count > volume->first_block &&
           volume->block_count <= disk_sectors / (volume->block_bytes / EXT2_SECTOR) &&
           volume->first_block == (volume->block_bytes == EXT2_BLOCK_MIN) &&
           inode >= INODE_BYTES_MIN && inode <= volume->block_bytes &&
           (inode & (inode - 1)) == 0 && volume->blocks_per_group > 0 &&
           volume->blocks_per_group <= bits && volume->inodes_per_group > 0 &&
           volume->inodes_per_group <= bits && volume->first_inode >= EXT2_FIRST_INODE &&
           volume->descriptor_blocks <= volume->block_bytes;
}

int ext2_volume_open(struct ext2_volume *volume, const struct ext2_superblock *super,
                     uint32_t disk_sectors, struct ext2_blocks *blocks,
                     struct ext2_group *groups, int *feature)
{
    int error = check_features(super, feature);
    if (error)
        return error;
    *volume =
        (struct ext2_volume){.blocks = blocks,
                             .groups = groups,
                             .block_bits = EXT2_BLOCK_BITS_MIN + super->block_size,
                             .block_bytes = (uint32_t)EXT2_BLOCK_MIN << super->block_size,
                             .block_count = super->block_count,
                             .first_block = super->first_block,
                             .blocks_per_group = super->blocks_per_group,
                             .inode_count = super->inode_count,
                             .inodes_per_group = super->inodes_per_group};
    take_features(volume, super);
    if (!is_sound(volume, disk_sectors))
        return ext2_damaged(volume);
    uint32_t blocks_in_groups = volume->block_count - volume->first_block;
    volume->group_count = (blocks_in_groups - 1) / volume->blocks_per_group + 1;
    if (volume->group_count > EXT2_GROUPS_MAX)
        return -ENOTSUP;
    uint32_t table_bytes = volume->inodes_per_group * volume->inode_bytes;
    uint32_t descriptor_bytes = volume->group_count * (uint32_t)sizeof(struct ext2_group);
    volume->table_blocks = (table_bytes - 1) / volume->block_bytes + 1;
    volume->descriptor_blocks += (descriptor_bytes - 1) / volume->block_bytes + 1;
    if (volume->inode_count != volume->group_count * volume->inodes_per_group ||
        volume->first_inode > volume->inode_count)
        return ext2_damaged(volume);
    return read_groups(volume);
}
