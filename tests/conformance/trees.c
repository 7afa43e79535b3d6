/* Folders and names in them: made, renamed, linked, taken away; and the error of each mistake. */
#define _GNU_SOURCE /* renameat, O_DIRECTORY */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { NOBODY = 65534, MODE = 0777 };

static int fd_of_here;

static void tell(const char *what, int result)
{
    printf("%s: %d, error %d\n", what, result < 0 ? -1 : 0, result < 0 ? errno : 0);
}

/* A new file that holds its own name; it is closed. */
static void make(const char *path)
{
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY, 0666);

    if (fd < 0 || write(fd, path, strlen(path)) < 0)
        tell(path, -1);
    close(fd);
}

static void show(const char *path)
{
    char text[32] = "";
    struct stat about;
    int fd, result = lstat(path, &about);

    if (result < 0) {
        tell(path, result);
        return;
    }
    if (S_ISREG(about.st_mode)) {
        fd = open(path, O_RDONLY);
        if (read(fd, text, sizeof(text) - 1) < 0)
            tell(path, -1);
        close(fd);
    }
    printf("%s: mode %o, %d links, holds \"%s\"\n", path, (unsigned)about.st_mode,
           (int)about.st_nlink, text);
}

static void folders(void)
{
    tell("mkdir", mkdir("a", MODE));
    tell("again", mkdir("a", MODE));
    tell("slash", mkdir("a/b/", MODE));
    tell("slashes", mkdir("a//b//c", 01777));
    tell("bits", mkdir("a/bits", 06777));
    tell("in nothing", mkdir("x/b", MODE));
    tell("root", mkdir("/", MODE));
    tell("dot", mkdir(".", MODE));
    tell("dots", mkdir("a/..", MODE));
    tell("nothing", mkdir("", MODE));
    make("f");
    tell("on a file", mkdir("f", MODE));
    tell("in a file", mkdir("f/b", MODE));
    tell("slash behind a file", mkdir("f/", MODE));
    show("a");
    show("a/b");
    show("a/b/c");
    show("a/bits");
    tell("rmdir of a full one", rmdir("a"));
    tell("of a file", rmdir("f"));
    tell("of nothing", rmdir("x"));
    tell("of a dot", rmdir("a/b/c/."));
    tell("of dots", rmdir("a/b/c/.."));
    tell("of the root", rmdir("/"));
    tell("of an empty path", rmdir(""));
    tell("unlink of a folder", unlink("a"));
    tell("of dots", unlink("a/.."));
    tell("of the root", unlink("/"));
    tell("of a file's slash", unlink("f/"));
    tell("of a folder's slash", unlink("a/"));
    tell("of nothing's slash", unlink("x/"));
    tell("rmdir", rmdir("a/b/c/"));
    tell("rmdir", rmdir("a/bits"));
    show("a");
    tell("rmdir", rmdir("a/b"));
    tell("rmdir", rmdir("a"));
    tell("unlink", unlink("f"));
}

static void renames(void)
{
    static const char *const pairs[][2] = {
        {"file", "new"},
        {"new", "file"},
        {"file", "file"},
        {"file", "link"},
        {"file", "other"},
        {"other", "empty"},
        {"other", "full"},
        {"empty", "other"},
        {"empty", "full"},
        {"full", "empty"},
        {"empty", "empty/in"},
        {"empty", "empty/in/deep"},
        {"empty/x", "empty"},
        {"empty", "empty"},
        {"empty", "moved/"},
        {"moved/", "full"},
        {"other", "slash/"},
        {"other/", "x"},
        {"nothing", "x"},
        {"other", "nothing/x"},
        {"other", ""},
        {"", "other"},
        {".", "x"},
        {"other", "."},
        {"moved", ".."},
        {"moved/..", "x"},
        {"/", "x"},
        {"other", "/"},
        {"other/x", "x"},
        {"other", "other/x"},
        {"empty", "x"},
        {"moved", "f/x"},
        {"other", "moved/"},
    };

    make("file");
    tell("link", link("file", "link"));
    make("other");
    tell("empty", mkdir("empty", MODE));
    tell("full", mkdir("full", MODE));
    make("full/f");
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        char what[64];

        snprintf(what, sizeof(what), "\"%s\" -> \"%s\"", pairs[i][0], pairs[i][1]);
        tell(what, rename(pairs[i][0], pairs[i][1]));
    }
    show("file");
    show("link");
    show("other");
    show("moved");
    show("empty");
    show("full");
    show("full/f");
    unlink("file"), unlink("link"), unlink("other"), unlink("full/f"), unlink("empty/f");
    rmdir("moved"), rmdir("empty"), rmdir("full");
}

static void links(void)
{
    make("one");
    mkdir("d", MODE);
    tell("link", link("one", "d/two"));
    show("one");
    tell("again", link("one", "d/two"));
    tell("of a folder", link("d", "e"));
    tell("of nothing", link("x", "y"));
    tell("to a folder", link("one", "d"));
    tell("to a folder's slash", link("one", "d/"));
    tell("to a slash", link("one", "three/"));
    tell("from a slash", link("one/", "three"));
    tell("to nothing", link("one", ""));
    tell("to dots", link("one", ".."));
    tell("in nothing", link("one", "x/y"));
    tell("in a file", link("one", "one/y"));
    tell("unlink", unlink("one"));
    show("d/two");
    tell("no link to read", readlink("d/two", (char[9]){0}, 9));
    tell("a folder, either", readlink("d", (char[9]){0}, 9));
    tell("nothing to read", readlink("x", (char[9]){0}, 9));
    tell("with flags", linkat(fd_of_here, "d/two", AT_FDCWD, "three", 0));
    tell("with wrong flags", linkat(fd_of_here, "d/two", AT_FDCWD, "four", 0x8000));
    show("three");
    tell("unlink", unlink("three"));
    tell("unlink", unlink("d/two"));
    tell("rmdir", rmdir("d"));
}

static void open_flags(void)
{
    make("f");
    mkdir("d", MODE);
    tell("new with a slash", open("x/", O_CREAT | O_RDWR, 0600));
    tell("file with a slash", open("f/", O_CREAT | O_RDWR, 0600));
    tell("folder with a slash", open("d/", O_CREAT | O_RDWR, 0600));
    tell("slash, exclusive", open("d/", O_CREAT | O_EXCL | O_RDWR, 0600));
    tell("folder, exclusive", open("d", O_CREAT | O_EXCL | O_RDWR, 0600));
    tell("folder to make", open("d", O_CREAT | O_RDONLY, 0600));
    tell("folder to write", open("d", O_WRONLY));
    tell("folder to cut", open("d", O_RDONLY | O_TRUNC));
    tell("folder to read", open("d", O_RDONLY | O_DIRECTORY));
    tell("file as folder", open("f", O_RDONLY | O_DIRECTORY));
    tell("nothing as folder", open("x", O_RDONLY | O_DIRECTORY));
    tell("dot", open(".", O_RDONLY));
    tell("dot to make", open(".", O_CREAT | O_RDONLY, 0600));
    tell("root to make", open("/", O_CREAT | O_RDONLY, 0600));
    tell("root, exclusive", open("/", O_CREAT | O_EXCL | O_RDONLY, 0600));
    tell("no link followed", open("f", O_RDONLY | O_NOFOLLOW));
    tell("file there", open("f", O_CREAT | O_EXCL | O_RDWR, 0600));
    tell("in nothing", open("x/y", O_CREAT | O_RDWR, 0600));
    tell("in a file", open("f/y", O_CREAT | O_RDWR, 0600));
    tell("reading a folder", (int)read(open("d", O_RDONLY), (char[1]){0}, 1));
    unlink("f");
    rmdir("d");
}

static void removed_folders(void)
{
    struct stat about;

    mkdir("gone", MODE);
    tell("into it", chdir("gone"));
    int fd = open(".", O_RDONLY);
    tell("removed", rmdir("../gone"));
    tell("where is it", getcwd((char[99]){0}, 99) == NULL ? -1 : 0);
    tell("a file in it", open("f", O_CREAT | O_RDWR, 0600));
    tell("a folder in it", mkdir("d", MODE));
    tell("a link in it", linkat(fd_of_here, "f", AT_FDCWD, "f", 0));
    tell("itself", stat(".", &about));
    printf("%d links\n", (int)about.st_nlink);
    tell("something in it", stat("f", &about));
    tell("a new one", mkdirat(fd_of_here, "gone", MODE));
    tell("is not that one", stat("x", &about));
    tell("rename into it", renameat(fd_of_here, "gone", AT_FDCWD, "x"));
    tell("back", fchdir(fd_of_here));
    tell("into it again", fchdir(fd));
    tell("and back", fchdir(fd_of_here));
    close(fd);
    tell("rmdir", rmdir("gone"));
}

static void tell_part(const char *path)
{
    char copy[32];

    printf("\"%s\": ", path);
    printf("in \"%s\"", dirname(strcpy(copy, path)));
    printf(", \"%s\"\n", basename(strcpy(copy, path)));
}

static void paths_in_words(void)
{
    static const char *const paths[] = {"",     "/",      "a",      "a/",  "/a", "/a/b",
                                        "a/b/", "a//b//", "//a//b", "../", "."};
    static const char *const real[] = {
        ".",   "a", "./a/..", "a/../a//", "a/b/./..", "a/f",       "a/f/..",
        "a/x", "/", "/..",    "/tmp",     "",         "a/b/../../"};
    char *here = getcwd(NULL, 0);
    size_t length = strlen(here);

    mkdir("a", MODE);
    mkdir("a/b", MODE);
    make("a/f");
    for (size_t i = 0; i < sizeof(real) / sizeof(real[0]); i++) {
        char *path = realpath(real[i], NULL);
        if (path == NULL)
            tell(real[i], -1);
        else
            printf("%s: %s\n", real[i],
                   strncmp(path, here, length) == 0 ? path + length : path);
        free(path);
    }
    free(here);
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
        tell_part(paths[i]);
    tell("remove of a full one", remove("a"));
    tell("remove of a folder", remove("a/b"));
    tell("remove of a file", remove("a/f"));
    tell("remove of nothing", remove("a/f"));
    tell("remove", remove("a"));
}

static void names(void)
{
    static char name[300], path[5000];
    struct stat about;

    memset(name, 'n', 255);
    make(name);
    tell("255 bytes", stat(name, &about));
    name[254] = 'm';
    tell("another", stat(name, &about));
    name[254] = 'n';
    tell("unlinked", unlink(name));
    name[255] = 'n';
    tell("256 bytes", stat(name, &about));
    tell("256 bytes to make", open(name, O_CREAT | O_RDWR, 0600));
    tell("256 bytes, a folder", mkdir(name, MODE));
    make("f");
    tell("256 bytes to rename", rename("f", name));
    for (int i = 0; i < 4094; i++)
        path[i] = i % 2 == 0 ? '.' : '/';
    path[4094] = 'f';
    tell("4,095 bytes", stat(path, &about));
    path[4094] = '/', path[4095] = 'f';
    tell("4,096 bytes", stat(path, &about));
    unlink("f");
}

int main(void)
{
    char place[] = "/tmp/treesXXXXXX";

    if (getuid() == 0 && setuid(NOBODY) < 0)
        return 1;
    umask(022);
    if (mkdtemp(place) == NULL || chdir(place) < 0)
        return 1;
    fd_of_here = open(".", O_RDONLY);
    folders();
    renames();
    links();
    open_flags();
    removed_folders();
    names();
    paths_in_words();
    chdir("/");
    tell("nothing is left", rmdir(place));
    return 0;
}
