/* Errors, with Linux's names and values. A call of the kernel returns -ENAME; nothing
 * translates the number on its way to the user. */
#pragma once

#define EPERM        1  /* not yours to do */
#define ENOENT       2  /* no such file */
#define ESRCH        3  /* no such process */
#define EINTR        4  /* the wait was broken */
#define EIO          5  /* the device failed */
#define ENXIO        6  /* no such device, or nobody at the other end */
#define E2BIG        7  /* arguments too long */
#define ENOEXEC      8  /* not a program that can run here */
#define EBADF        9  /* not an open file, or not open for this */
#define ECHILD       10 /* no such child, or already collected */
#define EAGAIN       11 /* try again */
#define ENOMEM       12 /* out of memory */
#define EACCES       13 /* the file may not be used in this way */
#define EFAULT       14 /* bad address */
#define EBUSY        16 /* in use */
#define EEXIST       17 /* exists already */
#define EXDEV        18 /* on another file system */
#define ENODEV       19 /* no device that can do this */
#define ENOTDIR      20 /* not a directory */
#define EISDIR       21 /* a directory */
#define EINVAL       22 /* invalid argument */
#define ENFILE       23 /* too many open files in all */
#define EMFILE       24 /* too many open files */
#define ENOTTY       25 /* not a terminal, or not a request for one */
#define ETXTBSY      26 /* the file is a program that runs */
#define EFBIG        27 /* the file would be too large */
#define ENOSPC       28 /* no room left on the device */
#define ESPIPE       29 /* a pipe or terminal has no offset */
#define EROFS        30 /* the file system is read-only */
#define EMLINK       31 /* too many links */
#define EPIPE        32 /* nobody reads the pipe any more */
#define EDOM         33 /* not a number the function is defined for */
#define ERANGE       34 /* the result does not fit */
#define EDEADLK      35 /* would wait for ever */
#define ENAMETOOLONG 36
#define ENOSYS       38 /* no such call */
#define ENOTEMPTY    39 /* the directory is not empty */
#define ELOOP        40 /* too many symbolic links */
#define EOVERFLOW    75 /* the value is too large for its type */
#define EILSEQ       84 /* not a character */
#define ENOTSUP      95 /* not supported */
#define EOPNOTSUPP   95
#define ETIMEDOUT    110
#define ESTALE       116 /* what was found is there no more: within the kernel only */
#define EUCLEAN      117 /* the file system is damaged: e2fsck mends it */
