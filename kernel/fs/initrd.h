/* The files that the loader brought: a tar archive in memory, read-only. */
#pragma once

#include "kernel/fs/tar.h"

/* Takes the SIZE bytes at ARCHIVE, which stay. 0; -EINVAL: it is no tar archive, or an
 * empty one; -ENOMEM. */
MUST_CHECK int initrd_init(const void *archive, size_t size);
/* The file or directory PATH, with or without a '/' before it; NULL if there is none. */
const struct tar_entry *initrd_find(const char *path);
