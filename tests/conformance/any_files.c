/* Thousands of calls on a few names, drawn by lot from fixed seeds: whatever comes after
 * whatever, the same is told. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    NOBODY = 65534,
    SEEDS = 16,
    CALLS = 400,
    FILES = 6,
    BYTES = 10000,
    NAMES_MAX = 64
};

static unsigned seed;
static int files[FILES]; /* descriptors, or -1 */
static char bytes[BYTES], too_long[257];

static unsigned draw(unsigned count)
{
    seed = seed * 1103515245u + 12345u;
    return (seed >> 16) % count;
}

static const char *draw_name(void)
{
    static const char *const names[] = {
        "a",   "b",    "c",  "d",  "a/a",  "a/b",    "b/a", "c/d",   "a/a/a",  "d/a/b",
        "a/.", "b/..", "a/", "c/", "a/b/", "n/../a", ".",   "d/./b", "c/../c", too_long};
    return names[draw(sizeof(names) / sizeof(names[0]))];
}

static mode_t draw_mode(void)
{
    static const mode_t modes[] = {0644, 0755, 0600, 0400, 0200, 0500, 0300, 0};
    return modes[draw(sizeof(modes) / sizeof(modes[0]))];
}

static void tell(int call, const char *act, long result)
{
    printf("%d %s: %ld %d\n", call, act, result, result < 0 ? errno : 0);
}

static void tell_status(int result, const struct stat *about)
{
    if (result == 0 && S_ISDIR(about->st_mode))
        printf("%o with %ld ", (unsigned)about->st_mode, (long)about->st_nlink);
    else if (result == 0)
        printf("%o of %ld, %ld ", (unsigned)about->st_mode, (long)about->st_size,
               (long)about->st_nlink);
}

static void tell_bytes(long count)
{
    unsigned sum = 0;

    for (long i = 0; i < count; i++)
        sum = sum * 31 + (unsigned char)bytes[i];
    printf("%08x ", sum);
}

static int compare(const void *one, const void *other)
{
    return strcmp(*(char *const *)one, *(char *const *)other);
}

static long list(const char *path)
{
    char *names[NAMES_MAX];
    size_t count = 0;
    DIR *folder = opendir(path);

    if (folder == NULL)
        return -1;
    for (struct dirent *entry; count < NAMES_MAX && (entry = readdir(folder)) != NULL;)
        names[count++] = strdup(entry->d_name);
    closedir(folder);
    qsort(names, count, sizeof(names[0]), compare);
    for (size_t i = 0; i < count; i++) {
        printf("%.9s ", names[i]);
        free(names[i]);
    }
    return (long)count;
}

/* --- What may be done --- */

static long draw_open(int *fd)
{
    static const int flags[] = {O_RDONLY,
                                O_RDWR,
                                O_RDWR | O_TRUNC,
                                O_WRONLY | O_CREAT,
                                O_RDWR | O_CREAT,
                                O_RDWR | O_CREAT | O_EXCL,
                                O_RDONLY | O_CREAT,
                                O_RDWR | O_CREAT | O_TRUNC,
                                O_WRONLY | O_APPEND | O_CREAT,
                                O_RDONLY | O_DIRECTORY};
    const char *name = draw_name();
    int how = flags[draw(sizeof(flags) / sizeof(flags[0]))];

    if (*fd >= 0)
        close(*fd);
    *fd = open(name, how, draw_mode());
    return *fd < 0 ? -1 : 0;
}

static long draw_write(int fd, int at_offset)
{
    size_t count = draw(4) == 0 ? draw(BYTES) : draw(200);
    off_t offset = (off_t)draw(20000);

    memset(bytes, 'A' + (int)draw(26), count);
    return at_offset ? pwrite(fd, bytes, count, offset) : write(fd, bytes, count);
}

static long draw_read(int fd, int at_offset)
{
    size_t count = draw(BYTES);
    off_t offset = (off_t)draw(20000);
    long result = at_offset ? pread(fd, bytes, count, offset) : read(fd, bytes, count);

    tell_bytes(result);
    return result;
}

/* Where a folder ends is its file system's own affair. */
static long draw_seek(int fd)
{
    static const int from[] = {SEEK_SET, SEEK_CUR, SEEK_END};
    struct stat about;
    off_t offset = (off_t)draw(20000) - 3000;
    int whence = from[draw(3)];

    return fstat(fd, &about) < 0 || !S_ISREG(about.st_mode) ? 0
                                                            : lseek(fd, offset, whence);
}

static long with_file(unsigned act, int *fd)
{
    struct stat about;
    int result;

    switch (act) {
    case 0:
        return draw_write(*fd, 0);
    case 1:
        return draw_write(*fd, 1);
    case 2:
        return draw_read(*fd, 0);
    case 3:
        return draw_read(*fd, 1);
    case 4:
        return draw_seek(*fd);
    case 5:
        return ftruncate(*fd, (off_t)draw(30000));
    case 6:
        result = fstat(*fd, &about);
        tell_status(result, &about);
        return result;
    default:
        result = close(*fd);
        *fd = -1;
        return result;
    }
}

static long with_names(unsigned act)
{
    const char *name = draw_name(), *other = draw_name();
    struct stat about;
    int result;

    switch (act) {
    case 0:
        return truncate(name, (off_t)draw(30000));
    case 1:
        return unlink(name);
    case 2:
        return mkdir(name, draw_mode());
    case 3:
        return rmdir(name);
    case 4:
    case 5:
        return rename(name, other);
    case 6:
        return link(name, other);
    case 7: /* not where all of it lies: then little else would succeed */
        return name[strlen(name) - 1] == '.' ? 0 : chmod(name, draw_mode());
    case 8:
        return access(name, (int)draw(8));
    case 9:
        return list(name);
    default:
        result = stat(name, &about);
        tell_status(result, &about);
        return result;
    }
}

static void make_call(int call)
{
    int *fd = &files[draw(FILES)];
    unsigned act = draw(24);

    errno = 0;
    if (act < 3)
        tell(call, "open", draw_open(fd));
    else if (act < 11)
        tell(call, "file", *fd < 0 ? 0 : with_file(act - 3, fd));
    else
        tell(call, "name", with_names(act - 11));
}

/* --- All of it --- */

static void take_away(const char *path)
{
    char *inside[NAMES_MAX];
    size_t count = 0;
    DIR *folder = NULL;

    if (unlink(path) < 0 && chmod(path, 0700) == 0)
        folder = opendir(path);
    if (folder == NULL)
        return;
    for (struct dirent *entry; count < NAMES_MAX && (entry = readdir(folder)) != NULL;) {
        size_t size = strlen(path) + strlen(entry->d_name) + 2;
        if (entry->d_name[0] != '.' && (inside[count] = malloc(size)) != NULL)
            snprintf(inside[count++], size, "%s/%s", path, entry->d_name);
    }
    closedir(folder);
    for (size_t i = 0; i < count; i++) {
        take_away(inside[i]);
        free(inside[i]);
    }
    rmdir(path);
}

int main(void)
{
    char place[] = "/tmp/anyXXXXXX";

    if (getuid() == 0 && setuid(NOBODY) < 0)
        return 1;
    umask(022);
    memset(too_long, 'L', sizeof(too_long) - 1);
    memset(files, -1, sizeof(files));
    if (mkdtemp(place) == NULL)
        return 1;
    for (unsigned i = 1; i <= SEEDS; i++) {
        seed = i;
        chdir(place);
        mkdir("here", 0777);
        chdir("here");
        for (int call = 0; call < CALLS; call++)
            make_call(call);
        for (int k = 0; k < FILES; k++)
            with_file(7, &files[k]);
        chdir(place);
        take_away("here");
    }
    chdir("/");
    tell(0, "nothing is left", rmdir(place));
    return 0;
}
