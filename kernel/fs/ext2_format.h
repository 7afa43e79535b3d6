/* What lies on a disk with an ext2 file system, as its bytes are there (all numbers have the
 * lowest byte first, as this machine has them) [Poirier, The Second Extended File System].
 *
 * The disk is a row of blocks of 1, 2 or 4 KiB, and is cut into groups of equal size:
 *
 *   | boot | group 0                                              | group 1 ...
 *          | superblock | descriptors | bitmap | bitmap | inodes | blocks of files
 *                         of groups     blocks   inodes
 *
 * Some of the other groups begin with copies of the superblock and the descriptors. */
#pragma once

#include <stdint.h>

enum {
    EXT2_SUPERBLOCK_AT = 1024, /* bytes from the beginning, whatever the size of blocks */
    EXT2_MAGIC = 0xef53,
    EXT2_STATE_CLEAN = 1, /* unset while the disk is being written */
    EXT2_STATE_ERRORS = 2,
    EXT2_REVISION_MAX = 1,
    EXT2_BLOCK_MIN = 1024,
    EXT2_BLOCK_BITS_MIN = 10,
    EXT2_ROOT = 2,          /* the number of the root's inode; the first one is 1 */
    EXT2_FIRST_INODE = 11,  /* the first that is not reserved, in revision 0 */
    EXT2_LINKS_MAX = 32000, /* of an inode */
};

/* Features. Who does not know a compatible one may use the disk all the same, who does not
 * know a read-only one may read it. */
enum {
    EXT2_COMPATIBLE_RESIZE = 0x10, /* blocks are reserved behind the descriptors */
    EXT2_INCOMPATIBLE_TYPES = 0x2, /* entries of directories tell the type */
    EXT2_READ_ONLY_SPARSE = 0x1,   /* only few groups have copies of the superblock */
    EXT2_READ_ONLY_LARGE = 0x2,    /* files may have sizes of 64 bits */
};

struct ext2_superblock {
    uint32_t inode_count, block_count, reserved_blocks, free_blocks, free_inodes;
    uint32_t first_block; /* of group 0: where the superblock lies */
    uint32_t block_size;  /* EXT2_BLOCK_MIN << this */
    uint32_t fragment_size;
    uint32_t blocks_per_group, fragments_per_group, inodes_per_group;
    uint32_t mounted_time, written_time;
    uint16_t mount_count, mounts_max, magic, state, on_error, minor_revision;
    uint32_t checked_time, check_interval, creator, revision;
    uint16_t reserved_uid, reserved_gid;
    /* From revision 1 on: */
    uint32_t first_inode;
    uint16_t inode_bytes, this_group;
    uint32_t compatible, incompatible, read_only;
    uint8_t uuid[16];
    char name[16], mounted_at[64];
    uint32_t compression;
    uint8_t preallocate_files, preallocate_directories;
    uint16_t reserved_descriptors; /* blocks behind those of the descriptors */
    uint8_t others[816];
};

enum ext2_kind { EXT2_BLOCKS, EXT2_INODES }; /* of both, a group has some */

struct ext2_group {                   /* a descriptor */
    uint32_t bitmaps[2], inode_table; /* the first block of each */
    uint16_t free[2], directories;
    uint8_t others[14];
};

enum {
    EXT2_DIRECT = 12, /* then: once, twice and three times indirect */
    EXT2_POINTERS = EXT2_DIRECT + 3,
    EXT2_SECTOR = 512,
    EXT2_FLAG_INDEXED = 0x1000,      /* a directory that has a tree of its names, too */
    EXT2_FLAGS_FOREIGN = 0x10080800, /* encrypted, with extents, with data within */
    EXT2_LINK_INLINE_MAX = 60, /* shorter symbolic links stand in place of the pointers */
};

struct ext2_inode {
    uint16_t mode, uid;
    uint32_t size, accessed, changed, modified, deleted; /* seconds since 1970 */
    uint16_t gid, links;
    uint32_t sectors; /* of EXT2_SECTOR bytes, with indirect blocks */
    uint32_t flags, os_1;
    uint32_t blocks[EXT2_POINTERS]; /* 0: a hole */
    uint32_t generation, attributes, size_high, fragment;
    uint16_t os_2[2], uid_high, gid_high;
    uint32_t os_3;
};

/* A directory's blocks are full of entries: each is as long as LENGTH says, which covers what
 * is free behind the name. None crosses the border of a block. */
struct ext2_entry {
    uint32_t inode; /* 0: this entry is free */
    uint16_t length;
    uint8_t name_length;
    uint8_t type; /* where the feature is on */
    char name[];
};

enum ext2_type {
    EXT2_TYPE_UNKNOWN,
    EXT2_TYPE_FILE,
    EXT2_TYPE_DIRECTORY,
    EXT2_TYPE_CHARACTERS,
    EXT2_TYPE_BLOCKS,
    EXT2_TYPE_PIPE,
    EXT2_TYPE_SOCKET,
    EXT2_TYPE_LINK,
};

#define EXT2_AT(structure, field, offset)                                                \
    _Static_assert(__builtin_offsetof(struct structure, field) == (offset), "on disk")
EXT2_AT(ext2_superblock, magic, 56);
EXT2_AT(ext2_superblock, first_inode, 84);
EXT2_AT(ext2_superblock, incompatible, 96);
EXT2_AT(ext2_superblock, reserved_descriptors, 206);
_Static_assert(sizeof(struct ext2_superblock) == 1024, "on disk");
EXT2_AT(ext2_group, free, 12);
_Static_assert(sizeof(struct ext2_group) == 32, "on disk");
EXT2_AT(ext2_inode, links, 26);
EXT2_AT(ext2_inode, blocks, 40);
EXT2_AT(ext2_inode, size_high, 108);
EXT2_AT(ext2_inode, uid_high, 120);
_Static_assert(sizeof(struct ext2_inode) == 128, "the first part of it on disk");
EXT2_AT(ext2_entry, name, 8);
#undef EXT2_AT
