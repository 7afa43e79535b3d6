/* Reads a tar archive that lies in memory: the loader's module with the programs. The
 * format is ustar [POSIX pax, "ustar Interchange Format"], by the magic of POSIX or of
 * GNU. Nothing is copied but the name. An archive comes from outside: whatever its bytes
 * are, nothing beyond its SIZE is read. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/compiler.h"

enum { TAR_NAME_MAX = 155 + 1 + 100 + 1 }; /* prefix, '/', name, NUL */

struct tar_entry {
    char name[TAR_NAME_MAX]; /* the path, with neither "./" nor "/" around it */
    const void *data;        /* inside the archive */
    size_t size;             /* bytes of data; 0 for a directory */
    uint32_t mode;           /* who may do what with it, as in chmod(1) */
    uint64_t modified;       /* seconds since 1970; 0: unknown */
    bool is_directory;
};

/* Reads the file or directory at or behind *OFFSET (0 at first) into *ENTRY and moves
 * *OFFSET behind it; links, devices and extended headers are skipped. 1: an entry. 0: the
 * end: two zero blocks, or the end of the memory at the border of a block. -EINVAL: this
 * is not a tar archive, or it is damaged or cut off; *OFFSET and *ENTRY are then worth
 * nothing. */
MUST_CHECK int tar_next(const void *archive, size_t size, size_t *offset,
                        struct tar_entry *entry);
