#include "kernel/syscall/path.h"

#include "abi/errno.h"
#include "abi/fcntl.h"
#include "kernel/memory/frame.h"
#include "kernel/syscall/handlers.h"

int path_copy_long(struct path_copy *copy, virt_t address)
{
    copy->frame = frame_allocate();
    if (!copy->frame)
        return -ENOMEM;
    char *text = arch_frame(copy->frame);
    copy->path.text = text;
    return transfer_string_part(&process_current()->space, address, text, PATH_MAX);
}

int path_inode_of(uint32_t fd, struct inode **inode)
{
    struct file *file = descriptors_find(&process_current()->descriptors, fd);
    if (!file)
        return -EBADF;
    *inode = file->inode;
    return file->inode ? 0 : -EINVAL;
}

int path_walker(uint32_t folder, const char *path, struct walker *walker)
{
    *walker = process_walker(process_current());
    if (folder == (uint32_t)AT_FDCWD || *path == '/' || !*path)
        return 0;
    int error = path_inode_of(folder, &walker->directory);
    return error == -EINVAL || (!error && !S_ISDIR(walker->directory->mode)) ? -ENOTDIR
                                                                             : error;
}

int32_t path_do(uint32_t folder, virt_t address, path_action *act, void *data)
{
    struct path_copy copy;
    struct walker walker;
    int result = path_copy(&copy, address);
    if (!result)
        result = path_walker(folder, copy.path.text, &walker);
    if (!result)
        result = act(&walker, copy.path.text, data);
    path_free(&copy);
    return result;
}

/* --- Opening --- */

struct how {
    uint32_t flags, mode;
};

static int open_path(const struct walker *walker, const char *path, void *data)
{
    const struct how *how = data;
    return descriptors_open(&process_current()->descriptors, walker, path, how->flags,
                            path_mode(how->mode));
}

static int32_t open_in(uint32_t folder, virt_t path, uint32_t flags, uint32_t mode)
{
    return path_do(folder, path, open_path, &(struct how){flags, mode});
}

int32_t sys_open(virt_t path, uint32_t flags, uint32_t mode)
{
    return open_in((uint32_t)AT_FDCWD, path, flags, mode);
}

int32_t sys_creat(virt_t path, uint32_t mode)
{
    return sys_open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}

int32_t sys_openat(const struct arch_call *call)
{
    return open_in(call->a, call->b, call->c, call->d);
}

/* --- Where the process is --- */

static int go_to(struct inode *inode)
{
    struct process *self = process_current();
    int error = S_ISDIR(inode->mode) ? inode_may(inode, self->uid, MAY_SEARCH) : -ENOTDIR;
    if (error)
        return error;
    inode_hold(inode);
    process_leave_directory(self);
    self->directory = inode;
    return 0;
}

static int change_directory(const struct walker *walker, const char *path, void *data)
{
    struct inode *inode;
    (void)data;
    int error = path_find(walker, path, &inode);
    if (error)
        return error;
    error = go_to(inode);
    inode_put(inode);
    return error;
}

int32_t sys_chdir(virt_t path)
{
    return path_do((uint32_t)AT_FDCWD, path, change_directory, NULL);
}

int32_t sys_fchdir(uint32_t fd)
{
    struct inode *inode;
    int error = path_inode_of(fd, &inode);
    return error ? error == -EINVAL ? -ENOTDIR : error : go_to(inode);
}

/* The length with its NUL. */
int32_t sys_getcwd(virt_t buffer, uint32_t size)
{
    struct inode *directory = process_current()->directory;
    phys_t frame = frame_allocate();
    char *path;
    if (!frame)
        return -ENOMEM;
    char *page = arch_frame(frame);
    int error = path_of(directory ? directory : volume_root(), page, PATH_MAX, &path);
    uint32_t bytes = (uint32_t)(page + PATH_MAX - path);
    if (!error && bytes > size)
        error = -ERANGE;
    if (!error)
        error = copy_out(buffer, path, bytes);
    frame_free(frame);
    return error ? error : (int32_t)bytes;
}

int32_t sys_umask(uint32_t mask)
{
    struct process *self = process_current();
    uint32_t before = self->umask;
    self->umask = (uint16_t)(mask & 0777);
    return (int32_t)before;
}
