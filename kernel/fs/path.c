#include "kernel/fs/path.h"

#include "abi/errno.h"
#include "kernel/clock/pause.h"
#include "kernel/debug/panic.h"
#include "kernel/fs/directory.h"
#include "kernel/fs/walk.h"
#include "lib/string.h"

enum {
    STEP_INSTRUCTIONS = 500,  /* for kernel_worked: to find a name, */
    NAME_INSTRUCTIONS = 2000, /* and the name of a directory */
};

const struct walker kernel_walker;
uint32_t path_names_version;

/* --- Who may do what --- */

int inode_may(const struct inode *inode, uint32_t uid, uint32_t wanted)
{
    uint32_t mode = inode->mode;
    bool anybody = mode & (S_IXUSR | S_IXGRP | S_IXOTH) || S_ISDIR(mode);
    if (uid == 0)
        return wanted & MAY_EXECUTE && !anybody ? -EACCES : 0;
    uint32_t granted = uid == inode->uid ? mode >> 6 : mode;
    return wanted & ~granted ? -EACCES : 0;
}

/* --- The walk --- */

static void go_to(struct walk *walk, struct inode *inode)
{
    inode_put(walk->at);
    walk->at = inode;
}

/* Onto what is mounted there. */
static void go_over(struct walk *walk)
{
    while (walk->at->is_covered)
        go_to(walk, inode_hold(volume_root_over(walk->at)));
}

static const char *behind_slashes(const char *path)
{
    while (*path == '/')
        path++;
    return path;
}

static size_t length_of_name(const char *path)
{
    size_t length = 0;
    while (path[length] && path[length] != '/')
        length++;
    return length;
}

static int begin(struct walk *walk, const struct walker *walker, const char *path)
{
    if (*path == '\0')
        return -ENOENT;
    bool from_root = *path == '/' || !walker->directory;
    walk->walker = walker;
    walk->at = inode_hold(from_root ? volume_root() : walker->directory);
    walk->rest = behind_slashes(path);
    return 0;
}

/* Takes the next name off the path. One that is too long is told when it is looked up: before
 * that something else may be wrong. */
static void take_name(struct walk *walk)
{
    size_t length = length_of_name(walk->rest), kept = length;
    walk->is_too_long = length > NAME_MAX;
    if (walk->is_too_long)
        kept = NAME_MAX;
    memcpy(walk->name, walk->rest, kept);
    walk->name[kept] = '\0';
    walk->ends_in_slash = walk->rest[length] == '/';
    walk->rest = behind_slashes(walk->rest + length);
}

bool walk_is_dots(const char *name)
{
    return name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'));
}

/* What `name` leads to from where the walk is. `..` of what is mounted leads out of it. */
int walk_find(struct walk *walk, struct inode **found)
{
    bool is_up = walk_is_dots(walk->name) && walk->name[1] == '.';
    kernel_worked(STEP_INSTRUCTIONS);
    if (walk->is_too_long)
        return -ENAMETOOLONG;
    while (is_up && walk->at == walk->at->volume->root && walk->at->volume->covers)
        go_to(walk, inode_hold(walk->at->volume->covers));
    bool stays = walk_is_dots(walk->name) && (!is_up || walk->at == volume_root());
    if (stays) {
        *found = inode_hold(walk->at);
        return 0;
    }
    return walk->at->operations->find(walk->at, walk->name, found);
}

int walk_step(struct walk *walk)
{
    struct inode *found;
    int error = walk_find(walk, &found);
    if (error)
        return error;
    go_to(walk, found);
    go_over(walk);
    return 0;
}

/* Whether `walk->at` is a directory that the walker may search. */
static int check_search(const struct walk *walk)
{
    return S_ISDIR(walk->at->mode) ? inode_may(walk->at, walk->walker->uid, MAY_SEARCH)
                                   : -ENOTDIR;
}

int walk_to_last(struct walk *walk, const struct walker *walker, const char *path)
{
    int error = begin(walk, walker, path);
    if (error)
        return error;
    walk->name[0] = '\0';
    walk->ends_in_slash = true;
    while (!error && *walk->rest) {
        if (walk->name[0])
            error = walk_step(walk);
        if (!error)
            error = check_search(walk);
        if (!error)
            take_name(walk);
    }
    if (error)
        inode_put(walk->at);
    return error;
}

int path_find(const struct walker *walker, const char *path, struct inode **inode)
{
    struct walk walk;
    int error = walk_to_last(&walk, walker, path);
    if (error)
        return error;
    if (walk.name[0])
        error = walk_step(&walk);
    if (!error && walk.ends_in_slash && !S_ISDIR(walk.at->mode))
        error = -ENOTDIR;
    if (!error && S_ISLNK(walk.at->mode))
        error = -ELOOP;
    if (error)
        inode_put(walk.at);
    else
        *inode = walk.at;
    return error;
}

/* --- From an inode to its path --- */

/* The name of INODE in DIRECTORY, in front of *PATH, which moves. */
static int put_name(struct inode *directory, const struct inode *inode, char *buffer,
                    char **path)
{
    char entries[512];
    uint64_t place = 0;
    for (;;) {
        struct transfer to = transfer_to_kernel(entries, sizeof(entries));
        int count = directory->operations->list(directory, &place, &to);
        if (count <= 0)
            return count < 0 ? count : -ENOENT;
        for (int at = 0; at < count;) {
            const struct dirent *entry =
                (const struct dirent *)(const void *)&entries[at];
            size_t length = strlen(entry->d_name);
            at += entry->d_reclen;
            if (entry->d_ino != inode->number || walk_is_dots(entry->d_name))
                continue;
            if ((size_t)(*path - buffer) < length + 1)
                return -ERANGE;
            *path -= length;
            memcpy(*path, entry->d_name, length);
            *--*path = '/';
            return 0;
        }
    }
}

int path_of(struct inode *directory, char *buffer, size_t size, char **path)
{
    struct inode *at = inode_hold(directory), *parent;
    int error = 0;
    *path = buffer + size - 1;
    **path = '\0';
    while (!error && at != volume_root()) {
        if (at == at->volume->root) {
            parent = inode_hold(at->volume->covers);
            inode_put(at);
            at = parent;
            continue;
        }
        error = at->operations->find(at, "..", &parent);
        if (error)
            break;
        error = put_name(parent, at, buffer, path);
        inode_put(at);
        at = parent;
        kernel_worked(NAME_INSTRUCTIONS);
    }
    inode_put(at);
    if (!error && !**path) {
        if (*path == buffer)
            return -ERANGE;
        *--*path = '/';
    }
    return error;
}

void path_mount(struct volume *volume, const char *path)
{
    const struct inode_new what = {.mode = S_IFDIR | 0755};
    struct inode *inode = NULL;
    int error = 0;
    if (!list_is_empty(volume_list())) {
        error = path_make_directory(&kernel_walker, path, &what);
        if (!error || error == -EEXIST)
            error = path_find(&kernel_walker, path, &inode);
        if (error || !S_ISDIR(inode->mode))
            boot_fail(
                "nothing can be mounted at %s: it is no folder, and none can be made",
                path);
    }
    volume_mount(volume, inode);
}
