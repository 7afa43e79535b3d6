/* touch: files are as if changed now; what is not there is made, empty.
 *
 * usage: touch FILE... */
#include <arguments.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MODE_OF_FILES = 0666 };

static bool touch(const char *path)
{
    if (utimensat(AT_FDCWD, path, NULL, 0) == 0)
        return true;
    int fd = errno == ENOENT ? open(path, O_WRONLY | O_CREAT, MODE_OF_FILES) : -1;
    if (fd >= 0)
        close(fd);
    return fd >= 0;
}

int main(int argc, char *argv[])
{
    int status = EXIT_SUCCESS;

    if (getopt(argc, argv, "") != -1 || optind == argc)
        return usage("touch FILE...");
    for (int i = optind; i < argc; i++)
        if (!touch(argv[i])) {
            fprintf(stderr, "touch: %s: %s\n", argv[i], strerror(errno));
            status = EXIT_FAILURE;
        }
    return status;
}
