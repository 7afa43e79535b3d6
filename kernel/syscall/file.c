/* Calls on open files. */
#include "abi/errno.h"
#include "kernel/process/process.h"
#include "kernel/syscall/handlers.h"

static struct descriptors *own_descriptors(void)
{
    return &process_current()->descriptors;
}

int32_t sys_open(virt_t address, uint32_t flags)
{
    char path[PROCESS_PATH_MAX];
    int error = transfer_string(&process_current()->space, address, path, sizeof(path));
    return error ? error : descriptors_open(own_descriptors(), path, flags);
}

int32_t sys_close(uint32_t fd)
{
    return descriptors_close(own_descriptors(), fd);
}

int32_t sys_read(uint32_t fd, virt_t buffer, uint32_t length)
{
    struct file *file = descriptors_find(own_descriptors(), fd);
    if (!file)
        return -EBADF;
    struct transfer to =
        transfer_make(&process_current()->space, TO_USER, buffer, length);
    return file_read(file, &to);
}

int32_t sys_write(uint32_t fd, virt_t buffer, uint32_t length)
{
    struct file *file = descriptors_find(own_descriptors(), fd);
    if (!file)
        return -EBADF;
    struct transfer from =
        transfer_make(&process_current()->space, FROM_USER, buffer, length);
    return file_write(file, &from);
}

int32_t sys_getdents64(uint32_t fd, virt_t buffer, uint32_t length)
{
    struct file *file = descriptors_find(own_descriptors(), fd);
    if (!file)
        return -EBADF;
    if (!file->operations->list)
        return -ENOTDIR;
    struct transfer to =
        transfer_make(&process_current()->space, TO_USER, buffer, length);
    return file->operations->list(file, &to);
}
