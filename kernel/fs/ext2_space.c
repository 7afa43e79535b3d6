/* Blocks and inodes are taken in the same way, from bitmaps of different
 * length. */
#include "kernel/fs/ext2_space.h"

#include <stddef.h>

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "lib/string.h"

enum {
    BYTE_BITS = 8,
    BYTE_FULL = 0xff,
    GIVE_INSTRUCTIONS = 400, /* for kernel_worked: to give a block back */
};

/* --- Bitmaps --- */

int ext2_space_write(struct ext2_volume *volume)
{
    if (!volume->bitmap_changed)
        return 0;
    volume->bitmap_changed = false;
    return ext2_write(volume, &volume->bitmap);
}

static int put_bitmap(struct ext2_volume *volume)
{
    int error = ext2_space_write(volume);
    if (volume->bitmap.data)
        ext2_put(volume, &volume->bitmap);
    volume->bitmap.data = NULL;
    return error;
}

static int get_bitmap(struct ext2_volume *volume, uint32_t number)
{
    struct ext2_block bitmap = {0};
    if (volume->bitmap.data && volume->bitmap.number == number)
        return 0;
    int error = put_bitmap(volume);
    if (!error)
        error = ext2_get(volume, number, &bitmap);
    if (!error)
        volume->bitmap = bitmap;
    return error;
}

/* Takes the first free one of BITS bits from about GOAL on, and then from the
 * beginning; or -ENOSPC. */
static int take_bit(struct ext2_volume *volume, uint32_t bits, uint32_t goal)
{
    uint8_t *bytes = volume->bitmap.data;
    uint32_t length = (bits + BYTE_BITS - 1) / BYTE_BITS, at = goal / BYTE_BITS;
    for (uint32_t left = length; left > 0; left--, at++) {
        at = at < length ? at : 0;
        uint32_t free = ~(uint32_t)bytes[at] & BYTE_FULL;
        uint32_t bit = at * BYTE_BITS + (uint32_t)(free ? __builtin_ctz(free) : 0);
        if (free && bit < bits) {
            bytes[at] |= (uint8_t)(free & -free);
            volume->bitmap_changed = true;
            return (int)bit;
        }
    }
    return -ENOSPC;
}

/* 0; or -EUCLEAN: it was free. */
static int give_bit(struct ext2_volume *volume, uint32_t bit)
{
    uint8_t *byte = (uint8_t *)volume->bitmap.data + bit / BYTE_BITS;
    uint8_t mask = (uint8_t)(1U << bit % BYTE_BITS);
    if (!(*byte & mask))
        return ext2_damaged(volume);
    *byte &= (uint8_t)~mask;
    volume->bitmap_changed = true;
    return 0;
}

/* --- Blocks and inodes --- */

static uint32_t per_group(const struct ext2_volume *volume, enum ext2_kind kind)
{
    return kind == EXT2_BLOCKS ? volume->blocks_per_group : volume->inodes_per_group;
}

/* The number of the first one, of group 0. */
static uint32_t first_of(const struct ext2_volume *volume, enum ext2_kind kind)
{
    return kind == EXT2_BLOCKS ? volume->first_block : 1;
}

static bool is_for_files(const struct ext2_volume *volume, enum ext2_kind kind,
                         uint32_t number)
{
    return kind == EXT2_BLOCKS
               ? ext2_is_for_files(volume, number)
               : number >= volume->first_inode && number <= volume->inode_count;
}

/* The last group may have fewer blocks than the others. */
static uint32_t bits_of(const struct ext2_volume *volume, enum ext2_kind kind,
                        uint32_t group)
{
    uint32_t all = kind == EXT2_BLOCKS ? volume->block_count - volume->first_block
                                       : volume->inode_count;
    uint32_t left = all - group * per_group(volume, kind);
    return left < per_group(volume, kind) ? left : per_group(volume, kind);
}

int ext2_take(struct ext2_volume *volume, enum ext2_kind kind, uint32_t goal,
              uint32_t *number)
{
    uint32_t first = (goal - first_of(volume, kind)) / per_group(volume, kind);
    uint32_t bit = (goal - first_of(volume, kind)) % per_group(volume, kind);
    int result = -ENOSPC;
    for (uint32_t i = 0; i < volume->group_count && result == -ENOSPC; i++, bit = 0) {
        uint32_t group = (first + i) % volume->group_count;
        if (volume->groups[group].free[kind] == 0)
            continue; /* on a full disk there may be many */
        result = get_bitmap(volume, volume->groups[group].bitmaps[kind]);
        if (!result)
            result = take_bit(volume, bits_of(volume, kind, group), bit);
        if (result < 0)
            continue;
        *number =
            first_of(volume, kind) + group * per_group(volume, kind) + (uint32_t)result;
        volume->groups[group].free[kind]--;
        return is_for_files(volume, kind, *number) ? 0 : ext2_damaged(volume);
    }
    return result;
}

int ext2_give(struct ext2_volume *volume, enum ext2_kind kind, uint32_t number)
{
    uint32_t index = number - first_of(volume, kind);
    kernel_worked(GIVE_INSTRUCTIONS);
    if (!is_for_files(volume, kind, number))
        return ext2_damaged(volume);
    struct ext2_group *group = &volume->groups[index / per_group(volume, kind)];
    int error = get_bitmap(volume, group->bitmaps[kind]);
    if (!error)
        error = give_bit(volume, index % per_group(volume, kind));
    if (!error)
        group->free[kind]++;
    return error;
}

/* --- The volume --- */

static int get_superblock(struct ext2_volume *volume, struct ext2_block *block,
                          struct ext2_superblock **super)
{
    int error = ext2_get(volume, volume->first_block, block);
    if (!error)
        *super = (void *)((char *)block->data +
                          (volume->first_block ? 0 : EXT2_SUPERBLOCK_AT));
    return error;
}

int ext2_volume_change(struct ext2_volume *volume)
{
    struct ext2_block block;
    struct ext2_superblock *super;
    if (volume->is_read_only)
        return -EROFS;
    if (volume->is_changed)
        return 0;
    int error = get_superblock(volume, &block, &super);
    if (error)
        return error;
    super->state &= (uint16_t)~EXT2_STATE_CLEAN;
    error = ext2_write(volume, &block);
    ext2_put(volume, &block);
    volume->is_changed = !error;
    return error;
}

static int write_groups(struct ext2_volume *volume)
{
    uint32_t in_block = volume->block_bytes / sizeof(struct ext2_group);
    int error = 0;
    for (uint32_t i = 0; i < volume->group_count && !error; i += in_block) {
        uint32_t left = volume->group_count - i;
        uint32_t count = left < in_block ? left : in_block;
        struct ext2_block block;
        error = ext2_get(volume, volume->first_block + 1 + i / in_block, &block);
        if (error)
            break;
        memcpy(block.data, &volume->groups[i], count * sizeof(struct ext2_group));
        error = ext2_write(volume, &block);
        ext2_put(volume, &block);
    }
    return error;
}

static int write_superblock(struct ext2_volume *volume, bool is_clean)
{
    struct ext2_block block;
    struct ext2_superblock *super;
    int error = get_superblock(volume, &block, &super);
    if (error)
        return error;
    super->free_blocks = super->free_inodes = 0;
    for (uint32_t i = 0; i < volume->group_count; i++) {
        super->free_blocks += volume->groups[i].free[EXT2_BLOCKS];
        super->free_inodes += volume->groups[i].free[EXT2_INODES];
    }
    if (is_clean)
        super->state |= EXT2_STATE_CLEAN;
    error = ext2_write(volume, &block);
    ext2_put(volume, &block);
    return error;
}

int ext2_volume_sync(struct ext2_volume *volume, bool is_clean)
{
    if (!volume->is_changed)
        return 0;
    int error = put_bitmap(volume);
    if (!error)
        error = write_groups(volume);
    bool is_all = is_clean && !volume->is_damaged;
    if (!error)
        error = write_superblock(volume, is_all);
    if (!error && is_all)
        volume->is_changed = false;
    return error;
}
