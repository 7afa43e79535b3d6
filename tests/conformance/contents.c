/* What files hold, and what is told of them: offsets, sizes, times, entries of folders. */
#define _GNU_SOURCE /* pwritev, AT_EMPTY_PATH */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOBODY = 65534 };

static void tell(const char *what, long result)
{
    printf("%s: %ld, error %d\n", what, result, result < 0 ? errno : 0);
}

static void show(int fd)
{
    char text[64];
    ssize_t count = pread(fd, text, sizeof(text), 0);
    struct stat about;

    fstat(fd, &about);
    printf("%ld bytes:", (long)about.st_size);
    for (ssize_t i = 0; i < count; i++)
        printf(text[i] == 0 ? " 0" : " %c", text[i]);
    printf("; at %ld\n", (long)lseek(fd, 0, SEEK_CUR));
}

static void offsets(void)
{
    struct iovec pieces[2] = {{(char *)"vwx", 3}, {(char *)"yz", 2}};
    char room[9] = "";
    int pipes[2], fd = open("f", O_CREAT | O_RDWR, 0600);

    tell("write", write(fd, "abcdef", 6));
    tell("pread", pread(fd, room, 3, 2));
    puts(room);
    tell("pread at the end", pread(fd, room, 3, 6));
    tell("pread behind", pread(fd, room, 3, 600));
    tell("pread before", pread(fd, room, 3, -1));
    tell("pwrite", pwrite(fd, "XY", 2, 8));
    show(fd);
    tell("pwritev", pwritev(fd, pieces, 2, 1));
    show(fd);
    tell("preadv", preadv(fd, (struct iovec[1]){{room, 2}}, 1, 4));
    puts(room);
    tell("preadv before", preadv(fd, (struct iovec[1]){{room, 2}}, 1, -1));
    tell("to the beginning", lseek(fd, 0, SEEK_SET));
    tell("from the end", lseek(fd, -2, SEEK_END));
    tell("from here", lseek(fd, 5, SEEK_CUR));
    tell("before all", lseek(fd, -14, SEEK_CUR));
    tell("of no kind", lseek(fd, 0, 9));
    tell("write behind the end", write(fd, "!", 1));
    show(fd);
    tell("cut", ftruncate(fd, 3));
    show(fd);
    tell("grown", ftruncate(fd, 6));
    show(fd);
    tell("by path", truncate("f", 1));
    tell("to less than nothing", truncate("f", -1));
    tell("to less than nothing", ftruncate(fd, -1));
    tell("of nothing", truncate("x", 1));
    tell("of a folder", truncate(".", 1));
    show(fd);
    int end = open("f", O_WRONLY | O_APPEND), reads = open("f", O_RDONLY);
    tell("nothing appended", write(end, "", 0));
    tell("is where it was", lseek(end, 0, SEEK_CUR));
    tell("appended", write(end, "end", 3));
    tell("is at the end", lseek(end, 0, SEEK_CUR));
    tell("appended, wherever", pwrite(end, "!", 1, 0));
    show(fd);
    tell("written to be read", write(reads, "x", 1));
    tell("written there", pwrite(reads, "x", 1, 0));
    tell("read to be written", read(end, room, 1));
    tell("read there", pread(end, room, 1, 0));
    tell("cut to be read", ftruncate(reads, 0));
    tell("no descriptor", pread(99, room, 1, 0));
    pipe(pipes);
    tell("pipe", pread(pipes[0], room, 1, 0));
    tell("pipe", pwrite(pipes[1], room, 1, 0));
    tell("pipe", lseek(pipes[1], 0, SEEK_SET));
    tell("pipe", ftruncate(pipes[1], 0));
    tell("pipe", fchdir(pipes[1]));
    tell("pipe", fsync(pipes[1]));
    tell("file", fsync(fd));
    tell("folder", fsync(open(".", O_RDONLY)));
    tell("nothing", fsync(99));
    tell("device", fsync(open("/dev/null", O_WRONLY)));
    tell("cut by open", open("f", O_WRONLY | O_TRUNC) < 0);
    show(fd);
    unlink("f");
    show(fd);
    tell("unlinked and written", write(fd, "still here", 10));
    show(fd);
}

/* Two processes, one offset; each has an umask and a folder of its own. */
static void a_child_shares(void)
{
    int fd = open("f", O_CREAT | O_RDWR, 0600);
    char path[99];

    fflush(stdout);
    if (fork() == 0) {
        write(fd, "child", 5);
        umask(077);
        chdir("/");
        _exit(0);
    }
    wait(NULL);
    write(fd, "parent", 6);
    show(fd);
    printf("%o %d\n", (unsigned)umask(022), getcwd(path, 99) != NULL && path[1] != '\0');
    unlink("f");
}

static void times(void)
{
    struct timespec both[2] = {{5, 6}, {1000000007, 8}};
    struct stat before, after;
    int fd = open("f", O_CREAT | O_RDWR, 0600);

    tell("then", futimens(fd, both));
    fstat(fd, &before);
    printf("%ld.%09ld\n", (long)before.st_mtime, before.st_mtim.tv_nsec);
    both[1].tv_nsec = UTIME_OMIT;
    tell("the first only", utimensat(AT_FDCWD, "f", both, 0));
    fstat(fd, &after);
    printf("%ld\n", (long)after.st_mtime);
    tell("of nothing", utimensat(AT_FDCWD, "x", both, 0));
    both[0].tv_nsec = UTIME_OMIT;
    tell("neither", utimensat(AT_FDCWD, "f", both, 0));
    tell("neither of nothing", utimensat(AT_FDCWD, "x", both, 0));
    both[0].tv_nsec = 1000000000;
    tell("no such time", futimens(fd, both));
    both[0].tv_nsec = 0, both[1].tv_nsec = -1;
    tell("no such time", futimens(fd, both));
    tell("no such flag", utimensat(AT_FDCWD, "f", NULL, 0x4000));
    tell("written", write(fd, "x", 1));
    fstat(fd, &after);
    printf("%d\n", after.st_mtime > before.st_mtime);
    futimens(fd, (struct timespec[2]){{5, 6}, {7, 8}});
    tell("read", pread(fd, (char[1]){0}, 1, 0));
    fstat(fd, &after);
    printf("%ld\n", (long)after.st_mtime);
    tell("cut", ftruncate(fd, 0));
    fstat(fd, &after);
    printf("%d\n", after.st_mtime > 7);
    tell("microseconds", utimes("f", (struct timeval[2]){{1, 2}, {3, 4}}));
    fstat(fd, &after);
    printf("%ld.%09ld\n", (long)after.st_mtime, after.st_mtim.tv_nsec);
    chmod("f", 0644);
    rename("f", "g");
    fstat(fd, &after);
    printf("%ld %d\n", (long)after.st_mtime, after.st_ctime > 3);
    mkdir("d", 0700);
    utimensat(AT_FDCWD, "d", (struct timespec[2]){{5, 6}, {7, 8}}, 0);
    rename("g", "d/g");
    stat("d", &after);
    printf("%d\n", after.st_mtime > 7);
    utimensat(AT_FDCWD, "d", (struct timespec[2]){{5, 6}, {7, 8}}, 0);
    unlink("d/g");
    stat("d", &after);
    printf("%d\n", after.st_mtime > 7);
    rmdir("d");
}

static void by_statx(void)
{
    /* of Linux's struct statx: the words that are told */
    uint32_t words[64];
    int fd = open("f", O_CREAT | O_RDWR, 0640);
    struct stat about;

    tell("write", write(fd, "abc", 3));
    fstat(fd, &about);
    tell("by path", syscall(383, AT_FDCWD, "f", 0, 0x7ff, words));
    printf("links %u, mode %o, size %u\n", (unsigned)words[4],
           (unsigned)words[7] & 0xffff, (unsigned)words[10]);
    printf("%d %d\n", words[5] == getuid(), words[8] == about.st_ino);
    tell("by descriptor", syscall(383, fd, "", AT_EMPTY_PATH, 0x7ff, words));
    printf("size %u\n", (unsigned)words[10]);
    tell("of here", syscall(383, AT_FDCWD, "", AT_EMPTY_PATH, 0x7ff, words));
    printf("mode %o\n", (unsigned)words[7] & 0xf000);
    tell("by nothing", syscall(383, fd, "", 0, 0x7ff, words));
    tell("of a file", syscall(383, fd, "x", 0, 0x7ff, words));
    tell("of no flag", syscall(383, AT_FDCWD, "f", 0x8, 0x7ff, words));
    tell("to nowhere", syscall(383, AT_FDCWD, "f", 0, 0x7ff, (void *)8));
    tell("no such descriptor", fstatat(99, "f", &about, 0));
    tell("no name, no descriptor", fstatat(99, "", &about, 0));
    unlink("f");
}

static int by_name(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void entries(void)
{
    enum { COUNT = 300 };
    static char names[COUNT + 9][12];
    static unsigned char buffer[4096];
    char name[12];
    int count = 0, fd;
    struct dirent *entry;

    mkdir("d", 0700);
    mkdir("d/folder", 0700);
    for (int i = 0; i < COUNT; i++) {
        snprintf(name, sizeof(name), "d/%d", i);
        close(open(name, O_CREAT | O_WRONLY, 0600));
    }
    DIR *directory = opendir("d");
    while ((entry = readdir(directory)) != NULL && count < COUNT + 9) {
        snprintf(names[count++], sizeof(names[0]), "%s", entry->d_name);
        if (entry->d_name[0] >= '0') /* each goes when it has been told */
            unlinkat(dirfd(directory), entry->d_name, 0);
    }
    closedir(directory);
    qsort(names, (size_t)count, sizeof(names[0]), by_name);
    for (int i = 0; i < count; i++)
        printf("%s ", names[i]);
    printf("\n");
    fd = open("d", O_RDONLY);
    tell("little room", syscall(SYS_getdents64, fd, buffer, 8));
    tell("no folder", syscall(SYS_getdents64, open("/dev/null", O_RDONLY), buffer, 99));
    tell("no descriptor", syscall(SYS_getdents64, 99, buffer, 99));
    tell("no memory", syscall(SYS_getdents64, fd, (void *)8, 99));
    lseek(fd, 0, SEEK_SET);
    printf("%d\n", syscall(SYS_getdents64, fd, buffer, sizeof(buffer)) > 0);
    tell("the end", syscall(SYS_getdents64, fd, buffer, sizeof(buffer)));
    tell("again", lseek(fd, 0, SEEK_SET));
    printf("%d\n", syscall(SYS_getdents64, fd, buffer, sizeof(buffer)) > 0);
    rmdir("d/folder");
    lseek(fd, 0, SEEK_SET);
    rmdir("d");
    tell("of what is removed", syscall(SYS_getdents64, fd, buffer, sizeof(buffer)));
}

int main(void)
{
    char place[] = "/tmp/holdsXXXXXX";
    struct statvfs space;

    if (getuid() == 0 && setuid(NOBODY) < 0)
        return 1;
    umask(022);
    if (mkdtemp(place) == NULL || chdir(place) < 0)
        return 1;
    offsets();
    a_child_shares();
    times();
    by_statx();
    entries();
    tell("space", statvfs(".", &space));
    printf("%d %lu\n", space.f_bfree > 0 && space.f_bfree <= space.f_blocks,
           space.f_namemax);
    chdir("/");
    tell("nothing is left", rmdir(place));
    return 0;
}
