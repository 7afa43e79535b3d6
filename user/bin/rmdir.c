/* rmdir: removes directories in which there is nothing.
 *
 * usage: rmdir DIRECTORY... */
#include <arguments.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    int status = EXIT_SUCCESS;

    if (getopt(argc, argv, "") != -1 || optind == argc)
        return usage("rmdir DIRECTORY...");
    for (int i = optind; i < argc; i++)
        if (rmdir(argv[i]) < 0) {
            fprintf(stderr, "rmdir: %s: %s\n", argv[i], strerror(errno));
            status = EXIT_FAILURE;
        }
    return status;
}
