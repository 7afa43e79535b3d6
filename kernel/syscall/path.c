/* Calls on what a path leads to. */
#include "abi/errno.h"
#include "kernel/process/process.h"
#include "kernel/syscall/handlers.h"

static int copy_path(virt_t address, char path[PROCESS_PATH_MAX])
{
    return transfer_string(&process_current()->space, address, path, PROCESS_PATH_MAX);
}

/* It is opened for the kernel, which may look at all files. There are no symbolic links: so
 * lstat64 is the same. */
int32_t sys_stat64(virt_t path_address, virt_t address)
{
    char path[PROCESS_PATH_MAX];
    struct stat64 stat;
    struct file *file;
    int error = copy_path(path_address, path);
    if (!error)
        error = file_open(path, O_RDONLY, 0, NULL, &file);
    if (error)
        return error;
    file_describe(file, &stat);
    file_close(file);
    return copy_out(address, &stat, sizeof(stat));
}

int32_t sys_access(virt_t address, uint32_t wanted)
{
    char path[PROCESS_PATH_MAX];
    int error = copy_path(address, path);
    return error ? error : file_access(path, wanted, process_current()->space.account);
}

int32_t sys_unlink(virt_t address)
{
    char path[PROCESS_PATH_MAX];
    int error = copy_path(address, path);
    return error ? error : file_unlink(path, process_current()->space.account);
}
