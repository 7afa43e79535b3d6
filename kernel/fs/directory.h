/* Entries of directories, as getdents64 gives them. */
#pragma once

#include "abi/dirent.h"
#include "kernel/memory/transfer.h"

/* Writes an entry for NAME, which has NUMBER; a reader who is told it goes on behind it. 0;
 * -EINVAL: there is no room; or what the transfer says. */
MUST_CHECK int directory_put(struct transfer *to, const char *name, uint8_t type,
                             uint64_t number);
