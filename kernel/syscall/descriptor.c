/* Calls on descriptors, whatever files they stand for. */
#include "abi/errno.h"
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
