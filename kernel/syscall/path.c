/* Calls on what a path leads to. */
#include "abi/errno.h"
#include "kernel/process/process.h"
#include "kernel/syscall/handlers.h"
#include "lib/string.h"

/* Where a path begins that is not absolute: the length of PATH, which is that of FOLDER without
 * a last slash; or -errno. */
static int begin_at(uint32_t folder, char *path)
{
    if (folder == (uint32_t)AT_FDCWD)
        return 0; /* each process is in the root */
    const struct file *file = descriptors_find(&process_current()->descriptors, folder);
    if (!file || !file->operations->list)
        return file ? -ENOTDIR : -EBADF;
    (void)string_copy(path, file->path, PROCESS_PATH_MAX);
    int length = (int)strlen(path);
    return path[length - 1] == '/' ? length - 1 : length;
}

static size_t length_of_name(const char *names)
{
    const char *end = strchr(names, '/');
    return end ? (size_t)(end - names) : strlen(names);
}

/* Goes from PATH, whose length is END, along NAMES: as Linux would, if all of them are there.
 * A slash behind the last one stays. */
static int go_along(char *path, size_t end, const char *names)
{
    while (*names != '\0') {
        size_t length = length_of_name(names);
        bool is_last = names[length] == '\0';
        if (length == 2 && names[0] == '.' && names[1] == '.') {
            while (end > 0 && path[--end] != '/')
                continue;
        } else if (length > 0 && !(length == 1 && *names == '.')) {
            if (end + length + 2 > PROCESS_PATH_MAX)
                return -ENAMETOOLONG;
            path[end] = '/';
            memcpy(path + end + 1, names, length);
            end += length + 1;
        }
        names += length + !is_last;
        if (*names == '\0' && (!is_last || end == 0) && end + 1 < PROCESS_PATH_MAX)
            path[end++] = '/';
    }
    path[end] = '\0';
    return 0;
}

int path_copy(uint32_t folder, virt_t address, char path[PROCESS_PATH_MAX])
{
    char given[PROCESS_PATH_MAX];
    int error = transfer_string(&process_current()->space, address, given, sizeof(given));
    if (error || *given == '\0')
        return error ? error : -ENOENT;
    int end = *given == '/' ? 0 : begin_at(folder, path);
    return end < 0 ? end : go_along(path, (size_t)end, given);
}

/* It is opened for the kernel, which may look at all files. There are no symbolic links: so
 * lstat64 is the same. */
int stat_at(uint32_t folder, virt_t path_address, virt_t address)
{
    char path[PROCESS_PATH_MAX];
    struct stat64 stat;
    struct file *file;
    int error = path_copy(folder, path_address, path);
    if (!error)
        error = file_open(path, O_RDONLY, 0, NULL, &file);
    if (error)
        return error;
    file_describe(file, &stat);
    file_close(file);
    return copy_out(address, &stat, sizeof(stat));
}

int32_t sys_stat64(virt_t path, virt_t address)
{
    return stat_at((uint32_t)AT_FDCWD, path, address);
}

int32_t sys_faccessat(uint32_t folder, virt_t address, uint32_t wanted)
{
    char path[PROCESS_PATH_MAX];
    int error = path_copy(folder, address, path);
    return error ? error : file_access(path, wanted, process_current()->space.account);
}

int32_t sys_access(virt_t path, uint32_t wanted)
{
    return sys_faccessat((uint32_t)AT_FDCWD, path, wanted);
}

/* No folder can be made, nor removed. */
int32_t sys_unlinkat(uint32_t folder, virt_t address, uint32_t flags)
{
    char path[PROCESS_PATH_MAX];
    if (flags & ~(uint32_t)AT_REMOVEDIR)
        return -EINVAL;
    int error = path_copy(folder, address, path);
    if (error)
        return error;
    return flags ? -ENOTDIR : file_unlink(path, process_current()->space.account);
}

int32_t sys_unlink(virt_t path)
{
    return sys_unlinkat((uint32_t)AT_FDCWD, path, 0);
}
