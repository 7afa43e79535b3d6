/* Entries of directories, as getdents64 gives them. */
#pragma once

#include "abi/dirent.h"
#include "kernel/memory/transfer.h"

/* Writes an entry for NAME, which leads to inode NUMBER with MODE; a reader goes on at the place
 * NEXT. 0; -EINVAL: there is no room; or what the transfer says. */
MUST_CHECK int directory_put(struct transfer *to, const char *name, uint32_t mode,
                             uint64_t number, uint64_t next);
