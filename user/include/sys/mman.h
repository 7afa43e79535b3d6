/* Memory beside the heap [POSIX, Linux mmap(2)]: of no file, or of a copy of one. Each
 * call gives its result, or -1 (MAP_FAILED) and errno. */
#pragma once

#include <stddef.h>
#include <sys/types.h>

#include "abi/mman.h"

#define MAP_FAILED ((void *)-1)
#define MAP_FILE   0

#define MS_ASYNC      1
#define MS_INVALIDATE 2
#define MS_SYNC       4

#define MCL_CURRENT 1
#define MCL_FUTURE  2
#define MCL_ONFAULT 4

#define POSIX_MADV_NORMAL     MADV_NORMAL
#define POSIX_MADV_RANDOM     MADV_RANDOM
#define POSIX_MADV_SEQUENTIAL MADV_SEQUENTIAL
#define POSIX_MADV_WILLNEED   MADV_WILLNEED
#define POSIX_MADV_DONTNEED   MADV_DONTNEED

/* LENGTH bytes of zeros, or, with MAP_PRIVATE, of the file FD, which is copied; at ADDRESS if
 * FLAGS have MAP_FIXED, else there if there is room, or anywhere. MAP_PRIVATE: a child gets a copy; MAP_SHARED: it sees what others write.
 * EINVAL; ENOMEM: out of memory or of room, or beyond RLIMIT_AS; EEXIST: something is there
 * (MAP_FIXED_NOREPLACE); EPERM: below where programs may have memory; EBADF, EACCES; ENODEV:
 * changes of a file cannot be shared. */
void *mmap(void *address, size_t length, int prot, int flags, int fd, off_t offset);
/* Whatever is mapped there is not any more. EINVAL, ENOMEM. */
int munmap(void *address, size_t length);
/* What may be done there from now on. EINVAL; ENOMEM: there is nothing at a part of it. */
int mprotect(void *address, size_t length, int prot);
/* Makes OLD_LENGTH bytes NEW_LENGTH, elsewhere if they may move; a last argument is the new
 * address, with MREMAP_FIXED. EFAULT: that is no mapping; EINVAL, ENOMEM. */
void *mremap(void *old, size_t old_length, size_t new_length, int flags, ...);
/* What will come. With MADV_DONTNEED private pages begin with zeros again. EINVAL, ENOMEM. */
int madvise(void *address, size_t length, int advice);
int posix_madvise(void *address, size_t length,
                  int advice); /* 0 or the error; only said */

/* No memory ever leaves, and nothing has to be written: so they check what they are asked.
 * EINVAL; ENOMEM: there is nothing at a part of it. */
int msync(void *address, size_t length, int flags);
int mlock(const void *address, size_t length);
int munlock(const void *address, size_t length);
int mlockall(int flags);
int munlockall(void);
/* A byte at PAGES for each page: whether it is there. ENOSYS: Robin's kernel does not say. */
int mincore(void *address, size_t length, unsigned char *pages);
