/* The files that the loader brought: a tar archive in memory, read-only. */
#pragma once

#include "kernel/fs/tar.h"
#include "lib/compiler.h"

/* Takes the SIZE bytes at ARCHIVE, which stay. 0; -EINVAL: it is no tar archive, or an
 * empty one; -ENOMEM. */
MUST_CHECK int initrd_init(const void *archive, size_t size);
/* Finds the file or directory PATH, with or without a '/' before it. 0, -ENOENT, or
 * -ENOTDIR: a part of PATH that should be a directory is a file. */
MUST_CHECK int initrd_find(const char *path, const struct tar_entry **entry);
