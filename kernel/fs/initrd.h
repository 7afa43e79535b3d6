/* The files that the loader brought: a tar archive in memory, read-only, which is the root
 * of all paths. */
#pragma once

#include <stddef.h>

#include "lib/compiler.h"

/* Takes the SIZE bytes at ARCHIVE, which stay, and mounts them at the root. 0; -EINVAL: it
 * is no tar archive, or an empty one; -ENOMEM. */
MUST_CHECK int initrd_init(const void *archive, size_t size);
