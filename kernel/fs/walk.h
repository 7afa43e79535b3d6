/* What path.c and names.c share; nobody else includes it. */
#pragma once

#include "kernel/fs/path.h"

/* A path that is being walked: the directory where it is, and the name that comes next. */
struct walk {
    const struct walker *walker;
    struct inode *at; /* a reference */
    const char *rest; /* of the path */
    char name[NAME_MAX + 1];
    bool is_too_long;   /* that name is: it is cut */
    bool ends_in_slash; /* what was taken of the path: then it is a directory's */
};

/* As far as the last name, which is `name` then ("": the path is the root). 0: a reference in
 * `at`, which is a directory that may be searched; or -errno. */
MUST_CHECK int walk_to_last(struct walk *walk, const struct walker *walker,
                            const char *path);
/* What `name` leads to from there, without what is mounted on it; a reference. 0 or -errno. */
MUST_CHECK int walk_find(struct walk *walk, struct inode **found);
/* Goes there, and onto what is mounted. 0 or -errno: it stays. */
MUST_CHECK int walk_step(struct walk *walk);

/* Whether NAME is `.` or `..`. */
bool walk_is_dots(const char *name);
