/* What memory.c (names) and memory_file.c (what files hold) share; nobody else includes it. */
#pragma once

#include "kernel/fs/memory.h"

struct memory_inode {
    struct inode inode;
    struct account *account; /* NULL: the archive's */
    union {
        struct { /* a directory */
            struct list entries;
            struct memory_inode *parent; /* of the root: itself; NULL: it was removed */
            uint64_t last_place;         /* of an entry */
        };
        struct {                  /* a file */
            const char *archived; /* what it holds lies here; NULL: in its pages */
            phys_t *table;        /* NULL: it has none */
        };
    };
};

static inline struct memory_inode *memory_inode(struct inode *inode)
{
    return container_of(inode, struct memory_inode, inode);
}

/* Of a file in memory; see inode.h. */
int memory_read(struct inode *inode, uint64_t offset, struct transfer *to);
int memory_write(struct inode *inode, uint64_t offset, struct transfer *from,
                 struct account *account);
int memory_truncate(struct inode *inode, uint64_t size, struct account *account);
/* It goes: gives all its pages back. */
void memory_drop(struct memory_inode *file);
/* How many pages files may have together. */
uint32_t memory_pages_max(void);
