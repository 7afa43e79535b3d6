/* access, by trying. */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

int access(const char *path, int mode)
{
    if (mode & ~(R_OK | W_OK | X_OK)) {
        errno = EINVAL;
        return -1;
    }
    int fd = open(path, mode & W_OK ? (mode & R_OK ? O_RDWR : O_WRONLY) : O_RDONLY);
    if (fd < 0)
        return -1;
    close(fd);
    return 0;
}
