/* Paths that are not absolute, or not as short as they could be; and folders to begin at. */
#define _GNU_SOURCE /* AT_EMPTY_PATH */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void tell(const char *what, int result)
{
    printf("%s: %s\n", what, result >= 0 ? "yes" : "no");
}

static void tell_error(const char *what, int result)
{
    printf("%s: %d, error %d\n", what, result, result < 0 ? errno : 0);
}

static void from_the_root(void)
{
    static const char *const paths[] = {"tmp/path",
                                        "./tmp/path",
                                        "//tmp//path",
                                        "/tmp/./path",
                                        "/dev/../tmp/path",
                                        ".",
                                        "..",
                                        "../../..",
                                        "/tmp/.",
                                        "/tmp/..",
                                        "tmp/",
                                        "dev/../dev/",
                                        "/",
                                        "./dev/./../dev/null"};
    struct stat about;

    tell("made", open("tmp/path", O_CREAT | O_RDWR, 0600));
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
        tell(paths[i], stat(paths[i], &about));
        tell("may be used", access(paths[i], F_OK));
    }
    tell("opened", open("/dev/../tmp/./path", O_RDONLY));
    tell_error("a file is no folder", open("tmp/path/", O_RDONLY));
    tell_error("nothing", open("", O_RDONLY));
    tell_error("nothing to unlink", unlink(""));
    tell_error("nothing to look at", stat("", &about));
    tell("unlinked", unlink("tmp/../tmp/path"));
    tell_error("and gone", access("/tmp/path", F_OK));
}

static void from_a_folder(void)
{
    struct stat about;
    int root = open("/", O_RDONLY), devices = open("/dev", O_RDONLY | O_DIRECTORY);
    int device = openat(devices, "null", O_RDWR);

    tell("null", device);
    tell("null from the root", openat(root, "dev/null", O_RDWR));
    tell("zero", faccessat(devices, "zero", R_OK, 0));
    tell("tmp", fstatat(devices, "../tmp", &about, 0));
    printf("%d\n", S_ISDIR(about.st_mode));
    tell("itself", fstatat(device, "", &about, AT_EMPTY_PATH));
    printf("%d\n", S_ISCHR(about.st_mode));
    tell("absolute", openat(-1, "/dev/zero", O_RDONLY));
    tell_error("of no folder", openat(device, "x", O_RDONLY));
    tell_error("of nothing", openat(-1, "x", O_RDONLY));
    tell_error("no name", openat(root, "", O_RDONLY));
    tell_error("none there", unlinkat(open("/tmp", O_RDONLY), "nothing", 0));
}

int main(void)
{
    chdir("/");
    from_the_root();
    from_a_folder();
    return 0;
}
