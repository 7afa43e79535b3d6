/* A file or directory of a volume: its inode, and which blocks it has. An inode points to
 * its first blocks itself, to more by a table of pointers, by a table of tables, and by a
 * table of those [OSTEP 40.3]:
 *
 *   inode: | 12 blocks | table | table of | table of
 *                         |      tables     tables of tables
 *                         v
 *                      | block | block | - (a hole: reads as zeros) | ...
 *
 * Each pointer is checked before it is followed. */
#pragma once

#include "kernel/fs/ext2_volume.h"

struct ext2_node {
    uint32_t number;
    bool is_changed;         /* since it was read or written */
    bool is_new;             /* nothing that is there now belongs to it */
    struct ext2_inode inode; /* as on the disk, or newer */
};

/* Reads what lies at inode NUMBER, which a directory names. -EUCLEAN: nothing, or what
 * cannot be. */
MUST_CHECK int ext2_node_read(struct ext2_volume *, uint32_t number, struct ext2_node *);

/* Writes it to the disk. */
MUST_CHECK int ext2_node_write(struct ext2_volume *, struct ext2_node *);

/* In bytes. */
uint64_t ext2_size(const struct ext2_node *);
void ext2_set_size(struct ext2_node *, uint64_t size);
/* Files end below this. */
uint64_t ext2_size_max(const struct ext2_volume *);

/* Whether it has blocks: neither a device, nor a link that stands in the inode. */
bool ext2_has_blocks(const struct ext2_node *);

/* The way to a file's block INDEX: first a slot of the inode, then one of each table. Returns
 * how many, or 0: no file has so many blocks. */
uint32_t ext2_way(const struct ext2_volume *, uint32_t index, uint32_t way[4]);

/* Which BLOCK the file's block INDEX is; 0: it has none, and reads as zeros. COUNT of the MOST
 * from there on lie one behind the other on the disk, or are none all of them: as far as that
 * can be told by one table. */
MUST_CHECK int ext2_map_run(struct ext2_volume *, const struct ext2_node *,
                            uint32_t index, uint32_t most, uint32_t *block,
                            uint32_t *count);
/* The same, of that block alone. */
MUST_CHECK static inline int ext2_map(struct ext2_volume *volume,
                                      const struct ext2_node *node, uint32_t index,
                                      uint32_t *block)
{
    uint32_t count;
    return ext2_map_run(volume, node, index, 1, block, &count);
}
