/* A file gets a block in this order: the bitmap, the block, new tables from the
 * block up, and at last the one pointer that makes all of them the file's. It
 * loses some in the other order. */
#include "kernel/fs/ext2_tree.h"

#include <stddef.h>

#include "abi/errno.h"
#include "abi/stat.h"
#include "kernel/fs/ext2_space.h"
#include "lib/string.h"

enum { WAY_MAX = 4 };

static uint32_t sectors_of_block(const struct ext2_volume *volume)
{
    return volume->block_bytes / EXT2_SECTOR;
}

/* --- Longer --- */

/* What a file will get: the table or the inode that there is, and what is to be
 * below it. */
struct branch {
    uint32_t way[WAY_MAX], length;
    uint32_t depth;          /* tables that there are; 0: the inode is to point to it */
    struct ext2_block table; /* the last of those, held */
    uint32_t taken[WAY_MAX]; /* below it: new tables, and the block */
    uint32_t count;
};

static int find_table(struct ext2_volume *volume, const struct ext2_node *node,
                      struct branch *branch)
{
    uint32_t next = node->inode.blocks[branch->way[0]];
    while (next) {
        if (branch->depth)
            ext2_put(volume, &branch->table);
        branch->depth++;
        int error = branch->depth < branch->length && ext2_is_for_files(volume, next)
                        ? ext2_get(volume, next, &branch->table)
                        : ext2_damaged(volume);
        if (error) {
            branch->depth = 0;
            return error;
        }
        next = ((uint32_t *)branch->table.data)[branch->way[branch->depth]];
    }
    return 0;
}

static int take_blocks(struct ext2_volume *volume, const struct ext2_node *node,
                       struct branch *branch)
{
    uint32_t group = (node->number - 1) / volume->inodes_per_group;
    uint32_t goal =
        branch->depth ? branch->table.number : ext2_group_start(volume, group);
    int error = 0;
    while (!error && branch->depth + branch->count < branch->length) {
        error = ext2_take(volume, EXT2_BLOCKS, goal, &branch->taken[branch->count]);
        if (!error)
            goal = branch->taken[branch->count++];
    }
    return error ? error : ext2_space_write(volume);
}

/* Nobody points to it yet. DATA NULL: a table of holes, but for its slot WAY,
 * which leads to block NEXT. */
static int write_new(struct ext2_volume *volume, uint32_t number, const void *data,
                     uint32_t way, uint32_t next)
{
    struct ext2_block block;
    int error = ext2_get(volume, number, &block);
    if (error)
        return error;
    if (data) {
        memcpy(block.data, data, volume->block_bytes);
    } else {
        memset(block.data, 0, volume->block_bytes);
        ((uint32_t *)block.data)[way] = next;
    }
    error = ext2_write(volume, &block);
    ext2_put(volume, &block);
    return error;
}

static int write_blocks(struct ext2_volume *volume, const struct ext2_node *node,
                        const struct branch *branch, const void *data)
{
    uint32_t i = branch->count - 1;
    int error = S_ISDIR(node->inode.mode)
                    ? write_new(volume, branch->taken[i], data, 0, 0)
                    : ext2_write_data(volume, branch->taken[i], data);
    for (; !error && i > 0; i--)
        error = write_new(volume, branch->taken[i - 1], NULL,
                          branch->way[branch->depth + i], branch->taken[i]);
    return error;
}

/* The file's size on the disk must never end before its last block but one:
 * e2fsck would move it. */
static int point_to_blocks(struct ext2_volume *volume, struct ext2_node *node,
                           uint32_t index, struct branch *branch)
{
    uint32_t slot = branch->way[branch->depth];
    uint64_t start = (uint64_t)index << volume->block_bits;
    bool is_directory = S_ISDIR(node->inode.mode);
    int error = 0;
    if (ext2_size(node) < start)
        ext2_set_size(node, start);
    if (branch->depth && node->is_changed)
        error = ext2_node_write(volume, node);
    if (branch->depth && !error) {
        ((uint32_t *)branch->table.data)[slot] = branch->taken[0];
        error = ext2_write(volume, &branch->table);
    }
    if (error)
        return error;
    if (!branch->depth)
        node->inode.blocks[slot] = branch->taken[0];
    if (is_directory)
        ext2_set_size(node, start + volume->block_bytes);
    node->inode.sectors += branch->count * sectors_of_block(volume);
    node->is_changed = true;
    return !branch->depth || is_directory ? ext2_node_write(volume, node) : 0;
}

int ext2_grow(struct ext2_volume *volume, struct ext2_node *node, uint32_t index,
              const void *data)
{
    struct branch branch = {.depth = 0};
    branch.length = ext2_way(volume, index, branch.way);
    if (!branch.length)
        return -EFBIG;
    int error = find_table(volume, node, &branch);
    if (!error)
        error = take_blocks(volume, node, &branch);
    if (!error)
        error = write_blocks(volume, node, &branch, data);
    if (!error)
        error = point_to_blocks(volume, node, index, &branch);
    else
        while (branch.count > 0 &&
               ext2_give(volume, EXT2_BLOCKS, branch.taken[branch.count - 1]) == 0)
            branch.count--;
    volume->is_damaged |= error && branch.count > 0; /* those are lost */
    if (branch.depth)
        ext2_put(volume, &branch.table);
    return error;
}

/* --- Shorter --- */

/* How many tables are between SLOT of an inode and the file's blocks. */
static uint32_t tables_below(uint32_t slot)
{
    return slot < EXT2_DIRECT ? 0 : slot - EXT2_DIRECT + 1;
}

/* Gives BLOCK back, to which nothing points any more; it is a table if TABLES
 * is not 0. A block that comes twice is found, as it is free the second time.
 */
static int give_tree(struct ext2_volume *volume, struct ext2_node *node, uint32_t block,
                     uint32_t tables)
{
    int error = 0;
    if (block == 0)
        return 0;
    if (tables) {
        struct ext2_block table;
        error = ext2_is_for_files(volume, block) ? ext2_get(volume, block, &table)
                                                 : ext2_damaged(volume);
        if (error)
            return error;
        const uint32_t *pointers = table.data;
        for (uint32_t i = 0; !error && i < volume->block_bytes / sizeof *pointers; i++)
            error = give_tree(volume, node, pointers[i], tables - 1);
        ext2_put(volume, &table);
    }
    node->inode.sectors -= sectors_of_block(volume);
    node->is_changed = true;
    return error ? error : ext2_give(volume, EXT2_BLOCKS, block);
}

/* Table NUMBER loses its slots from FROM on, and then what they led to is given
 * back. */
static int cut_table(struct ext2_volume *volume, struct ext2_node *node, uint32_t number,
                     uint32_t from, uint32_t tables)
{
    struct ext2_block table;
    uint32_t count = volume->block_bytes / sizeof(uint32_t), *old = volume->scratch;
    int error = ext2_get(volume, number, &table);
    if (error)
        return error;
    memcpy(old, table.data, volume->block_bytes);
    memset((uint32_t *)table.data + from, 0, (count - from) * sizeof(uint32_t));
    error = ext2_write(volume, &table);
    ext2_put(volume, &table);
    for (uint32_t i = from; !error && i < count; i++)
        error = give_tree(volume, node, old[i], tables);
    return error;
}

/* Of the tables on the way to the first block that goes, each loses what is
 * behind the way. The last one loses the block as well. */
static int cut_tables(struct ext2_volume *volume, struct ext2_node *node,
                      const uint32_t way[WAY_MAX], uint32_t length)
{
    uint32_t tables[WAY_MAX], count = 0, next = node->inode.blocks[way[0]];
    while (next && count + 1 < length) {
        struct ext2_block table;
        int error = ext2_is_for_files(volume, next) ? ext2_get(volume, next, &table)
                                                    : ext2_damaged(volume);
        if (error)
            return error;
        tables[++count] = next;
        next = ((uint32_t *)table.data)[way[count]];
        ext2_put(volume, &table);
    }
    int error = 0;
    for (uint32_t i = count; !error && i > 0; i--)
        error = cut_table(volume, node, tables[i], way[i] + (i + 1 < length),
                          tables_below(way[0]) - i);
    return error;
}

static int cut(struct ext2_volume *volume, struct ext2_node *node, uint64_t size)
{
    uint32_t way[WAY_MAX], old[EXT2_POINTERS];
    uint32_t index = (uint32_t)((size + volume->block_bytes - 1) >> volume->block_bits);
    uint32_t length = ext2_way(volume, index, way);
    while (length > 1 && way[length - 1] == 0)
        length--; /* the whole table goes */
    int error = cut_tables(volume, node, way, length);
    if (error)
        return error;
    uint32_t first = length == 0 ? EXT2_POINTERS : way[0] + (length > 1);
    memcpy(old, node->inode.blocks, sizeof old);
    memset(&node->inode.blocks[first], 0, (EXT2_POINTERS - first) * sizeof old[0]);
    ext2_set_size(node, size);
    error = ext2_node_write(volume, node);
    for (uint32_t i = first; !error && i < EXT2_POINTERS; i++)
        error = give_tree(volume, node, old[i], tables_below(i));
    return error;
}

int ext2_cut(struct ext2_volume *volume, struct ext2_node *node, uint64_t size)
{
    int error = cut(volume, node, size);
    volume->is_damaged |= error != 0;
    return error;
}
