/* The files that the loader brought: a tar archive in memory, read-only. */
#pragma once

#include "kernel/fs/tar.h"

/* Takes the SIZE bytes at ARCHIVE, which stay. 0, or -EINVAL: it is no tar archive. */
MUST_CHECK int initrd_init(const void *archive, size_t size);
/* Finds the file or directory PATH. 0 or -ENOENT. */
MUST_CHECK int initrd_find(const char *path, struct tar_entry *entry);
