/* mv: files get another name, or another directory.
 *
 * usage: mv FILE NEW_NAME | mv FILE... DIRECTORY */
#include <arguments.h>
#include <errno.h>
#include <limits.h>
#include <process.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int status = EXIT_SUCCESS;

static bool run(char *const argv[])
{
    int result;
    pid_t pid = fork();

    if (pid == 0) {
        execvp(argv[0], argv);
        _exit(EXIT_FAILURE);
    }
    return pid > 0 && waitpid(pid, &result, 0) == pid && result == 0;
}

static void complain(const char *path, int error)
{
    fprintf(stderr, "mv: %s: %s\n", path,
            error == EINVAL ? "would be in itself" : strerror(error));
    status = EXIT_FAILURE;
}

/* To another volume: a copy, and the old one goes when that is whole. What fails has told why. A
 * directory that is there would get the copy into it, and must be empty, as for rename. */
static void move_far(char *from, char *to)
{
    if (rmdir(to) < 0 && errno != ENOENT && errno != ENOTDIR)
        complain(to, errno);
    else if (!run((char *const[]){"cp", "-r", "--", from, to, NULL}) ||
             !run((char *const[]){"rm", "-r", "--", from, NULL}))
        status = EXIT_FAILURE;
}

static void move(char *from, const char *to)
{
    char path[PATH_MAX];

    if (argument_place(to, from, path) && rename(from, path) == 0)
        return;
    if (errno == EXDEV) {
        move_far(from, path);
        return;
    }
    complain(from, errno);
}

int main(int argc, char *argv[])
{
    struct stat last;

    if (getopt(argc, argv, "") != -1 || argc - optind < 2)
        return usage("mv FILE NEW_NAME | mv FILE... DIRECTORY");
    bool is_directory = stat(argv[argc - 1], &last) == 0 && S_ISDIR(last.st_mode);
    if (argc - optind > 2 && !is_directory) {
        fprintf(stderr, "mv: %s: %s\n", argv[argc - 1], strerror(ENOTDIR));
        return EXIT_FAILURE;
    }
    for (int i = optind; i < argc - 1; i++)
        move(argv[i], argv[argc - 1]);
    return status;
}
