/* ls: lists what is in folders, by name, a folder with a `/` behind.
 *
 * usage: ls [FOLDER...] */
#include <arguments.h>
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

static bool list_folder(const char *path)
{
    DIR *folder = opendir(path);
    const struct dirent *entry;
    bool is_complete = folder != NULL;

    while (is_complete && (entry = readdir(folder)) != NULL)
        is_complete = entry->d_name[0] == '.' || add_name(entry);
    if (!is_complete)
        fprintf(stderr, "ls: %s: %s\n", path, strerror(errno));
    if (folder != NULL)
        closedir(folder);
    print_names();
    return is_complete;
}

int main(int argc, char *argv[])
{
    bool all_listed = argc > 1 || list_folder("/");

    if (argc > 1 && argv[1][0] == '-')
        return usage("ls [FOLDER...]");
    for (int i = 1; i < argc; i++) {
        if (argc > 2)
            printf("%s%s:\n", i > 1 ? "\n" : "", argv[i]);
        all_listed = list_folder(argv[i]) && all_listed;
    }
    return output_status(argv[0], all_listed ? EXIT_SUCCESS : EXIT_FAILURE);
}
