/* Calls of a process on its memory. An address is no error, though it may be negative as a
 * number with a sign: errors are above all addresses. */
#include "abi/errno.h"
#include "abi/fcntl.h"
#include "kernel/memory/map.h"
#include "kernel/process/process.h"
#include "kernel/syscall/handlers.h"

static rlim_t bytes_max(void)
{
    return process_current()->limits[LIMIT_SPACE].rlim_cur;
}

static struct space *own_space(void)
{
    return &process_current()->space;
}

int32_t sys_brk(virt_t address)
{
    return (int32_t)space_break(own_space(), address, bytes_max());
}

/* Why the file of descriptor FD cannot be mapped: there is none that can. */
static int refuse_file(uint32_t fd, uint32_t bytes, unsigned prot, unsigned flags)
{
    const struct file *file = descriptors_find(&process_current()->descriptors, fd);
    if (!file)
        return -EBADF;
    if (bytes == 0)
        return -EINVAL;
    unsigned access = file->flags & O_ACCMODE;
    bool writes_file = (flags & MAP_TYPE) != MAP_PRIVATE && prot & PROT_WRITE;
    if (access == O_WRONLY || (writes_file && access != O_RDWR))
        return -EACCES;
    return -ENODEV;
}

int32_t sys_mmap2(const struct arch_call *call)
{
    virt_t start;
    uint32_t prot = call->c, flags = call->d, fd = call->e;
    struct map_request request = {call->a, call->b, prot, flags, bytes_max()};
    int error = flags & MAP_ANONYMOUS ? space_map(own_space(), &request, &start)
                                      : refuse_file(fd, call->b, prot, flags);
    return error ? error : (int32_t)start;
}

int32_t sys_munmap(virt_t start, uint32_t bytes)
{
    return space_unmap(own_space(), start, bytes);
}

int32_t sys_mprotect(virt_t start, uint32_t bytes, uint32_t prot)
{
    return space_protect(own_space(), start, bytes, prot);
}

int32_t sys_mremap(const struct arch_call *call)
{
    virt_t start;
    struct map_request request = {
        .address = call->e, .bytes = call->c, .flags = call->d, .bytes_max = bytes_max()};
    int error = space_remap(own_space(), call->a, call->b, &request, &start);
    return error ? error : (int32_t)start;
}

int32_t sys_madvise(virt_t start, uint32_t bytes, uint32_t advice)
{
    return space_advise(own_space(), start, bytes, advice);
}
