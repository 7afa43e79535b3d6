/* Calls on open files. */
#include "abi/errno.h"
#include "kernel/process/process.h"
#include "kernel/syscall/handlers.h"
#include "kernel/terminal/console.h"

/* The running process's file FD, or NULL. */
static struct file *find(uint32_t fd)
{
    return fd < PROCESS_FILES_MAX ? process_current()->files[fd] : NULL;
}

int32_t sys_open(virt_t address, uint32_t flags)
{
    struct process *self = process_current();
    char path[PROCESS_PATH_MAX];
    int error = transfer_string(&self->space, address, path, sizeof(path));
    if (error)
        return error;
    int32_t fd = 0;
    while (fd < PROCESS_FILES_MAX && self->files[fd])
        fd++;
    if (fd == PROCESS_FILES_MAX)
        return -EMFILE;
    error = file_open(path, flags, &self->files[fd]);
    if (error)
        return error;
    if ((uint32_t)fd >= self->files_end)
        self->files_end = (uint32_t)fd + 1;
    return fd;
}

int32_t sys_close(uint32_t fd)
{
    struct file *file = find(fd);
    if (!file)
        return -EBADF;
    process_current()->files[fd] = NULL;
    file_close(file);
    return 0;
}

int32_t sys_read(uint32_t fd, virt_t buffer, uint32_t length)
{
    struct file *file = find(fd);
    if (!file)
        return -EBADF;
    struct transfer to =
        transfer_make(&process_current()->space, TO_USER, buffer, length);
    return file_read(file, &to);
}

int32_t sys_write(uint32_t fd, virt_t buffer, uint32_t length)
{
    struct file *file = find(fd);
    if (!file)
        return -EBADF;
    struct transfer from =
        transfer_make(&process_current()->space, FROM_USER, buffer, length);
    return file_write(file, &from);
}

int32_t sys_console_key(uint32_t low, uint32_t high)
{
    return console_key(clock_deadline((tick_t)high << 32 | low));
}
