/* Calls that make names, move them and take them away. */
#include "abi/errno.h"
#include "abi/fcntl.h"
#include "kernel/syscall/handlers.h"
#include "kernel/syscall/path.h"

enum { HERE = AT_FDCWD, FOLLOW = 0x400 }; /* AT_SYMLINK_FOLLOW, of linkat */

/* --- One name --- */

static int unlink(const struct walker *walker, const char *path, void *data)
{
    (void)data;
    return path_unlink(walker, path);
}

static int remove_directory(const struct walker *walker, const char *path, void *data)
{
    (void)data;
    return path_remove_directory(walker, path);
}

int32_t sys_unlinkat(uint32_t folder, virt_t path, uint32_t flags)
{
    if (flags & ~(uint32_t)AT_REMOVEDIR)
        return -EINVAL;
    return path_do(folder, path, flags ? remove_directory : unlink, NULL);
}

int32_t sys_unlink(virt_t path)
{
    return sys_unlinkat((uint32_t)HERE, path, 0);
}

int32_t sys_rmdir(virt_t path)
{
    return sys_unlinkat((uint32_t)HERE, path, AT_REMOVEDIR);
}

static int make_directory(const struct walker *walker, const char *path, void *data)
{
    const struct inode_new what = {.mode = S_IFDIR | *(const uint32_t *)data,
                                   .uid = walker->uid,
                                   .account = process_current()->space.account};
    return path_make_directory(walker, path, &what);
}

int32_t sys_mkdirat(uint32_t folder, virt_t path, uint32_t mode)
{
    mode = path_mode(mode & (S_ISVTX | 0777));
    return path_do(folder, path, make_directory, &mode);
}

int32_t sys_mkdir(virt_t path, uint32_t mode)
{
    return sys_mkdirat((uint32_t)HERE, path, mode);
}

/* --- Two names --- */

typedef int two_paths(const struct walker *from, const char *path,
                      const struct walker *to, const char *new_path);

/* What is left to do when the first path is known. */
struct second {
    uint32_t folder;
    virt_t address;
    two_paths *act;
    const struct walker *from;
    const char *path;
};

static int do_second(const struct walker *to, const char *new_path, void *data)
{
    const struct second *second = data;
    return second->act(second->from, second->path, to, new_path);
}

static int do_first(const struct walker *from, const char *path, void *data)
{
    struct second *second = data;
    second->from = from;
    second->path = path;
    return path_do(second->folder, second->address, do_second, second);
}

static int32_t do_both(uint32_t folder, virt_t path, uint32_t new_folder, virt_t new_path,
                       two_paths *act)
{
    struct second second = {new_folder, new_path, act, NULL, NULL};
    return path_do(folder, path, do_first, &second);
}

int32_t sys_link(virt_t path, virt_t new_path)
{
    return do_both((uint32_t)HERE, path, (uint32_t)HERE, new_path, path_link);
}

/* folder, path, folder, path, flags */
int32_t sys_linkat(const struct arch_call *call)
{
    if (call->e & ~(uint32_t)FOLLOW)
        return -EINVAL;
    return do_both(call->a, call->b, call->c, call->d, path_link);
}

int32_t sys_rename(virt_t path, virt_t new_path)
{
    return do_both((uint32_t)HERE, path, (uint32_t)HERE, new_path, path_rename);
}

/* folder, path, folder, path */
int32_t sys_renameat(const struct arch_call *call)
{
    return do_both(call->a, call->b, call->c, call->d, path_rename);
}

/* The same, and flags, of which there are none. */
int32_t sys_renameat2(const struct arch_call *call)
{
    return call->e ? -EINVAL : sys_renameat(call);
}
