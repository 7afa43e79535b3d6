/* cat: prints files, one after the other, or what is typed, which `-` is, too.
 *
 * usage: cat [FILE...] */
#include <arguments.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUFFER_BYTES = 4096 };

static bool complain(const char *what)
{
    fprintf(stderr, "cat: %s: %s\n", what, strerror(errno));
    return false;
}

/* False: it cannot be read, which is told. Where nobody takes the output, that is the end. */
static bool copy(int fd, const char *name)
{
    static char buffer[BUFFER_BYTES];
    ssize_t count, written;

    while ((count = read(fd, buffer, sizeof(buffer))) > 0)
        for (ssize_t done = 0; done < count; done += written) {
            written = write(STDOUT_FILENO, buffer + done, (size_t)(count - done));
            if (written <= 0) {
                complain("output");
                exit(EXIT_FAILURE);
            }
        }
    return count == 0 || complain(name);
}

static bool copy_file(const char *path)
{
    if (strcmp(path, "-") == 0)
        return copy(STDIN_FILENO, "input");
    int fd = open(path, O_RDONLY);
    if (fd < 0)
        return complain(path);
    bool copied = copy(fd, path);
    close(fd);
    return copied;
}

int main(int argc, char *argv[])
{
    if (getopt(argc, argv, "") != -1)
        return usage("cat [FILE...]");
    bool all_copied = optind < argc || copy_file("-");
    for (int i = optind; i < argc; i++)
        all_copied = copy_file(argv[i]) && all_copied;
    return all_copied ? EXIT_SUCCESS : EXIT_FAILURE;
}
