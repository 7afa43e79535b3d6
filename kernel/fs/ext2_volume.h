/* A disk with an ext2 file system, checked: where its groups and their tables lie. All of
 * ext2 but ext2.c is pure: it reaches blocks through `struct ext2_blocks` alone, allocates
 * no memory and knows no processes, so that it runs on the host as well.
 *
 * A disk comes from outside. Whatever its bytes are, what is read is within the disk and
 * ends, and what does not fit together is -EUCLEAN. Besides, each function may return what
 * its blocks return.
 *
 * Who changes a volume calls one function at a time, also where it waits for the disk. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "kernel/fs/ext2_format.h"
#include "lib/compiler.h"

struct ext2_block { /* while it is held */
    uint32_t number;
    void *data;
    void *page; /* its holder's own */
};

/* Blocks of the disk, for the numbers that a volume has. */
struct ext2_blocks {
    /* Holds block NUMBER, which is read if need be: 0, or -errno. May block. */
    int (*get)(struct ext2_blocks *, uint32_t number, struct ext2_block *);
    void (*put)(struct ext2_blocks *, struct ext2_block *);
    /* DATA is what block NUMBER is from now on. It reaches the disk after all that was
     * written before. 0, or -errno. */
    int (*write)(struct ext2_blocks *, uint32_t number, const void *data);
};

enum { EXT2_GROUPS_MAX = 128 }; /* a page of descriptors: 1 to 16 GiB */

struct ext2_volume {
    struct ext2_blocks *blocks;
    struct ext2_group *groups; /* in memory; on the disk only after ext2_volume_sync */
    uint32_t block_bits, block_bytes; /* 1 << block_bits */
    uint32_t block_count, first_block, blocks_per_group;
    uint32_t inode_bytes, inode_count, first_inode, inodes_per_group;
    uint32_t group_count, table_blocks; /* of a group's table of inodes */
    uint32_t descriptor_blocks;         /* with those that are reserved behind them */
    bool has_types, is_sparse;
    bool is_read_only; /* by its features, or as it is not clean: see the last error */
    bool is_damaged;   /* something did not fit together, so it will not be clean */
    /* While it is written: */
    bool is_changed;          /* since it was clean */
    uint32_t now;             /* set by who changes it: seconds since 1970 */
    void *scratch;            /* a block's bytes, of who opened it */
    struct ext2_block bitmap; /* held since it was needed last; data NULL: none */
    bool bitmap_changed;
};

/* Makes a volume of the disk of DISK_SECTORS whose superblock is SUPER; GROUPS is room for
 * EXT2_GROUPS_MAX descriptors, and BLOCKS gives blocks of super's size from now on.
 * -EINVAL: there is no ext2. -ENOTSUP: it has an incompatible feature, whose number is then
 * in *FEATURE (else -1: a size or a revision). */
MUST_CHECK int ext2_volume_open(struct ext2_volume *, const struct ext2_superblock *super,
                                uint32_t disk_sectors, struct ext2_blocks *,
                                struct ext2_group *groups, int *feature);

/* Its name, as e2fsprogs has it. */
const char *ext2_feature_name(int feature);

/* Notes the damage. -EUCLEAN. */
int ext2_damaged(struct ext2_volume *);

MUST_CHECK int ext2_get(struct ext2_volume *, uint32_t number, struct ext2_block *);
void ext2_put(struct ext2_volume *, struct ext2_block *);
/* What is written is on the disk, or the volume is read-only from now on. */
MUST_CHECK int ext2_write_data(struct ext2_volume *, uint32_t number, const void *data);
/* A block that is held is written as it now is. */
MUST_CHECK int ext2_write(struct ext2_volume *, const struct ext2_block *);

uint32_t ext2_group_start(const struct ext2_volume *, uint32_t group);

/* Whether a file may have block NUMBER: it is on the disk, and no table of a group. */
bool ext2_is_for_files(const struct ext2_volume *, uint32_t number);
