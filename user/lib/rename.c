/* Another name for a file. The kernel has no call for it: so the new file is a copy. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "call.h"

enum { CALL_RENAME = 38, COPY_BYTES = 1024 };

static int copy(int from, int to)
{
    char bytes[COPY_BYTES];
    ssize_t count;

    while ((count = read(from, bytes, sizeof(bytes))) > 0)
        if (write(to, bytes, (size_t)count) != count)
            return -1;
    return (int)count;
}

static int copy_file(const char *path, const char *new_path, mode_t mode)
{
    int from = open(path, O_RDONLY);
    int to = from < 0 ? -1 : open(new_path, O_WRONLY | O_CREAT | O_EXCL, mode);
    int result = to < 0 ? -1 : copy(from, to), error = errno;

    if (from >= 0)
        close(from);
    if (to >= 0)
        close(to);
    if (to >= 0 && result < 0)
        unlink(new_path);
    errno = error;
    return result;
}

/* Of what has the new name nothing is lost unless the copy can be made. */
static int replace(const char *path, const char *new_path, mode_t mode)
{
    static const char between[] = P_tmpdir "/.rename";

    if (copy_file(path, between, mode) < 0)
        return -1;
    unlink(new_path);
    int result = copy_file(between, new_path, mode), error = errno;
    unlink(between);
    errno = error;
    return result < 0 ? -1 : unlink(path);
}

int rename(const char *path, const char *new_path)
{
    struct stat old, new;
    int32_t result = call_2(CALL_RENAME, word(path), word(new_path));

    if (result != -ENOSYS)
        return posix_result(result);
    if (stat(path, &old) < 0)
        return -1;
    int is_there = stat(new_path, &new) == 0;
    if (!is_there && errno != ENOENT)
        return -1;
    if (is_there && old.st_dev != new.st_dev)
        return posix_result(-EXDEV);
    if (is_there && old.st_ino == new.st_ino)
        return 0;
    if (S_ISDIR(old.st_mode))
        return posix_result(is_there && !S_ISDIR(new.st_mode) ? -ENOTDIR : -EROFS);
    if (is_there && S_ISDIR(new.st_mode))
        return posix_result(-EISDIR);
    if (is_there)
        return replace(path, new_path, old.st_mode & ALLPERMS);
    return copy_file(path, new_path, old.st_mode & ALLPERMS) < 0 ? -1 : unlink(path);
}
