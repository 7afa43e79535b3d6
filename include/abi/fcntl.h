/* Opening files, and what can be done with descriptors. [POSIX open, fcntl; Linux
 * include/uapi/asm-generic/fcntl.h for the numbers] */
#pragma once

#define O_RDONLY    0
#define O_WRONLY    1
#define O_RDWR      2
#define O_ACCMODE   3
#define O_CREAT     0100 /* makes the file, if it is not there */
#define O_EXCL      0200 /* with O_CREAT: it must not be there */
#define O_NOCTTY    0400
#define O_TRUNC     01000 /* it is empty then */
#define O_APPEND    02000 /* each write goes to its end */
#define O_NONBLOCK  04000 /* who would have to wait gets EAGAIN */
#define O_NDELAY    O_NONBLOCK
#define O_DSYNC     010000
#define O_ASYNC     020000 /* not here */
#define O_DIRECT    040000 /* /dev/hda is read past the cache, as far as nobody uses that */
#define O_LARGEFILE 0100000
#define O_DIRECTORY 0200000 /* fails, unless it is a directory */
#define O_NOFOLLOW  0400000
#define O_NOATIME   01000000 /* no such time is kept */
#define O_CLOEXEC   02000000 /* execve closes it */
#define O_SYNC      04010000
#define O_RSYNC     O_SYNC

#define AT_FDCWD            (-100) /* openat and its kin: from where the process is */
#define AT_SYMLINK_NOFOLLOW 0x100  /* there are no links */
#define AT_REMOVEDIR        0x200
#define AT_SYMLINK_FOLLOW   0x400
#define AT_EACCESS          0x200
#define AT_NO_AUTOMOUNT     0x800
#define AT_EMPTY_PATH       0x1000
#define AT_STATX_SYNC       0x6000 /* AT_STATX_FORCE_SYNC, AT_STATX_DONT_SYNC: all the same */

#define F_DUPFD         0 /* the lowest free descriptor from the argument on */
#define F_GETFD         1
#define F_SETFD         2
#define F_GETFL         3
#define F_SETFL         4
#define F_GETLK         5 /* locks, and what follows: EINVAL */
#define F_SETLK         6
#define F_SETLKW        7
#define F_SETOWN        8
#define F_GETOWN        9
#define F_DUPFD_CLOEXEC 1030
#define F_SETPIPE_SZ    1031
#define F_GETPIPE_SZ    1032

#define FD_CLOEXEC 1

#define F_RDLCK 0
#define F_WRLCK 1
#define F_UNLCK 2
