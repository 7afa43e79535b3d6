/* Who may do what: with files by their bits, with names by the bits of their folder. One user,
 * who is not 0. */
#define _GNU_SOURCE /* statx's numbers, AT_EMPTY_PATH */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>
#include <utime.h>

enum { NOBODY = 65534 };

static void tell(const char *what, int result)
{
    printf("%s: %d, error %d\n", what, result < 0 ? -1 : 0, result < 0 ? errno : 0);
}

static void show_mode(const char *path)
{
    struct stat about;

    if (stat(path, &about) < 0)
        tell(path, -1);
    else
        printf("%s: %o\n", path, (unsigned)about.st_mode);
}

static void tell_open(const char *what, const char *path, int flags)
{
    int fd = open(path, flags, 0666);

    tell(what, fd);
    if (fd >= 0)
        close(fd);
}

static void bits_of_files(void)
{
    static const mode_t modes[] = {0, 0400, 0200, 0100, 0600, 0077, 0700};

    close(open("f", O_CREAT | O_RDWR, 0600));
    for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
        tell("chmod", chmod("f", modes[i]));
        show_mode("f");
        tell_open("to read", "f", O_RDONLY);
        tell_open("to write", "f", O_WRONLY);
        tell_open("to do both", "f", O_RDWR);
        tell_open("to cut", "f", O_RDONLY | O_TRUNC);
        tell_open("to make", "f", O_CREAT | O_RDONLY);
        tell("truncate", truncate("f", 0));
        for (int wanted = 0; wanted <= 7; wanted++)
            tell("access", access("f", wanted));
        tell("now", utime("f", NULL));
        tell("then", utime("f", &(struct utimbuf){1, 2}));
    }
    tell("wrong wish", access("f", 8));
    tell("all bits", chmod("f", 07777));
    show_mode("f");
    tell("nothing", chmod("x", 0600));
    int fd = open("f", O_RDONLY);
    tell("by descriptor", fchmod(fd, 0640));
    show_mode("f");
    tell("to nobody", fchmod(-1, 0640));
    tell("in a folder", fchmodat(AT_FDCWD, "f", 0604, 0));
    show_mode("f");
    tell("to itself", chown("f", getuid(), (gid_t)-1));
    tell("to as it is", fchown(fd, (uid_t)-1, (gid_t)-1));
    tell("to root", chown("f", 0, (gid_t)-1));
    tell("to a group", chown("f", (uid_t)-1, 4711));
    close(fd);
    unlink("f");
}

/* What has been opened stays usable, and what is made may be used whatever its mode. */
static void open_stays_open(void)
{
    int fd = open("f", O_CREAT | O_EXCL | O_RDWR, 0);

    show_mode("f");
    tell("write", (int)write(fd, "abc", 3));
    tell("again", open("f", O_RDWR));
    chmod("f", 0600);
    close(fd);
    fd = open("f", O_RDWR);
    chmod("f", 0);
    tell("read", (int)read(fd, (char[3]){0}, 3));
    tell("cut", ftruncate(fd, 1));
    close(fd);
    unlink("f");
}

static void bits_of_folders(void)
{
    static const mode_t modes[] = {0700, 0600, 0500, 0300, 0100, 0};
    struct stat about;

    for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
        mkdir("d", 0700);
        close(open("d/f", O_CREAT | O_RDWR, 0600));
        mkdir("d/e", 0700);
        tell("chmod", chmod("d", modes[i]));
        tell_open("read", "d", O_RDONLY);
        tell("stat", stat("d/f", &about));
        tell("nothing", stat("d/x", &about));
        tell_open("open", "d/f", O_RDWR);
        tell_open("make", "d/n", O_CREAT | O_RDWR);
        tell("mkdir", mkdir("d/m", 0700));
        tell("mkdir of what is there", mkdir("d/e", 0700));
        tell("link", link("d/f", "d/l"));
        tell("rename", rename("d/f", "d/g"));
        tell("rename out", rename("d/e", "e"));
        tell("rename in", rename("e", "d/e"));
        tell("unlink", unlink("d/g"));
        tell("unlink nothing", unlink("d/x"));
        tell("rmdir", rmdir("d/e"));
        int entered = chdir("d");
        tell("chdir", entered);
        if (entered == 0)
            chdir("..");
        chmod("d", 0700);
        unlink("d/f"), unlink("d/g"), unlink("d/l"), unlink("d/n");
        rmdir("d/e"), rmdir("d/m"), rmdir("e");
        tell("empty", rmdir("d"));
    }
    mkdir("a", 0700);
    mkdir("b", 0700);
    mkdir("a/c", 0500);
    tell("its dots cannot be written", rename("a/c", "b/c"));
    tell("its name can", rename("a/c", "a/d"));
    rmdir("a/d"), rmdir("b/c"), rmdir("b"), rmdir("a");
}

static void masks(void)
{
    static const mode_t given[] = {0, 022, 077, 0777, 07777};

    for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++) {
        mode_t before = umask(given[i]);

        printf("before: %o\n", (unsigned)before);
        close(open("f", O_CREAT | O_RDWR, 07666));
        mkdir("d", 01777);
        show_mode("f");
        show_mode("d");
        rmdir("d");
        unlink("f");
    }
    printf("last: %o\n", (unsigned)umask(022));
}

static void of_others(void)
{
    tell("of root's folder", unlink("/dev/null"));
    tell("rename there", rename("/dev/null", "null"));
    tell("make there", open("/dev/x", O_CREAT | O_RDWR, 0600));
    tell("mkdir there", mkdir("/x", 0700));
    tell("mkdir of what is there", mkdir("/dev", 0700));
    tell("chmod", chmod("/", 0777));
    tell("chown", chown("/dev/null", getuid(), (gid_t)-1));
    tell("times", utime("/", NULL));
    tell("times", utime("/", &(struct utimbuf){1, 2}));
    tell("cut", truncate("/", 0));
    tell("link of a device", link("/dev/null", "/tmp/null"));
    tell("rename of the root's", rename("/dev", "/x"));
}

int main(void)
{
    char place[] = "/tmp/bitsXXXXXX";

    if (getuid() == 0 && setuid(NOBODY) < 0)
        return 1;
    umask(022);
    if (mkdtemp(place) == NULL || chdir(place) < 0)
        return 1;
    bits_of_files();
    open_stays_open();
    bits_of_folders();
    masks();
    of_others();
    chdir("/");
    tell("nothing is left", rmdir(place));
    return 0;
}
