/* Files by their paths on an image: what ext2.c does in the kernel, as simply
 * as can be. All nodes stay in memory until files_end. Each returns 0 or
 * -errno. */
#pragma once

#include "abi/stat.h"
#include "tests/unit/harness/ext2_image.h"

int files_make(struct image *, const char *path, uint32_t mode);
int files_link(struct image *, const char *path, const char *new_path);
int files_unlink(struct image *, const char *path);
int files_rename(struct image *, const char *path, const char *new_path);

/* LENGTH bytes at OFFSET, of which it is a multiple of 1024; the file becomes
 * longer if need be. */
int files_write(struct image *, const char *path, uint64_t offset, uint32_t length);
int files_cut(struct image *, const char *path, uint64_t size);
/* Either of them. */
int files_resize(struct image *, const char *path, uint64_t size);

#define FILES_ANY_SIZE UINT64_MAX
/* The file is there, SIZE bytes long, and what is written of it is right;
 * behind its end are zeros, but if it may be of FILES_ANY_SIZE. */
int files_expect(struct image *, const char *path, uint64_t size);

/* fsync: the file, and what leads to it. */
int files_sync(struct image *, const char *path);

/* All is written; the volume is CLEAN then. No node is in memory any more. */
int files_end(struct image *, bool is_clean);
/* Nothing more is written. */
void files_forget(struct image *);
