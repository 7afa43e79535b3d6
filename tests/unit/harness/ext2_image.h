/* An image of a disk in memory, on which the pure parts of ext2 work. Blocks are held in
 * copies of just their size, so that the sanitizer sees each step beyond; and a copy that
 * nobody holds any more must be as the disk has it: else a change was never written. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kernel/fs/ext2_change.h"
#include "kernel/fs/ext2_space.h"
#include "kernel/fs/ext2_tree.h"

struct image_write { /* a block that was written */
    uint32_t number;
    uint8_t *data;
};

struct image {
    struct ext2_blocks blocks;
    uint8_t *bytes;
    size_t size;
    uint32_t block_bytes;
    struct image_block *held;
    struct image_file *files;   /* ext2_files.c: those that are known */
    uint32_t held_count;        /* blocks that are held */
    uint32_t gets;              /* so far */
    uint32_t fail_get;          /* the so many-th get from now on fails; 0: none */
    uint32_t fail_write;        /* and all writes from this one on do */
    bool has_failed;            /* then unwritten changes are to be expected */
    bool is_damaged;            /* on purpose: a block may be several things at once */
    bool is_recorded;           /* what is written is kept in WRITES */
    struct image_write *writes; /* in their order */
    size_t write_count;
    struct ext2_volume volume;
    struct ext2_group groups[EXT2_GROUPS_MAX];
    uint8_t scratch[4096] __attribute__((aligned(8)));
};

/* An image of COUNT blocks of BLOCK_BYTES, by mke2fs with further OPTIONS ("" for none), that
 * has what is in FOLDER (NULL: nothing). */
struct image *image_make(uint32_t block_bytes, uint32_t count, const char *options,
                         const char *folder);
struct image *image_of(const void *bytes, size_t size);
struct image *image_copy(const struct image *);
void image_free(struct image *);

/* ext2_volume_open. */
int image_open(struct image *);

/* A path below a folder for files of this run, which image_clean removes. */
const char *image_path(const char *name);
void image_clean(void);
void image_save(const struct image *, const char *path);

/* Runs e2fsck with OPTIONS on a copy, which is read back if OPTIONS is "-fy". Returns its exit
 * status, and what it said in TEXT. */
int image_check(struct image *, const char *options, char *text, size_t text_size);

/* The first line of TEXT, by `e2fsck -fy`, that tells of more than lost space and wrong counts,
 * which is what a power cut may leave; or NULL. TEXT is changed. */
const char *image_harm(char *text);

/* What a command of the shell prints; it must succeed. */
void image_command(char *text, size_t text_size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The bytes of NODE's block INDEX into DATA: 0 or -errno. */
int image_read(struct image *, const struct ext2_node *, uint32_t index, void *data);

/* The node at PATH, whose names are separated by '/'; "" is the root. */
int image_find(struct image *, const char *path, struct ext2_node *);
static inline struct ext2_name image_name(const char *text)
{
    return (struct ext2_name){text, (uint32_t)__builtin_strlen(text)};
}

/* Reads all that is in the volume, at most BLOCKS_MAX blocks of a file. A number that tells
 * what was seen in *SEEN; the first error, or 0. Ends with an assertion if more names are seen
 * than there can be. */
int image_walk(struct image *, uint64_t *seen);
