/* Reading and writing elsewhere than where one is. */
#include <sys/uio.h>
#include <unistd.h>

#include "call.h"

/* The offset is two words; its sign fills the second. */
static int move_at(uint32_t number, int fd, const void *what, size_t count, off_t offset)
{
    const uint32_t words[6] = {(uint32_t)fd, word(what), count, (uint32_t)offset,
                               offset < 0 ? UINT32_MAX : 0};

    return posix_result(call_6(number, words));
}

ssize_t pread(int fd, void *buffer, size_t size, off_t offset)
{
    return move_at(SYS_PREAD64, fd, buffer, size, offset);
}

ssize_t pwrite(int fd, const void *buffer, size_t size, off_t offset)
{
    return move_at(SYS_PWRITE64, fd, buffer, size, offset);
}

ssize_t preadv(int fd, const struct iovec *pieces, int count, off_t offset)
{
    return move_at(SYS_PREADV, fd, pieces, (size_t)count, offset);
}

ssize_t pwritev(int fd, const struct iovec *pieces, int count, off_t offset)
{
    return move_at(SYS_PWRITEV, fd, pieces, (size_t)count, offset);
}
