/* tee: passes on what it reads, and writes it to files, too; -a: behind what is in them.
 *
 * usage: tee [-a] [FILE...] */
#include <arguments.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { BUFFER_BYTES = 4096, MODE_OF_FILES = 0666 };

static int status = EXIT_SUCCESS;

static void complain(const char *what)
{
    fprintf(stderr, "tee: %s: %s\n", what, strerror(errno));
    status = EXIT_FAILURE;
}

/* False, after a message: no more can be written there. */
static bool write_all(int fd, const char *name, const char *bytes, size_t length)
{
    for (ssize_t written; length > 0; bytes += written, length -= (size_t)written) {
        written = write(fd, bytes, length);
        if (written < 0) {
            complain(name);
            return false;
        }
    }
    return true;
}

/* FDS[I], named NAMES[I], is -1 where nothing can be written. */
static void copy_input(int count, int fds[], char *const names[])
{
    static char buffer[BUFFER_BYTES];
    ssize_t length;

    while ((length = read(STDIN_FILENO, buffer, sizeof(buffer))) > 0)
        for (int i = 0; i < count; i++)
            if (fds[i] >= 0 && !write_all(fds[i], names[i], buffer, (size_t)length))
                fds[i] = -1;
    if (length < 0)
        complain("standard input");
}

/* Standard output and the files; names[0] is of the former. */
static bool open_outputs(int count, int fds[], char *const names[], int how)
{
    if (fds == NULL) {
        complain("outputs");
        return false;
    }
    fds[0] = STDOUT_FILENO;
    for (int i = 1; i < count; i++) {
        fds[i] = open(names[i], O_WRONLY | O_CREAT | how, MODE_OF_FILES);
        if (fds[i] < 0)
            complain(names[i]);
    }
    return true;
}

int main(int argc, char *argv[])
{
    int option, how = O_TRUNC;

    while ((option = getopt(argc, argv, "a")) != -1) {
        if (option == '?')
            return usage("tee [-a] [FILE...]");
        how = O_APPEND;
    }
    int count = argc - optind + 1, *fds = calloc((size_t)count, sizeof(*fds));
    char **names = argv + optind - 1; /* in the place of the last option, or of `tee` */
    names[0] = "standard output";
    if (open_outputs(count, fds, names, how))
        copy_input(count, fds, names);
    return status;
}
