/* Reading and writing elsewhere than where one is. The kernel has no call for it: so one goes
 * there and comes back, and who shares the offset might see that. */
#include <errno.h>
#include <sys/uio.h>
#include <unistd.h>

/* Where FD is, and then it is at OFFSET; or -1 and errno. */
static off_t go_to(int fd, off_t offset)
{
    if (offset < 0) {
        errno = EINVAL;
        return -1;
    }
    off_t before = lseek(fd, 0, SEEK_CUR);
    return before < 0 || lseek(fd, offset, SEEK_SET) < 0 ? -1 : before;
}

/* RESULT, and what it says in errno, as the caller gets it. */
static ssize_t come_back(int fd, off_t before, ssize_t result)
{
    int error = errno;

    lseek(fd, before, SEEK_SET);
    errno = error;
    return result;
}

ssize_t pread(int fd, void *buffer, size_t size, off_t offset)
{
    off_t before = go_to(fd, offset);

    return before < 0 ? -1 : come_back(fd, before, read(fd, buffer, size));
}

ssize_t pwrite(int fd, const void *buffer, size_t size, off_t offset)
{
    off_t before = go_to(fd, offset);

    return before < 0 ? -1 : come_back(fd, before, write(fd, buffer, size));
}

ssize_t preadv(int fd, const struct iovec *pieces, int count, off_t offset)
{
    off_t before = go_to(fd, offset);

    return before < 0 ? -1 : come_back(fd, before, readv(fd, pieces, count));
}

ssize_t pwritev(int fd, const struct iovec *pieces, int count, off_t offset)
{
    off_t before = go_to(fd, offset);

    return before < 0 ? -1 : come_back(fd, before, writev(fd, pieces, count));
}
