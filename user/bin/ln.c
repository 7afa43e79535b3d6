/* ln: another name for a file; in a directory: the same one.
 *
 * usage: ln FILE NEW_NAME | DIRECTORY */
#include <arguments.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    char path[PATH_MAX];

    if (getopt(argc, argv, "") != -1 || argc - optind != 2)
        return usage("ln FILE NEW_NAME | DIRECTORY");
    const char *from = argv[optind];
    if (argument_place(argv[optind + 1], from, path) && link(from, path) == 0)
        return EXIT_SUCCESS;
    fprintf(stderr, "ln: %s: %s\n", argv[optind + 1], strerror(errno));
    return EXIT_FAILURE;
}
