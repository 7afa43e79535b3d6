/* How much room there is where a file lies. [POSIX sys/statvfs.h] */
#pragma once

#include <sys/types.h>

struct statvfs {
    unsigned long f_bsize, f_frsize;
    fsblkcnt_t f_blocks, f_bfree, f_bavail; /* of f_frsize bytes */
    fsfilcnt_t f_files, f_ffree, f_favail;
    unsigned long f_fsid, f_flag, f_namemax;
};

#define ST_RDONLY 1 /* of f_flag */
#define ST_NOSUID 2

/* Of the volume where PATH or the open file FD lies; 0, or -1 and errno, as <sys/statfs.h>. */
int statvfs(const char *restrict path, struct statvfs *restrict space);
int fstatvfs(int fd, struct statvfs *space);
