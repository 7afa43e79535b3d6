/* What a path leads to: a file, a directory or a device, whatever it lies on. An inode is in
 * memory as long as somebody refers to it: an open file, a program, the directory that a
 * process is in, or who is on the way along a path. Each file system keeps its own beside,
 * and says what can be done by a struct of operations.
 *
 *     path --walk--> inode --operations--> memory, archive, device, disk, processes
 *
 * A volume is a file system that is mounted: its root stands in the place of the directory
 * that it covers. Here are both; path.h has the way to them. */
#pragma once

#include "abi/stat.h"
#include "abi/statfs.h"
#include "kernel/memory/account.h"
#include "kernel/memory/transfer.h"
#include "lib/list.h"

enum { NAME_MAX = 255 }; /* bytes of a name, without its NUL */

struct file;
struct volume;

struct inode {
    const struct inode_operations *operations;
    struct volume *volume;
    uint32_t references;
    uint32_t writers, executions; /* open files that write it; programs that run it */
    uint32_t version;             /* counts what has been written */
    bool is_covered;              /* another volume is mounted here */
    uint32_t number, mode, uid, links, device;
    uint64_t size;
    uint64_t modified_ns,
        changed_ns; /* what it holds, and what stands here; since 1970 */
};

/* What is to be made: a file or a directory, by its mode. */
struct inode_new {
    uint32_t mode, uid;
    struct account *account; /* whom its memory is charged to, where it lies in memory */
};

/* All return 0 or a count, or -errno: nothing has changed. Any may block. A NULL means that
 * the kind has nothing of the sort: path.c says what the error is. Names are NUL-terminated,
 * not empty, at most NAME_MAX bytes, without a slash, and never "." or, but for `find`,
 * "..". Who may do what, and whether the volume can be written, has been checked before. */
struct inode_operations {
    /* --- Of directories --- */
    /* One reference more for *FOUND. -ENOENT. */
    int (*find)(struct inode *directory, const char *name, struct inode **found);
    /* One reference for *MADE. -EEXIST. */
    int (*make)(struct inode *directory, const char *name, const struct inode_new *what,
                struct inode **made);
    /* INODE is no directory. -EEXIST; -ESTALE: it has no name any more. */
    int (*link)(struct inode *directory, const char *name, struct inode *inode);
    /* NAME leads to INODE, or, where it has taken time to look that up, may not do so any
     * more: -ESTALE, and the caller looks again. -ENOTEMPTY. */
    int (*unlink)(struct inode *directory, const char *name, struct inode *inode);
    /* NAME in FROM leads to INODE; from then on NEW_NAME in TO does, and no more to REPLACED,
     * unless that is NULL. -ESTALE, as above; -ENOTEMPTY. */
    int (*rename)(struct inode *from, const char *name, struct inode *inode,
                  struct inode *to, const char *new_name, struct inode *replaced);
    /* As many entries as there is room for, from the place *PLACE (0 at first) on, which
     * moves behind them (directory.h). -EINVAL: there is no room for one. */
    int (*list)(struct inode *directory, uint64_t *place, struct transfer *to);

    /* --- Of files --- */
    int (*read)(struct inode *inode, uint64_t offset, struct transfer *to);
    int (*write)(struct inode *inode, uint64_t offset, struct transfer *from,
                 struct account *account);
    int (*truncate)(struct inode *inode, uint64_t size, struct account *account);
    /* FILE, whose flags are set, is opened: a device gives it operations of its own. */
    int (*open)(struct inode *inode, struct file *file);

    /* --- Of both --- */
    void (*changed)(struct inode *inode); /* mode, owner or times are others now */
    int (*sync)(struct inode *inode);
    void (*release)(struct inode *inode); /* there is no reference any more */
};

struct volume {
    struct list link;
    const char *type, *device;   /* as `mount` shows them; there need not be a device */
    struct inode *root, *covers; /* covers is NULL: it is the root of all */
    uint32_t number;             /* st_dev */
    bool read_only;
    int (*sync)(struct volume *volume); /* NULL: there is nothing to do */
    void (*describe)(const struct volume *volume, struct statfs64 *space);
};

static inline struct inode *inode_hold(struct inode *inode)
{
    inode->references++;
    return inode;
}

void inode_release(struct inode *inode);

static inline void inode_put(struct inode *inode)
{
    if (--inode->references == 0)
        inode_release(inode);
}

/* What INODE is, in full. */
void inode_describe(const struct inode *inode, struct stat64 *stat);
/* What it holds has changed, now; or what the inode says of itself. */
void inode_touch(struct inode *inode);
void inode_change(struct inode *inode);

/* INODE, a regular file, gets another size. 0 or -errno. */
MUST_CHECK int inode_truncate(struct inode *inode, uint64_t size,
                              struct account *account);
/* Exactly LENGTH bytes at OFFSET into the kernel's BUFFER. 0, or -errno; -EIO: INODE ends
 * before. May block. */
MUST_CHECK int inode_read_all(struct inode *inode, uint64_t offset, void *buffer,
                              size_t length);

/* Mounts VOLUME, whose root is set, on the directory COVERS, whose reference becomes the
 * volume's; NULL: it is the root of all. */
void volume_mount(struct volume *volume, struct inode *covers);
/* The root of all; and of what is mounted on INODE, which is covered. */
struct inode *volume_root(void);
struct inode *volume_root_over(const struct inode *inode);
/* Writes all that is not written yet. The first -errno. */
int volume_sync_all(void);
/* The volumes, in the order of being mounted. */
struct list *volume_list(void);
/* The power goes off: nothing is covered any more. */
void volume_sweep(void);
