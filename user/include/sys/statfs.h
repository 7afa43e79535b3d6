/* How much room there is where a file lies, as Linux tells it. */
#pragma once

#include <sys/types.h>

#include "abi/statfs.h"

typedef struct {
    int __val[2];
} fsid_t;

/* As statfs64 of Linux for i386 fills it in; of numbers with 64 bits there are the lower
 * halves. */
struct statfs {
    unsigned f_type, f_bsize;
    fsblkcnt_t f_blocks, blocks_high, f_bfree, free_high, f_bavail, available_high;
    fsfilcnt_t f_files, files_high, f_ffree, files_free_high;
    fsid_t f_fsid;
    unsigned f_namelen, f_frsize, f_flags, f_spare[4];
};

_Static_assert(sizeof(struct statfs) == sizeof(struct statfs64),
               "the same, by other names");

/* Of the volume where PATH or the open file FD lies. 0, or -1 and errno: EBADF, EFAULT, ENOSYS
 * (a pipe lies nowhere), or as stat. */
int statfs(const char *path, struct statfs *space);
int fstatfs(int fd, struct statfs *space);
