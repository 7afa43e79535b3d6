/* ls: lists files, and what is in folders, by name, a folder in there with a `/` behind.
 *
 * usage: ls [FILE...] */
#include <arguments.h>
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char **names;
static size_t name_count;

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool add_name(const struct dirent *entry)
{
    const char *end = entry->d_type == DT_DIR ? "/" : "";
    size_t size = strlen(entry->d_name) + sizeof("/");
    char **longer = realloc(names, (name_count + 1) * sizeof(*names));

    if (longer == NULL)
        return false;
    names = longer;
    names[name_count] = malloc(size);
    if (names[name_count] == NULL)
        return false;
    snprintf(names[name_count++], size, "%s%s", entry->d_name, end);
    return true;
}

static void print_names(void)
{
    if (name_count > 0)
        qsort(names, name_count, sizeof(*names), compare_names);
    for (size_t i = 0; i < name_count; i++) {
        puts(names[i]);
        free(names[i]);
    }
    name_count = 0;
}

static bool complain(const char *path)
{
    fprintf(stderr, "ls: %s: %s\n", path, strerror(errno));
    return false;
}

static bool list_folder(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    bool is_complete = folder != NULL;

    while (is_complete && (entry = readdir(folder)) != NULL)
        is_complete = entry->d_name[0] == '.' || add_name(entry);
    if (!is_complete)
        complain(path);
    if (folder != NULL)
        closedir(folder);
    print_names();
    return is_complete;
}

/* A file is its own list. */
static bool list(const char *path, bool has_title)
{
    static const char *gap = "";
    struct stat status;

    if (stat(path, &status) < 0)
        return complain(path);
    if (!S_ISDIR(status.st_mode))
        puts(path);
    else if (has_title)
        printf("%s%s:\n", gap, path);
    gap = "\n";
    return !S_ISDIR(status.st_mode) || list_folder(path);
}

int main(int argc, char *argv[])
{
    if (getopt(argc, argv, "") != -1)
        return usage("ls [FILE...]");
    bool all_listed = optind < argc || list("/", false);
    for (int i = optind; i < argc; i++)
        all_listed = list(argv[i], argc - optind > 1) && all_listed;
    return output_status(argv[0], all_listed ? EXIT_SUCCESS : EXIT_FAILURE);
}
