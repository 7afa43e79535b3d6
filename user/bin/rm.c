/* rm: removes files; -f: what is not there is no error.
 *
 * usage: rm [-f] FILE... */
#include <arguments.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char *argv[])
{
    int option, status = EXIT_SUCCESS;
    bool is_forced = false;

    while ((option = getopt(argc, argv, "f")) == 'f')
        is_forced = true;
    if (option == '?' || (optind == argc && !is_forced))
        return usage("rm [-f] FILE...");
    for (int i = optind; i < argc; i++)
        if (unlink(argv[i]) < 0 && !(is_forced && errno == ENOENT)) {
            fprintf(stderr, "rm: %s: %s\n", argv[i], strerror(errno));
            status = EXIT_FAILURE;
        }
    return status;
}
