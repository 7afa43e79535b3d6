/* Calls that take paths: what they have in common. Each older call (`open`) is the newer one
 * (`openat`), with the folder in which the process is. */
#pragma once

#include "abi/errno.h"
#include "kernel/memory/frame.h"
#include "kernel/process/process.h"

enum { PATH_FEW = 64 }; /* bytes of a path for which no page is needed */

/* A path in the kernel's memory. */
struct path_copy {
    struct path path;
    phys_t frame; /* it lies there; 0: in `few` */
    char few[PATH_FEW];
};

/* path.c's: the length of what does not fit in `few`, or -errno. */
MUST_CHECK int path_copy_long(struct path_copy *copy, virt_t address);

/* The string at ADDRESS. 0, -EFAULT, -ENAMETOOLONG or -ENOMEM. Also after an error path_free
 * has to be called. */
MUST_CHECK static inline int path_copy(struct path_copy *copy, virt_t address)
{
    copy->frame = 0;
    copy->path.text = copy->few;
    int length = transfer_string_part(&process_current()->space, address, copy->few,
                                      sizeof(copy->few));
    if (length == -ENAMETOOLONG)
        length = path_copy_long(copy, address);
    copy->path.bytes = (uint32_t)length + 1;
    return length < 0 ? length : 0;
}

static inline void path_free(struct path_copy *copy)
{
    if (copy->frame)
        frame_free(copy->frame);
}

/* What is done with a path; DATA is the caller's. 0 or more, or -errno. */
typedef int path_action(const struct walker *walker, const char *path, void *data);

/* Copies the path at ADDRESS, which begins in FOLDER (a descriptor, or AT_FDCWD) unless it
 * begins with a slash, and does ACT. What that gives, or -errno; -EBADF, -ENOTDIR. */
int32_t path_do(uint32_t folder, virt_t address, path_action *act, void *data);

/* Who walks from FOLDER along PATH. 0, -EBADF or -ENOTDIR. */
MUST_CHECK int path_walker(uint32_t folder, const char *path, struct walker *walker);
/* The inode of FD, without a reference of its own. 0; -EBADF; -EINVAL: it has none. */
MUST_CHECK int path_inode_of(uint32_t fd, struct inode **inode);
/* What a process makes gets, of MODE. */
static inline uint32_t path_mode(uint32_t mode)
{
    return mode & 07777 & ~(uint32_t)process_current()->umask;
}
