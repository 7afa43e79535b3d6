/* Reading and writing elsewhere than where one is, and other things done to files. */
#define _DEFAULT_SOURCE /* preadv */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

static void tell(const char *what, long result)
{
    printf("%s: %ld, error %d\n", what, result, result < 0 ? errno : 0);
}

static long size_of(const char *path)
{
    struct stat about;

    return stat(path, &about) < 0 ? -1 : (long)about.st_size;
}

static void elsewhere(int fd)
{
    char text[8] = "", more[8] = "";
    const struct iovec pieces[] = {{text, 2}, {more, 3}};

    tell("write", write(fd, "0123456789", 10));
    tell("pread", pread(fd, text, 4, 3));
    printf("%s\n", text);
    tell("pread at the end", pread(fd, text, 4, 10));
    tell("pwrite", pwrite(fd, "AB", 2, 1));
    tell("preadv", preadv(fd, pieces, 2, 0));
    printf("%.2s %s\n", text, more);
    tell("pwritev", pwritev(fd, pieces, 2, 12));
    tell("where", lseek(fd, 0, SEEK_CUR));
    tell("size", lseek(fd, 0, SEEK_END));
    tell("before the beginning", pread(fd, text, 1, -1));
    tell("closed", pread(-1, text, 1, 0));
}

static void of_pipes(void)
{
    int ends[2], held;
    char byte;

    tell("pipe", pipe(ends));
    tell("pread", pread(ends[0], &byte, 1, 0));
    tell("pwrite", pwrite(ends[1], "x", 1, 0));
    tell("fsync", fsync(ends[0]));
    write(ends[1], "12345", 5);
    tell("FIONREAD", ioctl(ends[0], FIONREAD, &held));
    printf("%d held\n", held);
    read(ends[0], &byte, 1);
    ioctl(ends[1], FIONREAD, &held);
    printf("%d held\n", held);
    tell("posix_fadvise", posix_fadvise(ends[0], 0, 0, POSIX_FADV_NORMAL));
}

static void made_longer(const char *path, int fd)
{
    tell("truncate", truncate(path, 3));
    printf("%ld\n", size_of(path));
    tell("below 0", truncate(path, -1));
    tell("none", truncate("/tmp/nothing", 3));
    tell("posix_fallocate", posix_fallocate(fd, 0, 100));
    tell("posix_fallocate", posix_fallocate(fd, 0, 50));
    tell("posix_fallocate", posix_fallocate(fd, 0, 0));
    printf("%ld\n", size_of(path));
    tell("fsync", fsync(fd));
    tell("fdatasync", fdatasync(fd));
    tell("closed", fsync(-1));
    tell("posix_fadvise", posix_fadvise(fd, 0, 0, POSIX_FADV_RANDOM));
    tell("posix_fadvise", posix_fadvise(fd, 0, 0, 77));
}

static void named_anew(const char *path)
{
    static const char other[] = "/tmp/offsets.other", third[] = "/tmp/offsets.third";

    tell("rename", rename(path, other));
    printf("%ld %ld\n", size_of(path), size_of(other));
    close(open(third, O_CREAT | O_WRONLY, 0600));
    tell("over another", rename(other, third));
    printf("%ld %ld\n", size_of(other), size_of(third));
    tell("to itself", rename(third, third));
    tell("nothing", rename("/tmp/nothing", other));
    tell("nowhere", rename(third, "/tmp/no/folder"));
    tell("unlink", unlink(third));
}

static void with_a_mask(const char *path)
{
    struct stat about;

    printf("%o\n", umask(077));
    close(open(path, O_CREAT | O_WRONLY, 0666));
    stat(path, &about);
    printf("%o\n", about.st_mode & 0777);
    printf("%o\n", umask(022));
    unlink(path);
}

int main(void)
{
    char path[] = "/tmp/offsetsXXXXXX.c", wrong[] = "/tmp/XXXXX";
    int fd = mkstemps(path, 2);

    umask(022);
    printf("%d %s\n", fd >= 0, strrchr(path, '.'));
    tell("mkstemp", mkstemp(wrong));
    elsewhere(fd);
    of_pipes();
    made_longer(path, fd);
    named_anew(path);
    with_a_mask(path);
    tell("readlink", readlink("/dev/null", wrong, sizeof(wrong)));
    tell("readlink", readlink("/tmp/nothing", wrong, sizeof(wrong)));
    tell("chdir", chdir("/"));
    tell("chdir", chdir("/dev/null"));
    tell("chdir", chdir("/nothing"));
    return 0;
}
