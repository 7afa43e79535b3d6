/* mkdir: makes directories; -p: those on the way to them, too, and one that is there is no error.
 *
 * usage: mkdir [-p] DIRECTORY... */
#include <arguments.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MODE_OF_DIRECTORIES = 0777 };

static bool is_directory(const char *path)
{
    struct stat status;

    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* PATH is cut at each slash for a moment. */
static bool make_all(char *path)
{
    for (char *end = path + strspn(path, "/"); *end != '\0'; end += strspn(end, "/")) {
        end += strcspn(end, "/");
        char slash = *end;
        *end = '\0';
        bool is_made = mkdir(path, MODE_OF_DIRECTORIES) == 0 || is_directory(path);
        *end = slash;
        if (!is_made)
            return false;
    }
    return true;
}

int main(int argc, char *argv[])
{
    int option, status = EXIT_SUCCESS;
    bool with_parents = false;

    while ((option = getopt(argc, argv, "p")) == 'p')
        with_parents = true;
    if (option == '?' || optind == argc)
        return usage("mkdir [-p] DIRECTORY...");
    for (int i = optind; i < argc; i++)
        if (with_parents ? !make_all(argv[i]) : mkdir(argv[i], MODE_OF_DIRECTORIES) < 0) {
            fprintf(stderr, "mkdir: %s: %s\n", argv[i], strerror(errno));
            status = EXIT_FAILURE;
        }
    return status;
}
