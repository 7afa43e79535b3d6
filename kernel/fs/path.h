/* From paths to inodes: a walk from directory to directory, over mounts, by whoever may
 * search them; and what is done to names. Everything here may block where a volume does, and
 * returns 0 or -errno: -ENOENT, -ENOTDIR, -EACCES (a directory on the way may not be
 * searched, or the last one not be written), -ENAMETOOLONG (a name above NAME_MAX), -EROFS,
 * and what the volume says.
 *
 * There are no symbolic links: one on a disk leads nowhere (-ELOOP). */
#pragma once

#include "kernel/fs/inode.h"

enum { PATH_MAX = PAGE_SIZE }; /* with its NUL */

/* A path in the kernel's memory, of which the length is known. */
struct path {
    const char *text;
    uint32_t bytes; /* with its NUL */
};

/* Who walks, and where paths begin that do not begin with a slash. The kernel walks as user
 * 0. */
struct walker {
    uint32_t uid;
    struct inode *directory; /* NULL: the root */
};

extern const struct walker kernel_walker;

/* What a user may do, as in access(2) and in the bits of a mode. */
enum { MAY_EXECUTE = 1, MAY_SEARCH = 1, MAY_WRITE = 2, MAY_READ = 4, MAY_ALL = 7 };

/* Counts what may have led a known path elsewhere: names taken away, permissions changed. */
extern uint32_t path_names_version;

/* 0 or -EACCES. User 0 may all but to execute what nobody may. */
MUST_CHECK int inode_may(const struct inode *inode, uint32_t uid, uint32_t wanted);

/* What PATH leads to, with a reference for the caller. */
MUST_CHECK int path_find(const struct walker *walker, const char *path,
                         struct inode **inode);
/* The same; what is not there is made, if WHAT says so. *IS_NEW: it was; with EXCLUSIVE it
 * has to be (-EEXIST). */
MUST_CHECK int path_find_or_make(const struct walker *walker, const char *path,
                                 const struct inode_new *what, bool exclusive,
                                 struct inode **inode, bool *is_new);

/* mkdir(2); -EEXIST. */
MUST_CHECK int path_make_directory(const struct walker *walker, const char *path,
                                   const struct inode_new *what);
/* unlink(2), -EISDIR, -EPERM (sticky); rmdir(2), -ENOTEMPTY, -EBUSY, -EINVAL (`.`). */
MUST_CHECK int path_unlink(const struct walker *walker, const char *path);
MUST_CHECK int path_remove_directory(const struct walker *walker, const char *path);
/* link(2), rename(2): from FROM's directory to TO's. -EXDEV: they lie on two volumes. */
MUST_CHECK int path_link(const struct walker *from, const char *path,
                         const struct walker *to, const char *new_path);
MUST_CHECK int path_rename(const struct walker *from, const char *path,
                           const struct walker *to, const char *new_path);

/* The path of DIRECTORY from the root on, at the end of the SIZE bytes at BUFFER; *PATH
 * points there. -ERANGE: it does not fit; -ENOENT: it has been removed. */
MUST_CHECK int path_of(struct inode *directory, char *buffer, size_t size, char **path);

/* Mounts VOLUME on the directory at PATH, which is made if need be; the first one, at "/", is the
 * root of all. While booting only. */
void path_mount(struct volume *volume, const char *path);
