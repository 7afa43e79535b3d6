/* What statfs64 tells of a volume. [Linux arch/x86/include/asm/compat.h, i386] */
#pragma once

#include <stdint.h>

struct statfs64 {
    uint32_t f_type, f_bsize;
    uint64_t f_blocks, f_bfree, f_bavail; /* of f_bsize bytes */
    uint64_t f_files, f_ffree;            /* inodes */
    uint32_t f_fsid[2];
    uint32_t f_namelen, f_frsize, f_flags, f_spare[4];
} __attribute__((packed, aligned(4)));

_Static_assert(sizeof(struct statfs64) == 84, "as Linux has it");
