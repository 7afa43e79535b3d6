#include "user/edit/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BYTES_PER_KIB = 1024,
    BLOCK_BYTES = 4096,
    TEXT_BYTES = 128,
    MODE_OF_FILES = 0666,
    PARTS_OF_MEMORY = 8, /* a file may be as large as one of them */
};

/* Whether there is memory for so many BYTES, as lines, and some to spare. */
static bool has_room(off_t bytes)
{
    char line[TEXT_BYTES];
    unsigned available_kib = UINT_MAX;
    FILE *memory = fopen("/proc/meminfo", "r");

    while (memory != NULL && fgets(line, sizeof(line), memory) != NULL)
        sscanf(line, "MemAvailable: %u", &available_kib);
    if (memory != NULL)
        fclose(memory);
    return (unsigned)bytes / BYTES_PER_KIB <= available_kib / PARTS_OF_MEMORY;
}

/* 0, or why FD's file cannot be edited. */
static int check(int fd)
{
    struct stat found;

    if (fstat(fd, &found) < 0)
        return errno;
    if (!S_ISREG(found.st_mode))
        return S_ISDIR(found.st_mode) ? EISDIR : EINVAL;
    return has_room(found.st_size) ? 0 : ENOMEM;
}

int file_load(const char *path, struct buffer *buffer)
{
    static char block[BLOCK_BYTES];
    struct place end = {0, 0};
    int fd = open(path, O_RDONLY);
    ssize_t count = 0;

    if (!buffer_insert(buffer, &end, "", 0))
        return ENOMEM;
    if (fd < 0)
        return errno == ENOENT ? 0 : errno;
    int error = check(fd);
    while (error == 0 && (count = read(fd, block, sizeof(block))) > 0)
        error = buffer_insert(buffer, &end, block, (size_t)count) ? 0 : ENOMEM;
    if (count < 0)
        error = errno;
    close(fd);
    buffer->is_changed = false;
    return error;
}

/* All lines to FD, which is closed. 0 or the error. */
static int write_lines(int fd, const struct buffer *buffer)
{
    FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
    int error = 0;

    for (size_t i = 0; file != NULL && i < buffer->count; i++) {
        if (i > 0)
            putc('\n', file);
        fwrite(buffer->lines[i].text, 1, buffer->lines[i].length, file);
    }
    if (file == NULL || ferror(file) || fflush(file) != 0 || fsync(fd) < 0)
        error = errno;
    if (file != NULL)
        fclose(file);
    return error;
}

/* A new file BESIDE the one that is to be saved, with its owner and mode. -1, and errno; EPERM:
 * it would not be the same, as the file has further names, or may not be written. */
static int open_beside(const char *path, const char *beside)
{
    struct stat old;
    bool is_new = stat(path, &old) < 0;

    if (!is_new && (old.st_nlink > 1 || access(path, W_OK) < 0)) {
        errno = EPERM;
        return -1;
    }
    int fd = open(beside, O_WRONLY | O_CREAT | O_EXCL, MODE_OF_FILES);
    if (fd < 0 || is_new ||
        (fchown(fd, old.st_uid, old.st_gid) == 0 && fchmod(fd, old.st_mode) == 0))
        return fd;
    close(fd);
    unlink(beside);
    errno = EPERM;
    return -1;
}

/* Whether no file can be beside for a reason for which one may be written over. */
static bool may_write_over(void)
{
    return errno == EACCES || errno == EEXIST || errno == ENAMETOOLONG || errno == EPERM;
}

int file_save(const char *path, const struct buffer *buffer)
{
    static char beside[PATH_MAX];
    int length = snprintf(beside, sizeof(beside), "%s.edit~", path);
    int fd = -1;

    errno = ENAMETOOLONG;
    if (length < (int)sizeof(beside))
        fd = open_beside(path, beside);
    if (fd < 0 && !may_write_over())
        return errno;
    if (fd < 0)
        return write_lines(open(path, O_WRONLY | O_CREAT | O_TRUNC, MODE_OF_FILES),
                           buffer);
    int error = write_lines(fd, buffer);
    if (error == 0 && rename(beside, path) < 0)
        error = errno;
    if (error != 0)
        unlink(beside);
    else
        sync(); /* the name is safe, too */
    return error;
}
