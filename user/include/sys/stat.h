/* What a file is. [POSIX sys/stat.h] */
#pragma once

#include <sys/types.h>
#include <time.h>

#include "abi/stat.h"

/* As stat64 of Linux for i386 fills it in; of numbers with 64 bits there are the lower
 * halves, which is all that Robin has. */
struct stat {
    dev_t st_dev;
    uint32_t padding_1;
    ino_t st_ino;
    mode_t st_mode;
    nlink_t st_nlink;
    uid_t st_uid;
    gid_t st_gid;
    dev_t st_rdev;
    uint32_t padding_2;
    off_t st_size;
    uint32_t size_high;
    blksize_t st_blksize;
    blkcnt_t st_blocks; /* of 512 bytes */
    uint32_t blocks_high;
    struct timespec st_atim, st_mtim, st_ctim;
    uint64_t long_ino;
};

_Static_assert(sizeof(struct stat) == sizeof(struct stat64), "the same, by other names");

#define S_IREAD     S_IRUSR
#define S_IWRITE    S_IWUSR
#define S_IEXEC     S_IXUSR
#define ACCESSPERMS 0777
#define ALLPERMS    07777
#define DEFFILEMODE 0666
#define S_BLKSIZE   512
#define UTIME_NOW   0x3fffffff
#define UTIME_OMIT  0x3ffffffe
#define st_atime    st_atim.tv_sec
#define st_mtime    st_mtim.tv_sec
#define st_ctime    st_ctim.tv_sec

/* Of the open file FD, or of what PATH leads to. 0, or -1 and errno: EBADF, EFAULT, or
 * ENOENT, ENOTDIR, ENAMETOOLONG. */
int fstat(int fd, struct stat *stat);
int stat(const char *path, struct stat *stat);
int lstat(const char *path, struct stat *stat);
int fstatat(int folder, const char *restrict path, struct stat *restrict stat, int flags);

/* Who may do what with files that are made from now on is less MASK. The mask before. */
mode_t umask(mode_t mask);
int chmod(const char *path, mode_t mode);
int fchmod(int fd, mode_t mode);
int fchmodat(int folder, const char *path, mode_t mode, int flags);

/* EEXIST, ENOENT, ENOTDIR, EACCES, ENOSPC. */
int mkdir(const char *path, mode_t mode);
int mkdirat(int folder, const char *path, mode_t mode);

/* When it was changed: the second of TIMES, NULL: now. Reads keep no time. */
int utimensat(int folder, const char *path, const struct timespec times[2], int flags);
int futimens(int fd, const struct timespec times[2]);

/* What Robin's kernel has not: ENOSYS. */
int mkfifo(const char *path, mode_t mode);
int mkfifoat(int folder, const char *path, mode_t mode);
int mknod(const char *path, mode_t mode, dev_t device);
int mknodat(int folder, const char *path, mode_t mode, dev_t device);
