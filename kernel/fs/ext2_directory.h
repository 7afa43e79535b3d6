/* The names in a directory of a volume. Each block is checked as it is read: its entries fill
 * it, one behind the other, so that whoever walks over them ends. Directories have no holes.
 *
 * Nor do they form loops: a directory is entered only from the one that its ".." names
 * (ext2_directory_is_in), so that each has one place. */
#pragma once

#include "kernel/fs/ext2_node.h"

enum { EXT2_NAME_MAX = 255 };

struct ext2_name { /* of LENGTH bytes, without a NUL */
    const char *text;
    uint32_t length;
};

/* A place in a directory: an entry in a block that is held. */
struct ext2_place {
    struct ext2_block block;
    struct ext2_entry *entry, *previous; /* in the block; NULL: ENTRY is its first */
    uint32_t offset;                     /* of ENTRY, in the directory */
};

/* Goes through the entries, free ones too, from PLACE->offset on, until IS_WANTED of one. 1: it
 * is at PLACE, and ext2_put gives its block back. 0: of none. */
MUST_CHECK int ext2_scan(struct ext2_volume *, const struct ext2_node *directory,
                         struct ext2_place *place,
                         bool (*is_wanted)(const struct ext2_place *, void *argument),
                         void *argument);

/* Finds NAME: 1, and its PLACE as from ext2_scan; or 0. */
MUST_CHECK int ext2_find(struct ext2_volume *, const struct ext2_node *directory,
                         const struct ext2_name *name, struct ext2_place *place);

/* The NUMBER of the inode that NAME leads to. -ENOENT. */
MUST_CHECK int ext2_look_up(struct ext2_volume *, const struct ext2_node *directory,
                            const struct ext2_name *name, uint32_t *number);

/* Whether a name in PARENT may lead to DIRECTORY, by its "..": 0, or -EUCLEAN. */
MUST_CHECK int ext2_directory_is_in(struct ext2_volume *,
                                    const struct ext2_node *directory, uint32_t parent);

/* Whether nothing is in it but "." and "..": 0, or -ENOTEMPTY. */
MUST_CHECK int ext2_directory_is_empty(struct ext2_volume *, const struct ext2_node *);

/* 1: DIRECTORY is inode ANCESTOR or lies below it. 0: not. */
MUST_CHECK int ext2_directory_is_below(struct ext2_volume *, const struct ext2_node *,
                                       uint32_t ancestor);

/* The bytes that an entry with a name of LENGTH takes. */
uint32_t ext2_entry_bytes(uint32_t length);
