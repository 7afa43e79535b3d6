/* ls: lists files, and what is in folders, by name, a folder in there with a `/` behind; -a: also
 * what begins with a dot; -l: who may do what, links, owner, group, size and date, too.
 *
 * usage: ls [-a] [-l] [FILE...] */
#include <arguments.h>
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MODE_BITS = 9, DATE_BYTES = 20 };

static bool shows_all, is_long;
static char **names;
static size_t name_count;

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Behind the NUL of a name stands what is shown behind it, which does not count in the order. */
static bool add_name(const struct dirent *entry)
{
    const char *end = entry->d_type == DT_DIR ? "/" : "";
    size_t length = strlen(entry->d_name), size = length + 1 + sizeof("/");
    bool is_full = (name_count & (name_count - 1)) == 0; /* so many had room */
    char **longer =
        is_full ? realloc(names, (2 * name_count + 1) * sizeof(*names)) : names;

    if (longer == NULL)
        return false;
    names = longer;
    names[name_count] = malloc(size);
    if (names[name_count] == NULL)
        return false;
    strcpy(names[name_count], entry->d_name);
    strcpy(names[name_count++] + length + 1, end);
    return true;
}

static bool complain(const char *path)
{
    fprintf(stderr, "ls: %s: %s\n", path, strerror(errno));
    return false;
}

static void print_status(const struct stat *status)
{
    static const char kinds[] = "?pc?d?b?-?l?s???"; /* by the number in the mode */
    char date[DATE_BYTES];

    putchar(kinds[(status->st_mode & S_IFMT) / S_IFIFO]);
    for (int bit = MODE_BITS - 1; bit >= 0; bit--)
        putchar(status->st_mode >> bit & 1 ? "xwr"[bit % 3] : '-');
    strftime(date, sizeof(date), "%Y-%m-%d %H:%M", localtime(&status->st_mtime));
    printf(" %2u %4u %4u %8u %s ", (unsigned)status->st_nlink, (unsigned)status->st_uid,
           (unsigned)status->st_gid, (unsigned)status->st_size, date);
}

/* NAME, which is PATH, and END behind it; false: nothing is known of it, which is told. */
static bool print_file(const char *name, const char *path, const char *end)
{
    struct stat status;

    if (is_long && lstat(path, &status) < 0)
        return complain(path);
    if (is_long)
        print_status(&status);
    printf("%s%s\n", name, end);
    return true;
}

/* The names are in the folder at PATH. */
static bool print_names(const char *path)
{
    char inside[PATH_MAX];
    bool all_known = true;

    if (name_count > 0)
        qsort(names, name_count, sizeof(*names), compare_names);
    for (size_t i = 0; i < name_count; i++) {
        snprintf(inside, sizeof(inside), "%s/%s", path, names[i]);
        const char *end = names[i] + strlen(names[i]) + 1;
        all_known = print_file(names[i], inside, end) && all_known;
        free(names[i]);
    }
    name_count = 0;
    return all_known;
}

static bool list_folder(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    bool is_complete = folder != NULL;

    while (is_complete && (entry = readdir(folder)) != NULL)
        is_complete = (entry->d_name[0] == '.' && !shows_all) || add_name(entry);
    if (!is_complete)
        complain(path);
    is_complete = print_names(path) && is_complete;
    if (folder != NULL)
        closedir(folder);
    return is_complete;
}

/* A file is its own list. */
static bool list(const char *path, bool has_title)
{
    static const char *gap = "";
    struct stat status;

    if (stat(path, &status) < 0)
        return complain(path);
    bool is_folder = S_ISDIR(status.st_mode);
    if (is_folder && has_title)
        printf("%s%s:\n", gap, path);
    gap = "\n";
    return is_folder ? list_folder(path) : print_file(path, path, "");
}

int main(int argc, char *argv[])
{
    int option;

    while ((option = getopt(argc, argv, "al")) != -1) {
        if (option == '?')
            return usage("ls [-a] [-l] [FILE...]");
        shows_all |= option == 'a';
        is_long |= option == 'l';
    }
    bool all_listed = optind < argc || list(".", false);
    for (int i = optind; i < argc; i++)
        all_listed = list(argv[i], argc - optind > 1) && all_listed;
    return output_status(argv[0], all_listed ? EXIT_SUCCESS : EXIT_FAILURE);
}
