/* cp: copies files; -r: directories with all that is in them, too.
 *
 * usage: cp [-r] FILE COPY | cp [-r] FILE... DIRECTORY */
#include <arguments.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER_BYTES = 16384 };

static bool is_deep;
static int status = EXIT_SUCCESS;

static void copy(char from[PATH_MAX], char to[PATH_MAX]);

static void complain(const char *path)
{
    fprintf(stderr, "cp: %s: %s\n", path, strerror(errno));
    status = EXIT_FAILURE;
}

static void copy_bytes(int from, const char *from_path, int to, const char *to_path)
{
    static char buffer[BUFFER_BYTES];
    ssize_t count, written;

    while ((count = read(from, buffer, sizeof(buffer))) > 0)
        for (ssize_t done = 0; done < count; done += written) {
            written = write(to, buffer + done, (size_t)(count - done));
            if (written < 0) {
                complain(to_path);
                return;
            }
        }
    if (count < 0)
        complain(from_path);
}

static void copy_file(const char *from, const char *to, mode_t mode)
{
    int in = open(from, O_RDONLY);
    int out = in < 0 ? -1 : open(to, O_WRONLY | O_CREAT | O_TRUNC, mode);

    if (out < 0)
        complain(in < 0 ? from : to);
    else
        copy_bytes(in, from, out, to);
    if (in >= 0)
        close(in);
    if (out >= 0 && close(out) < 0)
        complain(to);
}

/* Both paths are put together in their places; the names are read before the first copy, which may
 * lie among them. */
static void copy_inside(char from[PATH_MAX], char to[PATH_MAX])
{
    struct dirent **entries;
    size_t from_length = strlen(from), to_length = strlen(to);
    int count = scandir(from, &entries, NULL, NULL);

    if (count < 0)
        complain(from);
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        bool is_inside = strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
        size_t room = PATH_MAX - (from_length > to_length ? from_length : to_length);

        if (is_inside && strlen(name) + sizeof("/") <= room) {
            snprintf(from + from_length, room, "/%s", name);
            snprintf(to + to_length, room, "/%s", name);
            copy(from, to);
        }
        from[from_length] = to[to_length] = '\0';
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
}

static void refuse(const char *path, const char *why)
{
    fprintf(stderr, "cp: %s: %s\n", path, why);
    status = EXIT_FAILURE;
}

static void copy_directory(char from[PATH_MAX], char to[PATH_MAX], mode_t mode)
{
    size_t length = strlen(from);

    if (!is_deep)
        refuse(from, "is a directory, and -r is not given");
    else if (strncmp(to, from, length) == 0 && (to[length] == '/' || to[length] == '\0'))
        refuse(from, "cannot be copied into itself");
    else if (mkdir(to, mode | S_IRWXU) < 0 && errno != EEXIST)
        complain(to);
    else
        copy_inside(from, to);
}

static void copy(char from[PATH_MAX], char to[PATH_MAX])
{
    struct stat old, new;
    bool is_there = stat(to, &new) == 0;

    if (stat(from, &old) < 0)
        complain(from);
    else if (S_ISDIR(old.st_mode))
        copy_directory(from, to, old.st_mode & ACCESSPERMS);
    else if (is_deep && !S_ISREG(old.st_mode))
        refuse(from, "is no file that -r can copy");
    else if (is_there && old.st_dev == new.st_dev &&old.st_ino == new.st_ino)
        refuse(from, "is the same file");
    else
        copy_file(from, to, old.st_mode & ACCESSPERMS);
}

int main(int argc, char *argv[])
{
    char from[PATH_MAX], to[PATH_MAX];
    struct stat last;
    int option;

    while ((option = getopt(argc, argv, "rR")) != -1 && option != '?')
        is_deep = true;
    if (option == '?' || argc - optind < 2)
        return usage("cp [-r] FILE COPY | cp [-r] FILE... DIRECTORY");
    const char *target = argv[argc - 1];
    if (argc - optind > 2 && !(stat(target, &last) == 0 && S_ISDIR(last.st_mode))) {
        refuse(target, strerror(ENOTDIR));
        return status;
    }
    for (int i = optind; i < argc - 1; i++)
        if (string_copy(from, argv[i], sizeof(from)) && argument_place(target, from, to))
            copy(from, to);
        else
            complain(argv[i]);
    return status;
}
