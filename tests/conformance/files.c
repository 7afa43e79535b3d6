/* Files that are made, written and taken away, and devices: results, errors, what stat tells. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define NAME "/tmp/robin-conformance"

static char buffer[20000];

static void tell(const char *what, long result)
{
    if (result == -1)
        printf("%s: %s\n", what, strerror(errno));
    else
        printf("%s: %ld\n", what, result);
}

static void tell_text(int fd)
{
    lseek(fd, 0, SEEK_SET);
    ssize_t length = read(fd, buffer, sizeof(buffer));

    printf("%ld bytes:", (long)length);
    for (ssize_t i = 0; i < length && i < 12; i++)
        printf(" %02x", (unsigned char)buffer[i]);
    printf("\n");
}

static void tell_kind(const char *path)
{
    struct stat found;

    if (stat(path, &found) != 0)
        printf("%s: %s\n", path, strerror(errno));
    else
        printf("%s: %o, device %x\n", path, found.st_mode & S_IFMT, (int)found.st_rdev);
}

static void making(void)
{
    struct stat found;

    puts("-- making");
    unlink(NAME);
    tell("not there", open(NAME, O_RDWR));
    int fd = open(NAME, O_RDWR | O_CREAT | O_EXCL, 0644);
    tell("made", fd);
    tell("again", open(NAME, O_RDWR | O_CREAT | O_EXCL, 0644));
    tell("as a directory", open(NAME, O_RDONLY | O_DIRECTORY));
    tell("below a file", open(NAME "/x", O_RDONLY));
    tell("made below a file", open(NAME "/x", O_RDWR | O_CREAT, 0644));
    tell("nowhere", open("/nowhere/x", O_RDWR | O_CREAT, 0644));
    tell("a directory, to write", open("/tmp", O_RDWR));
    tell("a directory, made", open("/tmp", O_RDONLY | O_CREAT, 0644));
    tell("write", write(fd, "abcdef", 6));
    tell("fstat", fstat(fd, &found));
    printf("%o %ld %d %ld\n", found.st_mode, (long)found.st_size, (int)found.st_nlink,
           (long)found.st_blksize);
    tell("flags", fcntl(fd, F_GETFL) & (O_ACCMODE | O_APPEND | O_NONBLOCK));
    close(fd);
}

static void offsets(void)
{
    int fd = open(NAME, O_RDWR), copy = dup(fd), other = open(NAME, O_RDONLY);

    puts("-- offsets");
    tell("read", read(fd, buffer, 2));
    tell("the copy is there, too", lseek(copy, 0, SEEK_CUR));
    tell("the other is not", lseek(other, 0, SEEK_CUR));
    tell("from the end", lseek(fd, -1, SEEK_END));
    tell("before the beginning", lseek(fd, -10, SEEK_CUR));
    tell("no such way", lseek(fd, 0, 99));
    tell("behind the end", lseek(fd, 4100, SEEK_END));
    tell("nothing is there", read(fd, buffer, 1));
    tell("write there", write(fd, "!", 1));
    tell("the end", lseek(fd, 0, SEEK_END));
    tell("write to a reader", write(other, "x", 1));
    tell_text(other);
    close(fd);
    close(copy);
    close(other);
}

static void cutting(void)
{
    int fd = open(NAME, O_RDWR), end = open(NAME, O_WRONLY | O_APPEND);

    puts("-- cutting and appending");
    tell("cut", ftruncate(fd, 3));
    tell("longer", ftruncate(fd, 5));
    tell_text(fd);
    tell("less than nothing", ftruncate(fd, -1));
    tell("append", write(end, "xy", 2));
    lseek(fd, 0, SEEK_SET);
    tell("at the beginning", write(fd, "A", 1));
    tell("append again", write(end, "z", 1));
    tell("where that is", lseek(end, 0, SEEK_CUR));
    tell("set", fcntl(fd, F_SETFL, O_APPEND));
    tell("append", write(fd, "!", 1));
    tell_text(fd);
    tell("read from a writer", read(end, buffer, 1));
    close(end);
    end = open(NAME, O_WRONLY | O_TRUNC);
    tell_text(fd);
    close(end);
    end = open(NAME, O_RDONLY);
    tell("cut by a reader", ftruncate(end, 0));
    close(end);
    close(fd);
}

static void taking_away(void)
{
    int fd = open(NAME, O_RDWR);
    struct stat found;

    puts("-- taking away");
    tell("access", access(NAME, R_OK | W_OK));
    tell("to execute", access(NAME, X_OK));
    tell("no such way", access(NAME, 8));
    tell("unlink", unlink(NAME));
    tell("again", unlink(NAME));
    tell("below", unlink(NAME "/x"));
    tell("access", access(NAME, F_OK));
    tell("write", write(fd, "still", 5));
    tell_text(fd);
    fstat(fd, &found);
    tell("links", (long)found.st_nlink);
    close(fd);
}

static void devices(void)
{
    int null = open("/dev/null", O_RDWR), zero = open("/dev/zero", O_RDONLY);

    puts("-- devices");
    tell_kind("/dev/null");
    tell_kind("/dev/zero");
    tell_kind("/dev/tty");
    tell_kind("/dev");
    tell_kind("/dev/nothing");
    tell_kind("/dev/null/x");
    tell("write", write(null, buffer, sizeof(buffer)));
    tell("read", read(null, buffer, 1));
    buffer[9] = 'x';
    tell("zeros", read(zero, buffer, 10));
    tell("last", buffer[9]);
    tell("terminal", isatty(null));
    tell("below a device", open("/dev/null/x", O_RDONLY));
    tell("made", open("/dev/null", O_RDWR | O_CREAT | O_EXCL, 0644));
    close(null);
    close(zero);
}

int main(void)
{
    making();
    offsets();
    cutting();
    taking_away();
    devices();
    return 0;
}
