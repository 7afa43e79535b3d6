/* What a file is. [POSIX sys/stat.h; Linux arch/x86/include/uapi/asm/stat.h, i386] */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define S_IFMT   0170000 /* these bits say of which kind: */
#define S_IFSOCK 0140000
#define S_IFLNK  0120000
#define S_IFREG  0100000
#define S_IFBLK  0060000
#define S_IFDIR  0040000
#define S_IFCHR  0020000
#define S_IFIFO  0010000

#define S_ISREG(mode)  (((mode)&S_IFMT) == S_IFREG)
#define S_ISDIR(mode)  (((mode)&S_IFMT) == S_IFDIR)
#define S_ISCHR(mode)  (((mode)&S_IFMT) == S_IFCHR)
#define S_ISBLK(mode)  (((mode)&S_IFMT) == S_IFBLK)
#define S_ISFIFO(mode) (((mode)&S_IFMT) == S_IFIFO)
#define S_ISLNK(mode)  (((mode)&S_IFMT) == S_IFLNK)
#define S_ISSOCK(mode) (((mode)&S_IFMT) == S_IFSOCK)

#define S_ISUID 04000
#define S_ISGID 02000
#define S_ISVTX 01000
#define S_IRWXU 0700
#define S_IRUSR 0400
#define S_IWUSR 0200
#define S_IXUSR 0100
#define S_IRWXG 0070
#define S_IRGRP 0040
#define S_IWGRP 0020
#define S_IXGRP 0010
#define S_IRWXO 0007
#define S_IROTH 0004
#define S_IWOTH 0002
#define S_IXOTH 0001

/* The number of a device, as in st_rdev. */
#define DEVICE_NUMBER(major, minor) ((uint32_t)(major) << 8 | (minor))

/* What stat64, lstat64 and fstat64 tell. Numbers of 64 bits begin at any word. */
struct stat64 {
    uint64_t st_dev;
    uint32_t padding_1, short_ino;
    uint32_t st_mode, st_nlink, st_uid, st_gid;
    uint64_t st_rdev;
    uint32_t padding_2;
    int64_t st_size;
    uint32_t st_blksize;
    uint64_t st_blocks; /* of 512 bytes */
    uint32_t access_seconds, access_nanoseconds;
    uint32_t change_seconds, change_nanoseconds; /* of what it holds */
    uint32_t status_seconds, status_nanoseconds; /* of what is told here */
    uint64_t st_ino;
} __attribute__((packed, aligned(4)));

_Static_assert(sizeof(struct stat64) == 96 && offsetof(struct stat64, st_size) == 44,
               "as Linux has it");

/* What statx tells. [Linux include/uapi/linux/stat.h] */
struct statx_time {
    int64_t seconds;
    uint32_t nanoseconds, padding;
};

struct statx {
    uint32_t stx_mask, stx_blksize;
    uint64_t stx_attributes;
    uint32_t stx_nlink, stx_uid, stx_gid;
    uint16_t stx_mode, padding;
    uint64_t stx_ino, stx_size, stx_blocks, stx_attributes_mask;
    struct statx_time stx_atime, stx_btime, stx_ctime, stx_mtime;
    uint32_t stx_rdev_major, stx_rdev_minor, stx_dev_major, stx_dev_minor;
    uint64_t more[14];
};

#define STATX_BASIC_STATS 0x7ffu /* all but when it was made */

_Static_assert(sizeof(struct statx) == 256 &&
                   offsetof(struct statx, stx_rdev_major) == 128,
               "as Linux has it");
