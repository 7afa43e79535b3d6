/* What ext2.c, which reads, and ext2_write.c have in common: the volume that is mounted, and
 * its files in memory. */
#pragma once

#include "kernel/fs/cache.h"
#include "kernel/fs/disk.h"
#include "kernel/fs/ext2_node.h"
#include "kernel/fs/inode.h"

#define EXT2_SECOND_NS 1000000000ull

struct ext2_file {
    struct inode inode;
    struct list
        link; /* among all; behind those in use the others, the longest unused first */
    struct ext2_node node;
    struct cache_owner pages;
    uint32_t filling;   /* pages that are being filled */
    struct list filled; /* who waits until there are none */
};

extern struct ext2_volume ext2;
extern struct volume ext2_mounted;

static inline struct ext2_file *ext2_file(struct inode *inode)
{
    return container_of(inode, struct ext2_file, inode);
}

/* --- ext2.c --- */

/* A new file in memory, with a reference. FILL gives it its node, or is an error. */
MUST_CHECK int ext2_file_new(int (*fill)(struct ext2_file *file, const void *how),
                             const void *how, struct inode **inode);
struct inode *ext2_file_hold(struct ext2_file *file);
/* FILE goes, to which there is no reference. */
void ext2_file_forget(struct ext2_file *file);
/* One of which something must reach the disk, or NULL. */
struct ext2_file *ext2_file_unsettled(void);
/* All inodes get the counts and sizes of their nodes. Whether any has no name. */
bool ext2_file_tell_changes(void);

/* --- ext2_write.c --- */

/* Names are looked up and changed, and files written, by one at a time. */
void ext2_lock(void);
void ext2_unlock(void);
/* Under the lock: writes what has changed of inodes, and gives back what has no name. */
MUST_CHECK int ext2_settle(void);

/* Operations; see inode.h. */
int ext2_make_name(struct inode *directory, const char *name,
                   const struct inode_new *what, struct inode **made);
int ext2_link_name(struct inode *directory, const char *name, struct inode *inode);
int ext2_unlink_name(struct inode *directory, const char *name, struct inode *inode);
int ext2_rename_name(struct inode *from, const char *name, struct inode *inode,
                     struct inode *to, const char *new_name, struct inode *replaced);
int ext2_write_file(struct inode *inode, uint64_t offset, struct transfer *from,
                    struct account *account);
int ext2_truncate_file(struct inode *inode, uint64_t size, struct account *account);
void ext2_note_change(struct inode *inode);
int ext2_sync_inode(struct inode *inode);
int ext2_sync_volume(struct volume *volume);
