/* env: prints the environment, or starts COMMAND with a changed one; -i: with nothing else.
 *
 * usage: env [-i] [NAME=VALUE...] [COMMAND [WORD...]] */
#include <arguments.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { STATUS_NOT_EXECUTABLE = 126, STATUS_NOT_FOUND = 127 };

static int start(char *argv[])
{
    execvp(argv[0], argv);
    fprintf(stderr, "env: %s: %s\n", argv[0], strerror(errno));
    return errno == ENOENT ? STATUS_NOT_FOUND : STATUS_NOT_EXECUTABLE;
}

int main(int argc, char *argv[])
{
    static char *nothing[] = {NULL};
    int option;

    while ((option = getopt(argc, argv, "+i")) != -1) {
        if (option == '?')
            return usage("env [-i] [NAME=VALUE...] [COMMAND [WORD...]]");
        environ = nothing;
    }
    for (; optind < argc && strchr(argv[optind], '=') != NULL; optind++)
        if (putenv(argv[optind]) != 0) {
            perror("env");
            return EXIT_FAILURE;
        }
    if (optind < argc)
        return start(argv + optind);
    for (char **at = environ; *at != NULL; at++)
        puts(*at);
    return output_status(argv[0], EXIT_SUCCESS);
}
