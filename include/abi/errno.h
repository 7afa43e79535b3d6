/* Errors, with Linux's names and values. A call of the kernel returns -ENAME; nothing
 * translates the number on its way to the user. */
#pragma once

#define EPERM        1  /* not yours to do */
#define ENOENT       2  /* no such file */
#define ESRCH        3  /* no such process */
#define EINTR        4  /* the wait was broken */
#define EIO          5  /* the device failed */
#define E2BIG        7  /* arguments too long */
#define ENOEXEC      8  /* not a program that can run here */
#define EBADF        9  /* not an open file, or not open for this */
#define ECHILD       10 /* no such child, or already collected */
#define EAGAIN       11 /* try again */
#define ENOMEM       12 /* out of memory */
#define EACCES       13 /* the file may not be used in this way */
#define EFAULT       14 /* bad address */
#define EEXIST       17 /* exists already */
#define ENOTDIR      20 /* not a directory */
#define EISDIR       21 /* a directory */
#define EINVAL       22 /* invalid argument */
#define EMFILE       24 /* too many open files */
#define ENOTTY       25 /* not a terminal, or not a request for one */
#define ENAMETOOLONG 36
#define ENOSYS       38 /* no such call */
#define ETIMEDOUT    110
