/* Calls on descriptors, whatever files they stand for. */
#include "abi/errno.h"
#include "kernel/fs/pipe.h"
#include "kernel/process/process.h"
#include "kernel/syscall/handlers.h"

static struct descriptors *own_descriptors(void)
{
    return &process_current()->descriptors;
}

int32_t sys_dup(uint32_t fd)
{
    return descriptors_duplicate(own_descriptors(), fd, 0, false);
}

/* To itself: nothing changes. */
int32_t sys_dup2(uint32_t fd, uint32_t to)
{
    if (fd == to)
        return descriptors_find(own_descriptors(), fd) ? (int32_t)fd : -EBADF;
    return descriptors_duplicate_to(own_descriptors(), fd, to, false);
}

int32_t sys_dup3(uint32_t fd, uint32_t to, uint32_t flags)
{
    if (flags & ~(uint32_t)O_CLOEXEC || fd == to)
        return -EINVAL;
    return descriptors_duplicate_to(own_descriptors(), fd, to, flags & O_CLOEXEC);
}

/* --- fcntl --- */

static int32_t duplicate_from(uint32_t fd, uint32_t first, bool close_on_exec)
{
    if (first >= process_current()->limits[LIMIT_FILES].rlim_cur)
        return -EINVAL;
    return descriptors_duplicate(own_descriptors(), fd, first, close_on_exec);
}

/* What else was asked for when the file was opened stays as it was. */
static int32_t set_flags(struct file *file, uint32_t flags)
{
    const uint32_t can_change = O_APPEND | O_NONBLOCK;
    file->flags = (file->flags & ~can_change) | (flags & can_change);
    return 0;
}

int32_t sys_fcntl(uint32_t fd, uint32_t request, uint32_t argument)
{
    struct file *file = descriptors_find(own_descriptors(), fd);
    if (!file)
        return -EBADF;
    switch (request) {
    case F_DUPFD:
    case F_DUPFD_CLOEXEC:
        return duplicate_from(fd, argument, request == F_DUPFD_CLOEXEC);
    case F_GETFD:
        return descriptors_closes_on_exec(own_descriptors(), fd) ? FD_CLOEXEC : 0;
    case F_SETFD:
        descriptors_set_close_on_exec(own_descriptors(), fd, argument & FD_CLOEXEC);
        return 0;
    case F_GETFL:
        return (int32_t)file->flags;
    case F_SETFL:
        return set_flags(file, argument);
    case F_GETPIPE_SZ:
        return pipe_is(file) ? PIPE_BYTES : -EBADF;
    default:
        return -EINVAL;
    }
}

/* --- Pipes --- */

/* Both descriptors are found before the pipe is made: then only the program's memory can
 * fail, and closing them undoes all. */
static int32_t open_pipe(uint32_t flags, int32_t fds[2])
{
    struct descriptors *descriptors = own_descriptors();
    struct file *ends[2];
    for (int i = 0; i < 2; i++) {
        fds[i] = descriptors_reserve(descriptors, i == 0 ? 0 : (uint32_t)fds[0] + 1);
        if (fds[i] < 0)
            return fds[i];
    }
    int error = pipe_create(flags, process_current()->space.account, ends);
    for (int i = 0; i < 2 && !error; i++)
        descriptors_set(descriptors, (uint32_t)fds[i], ends[i], flags & O_CLOEXEC);
    return error;
}

int32_t sys_pipe2(virt_t address, uint32_t flags)
{
    int32_t fds[2];
    if (flags & ~(uint32_t)(O_CLOEXEC | O_NONBLOCK))
        return -EINVAL;
    int error = open_pipe(flags, fds);
    if (error)
        return error;
    error = copy_out(address, fds, sizeof(fds));
    for (int i = 0; i < 2 && error; i++)
        (void)!descriptors_close(own_descriptors(), (uint32_t)fds[i]);
    return error;
}

int32_t sys_pipe(virt_t fds)
{
    return sys_pipe2(fds, 0);
}
