/* The calls that take a folder with a path, which Linux's libraries make in place of the older
 * ones. A path is absolute, or is looked for from the root: no process is in another folder,
 * and none is open for others to start at. */
#include "abi/errno.h"
#include "abi/fcntl.h"
#include "kernel/process/process.h"
#include "kernel/syscall/handlers.h"

/* 0 if a path at ADDRESS may be looked for; or what is wrong with FOLDER. */
static int check_folder(uint32_t folder, virt_t address)
{
    char first;
    int error = folder == (uint32_t)AT_FDCWD ? 0 : copy_in(&first, address, 1);
    if (error || folder == (uint32_t)AT_FDCWD || first == '/')
        return error;
    if (first == '\0')
        return -ENOENT;
    return descriptors_find(&process_current()->descriptors, folder) ? -ENOTDIR : -EBADF;
}

int32_t sys_openat(const struct arch_call *call)
{
    int error = check_folder(call->a, call->b);
    return error ? error : sys_open(call->b, call->c, call->d);
}

int32_t sys_unlinkat(uint32_t folder, virt_t path, uint32_t flags)
{
    if (flags & ~(uint32_t)AT_REMOVEDIR)
        return -EINVAL;
    int error = check_folder(folder, path);
    if (error)
        return error;
    return flags ? -ENOTDIR : sys_unlink(path); /* no folder can be made, nor removed */
}

int32_t sys_faccessat(uint32_t folder, virt_t path, uint32_t wanted)
{
    int error = check_folder(folder, path);
    return error ? error : sys_access(path, wanted);
}

/* With AT_EMPTY_PATH and no path: FOLDER itself. */
int32_t sys_fstatat64(const struct arch_call *call)
{
    char first;
    if (call->d & ~(uint32_t)(AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT))
        return -EINVAL;
    int error = copy_in(&first, call->b, 1);
    if (error)
        return error;
    if (first == '\0' && call->d & AT_EMPTY_PATH)
        return sys_fstat64(call->a, call->c);
    error = check_folder(call->a, call->b);
    return error ? error : sys_stat64(call->b, call->c);
}

/* The length with its NUL. */
int32_t sys_getcwd(virt_t buffer, uint32_t size)
{
    static const char root[] = "/";
    if (size < sizeof(root))
        return -ERANGE;
    int error = copy_out(buffer, root, sizeof(root));
    return error ? error : (int32_t)sizeof(root);
}
