/* Inodes lie in the tables of the groups, in the order of their numbers. They may be longer
 * than what is known of them here. */
#include "kernel/fs/ext2_node.h"

#include <stddef.h>

#include "abi/errno.h"
#include "abi/stat.h"
#include "lib/string.h"

enum { HIGH_HALF = 32 };

uint64_t ext2_size(const struct ext2_node *node)
{
    const struct ext2_inode *inode = &node->inode;
    uint32_t high = S_ISREG(inode->mode) ? inode->size_high : 0;
    return (uint64_t)high << HIGH_HALF | inode->size;
}

void ext2_set_size(struct ext2_node *node, uint64_t size)
{
    node->inode.size = (uint32_t)size;
    if (S_ISREG(node->inode.mode))
        node->inode.size_high = (uint32_t)(size >> HIGH_HALF);
    node->is_changed = true;
}

bool ext2_has_blocks(const struct ext2_node *node)
{
    uint32_t mode = node->inode.mode;
    return S_ISREG(mode) || S_ISDIR(mode) ||
           (S_ISLNK(mode) && node->inode.size >= EXT2_LINK_INLINE_MAX);
}

/* --- The tables of inodes --- */

static int get_inode(struct ext2_volume *volume, uint32_t number,
                     struct ext2_block *block, struct ext2_inode **inode)
{
    uint32_t index = (number - 1) % volume->inodes_per_group;
    uint32_t group = (number - 1) / volume->inodes_per_group;
    uint32_t in_block = volume->block_bytes / volume->inode_bytes;
    int error =
        ext2_get(volume, volume->groups[group].inode_table + index / in_block, block);
    if (!error)
        *inode = (void *)((char *)block->data + index % in_block * volume->inode_bytes);
    return error;
}

static bool is_sound(const struct ext2_volume *volume, const struct ext2_node *node)
{
    const struct ext2_inode *inode = &node->inode;
    uint64_t size = ext2_size(node);
    if (inode->links == 0 || inode->flags & EXT2_FLAGS_FOREIGN ||
        size > ext2_size_max(volume))
        return false;
    return !S_ISDIR(inode->mode) ||
           (size > 0 && inode->size % volume->block_bytes == 0 &&
            inode->size / volume->block_bytes <= volume->block_count);
}

int ext2_node_read(struct ext2_volume *volume, uint32_t number, struct ext2_node *node)
{
    struct ext2_block block;
    struct ext2_inode *inode;
    if (number != EXT2_ROOT &&
        (number < volume->first_inode || number > volume->inode_count))
        return ext2_damaged(volume);
    int error = get_inode(volume, number, &block, &inode);
    if (error)
        return error;
    *node = (struct ext2_node){.number = number, .inode = *inode};
    ext2_put(volume, &block);
    return is_sound(volume, node) ? 0 : ext2_damaged(volume);
}

int ext2_node_write(struct ext2_volume *volume, struct ext2_node *node)
{
    struct ext2_block block;
    struct ext2_inode *inode;
    int error = get_inode(volume, node->number, &block, &inode);
    if (error)
        return error;
    if (node->is_new)
        memset(inode, 0, volume->inode_bytes);
    *inode = node->inode;
    node->is_new = node->is_changed = false;
    error = ext2_write(volume, &block);
    ext2_put(volume, &block);
    return error;
}

/* --- Its blocks --- */

static uint32_t pointers_in_block(const struct ext2_volume *volume)
{
    return volume->block_bytes / (uint32_t)sizeof(uint32_t);
}

uint64_t ext2_size_max(const struct ext2_volume *volume)
{
    uint32_t in_block = pointers_in_block(volume);
    uint32_t blocks = EXT2_DIRECT + in_block * (1 + in_block * (1 + in_block));
    return (uint64_t)blocks << volume->block_bits;
}

uint32_t ext2_way(const struct ext2_volume *volume, uint32_t index, uint32_t way[4])
{
    uint32_t bits = (uint32_t)__builtin_ctz(pointers_in_block(volume));
    uint32_t mask = pointers_in_block(volume) - 1, tables = 0, start = EXT2_DIRECT;
    if (index < EXT2_DIRECT) {
        way[0] = index;
        return 1;
    }
    do { /* those that are reached by fewer tables come before */
        index -= start;
        start = 1U << (bits * ++tables);
    } while (index >= start && tables < 3);
    if (index >= start)
        return 0;
    way[0] = EXT2_DIRECT - 1 + tables;
    for (uint32_t i = tables; i > 0; i--, index >>= bits)
        way[i] = index & mask;
    return tables + 1;
}

static uint32_t min(uint32_t a, uint32_t b)
{
    return a < b ? a : b;
}

/* How many of the MOST pointers at SLOT lead to blocks one behind the other, or all to none. */
static uint32_t run_at(const struct ext2_volume *volume, const uint32_t *slot,
                       uint32_t most)
{
    uint32_t count = 1;
    while (count < most && slot[count] == (*slot ? *slot + count : 0) &&
           (!*slot || ext2_is_for_files(volume, slot[count])))
        count++;
    return count;
}

int ext2_map_run(struct ext2_volume *volume, const struct ext2_node *node, uint32_t index,
                 uint32_t most, uint32_t *block, uint32_t *count)
{
    uint32_t way[4], length = ext2_way(volume, index, way);
    const uint32_t *slot = length ? &node->inode.blocks[way[0]] : NULL;
    uint32_t next = slot ? *slot : 0, found = 1;
    if (length == 1)
        found = run_at(volume, slot, min(most, EXT2_DIRECT - way[0]));
    for (uint32_t i = 1; next && i < length; i++) {
        struct ext2_block table;
        if (!ext2_is_for_files(volume, next))
            return ext2_damaged(volume);
        int error = ext2_get(volume, next, &table);
        if (error)
            return error;
        slot = (const uint32_t *)table.data + way[i];
        next = *slot;
        if (i == length - 1)
            found = run_at(volume, slot, min(most, pointers_in_block(volume) - way[i]));
        ext2_put(volume, &table);
    }
    if (next && !ext2_is_for_files(volume, next))
        return ext2_damaged(volume);
    *block = next;
    *count = found;
    return 0;
}
