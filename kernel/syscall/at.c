/* The calls that take a folder with a path, which Linux's libraries make in place of the older
 * ones; and the folder that a process is in. */
#include "abi/errno.h"
#include "abi/fcntl.h"
#include "kernel/process/process.h"
#include "kernel/syscall/handlers.h"

/* folder, path, flags, mode */
int32_t sys_openat(const struct arch_call *call)
{
    char path[PROCESS_PATH_MAX];
    int error = path_copy(call->a, call->b, path);
    return error ? error
                 : descriptors_open(&process_current()->descriptors, path, call->c,
                                    call->d);
}

int32_t sys_open(virt_t path, uint32_t flags, uint32_t mode)
{
    return sys_openat(
        &(struct arch_call){.a = (uint32_t)AT_FDCWD, .b = path, .c = flags, .d = mode});
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
    return stat_at(call->a, call->b, call->c);
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
