/* Names: made, given to another, taken away. What is found to be there may be there no more when a
 * disk's turn comes: then all is looked at again, as if one had come later. */
#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/fs/walk.h"

enum { STEP_INSTRUCTIONS = 500 }; /* for kernel_worked: to go one directory up */

/* --- Who may do what --- */

/* Whether names in DIRECTORY may be changed. */
static int may_change(const struct inode *directory, const struct walker *walker)
{
    if (directory->volume->read_only)
        return -EROFS;
    if (directory->links == 0)
        return -ENOENT; /* it has been removed */
    return inode_may(directory, walker->uid, MAY_WRITE | MAY_SEARCH);
}

/* Whether the name where WALK is, which leads to INODE, may be taken away. Where a directory
 * is sticky, names of others' files are safe in it. */
static int may_take_away(const struct walk *walk, const struct inode *inode)
{
    const struct inode *directory = walk->at;
    uint32_t uid = walk->walker->uid;
    bool is_own = uid == 0 || uid == inode->uid || uid == directory->uid;
    int error = may_change(directory, walk->walker);
    if (error)
        return error;
    return (directory->mode & S_ISVTX && !is_own) || !directory->operations->unlink
               ? -EPERM
               : 0;
}

/* --- Names that are made --- */

/* Makes the name where WALK is, which is not there. */
static int make_name(struct walk *walk, const struct inode_new *what, struct inode **made)
{
    int error = may_change(walk->at, walk->walker);
    if (!error && !walk->at->operations->make)
        error = -EACCES;
    if (!error)
        error = walk->at->operations->make(walk->at, walk->name, what, made);
    if (!error)
        inode_touch(walk->at);
    return error;
}

int path_find_or_make(const struct walker *walker, const char *path,
                      const struct inode_new *what, bool exclusive, struct inode **inode,
                      bool *is_new)
{
    struct walk walk;
    int error = walk_to_last(&walk, walker, path);
    if (error)
        return error;
    *is_new = false;
    do {
        if (walk.name[0])
            error = walk.ends_in_slash ? -EISDIR : walk_step(&walk);
        if (!error)
            error = exclusive                ? -EEXIST
                    : S_ISDIR(walk.at->mode) ? -EISDIR
                    : S_ISLNK(walk.at->mode) ? -ELOOP
                                             : 0;
        if (error == -ENOENT) {
            error = make_name(&walk, what, inode);
            *is_new = !error;
        } else if (!error) {
            *inode = inode_hold(walk.at);
        }
    } while (error == -EEXIST && !exclusive);
    inode_put(walk.at);
    return error;
}

int path_make_directory(const struct walker *walker, const char *path,
                        const struct inode_new *what)
{
    struct walk walk;
    struct inode *found;
    int error = walk_to_last(&walk, walker, path);
    if (error)
        return error;
    error = walk.name[0] ? walk_find(&walk, &found) : -EEXIST;
    if (error == -ENOENT)
        error = make_name(&walk, what, &found);
    else if (!error && walk.name[0])
        error = (inode_put(found), -EEXIST);
    if (!error)
        inode_put(found);
    inode_put(walk.at);
    return error;
}

/* --- Names that are taken away --- */

/* Whether a path ends in a name that can be taken away. */
static bool is_name(const char *name)
{
    return name[0] && !walk_is_dots(name);
}

/* What is the matter with the last name of a path that is to be taken away: "", `.`, `..`. */
static int error_of_name(const char *name, bool is_directory)
{
    if (!is_directory)
        return -EISDIR;
    return !name[0] ? -EBUSY : name[1] ? -ENOTEMPTY : -EINVAL;
}

static int check_kind(const struct inode *inode, bool is_directory)
{
    if (!S_ISDIR(inode->mode))
        return is_directory ? -ENOTDIR : 0;
    return !is_directory ? -EISDIR : inode->is_covered ? -EBUSY : 0;
}

static int take_name_away(struct walk *walk, bool is_directory)
{
    struct inode *inode;
    int error = walk_find(walk, &inode);
    if (error)
        return error;
    if (walk->ends_in_slash && !is_directory)
        error = S_ISDIR(inode->mode) ? -EISDIR : -ENOTDIR;
    if (!error)
        error = may_take_away(walk, inode);
    if (!error)
        error = check_kind(inode, is_directory);
    if (!error)
        error = walk->at->operations->unlink(walk->at, walk->name, inode);
    if (!error) {
        path_names_version++;
        inode_touch(walk->at);
        inode_change(inode);
    }
    inode_put(inode);
    return error;
}

static int take_away(const struct walker *walker, const char *path, bool is_directory)
{
    struct walk walk;
    int error = walk_to_last(&walk, walker, path);
    if (error)
        return error;
    do {
        error = is_name(walk.name) ? take_name_away(&walk, is_directory)
                                   : error_of_name(walk.name, is_directory);
    } while (error == -ESTALE);
    inode_put(walk.at);
    return error;
}

int path_unlink(const struct walker *walker, const char *path)
{
    return take_away(walker, path, false);
}

int path_remove_directory(const struct walker *walker, const char *path)
{
    return take_away(walker, path, true);
}

/* --- Two paths --- */

/* A name is charged to who has made the file: others need its permission to read and write
 * it. */
static int may_link(const struct inode *inode, const struct walker *walker)
{
    bool may =
        walker->uid == inode->uid ||
        (S_ISREG(inode->mode) && !inode_may(inode, walker->uid, MAY_READ | MAY_WRITE));
    return may && !S_ISDIR(inode->mode) ? 0 : -EPERM;
}

static int link_name(struct walk *walk, struct inode *inode)
{
    struct inode *found;
    int error = walk->name[0] ? walk_find(walk, &found) : -EEXIST;
    if (!error)
        inode_put(found);
    if (error != -ENOENT)
        return error ? error : -EEXIST;
    if (walk->ends_in_slash)
        return -ENOENT;
    if (walk->at->volume != inode->volume)
        return -EXDEV;
    error = may_change(walk->at, walk->walker);
    if (!error)
        error = may_link(inode, walk->walker);
    if (!error && !walk->at->operations->link)
        error = -EPERM;
    if (!error)
        error = walk->at->operations->link(walk->at, walk->name, inode);
    if (!error) {
        inode_touch(walk->at);
        inode_change(inode);
    }
    return error;
}

int path_link(const struct walker *from, const char *path, const struct walker *to,
              const char *new_path)
{
    struct walk walk;
    struct inode *inode;
    int error;
    do {
        error = path_find(from, path, &inode);
        if (error)
            return error;
        error = walk_to_last(&walk, to, new_path);
        if (!error) {
            error = link_name(&walk, inode);
            inode_put(walk.at);
        }
        inode_put(inode);
    } while (error == -ESTALE);
    return error;
}

/* Whether DIRECTORY lies in INODE, however deep, or is it; or -errno. */
static int lies_in(struct inode *directory, const struct inode *inode)
{
    struct inode *at = inode_hold(directory), *parent;
    int error = 0;
    while (!error && at != inode && at != at->volume->root) {
        error = at->operations->find(at, "..", &parent);
        if (error)
            break;
        inode_put(at);
        at = parent;
        kernel_worked(STEP_INSTRUCTIONS);
    }
    bool is_inside = at == inode;
    inode_put(at);
    return error ? error : is_inside;
}

/* Whether a name may lead to INODE, and no more to REPLACED, which may be NULL. */
static int check_replaced(const struct inode *inode, const struct inode *replaced)
{
    if (!replaced)
        return 0;
    if (S_ISDIR(inode->mode))
        return S_ISDIR(replaced->mode) ? 0 : -ENOTDIR;
    return S_ISDIR(replaced->mode) ? -EISDIR : 0;
}

/* Whether one of the two would come to lie in itself. */
static int check_loop(const struct walk *from, struct inode *inode, const struct walk *to,
                      struct inode *replaced)
{
    int error = S_ISDIR(inode->mode) ? lies_in(to->at, inode) : 0;
    if (error)
        return error > 0 ? -EINVAL : error;
    error = replaced && S_ISDIR(replaced->mode) ? lies_in(from->at, replaced) : 0;
    return error > 0 ? -ENOTEMPTY : error;
}

/* Whether the walker may move INODE, and take REPLACED away, which may be NULL. */
static int may_move(const struct walk *from, struct inode *inode, const struct walk *to,
                    struct inode *replaced)
{
    int error = may_take_away(from, inode);
    if (!error)
        error = replaced ? may_take_away(to, replaced) : may_change(to->at, to->walker);
    if (!error)
        error = check_replaced(inode, replaced);
    if (!error && S_ISDIR(inode->mode) && to->at != from->at) /* its `..` changes */
        error = inode_may(inode, to->walker->uid, MAY_WRITE);
    if (!error && (inode->is_covered || (replaced && replaced->is_covered)))
        error = -EBUSY;
    return error;
}

static int move(struct walk *from, struct inode *inode, struct walk *to,
                struct inode *replaced)
{
    int error = check_loop(from, inode, to, replaced);
    if (error || inode == replaced)
        return error;
    error = may_move(from, inode, to, replaced);
    if (!error)
        error = from->at->operations->rename(from->at, from->name, inode, to->at,
                                             to->name, replaced);
    if (!error) {
        path_names_version++;
        inode_touch(from->at);
        inode_touch(to->at);
        inode_change(inode);
    }
    return error;
}

/* Where several things are wrong, the first is told that Linux tells, too. */
static int rename_walked(struct walk *from, struct walk *to)
{
    struct inode *inode, *replaced = NULL;
    bool as_directory = from->ends_in_slash || to->ends_in_slash;
    if (from->at->volume != to->at->volume)
        return -EXDEV;
    if (!is_name(from->name) || !is_name(to->name))
        return -EBUSY;
    if (from->at->volume->read_only)
        return -EROFS;
    int error = walk_find(from, &inode);
    if (error)
        return error;
    error = walk_find(to, &replaced);
    if (!error || error == -ENOENT)
        error = as_directory && !S_ISDIR(inode->mode) ? -ENOTDIR
                                                      : move(from, inode, to, replaced);
    if (replaced)
        inode_put(replaced);
    inode_put(inode);
    return error;
}

int path_rename(const struct walker *from, const char *path, const struct walker *to,
                const char *new_path)
{
    struct walk old, new;
    int error = walk_to_last(&old, from, path);
    if (error)
        return error;
    error = walk_to_last(&new, to, new_path);
    if (!error) {
        do {
            error = rename_walked(&old, &new);
        } while (error == -ESTALE);
        inode_put(new.at);
    }
    inode_put(old.at);
    return error;
}
