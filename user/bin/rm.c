/* rm: removes files; -r: directories with all that is in them, too; -f: what is not there is no
 * error.
 *
 * usage: rm [-r] [-f] FILE... */
#include <arguments.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_forced, is_deep;
static int status = EXIT_SUCCESS;

static void remove_path(char path[PATH_MAX]);

/* Whether PATH is the root, or ends in `.` or `..`, which cannot be removed: that is to be found
 * before all that lies in there is gone. [POSIX rm] */
static bool must_stay(const char *path)
{
    size_t length = strlen(path), dots = 0;

    while (length > 0 && path[length - 1] == '/')
        length--;
    while (dots < length && path[length - 1 - dots] == '.')
        dots++;
    return length == dots ? dots <= 2
                          : dots > 0 && dots <= 2 && path[length - 1 - dots] == '/';
}

static void complain(const char *path)
{
    fprintf(stderr, "rm: %s: %s\n", path, strerror(errno));
    status = EXIT_FAILURE;
}

/* What is in the directory PATH, which is put together in its place; its names are read before
 * one of them is removed. */
static void remove_inside(char path[PATH_MAX])
{
    struct dirent **entries;
    size_t length = strlen(path);
    int count = scandir(path, &entries, NULL, NULL);

    if (count < 0)
        complain(path);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        bool is_inside = strcmp(name, ".") != 0 && strcmp(name, "..") != 0;

        if (is_inside && snprintf(path + length, PATH_MAX - length, "/%s", name) <
                             (int)(PATH_MAX - length))
            remove_path(path);
        path[length] = '\0';
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

static void remove_path(char path[PATH_MAX])
{
    struct stat found;
    bool is_directory = is_deep && lstat(path, &found) == 0 && S_ISDIR(found.st_mode);

    if (is_directory)
        remove_inside(path);
    if ((is_directory ? rmdir(path) : unlink(path)) < 0 &&
        !(is_forced && errno == ENOENT))
        complain(path);
}

int main(int argc, char *argv[])
{
    char path[PATH_MAX];
    int option;

    while ((option = getopt(argc, argv, "frR")) != -1) {
        if (option == '?')
            return usage("rm [-r] [-f] FILE...");
        is_forced |= option == 'f';
        is_deep |= option != 'f';
    }
    if (optind == argc && !is_forced)
        return usage("rm [-r] [-f] FILE...");
    for (int i = optind; i < argc; i++)
        if (must_stay(argv[i]) || !string_copy(path, argv[i], sizeof(path))) {
            errno = strlen(argv[i]) < sizeof(path) ? EINVAL : ENAMETOOLONG;
            complain(argv[i]);
        } else {
            remove_path(path);
        }
    return status;
}
