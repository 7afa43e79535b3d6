/* du: how much room directories take, with all that is in them, in KiB.
 *
 * usage: du [-s] [FILE...] */
#include <arguments.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCKS_PER_KIB = 2 };

static bool is_sum;
static int status = EXIT_SUCCESS;

static void complain(const char *path)
{
    fprintf(stderr, "du: %s: %s\n", path, strerror(errno));
    status = EXIT_FAILURE;
}

/* The blocks of what is at PATH, which is put together in its place. */
static uint64_t measure(char path[PATH_MAX], bool is_first)
{
    size_t length = strlen(path);
    struct stat found;
    const struct dirent *entry;

    if (lstat(path, &found) < 0) {
        complain(path);
        return 0;
    }
    uint64_t blocks = (uint64_t)found.st_blocks;
    DIR *directory = S_ISDIR(found.st_mode) ? opendir(path) : NULL;
    if (S_ISDIR(found.st_mode) && directory == NULL)
        complain(path);
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        const char *name = entry->d_name;
        bool is_inside = strcmp(name, ".") != 0 && strcmp(name, "..") != 0;

        if (is_inside && length + strlen(name) + sizeof("/") <= PATH_MAX) {
            const char *slash = path[length - 1] == '/' ? "" : "/";

            snprintf(path + length, PATH_MAX - length, "%s%s", slash, name);
            blocks += measure(path, false);
        }
        path[length] = '\0';
    }
    if (directory != NULL)
        closedir(directory);
    if (is_first || (directory != NULL && !is_sum))
        printf("%u\t%s\n", (unsigned)((blocks + 1) / BLOCKS_PER_KIB), path);
    return blocks;
}

int main(int argc, char *argv[])
{
    char path[PATH_MAX] = ".";
    int option;

    while ((option = getopt(argc, argv, "s")) == 's')
        is_sum = true;
    if (option == '?')
        return usage("du [-s] [FILE...]");
    if (optind == argc)
        measure(path, true);
    for (int i = optind; i < argc; i++)
        if (string_copy(path, argv[i], sizeof(path))) {
            measure(path, true);
        } else {
            errno = ENAMETOOLONG;
            complain(argv[i]);
        }
    return output_status(argv[0], status);
}
