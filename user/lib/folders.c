/* Names: made, given to another file, taken away; and where the process is. */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "call.h"

int mkdir(const char *path, mode_t mode)
{
    return posix_result(call_2(SYS_MKDIR, word(path), mode));
}

int mkdirat(int folder, const char *path, mode_t mode)
{
    return posix_result(call_3(SYS_MKDIRAT, (uint32_t)folder, word(path), mode));
}

int rmdir(const char *path)
{
    return posix_result(call_1(SYS_RMDIR, word(path)));
}

int unlink(const char *path)
{
    return posix_result(call_1(SYS_UNLINK, word(path)));
}

int unlinkat(int folder, const char *path, int flags)
{
    return posix_result(
        call_3(SYS_UNLINKAT, (uint32_t)folder, word(path), (uint32_t)flags));
}

int link(const char *path, const char *new_path)
{
    return posix_result(call_2(SYS_LINK, word(path), word(new_path)));
}

int linkat(int folder, const char *path, int new_folder, const char *new_path, int flags)
{
    const uint32_t words[6] = {(uint32_t)folder, word(path), (uint32_t)new_folder,
                               word(new_path), (uint32_t)flags};

    return posix_result(call_6(SYS_LINKAT, words));
}

int rename(const char *path, const char *new_path)
{
    return posix_result(call_2(SYS_RENAME, word(path), word(new_path)));
}

int renameat(int folder, const char *path, int new_folder, const char *new_path)
{
    return posix_result(call_4(SYS_RENAMEAT, (uint32_t)folder, word(path),
                               (uint32_t)new_folder, word(new_path)));
}

ssize_t readlink(const char *restrict path, char *restrict text, size_t size)
{
    return posix_result(call_3(SYS_READLINK, word(path), word(text), size));
}

ssize_t readlinkat(int folder, const char *restrict path, char *restrict text,
                   size_t size)
{
    return posix_result(
        call_4(SYS_READLINKAT, (uint32_t)folder, word(path), word(text), size));
}

/* --- Where the process is --- */

int chdir(const char *path)
{
    return posix_result(call_1(SYS_CHDIR, word(path)));
}

int fchdir(int fd)
{
    return posix_result(call_1(SYS_FCHDIR, (uint32_t)fd));
}

/* Without a PATH, as Linux has it, it is malloc's. */
char *getcwd(char *path, size_t size)
{
    char room[PATH_MAX];

    if (path == NULL)
        return getcwd(room, size == 0 || size > sizeof(room) ? sizeof(room) : size) ==
                       NULL
                   ? NULL
                   : strdup(room);
    if (size == 0) {
        errno = EINVAL;
        return NULL;
    }
    return posix_result(call_2(SYS_GETCWD, word(path), size)) < 0 ? NULL : path;
}

char *get_current_dir_name(void)
{
    return getcwd(NULL, 0);
}
